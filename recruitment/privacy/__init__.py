"""What we hold about people: one map of it."""
