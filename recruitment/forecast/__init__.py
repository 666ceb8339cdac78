"""Will the centre reach its target by its date? Numbers in, numbers out, a seed where chance is."""
