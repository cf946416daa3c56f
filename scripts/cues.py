"""Find cues and risk markers in a caller's words: phrases of the book, patterns, and what was learnt.

A find is a hint for the handler, with the words that caused it; it decides nothing. Plain
Python; compiled once per cue book, and bounded: no pattern repeats without limit.

With a model (scripts/learned/) three ears hear together: phrases, patterns, and the model where it
is sure. What stands in the book as a whole message has the book's labels and no others.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from scripts.cuebook import SAFETY_CUES, CueBook
from scripts.learned.model import Model
from scripts.learned.utterances import told_of_cues, told_of_markers
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

    def __init__(self, book: CueBook, cues: Sounds, markers: Sounds, model: Model | None = None) -> None:
        self._cue_phrases = Phrases({cue.id: cue.phrases for cue in book.cues.values()})
        self._also = Phrases(_also(book))
        self._marker_phrases = Phrases({marker.id: marker.phrases for marker in book.markers.values()})
        self._cues = {name: compiled(patterns) for name, patterns in cues.items() if name in book.cues}
        self._markers = {
            name: compiled(patterns) for name, patterns in markers.items() if name in book.markers
        }
        self._other = {name: compiled(patterns) for name, patterns in OTHER_SENSE.items() if patterns}
        self._told_of_cues = {Words(text).line: labels for text, labels in told_of_cues(book).items()}
        self._told_of_markers = {Words(text).line: labels for text, labels in told_of_markers(book).items()}
        self._model = model

    @classmethod
    def from_book(cls, book: CueBook, *, model: Model | None = None) -> "Lexicon":
        """Return the lexicon of a cue book; with a model it hears what was learnt, too."""
        return cls(book, {**RESPONSIBILITY, **SAFETY, **CHANGE}, MARKERS, model)

    def find(self, text: str) -> list[Found]:
        """Return the cues in a text, by place; spans of one cue never overlap."""
        words = Words(text)
        by_phrase = [
            span
            for span in self._by_phrase(words, self._cue_phrases, self._also)
            if self._holds(words, *span[:2])
        ]
        return self._found(words, self._cues, by_phrase)

    def find_safety(self, text: str) -> list[Found]:
        """Return the safety cues alone; for callers who still wait."""
        words = Words(text)
        cues = {name: self._cues[name] for name in SAFETY_CUES if name in self._cues}
        by_phrase = self._by_phrase(words, self._cue_phrases, self._also)
        return self._found(words, cues, [span for span in by_phrase if span[0] in cues])

    def find_marker_spans(self, text: str) -> list[Found]:
        """Return the risk markers in a text, by place, as `find` returns cues."""
        words = Words(text)
        return self._found(words, self._markers, self._by_phrase(words, self._marker_phrases))

    def find_markers(self, text: str) -> list[str]:
        """Return the ids of the risk markers that the text tells of, in the order of the book."""
        found = {each.cue for each in self.find_marker_spans(text)}
        return [name for name in self._markers if name in found]

    @staticmethod
    def _by_phrase(words: Words, *phrases: Phrases) -> list[tuple[str, int, int]]:
        return [span for each in phrases for span in each.find(words)]

    def _found(
        self, words: Words, patterns: Mapping[str, re.Pattern[str]], by_phrase: list[tuple[str, int, int]]
    ) -> list[Found]:
        heard = [*self._spans(words, patterns), *by_phrase]
        if self._model is None or not words.words:
            return _merged(words, heard)
        learnt = self._model.find(words, frozenset(patterns))
        told = self._told_of_markers if patterns is self._markers else self._told_of_cues
        if words.line in told:
            held = told[words.line] & patterns.keys()
            everywhere = [(label, 0, len(words.words)) for label in held]
            found = [span for span in [*heard, *learnt] if span[0] in held]
            return _merged(words, found + _others(everywhere, found))
        return _merged(words, heard + _others(learnt, heard))

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


def _others(
    spans: list[tuple[str, int, int]], beside: list[tuple[str, int, int]]
) -> list[tuple[str, int, int]]:
    """Return the spans whose label has none beside."""
    told = {label for label, _, _ in beside}
    return [span for span in spans if span[0] not in told]


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
