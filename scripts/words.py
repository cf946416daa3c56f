"""A caller's text as plain words that phrases and patterns are matched against. Plain Python."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from itertools import pairwise

# A word with its apostrophes, or what ends a sentence, or what ends a clause.
TOKEN = re.compile(r"[\w'’ʼ‘`´]+|[.!?…\n;]+|[,:()—–]")
APOSTROPHES = str.maketrans("", "", "'’ʼ‘`´")
SPELLINGS = {
    "cannot": "cant", "gonna": "going to", "wanna": "want to", "gotta": "got to", "cos": "because",
    "coz": "because", "cuz": "because", "bc": "because", "u": "you", "ur": "your", "dunno": "dont know",
    "mam": "mum", "defo": "definitely",
}  # fmt: skip
SHORT_PHRASE = 4


class Words:
    """A text as plain words, each with its place in the text.

    `line` is what patterns are matched against: " w1 w2 . w3 . "; `place(i)` gives the word at
    one of its offsets.
    """

    def __init__(self, text: str) -> None:
        self.words: list[str] = []
        self.spans: list[tuple[int, int]] = []
        self.breaks: set[int] = set()  # the clause ends before these words
        self._offsets: list[int] = []
        parts, length = [" "], 1
        for match in TOKEN.finditer(text):
            raw = match[0]
            word = raw.translate(APOSTROPHES).lower()
            if word and (word[0].isalnum() or word[0] == "_"):
                word = SPELLINGS.get(word, word)
                self.spans.append(_trimmed(raw, match.start()))
                self.words.append(word)
                self._offsets.append(length)
            else:
                self.breaks.add(len(self.words))
                if not word or word[0] in ",:()—–" or parts[-1] in (" ", ". "):
                    continue
                word = "."
            parts.append(word + " ")
            length += len(word) + 1
        self.breaks.add(len(self.words))
        self.line = "".join(parts) + ". "
        self._ends = [found.start() for found in re.finditer(r" \. ", self.line)]
        self._said: dict[tuple[int, int], bool] = {}

    def place(self, offset: int) -> int:
        return bisect_right(self._offsets, offset) - 1

    def sentence(self, offset: int) -> str:
        """Return the sentence around an offset of the line, padded with spaces."""
        at = bisect_right(self._ends, offset)
        begin = self._ends[at - 1] + 2 if at else 0
        return self.line[begin : self._ends[at] + 1 if at < len(self._ends) else None]

    def says(self, pattern: re.Pattern[str], offset: int | None = None) -> bool:
        """Tell whether a pattern stands in the sentence around an offset, or anywhere in the line.

        Each sentence is searched once, however often it is asked of: a hundred finds in one long sentence
        would else search all of it a hundred times.
        """
        key = id(pattern), -1 if offset is None else bisect_right(self._ends, offset)
        if key not in self._said:
            within = self.line if offset is None else self.sentence(offset)
            self._said[key] = pattern.search(within) is not None
        return self._said[key]

    def offset(self, place: int) -> int:
        return self._offsets[place]


def _trimmed(raw: str, start: int) -> tuple[int, int]:
    """Return the span of a word without the quotation marks around it."""
    marks = "'’ʼ‘`´"
    if raw[0] not in marks and raw[-1] not in marks:
        return start, start + len(raw)
    ahead = len(raw) - len(raw.lstrip(marks))
    return start + ahead, start + len(raw.rstrip(marks))


class Phrases:
    """The book's own phrases, found wherever their words stand in a row."""

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        self._by_start: dict[tuple[str, ...], list[tuple[list[str], str]]] = {}
        for label, texts in phrases.items():
            for text in texts:
                words = Words(text).words
                self._by_start.setdefault(tuple(words[:2]), []).append((words, label))

    def find(self, words: Words) -> Iterable[tuple[str, int, int]]:
        """Yield (label, first word, word after the last)."""
        row = words.words
        for place, start in enumerate(pairwise(row)):
            for phrase, label in self._by_start.get(start, ()):
                end = place + len(phrase)
                # A few words mean little in the middle of a sentence: "I'm ready to start the car".
                if row[place:end] == phrase and (len(phrase) > SHORT_PHRASE or end in words.breaks):
                    yield label, place, end
