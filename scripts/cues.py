"""Find cues and risk markers in a caller's words: phrases of the book, and patterns like them.

A find is a hint for the handler, with the words that caused it; it decides nothing. Plain
Python; compiled once per cue book, and bounded: no pattern repeats without limit.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from scripts.cuebook import SAFETY_CUES, CueBook
from scripts.patterns import Sounds, compiled
from scripts.patterns.change import CHANGE
from scripts.patterns.doubt import (
    CLAUSE_STARTERS,
    NEGATOR_REACH,
    NEGATOR_REACH_SAFETY,
    NEGATORS,
    OTHER_SENSE,
    TAKEN_BACK,
)
from scripts.patterns.markers import MARKERS
from scripts.patterns.responsibility import RESPONSIBILITY
from scripts.patterns.safety import SAFETY
from scripts.words import Phrases, Words

__all__ = ["SAFETY_CUES", "Found", "Lexicon"]

TAKEN = compiled(TAKEN_BACK)


@dataclass(frozen=True)
class Found:
    """A cue and the words that tell of it: text[start:end], in characters (code points) of the text."""

    cue: str
    start: int
    end: int


class Lexicon:
    """Finds cues and markers. Build it once for a book; `find` is pure and safe in threads."""

    def __init__(self, book: CueBook, cues: Sounds, markers: Sounds) -> None:
        self._cue_phrases = Phrases({cue.id: cue.phrases for cue in book.cues.values()})
        self._also = Phrases(_also(book))
        self._marker_phrases = Phrases({marker.id: marker.phrases for marker in book.markers.values()})
        self._cues = {name: compiled(patterns) for name, patterns in cues.items() if name in book.cues}
        self._markers = {
            name: compiled(patterns) for name, patterns in markers.items() if name in book.markers
        }
        self._other = {name: compiled(patterns) for name, patterns in OTHER_SENSE.items() if patterns}

    @classmethod
    def from_book(cls, book: CueBook) -> "Lexicon":
        """Return the lexicon of a cue book."""
        return cls(book, {**RESPONSIBILITY, **SAFETY, **CHANGE}, MARKERS)

    def find(self, text: str) -> list[Found]:
        """Return the cues in a text, by place; spans of one cue never overlap."""
        words = Words(text)
        found = self._spans(words, self._cues)
        for phrases in (self._cue_phrases, self._also):
            found += [span for span in phrases.find(words) if self._holds(words, *span[:2])]
        return _merged(words, found)

    def find_safety(self, text: str) -> list[Found]:
        """Return the safety cues alone; for callers who still wait."""
        words = Words(text)
        found = self._spans(words, {name: self._cues[name] for name in SAFETY_CUES if name in self._cues})
        for phrases in (self._cue_phrases, self._also):
            found += [span for span in phrases.find(words) if span[0] in SAFETY_CUES]
        return _merged(words, found)

    def find_markers(self, text: str) -> list[str]:
        """Return the ids of the risk markers that the text tells of, in the order of the book."""
        words = Words(text)
        found = {label for label, _, _ in self._spans(words, self._markers)}
        found |= {label for label, _, _ in self._marker_phrases.find(words)}
        return [name for name in self._markers if name in found]

    def _spans(self, words: Words, patterns: Mapping[str, re.Pattern[str]]) -> list[tuple[str, int, int]]:
        found = []
        for name, pattern in patterns.items():
            for match in pattern.finditer(words.line):
                begin, end = words.place(match.start() + 1), words.place(match.end() - 1) + 1
                if self._holds(words, name, begin):
                    found.append((name, begin, end))
        return found

    def _holds(self, words: Words, name: str, begin: int) -> bool:
        """Tell whether a find at this word stands: not negated, not taken back, no other sense."""
        # To miss a knife is worse than to ask about one; but "we haven't got any weapons" is an answer.
        careful = name in SAFETY_CUES or (name in MARKERS and name != "weapon_access")
        reach = NEGATOR_REACH_SAFETY if careful else NEGATOR_REACH
        if _negated(words, begin, reach):
            return False
        if name in self._other and self._other[name].search(words.line):
            return False
        return name not in RESPONSIBILITY or not TAKEN.search(words.sentence(words.offset(begin)))


def _also(book: CueBook) -> dict[str, list[str]]:
    """Return each further label with the phrases that carry it."""
    found: dict[str, list[str]] = {}
    for cue in book.cues.values():
        for text, labels in cue.also.items():
            for label in labels:
                found.setdefault(label, []).append(text)
    return found


def _negated(words: Words, begin: int, reach: int) -> bool:
    """Tell whether a negator stands shortly before a word, in the same clause."""
    for place in range(begin - 1, max(begin - 1 - reach, -1), -1):
        if place + 1 in words.breaks or words.words[place] in CLAUSE_STARTERS:
            return False
        if words.words[place] in NEGATORS:
            return True
    return False


def _merged(words: Words, found: list[tuple[str, int, int]]) -> list[Found]:
    """Return the spans in characters, with those of one cue that overlap or touch made one."""
    spans: list[Found] = []
    for label, begin, end in sorted(found):
        start, stop = words.spans[begin][0], words.spans[end - 1][1]
        last = spans[-1] if spans else None
        if last and last.cue == label and start <= last.end:
            spans[-1] = Found(label, last.start, max(stop, last.end))
        else:
            spans.append(Found(label, start, stop))
    return sorted(spans, key=lambda each: (each.start, each.end, each.cue))
