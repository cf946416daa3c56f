"""The pages on which staff keep the directory and the risk guidance."""
