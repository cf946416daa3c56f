"""What a small model learnt of cues: weights of words and pieces of words, with the script that made them."""
