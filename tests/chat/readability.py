"""How hard a text is to read: the Flesch-Kincaid grade.

Kincaid, Fishburne, Rogers, Chissom (1975), Derivation of new readability formulas for Navy enlisted
personnel, Research Branch Report 8-75: 0.39 words/sentence + 11.8 syllables/word - 15.59. A grade is a
school year in the United States: grades 4 to 6 are read at 9 to 11.
"""

import re
from collections.abc import Iterable

import pyphen

_HYPHENS = pyphen.Pyphen(lang="en_GB")
_SENTENCE = re.compile(r"[.!?:;]+(?:\s|$)")
_WORD = re.compile(r"[A-Za-z0-9]+(?:['’-][A-Za-z0-9]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?<=[^aeioul])e$|(?<=[aeiouy]l)e$|(?<=[^aeioudt])ed$|(?<=[^aeiouscxzhg])es$")


def syllables(word: str) -> int:
    """Count by hyphenation and by groups of vowels, and believe the larger.

    Hyphenation alone counts too low: it splits off no single letter, so "about" would be one.
    """
    spoken = _SILENT.sub("", word.lower())
    return max(len(_HYPHENS.positions(word)) + 1, len(_VOWELS.findall(spoken)), 1)


def grade(texts: Iterable[str]) -> float:
    """Return the grade of some texts together; each text ends a sentence."""
    sentences = [part for text in texts for part in _SENTENCE.split(text) if _WORD.search(part)]
    words = [word for sentence in sentences for word in _WORD.findall(sentence)]
    spoken = sum(map(syllables, words))
    return 0.39 * len(words) / len(sentences) + 11.8 * spoken / len(words) - 15.59
