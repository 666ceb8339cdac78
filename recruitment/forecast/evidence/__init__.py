"""Where the numbers of a forecast come from: rows of the database in, `Inputs` out."""
