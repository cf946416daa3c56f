"""Weigh a message by what was learnt: a score for each label, and the words that spoke for it.

The weights are those of a logistic regression for each label (tools/train_cues.py): every score is a sum
of the message's own words and pieces of words, so that what spoke for a label can always be shown.
Plain Python.
"""

import gzip
import json
import math
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from scripts.learned.features import STOP, Reading, pieces
from scripts.words import Words

WEIGHTS = Path(__file__).with_name("weights.json.gz")
LONGEST_SPAN = 14  # tokens that are marked for one label
ZERO = 128  # where a packed weight has its zero
DRAG = 0.02  # what a further token must add at least


@dataclass(frozen=True)
class Weights:
    """What the trainer wrote.

    `rows` and `pieces` hold for each feature its idf and its weights, packed (see `packed`): 35,000
    features take a few megabytes so. A label is found where
    `bias + step * (sum(rows) / |rows| + sum(pieces) / |pieces|)` reaches its threshold; |...| is the
    length of the vector of idfs, pieces counted as often as they stand there.
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


class Model:
    """Scores messages. Pure and safe in threads; build it once."""

    def __init__(self, weights: Weights) -> None:
        self.labels = weights.labels
        self._weights = weights
        self._of_word = lru_cache(maxsize=20_000)(self._weigh_word)

    def scores(self, words: Words) -> dict[str, float]:
        """Return for each label how far the message is above its threshold (below: negative)."""
        sums, _ = self._weigh(Reading(words))
        held = self._weights
        return {
            label: total - threshold
            for label, total, threshold in zip(held.labels, sums, held.thresholds, strict=True)
        }

    def find(self, words: Words, labels: frozenset[str] | None = None) -> list[tuple[str, int, int]]:
        """Return (label, first word, word after the last) for each label that is reached."""
        reading = Reading(words)
        sums, _ = self._weigh(reading)
        held = self._weights
        reached = [
            place
            for place, (total, threshold) in enumerate(zip(sums, held.thresholds, strict=True))
            if total >= threshold and (labels is None or held.labels[place] in labels)
        ]
        return [(held.labels[place], *self._span(reading, place)) for place in reached]

    def _weigh(self, reading: Reading) -> tuple[list[float], tuple[float, float]]:
        held = self._weights
        row_sums, squares, seen = [0] * len(held.labels), 0.0, set[str]()
        for feature, _, _ in reading.rows():
            known = held.rows.get(feature)
            if known is None or feature in seen:
                continue
            seen.add(feature)
            squares += idf_of(known) ** 2
            for label, weight in weights_of(known):
                row_sums[label] += weight
        piece_sums, counts = [0] * len(held.labels), dict[str, int]()
        for token in reading.tokens:
            if token != STOP:
                counts[token] = counts.get(token, 0) + 1
        piece_squares = 0.0
        for token, count in counts.items():
            sums, square = self._of_word(token)
            piece_squares += square * count * count
            for label, weight in sums:
                piece_sums[label] += weight * count
        by_row, by_piece = held.step / math.sqrt(squares or 1), held.step / math.sqrt(piece_squares or 1)
        total = [
            bias + row * by_row + piece * by_piece
            for bias, row, piece in zip(held.bias, row_sums, piece_sums, strict=True)
        ]
        return total, (by_row, by_piece)

    def _weigh_word(self, token: str) -> tuple[tuple[tuple[int, int], ...], float]:
        sums: dict[int, int] = {}
        square = 0.0
        for piece in pieces(token):
            known = self._weights.pieces.get(piece)
            if known is None:
                continue
            square += idf_of(known) ** 2
            for label, weight in weights_of(known):
                sums[label] = sums.get(label, 0) + weight
        return tuple(sums.items()), square

    def _span(self, reading: Reading, label: int) -> tuple[int, int]:
        """Return the row of words that spoke most for a label, at most LONGEST_SPAN of them."""
        _, (by_row, by_piece) = self._weigh(reading)
        gains = [0.0] * len(reading.tokens)
        for feature, first, last in reading.rows():
            known = self._weights.rows.get(feature)
            for place, weight in weights_of(known) if known else ():
                if place == label:
                    for at in {first, last}:
                        gains[at] += weight * by_row / len({first, last})
        for at, token in enumerate(reading.tokens):
            for place, weight in self._of_word(token)[0] if token != STOP else ():
                if place == label:
                    gains[at] += weight * by_piece
        return _best_row(gains, reading.place)


def _best_row(gains: Sequence[float], place: Sequence[int]) -> tuple[int, int]:
    """Return (first word, word after the last) of the row of words with the greatest sum."""
    best, chosen = -math.inf, (0, 1)
    for first in range(len(gains)):
        total = 0.0
        for last in range(first, min(first + LONGEST_SPAN, len(gains))):
            total += gains[last] - DRAG
            if total > best and place[first] >= 0 and place[last] >= 0:
                best, chosen = total, (place[first], place[last] + 1)
    return chosen
