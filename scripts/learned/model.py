"""Weigh a message by what was learnt: a score for each label, and the words that spoke for it.

The weights are those of a logistic regression for each label (tools/train_cues.py): every score is a sum
of the message's own words and pieces of words, so that what spoke for a label can always be shown.
Plain Python.
"""

import gzip
import json
import math
import struct
import sys
from array import array
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from scripts.learned.features import STOP, Reading, pieces
from scripts.learned.span import best_row
from scripts.words import Words

WEIGHTS = Path(__file__).with_name("weights.json.gz")
# The least that the rows and the pieces of a message weigh: one common word alone ("her") says little.
LEAST_ROWS, LEAST_PIECES = 60.0, 200.0
ZERO = 128  # where a packed weight has its zero
LANE = 4  # bytes that a label has in a sum


@dataclass(frozen=True)
class Weights:
    """What the trainer wrote.

    `rows` and `pieces` hold for each feature its idf and its weights, packed (see `packed`). A label is
    found where `bias + step * (sum(rows) / |rows| + sum(pieces) / |pieces|)` reaches its threshold;
    |...| is the length of the vector of idfs, pieces counted as often as they stand there, and at
    least the root of LEAST_ROWS and of LEAST_PIECES.
    """

    labels: tuple[str, ...]
    bias: tuple[float, ...]
    thresholds: tuple[float, ...]
    step: float
    rows: Mapping[str, bytes]
    pieces: Mapping[str, bytes]


def packed(idf: int, weights: Mapping[int, int]) -> bytes:
    """Return a feature in bytes: its idf in hundredths (two bytes), then label and weight in turn.

    A weight is that of the feature times its idf, in steps, from -127 to 127 (what is beyond is cut).
    """
    pairs = bytes(
        part for label, weight in weights.items() for part in (label, min(max(weight, -127), 127) + ZERO)
    )
    return idf.to_bytes(2, "big") + pairs


def idf_of(feature: bytes) -> float:
    return ((feature[0] << 8) + feature[1]) / 100


def weights_of(feature: bytes) -> Iterator[tuple[int, int]]:
    """Yield (label, weight in steps)."""
    for place in range(2, len(feature), 2):
        yield feature[place], feature[place + 1] - ZERO


@lru_cache(maxsize=1)
def shipped() -> "Model":
    """Return the model of the repository, read once."""
    return Model(read_weights(WEIGHTS.read_bytes()))


def read_weights(data: bytes) -> Weights:
    """Read what `written` wrote."""
    held = json.loads(gzip.decompress(data))
    rows, parts = (
        {name: b64decode(text) for name, text in held[part].items()} for part in ("rows", "pieces")
    )
    return Weights(
        tuple(held["labels"]), tuple(held["bias"]), tuple(held["thresholds"]), held["step"], rows, parts
    )  # fmt: skip


def written(weights: Weights) -> bytes:
    """Return the weights as gzipped JSON; the same weights give the same bytes."""
    held = {
        "labels": weights.labels, "bias": weights.bias, "thresholds": weights.thresholds,
        "step": weights.step,
        "rows": {name: b64encode(feature).decode() for name, feature in weights.rows.items()},
        "pieces": {name: b64encode(feature).decode() for name, feature in weights.pieces.items()},
    }  # fmt: skip
    return gzip.compress(json.dumps(held, separators=(",", ":")).encode(), mtime=0)


@dataclass(frozen=True)
class Heard:
    """A label that is reached, with the words that spoke for it: words[begin:end].

    `score` is the log-odds by which the model holds the label for true; `above` how far that is beyond
    the label's threshold.
    """

    label: str
    begin: int
    end: int
    score: float
    above: float


class Model:
    """Scores messages. Pure and safe in threads; build it once.

    The weights of a feature for all labels are one whole number, a label to each four bytes of it, so
    that one addition adds them all: a message of 4,000 characters holds thousands of features.
    """

    def __init__(self, weights: Weights) -> None:
        self.labels = weights.labels
        self.thresholds = dict(zip(weights.labels, weights.thresholds, strict=True))
        self._bias, self._step = weights.bias, weights.step
        self._size = LANE * len(weights.labels)
        self._lanes = struct.Struct(f"<{len(weights.labels)}I")
        self._rows = {name: self._unpacked(feature) for name, feature in weights.rows.items()}
        self._words: dict[str, tuple[int, int, float]] = {}
        self._pieces = {name: self._unpacked(feature) for name, feature in weights.pieces.items()}

    def weigh(self, words: Words) -> "Weighed":
        """Put a message on the scales once, for whatever is asked of it."""
        return Weighed(self, Reading(words))

    def scores(self, words: Words) -> dict[str, float]:
        """Return for each label how far the message is above its threshold (below: negative)."""
        return self.weigh(words).above

    def find(self, words: Words, labels: frozenset[str] | None = None) -> list[Heard]:
        """Return the labels that are reached, of these or of all, each with its words."""
        return self.weigh(words).reached(labels)

    def weigh_word(self, token: str) -> tuple[int, int, float]:
        """Return the sum of a word's known pieces, how many they are, and the sum of their squares.

        Kept for the words that the model knows, never for others: a name is no word of ours to keep.
        """
        if (held := self._words.get(token)) is not None:
            return held
        total, added, squares = 0, 0, 0.0
        for piece in pieces(token):
            if (feature := self._pieces.get(piece)) is not None:
                total += feature[0]
                added += 1
                squares += feature[1]
        if token in self._rows:
            self._words[token] = total, added, squares
        return total, added, squares

    def _unpacked(self, feature: bytes) -> tuple[int, float]:
        """Return the weights of all labels in one number, each from `ZERO` on, and the square of the idf."""
        lanes = bytearray(self._size)
        lanes[::LANE] = bytes([ZERO]) * len(self.labels)
        for label, weight in weights_of(feature):
            lanes[label * LANE] = weight + ZERO
        return int.from_bytes(lanes, "little"), idf_of(feature) ** 2

    def side_by_side(self, totals: Sequence[int]) -> "array[int]":
        """Return the lanes of many numbers in a row: those of one label are every `len(labels)`th."""
        lanes = array("I", b"".join(total.to_bytes(self._size, "little") for total in totals))
        if sys.byteorder == "big":
            lanes.byteswap()
        return lanes

    def sums(self, total: int, added: int) -> list[int]:
        """Return the sum of each label out of a number that `added` weights were added to."""
        zero = added * ZERO
        return [lane - zero for lane in self._lanes.unpack(total.to_bytes(self._size, "little"))]


class Weighed:
    """A message on the scales: what each label comes to, and which words spoke for it.

    `above` has for each label how far the message is above its threshold (below: negative).
    """

    def __init__(self, model: Model, reading: Reading) -> None:
        self._model, self._reading = model, reading
        row_sums, squares = self._weigh_rows()
        piece_sums, piece_squares = self._weigh_pieces()
        self._by_row = model._step / math.sqrt(max(squares, LEAST_ROWS))
        self._by_piece = model._step / math.sqrt(max(piece_squares, LEAST_PIECES))
        self.totals = [
            bias + row * self._by_row + piece * self._by_piece
            for bias, row, piece in zip(model._bias, row_sums, piece_sums, strict=True)
        ]
        self.above = {
            label: total - model.thresholds[label]
            for label, total in zip(model.labels, self.totals, strict=True)
        }

    def reached(self, labels: frozenset[str] | None = None) -> list[Heard]:
        """Return the labels whose threshold is reached, of these or of all, each with its words."""
        found = [
            (place, label)
            for place, (label, above) in enumerate(self.above.items())
            if above >= 0 and (labels is None or label in labels)
        ]
        spans = self.spans([place for place, _ in found])
        return [
            Heard(label, *span, self.totals[place], self.above[label])
            for (place, label), span in zip(found, spans, strict=True)
        ]

    def _weigh_rows(self) -> tuple[list[int], float]:
        """Add up the known rows, each once; keep where each stands."""
        known, seen = self._model._rows, set[str]()
        self._standing = [(known[name], name, first, last) for name, first, last in self._reading.rows(known)]
        total, squares = 0, 0.0
        for (lanes, square), name, _, _ in self._standing:
            if name not in seen:
                seen.add(name)
                total += lanes
                squares += square
        return self._model.sums(total, len(seen)), squares

    def _weigh_pieces(self) -> tuple[list[int], float]:
        """Add up the known pieces of all words, as often as they stand there."""
        counts: dict[str, int] = {}
        for token in self._reading.tokens:
            if token != STOP:
                counts[token] = counts.get(token, 0) + 1
        self._words = {token: self._model.weigh_word(token) for token in counts}
        total, added, squares = 0, 0, 0.0
        for token, count in counts.items():
            lanes, known, square = self._words[token]
            total += lanes * count
            added += known * count
            squares += square * count * count
        return self._model.sums(total, added), squares

    def spans(self, labels: Sequence[int]) -> list[tuple[int, int]]:
        """Return for each of these labels the (first word, word after the last) that spoke for it most."""
        if not labels:
            return []
        size = len(self._reading.tokens)
        lanes, added = [0] * size, [0] * size
        # A row speaks at its two ends, with half of its weight each.
        for (known, _), _, first, last in self._standing:
            lanes[first] += known
            lanes[last] += known
            added[first] += 1
            added[last] += 1
        # Laid side by side once for all labels: to cut one label out of each number copies all of it.
        rows = self._model.side_by_side(lanes), [count * ZERO for count in added]
        words = self._model.side_by_side([known for known, _, _ in self._words.values()])
        return [best_row(self._gains(label, rows, words), self._reading) for label in labels]

    def _gains(self, label: int, rows: "tuple[array[int], list[int]]", words: "array[int]") -> list[float]:
        """Return what each token adds to a label."""
        many, half = len(self._model.labels), self._by_row / 2
        of_word = {STOP: 0.0} | {
            token: (lane - count * ZERO) * self._by_piece
            for (token, (_, count, _)), lane in zip(self._words.items(), words[label::many], strict=True)
        }
        lanes, zeros = rows
        return [
            (lane - zero) * half + of_word[token]
            for token, lane, zero in zip(self._reading.tokens, lanes[label::many], zeros, strict=True)
        ]
