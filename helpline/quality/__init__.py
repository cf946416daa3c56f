"""The quality of talks: a rubric, how far reviewers agree, and scores that stay when the words are gone."""
