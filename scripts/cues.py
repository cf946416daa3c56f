"""Find cues and risk markers in a caller's words: phrases of the book, patterns, and what was learnt.

A find is a hint for the handler, with the words that caused it; it decides nothing. Plain
Python; compiled once per cue book, and bounded: no pattern repeats without limit.

With a model (scripts/learned/) three ears hear together: phrases, patterns, and the model. What the
model hears is marked from its threshold on, and raises an alarm only where it is `sure`. What stands
in the book as a whole message has the book's labels and no others.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from scripts.cuebook import SAFETY_CUES, CueBook
from scripts.learned.model import Heard, Model, Weighed
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


# Log-odds from which the model alone may raise an alarm. Half of the safety cues that it marks are none,
# for they are tuned to miss little; from here on seven in ten are right. See docs/cues.md, "Two ears".
SURE = -0.5
OF_CHILDREN = frozenset({"child_at_risk", "child_risk", "pregnancy"})
BEFORE_A_NAME = frozenset(
    {"a", "an", "her", "his", "my", "our", "the", "their", "one", "two", "three", "four"}
)
# A message of so many words is mostly one clause, and the model's score speaks of all of it: a pattern that
# the model holds for wrong by so much, in log-odds, was found there by chance more often than not.
SHORT = 20
DOUBT = 1.5
# A danger only where the model is far surer: to ask once too often is better than not to hear. By
# cross-validation the safety cues' recall stayed the same to a thousandth.
DOUBT_OF_DANGER = 3.0
NEAR = 1.0  # a score this close to its threshold may fall on the other side with the next weights


@dataclass(frozen=True)
class Found:
    """A cue and the words that tell of it: text[start:end], in characters (code points) of the text.

    `sure` is False where the model alone hears it, and not strongly: fit for a mark, not for an alarm.
    """

    cue: str
    start: int
    end: int
    sure: bool = True


class Span(NamedTuple):
    """A find in words: words[begin:end]."""

    label: str
    begin: int
    end: int
    sure: bool = True


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
        return self._find(words, self._weigh(words))

    def find_all(self, text: str) -> tuple[list[Found], list[Found]]:
        """Return what `find` and `find_marker_spans` return, from one weighing."""
        words = Words(text)
        weighed = self._weigh(words)
        return self._find(words, weighed), self._find_markers(words, weighed)

    def find_safety(self, text: str, *, sure: bool = False) -> list[Found]:
        """Return the safety cues alone; with `sure` those that may raise an alarm."""
        words = Words(text)
        cues = {name: self._cues[name] for name in SAFETY_CUES if name in self._cues}
        by_phrase = self._by_phrase(words, self._cue_phrases, self._also)
        by_phrase = [span for span in by_phrase if span.label in cues]
        found = self._found(words, cues, by_phrase, self._weigh(words))
        return [each for each in found if each.sure or not sure]

    def find_marker_spans(self, text: str) -> list[Found]:
        """Return the risk markers in a text, by place, as `find` returns cues."""
        words = Words(text)
        return self._find_markers(words, self._weigh(words))

    def find_markers(self, text: str, *, sure: bool = False) -> list[str]:
        """Return the ids of the risk markers that the text tells of, in the order of the book.

        With `sure` those that may raise an alarm.
        """
        found = {each.cue for each in self.find_marker_spans(text) if each.sure or not sure}
        return [name for name in self._markers if name in found]

    def hangs(self, text: str) -> dict[str, float]:
        """Return the labels that hang on a hair in a text: heard by the model alone, or just not heard.

        A label has how far its score is above its threshold, from -NEAR to NEAR.
        """
        if self._model is None:
            return {}
        words = Words(text)
        patterns = {**self._cues, **self._markers}
        by_phrase = self._by_phrase(words, self._cue_phrases, self._also, self._marker_phrases)
        settled = {span.label for span in [*self._spans(words, patterns), *by_phrase]}
        for told, labels in ((self._told_of_cues, self._cues), (self._told_of_markers, self._markers)):
            settled |= labels.keys() if words.line in told else set()
        for heard in self._model.find(words):
            if not self._stands(words, heard.label, heard.begin):
                settled.add(heard.label)
        left = patterns.keys() - settled
        return {
            label: above
            for label, above in self._model.scores(words).items()
            if label in left and abs(above) < NEAR
        }

    def _weigh(self, words: Words) -> Weighed | None:
        return self._model.weigh(words) if self._model and words.words else None

    def _find(self, words: Words, weighed: Weighed | None) -> list[Found]:
        by_phrase = [
            span
            for span in self._by_phrase(words, self._cue_phrases, self._also)
            if self._holds(words, span.label, span.begin)
        ]
        return self._found(words, self._cues, by_phrase, weighed)

    def _find_markers(self, words: Words, weighed: Weighed | None) -> list[Found]:
        return self._found(words, self._markers, self._by_phrase(words, self._marker_phrases), weighed)

    @staticmethod
    def _by_phrase(words: Words, *phrases: Phrases) -> list[Span]:
        return [Span(*span) for each in phrases for span in each.find(words)]

    def _found(
        self,
        words: Words,
        patterns: Mapping[str, re.Pattern[str]],
        by_phrase: list[Span],
        weighed: Weighed | None,
    ) -> list[Found]:
        heard = [
            span for span in self._spans(words, patterns) if not self._doubted(words, span.label, weighed)
        ]
        heard += by_phrase
        if weighed is None:
            return _merged(words, heard)
        told = self._told_of_markers if patterns is self._markers else self._told_of_cues
        if words.line in told:
            held = told[words.line] & patterns.keys()
            everywhere = [Span(label, 0, len(words.words)) for label in held]
            learnt = self._learnt(words, weighed, frozenset(held))
            found = [span._replace(sure=True) for span in [*heard, *learnt] if span.label in held]
            return _merged(words, found + _others(everywhere, found))
        # Where its own words are marked already, what else spoke for it need not be looked for.
        silent = patterns.keys() - {span.label for span in heard}
        return _merged(words, heard + self._learnt(words, weighed, frozenset(silent)))

    def _learnt(self, words: Words, weighed: Weighed, labels: frozenset[str]) -> list[Span]:
        return [
            Span(each.label, each.begin, each.end, each.score >= SURE)
            for each in weighed.reached(labels)
            if self._stands(words, each.label, each.begin) and not _is_answer(words, each)
        ]

    def _doubted(self, words: Words, label: str, weighed: Weighed | None) -> bool:
        """Tell whether the model overrules a pattern: in a short message, which it weighs as a whole."""
        if weighed is None or len(words.words) > SHORT:
            return False
        danger = label in SAFETY_CUES or label in self._markers
        return weighed.above.get(label, 0.0) < -(DOUBT_OF_DANGER if danger else DOUBT)

    def _spans(self, words: Words, patterns: Mapping[str, re.Pattern[str]]) -> list[Span]:
        found = []
        for name, pattern in patterns.items():
            for match in pattern.finditer(words.line):
                begin, end = words.place(match.start() + 1), words.place(match.end() - 1) + 1
                if self._holds(words, name, begin):
                    found.append(Span(name, begin, end))
        return found

    def _holds(self, words: Words, name: str, begin: int) -> bool:
        """Tell whether a find at this word stands: not negated, not taken back, no other sense."""
        # To miss a knife is worse than to ask about one; but "we haven't got any weapons" is an answer.
        careful = name in SAFETY_CUES or (name in MARKERS and name != "weapon_access")
        reach = NEGATOR_REACH_SAFETY if careful else NEGATOR_REACH
        return not _negated(words, begin, reach) and self._stands(words, name, begin)

    def _stands(self, words: Words, name: str, begin: int) -> bool:
        """Tell whether nothing takes a find back; the model hears negations by itself."""
        if name in self._other and words.says(self._other[name]):
            return False
        return name not in RESPONSIBILITY or not words.says(TAKEN, words.offset(begin))


def _is_answer(words: Words, heard: Heard) -> bool:
    """Tell whether the whole message is an answer more often than a cue.

    One word is ("after") unless it says it all; who is meant ("my daughter", "8 weeks") is nobody's danger.
    """
    if heard.label in OF_CHILDREN and len(words.words) <= 2:
        first = words.words[0]
        return len(words.words) == 1 or first in BEFORE_A_NAME or first.isdigit()
    return len(words.words) == 1 and heard.score < SURE


def _others(spans: list[Span], beside: list[Span]) -> list[Span]:
    """Return the spans whose label has none beside."""
    told = {span.label for span in beside}
    return [span for span in spans if span.label not in told]


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


def _merged(words: Words, found: list[Span]) -> list[Found]:
    """Return the spans in characters, with those of one cue that overlap or touch made one."""
    spans: list[Found] = []
    for label, begin, end, sure in sorted(found):
        start, stop = words.spans[begin][0], words.spans[end - 1][1]
        last = spans[-1] if spans else None
        if last and last.cue == label and start <= last.end:
            spans[-1] = Found(label, last.start, max(stop, last.end), last.sure or sure)
        else:
            spans.append(Found(label, start, stop, sure))
    return sorted(spans, key=lambda each: (each.start, each.end, each.cue))
