"""The pages of figures: which blocks stand on them, in which words, under which policy."""
