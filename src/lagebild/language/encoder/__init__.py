"""The encoder: one small network that marks names, statements and loaded words, and turns a passage into a vector."""
