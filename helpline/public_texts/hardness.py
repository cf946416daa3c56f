"""How hard an English text is to read, roughly, while somebody writes it. Plain Python.

The Flesch-Kincaid grade, with syllables counted by groups of vowels: the tests of the shipped texts count
them better, with a dictionary. A grade is a school year in the United States: up to 6 is read at 9 to 11.
"""

import re
from collections.abc import Iterable

HARD = 7.0
_SENTENCE = re.compile(r"[.!?:;]+(?:\s|$)")
_WORD = re.compile(r"[A-Za-z0-9]+(?:['’-][A-Za-z0-9]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?<=[^aeioul])e$|(?<=[aeiouy]l)e$|(?<=[^aeioudt])ed$|(?<=[^aeiouscxzhg])es$")


def grade(texts: Iterable[str]) -> float:
    """Return the grade of some texts together, 0 where there is no word; each text ends a sentence."""
    sentences = [part for text in texts for part in _SENTENCE.split(text) if _WORD.search(part)]
    words = [word for sentence in sentences for word in _WORD.findall(sentence)]
    if not words:
        return 0.0
    spoken = sum(max(len(_VOWELS.findall(_SILENT.sub("", word.lower()))), 1) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * spoken / len(words) - 15.59
