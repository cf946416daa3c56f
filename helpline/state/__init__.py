"""Whether all is well, on one page in plain words, and who is told when something needs a person."""
