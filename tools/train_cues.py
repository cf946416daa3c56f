"""Train the weights by which cues and risk markers are found, and write scripts/learned/weights.json.gz.

Learns from scripts/learned/utterances/*.txt and the book's own phrases and near misses; nothing
else, and nothing leaves the machine. The same input gives the same file on the same machine. Needs
requirements-train.lock:

    make train
"""
# ruff: noqa: T201, E402

import math
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts.cuebook import SAFETY_CUES, CueBook
from scripts.learned.features import STOP, Reading, pieces
from scripts.learned.model import LEAST_PIECES, LEAST_ROWS, WEIGHTS, Weights, packed, written
from scripts.learned.utterances import Utterance, of_book, read_folder
from scripts.library import parse_cues
from scripts.words import Words

CONTENT = ROOT / "scripts" / "content"
FEWEST = 3  # messages that a feature must stand in
KEPT = {
    "rows": 70_000,
    "pieces": 24_000,
}  # the features that weigh most; the rest is left out and all is learnt again
STRENGTH = 20.0  # how closely the weights follow the utterances; by cross-validation
POSITIVE = 2.0  # how much more an utterance with the label counts than one without
SMALLEST = 0.15  # weights below this are left out
STEP = 0.2
PARTS = 3
# What a label's threshold is chosen for, by cross-validation: F, recall weighing so much more.
BETA = {"safety": 2.0, "marker": 1.0, "other": 0.6}
# In a worker: the utterances as numbers, handed over once.
IN_HAND: list[sp.csr_matrix] = []


class Table:
    """Features by their names, with how rare each is."""

    def __init__(self, messages: Sequence[Iterable[str]], only: frozenset[str] | None = None) -> None:
        standing = Counter(feature for message in messages for feature in set(message))
        names = (name for name, count in standing.items() if count >= FEWEST)
        self.names = sorted(name for name in names if only is None or name in only)
        self.place = {name: place for place, name in enumerate(self.names)}
        # Rounded as it is written, so that training and finding weigh alike.
        self.idf = np.array([round(math.log(len(messages) / standing[name]), 2) for name in self.names])

    def heaviest(self, weights: np.ndarray, most: int) -> frozenset[str]:
        """Return the names of the features that weigh most for any label."""
        heavy = np.abs(weights * self.idf[:, None]).max(axis=1)
        return frozenset(self.names[place] for place in np.argsort(-heavy, kind="stable")[:most])


def rows_of(text: str) -> list[str]:
    return sorted({feature for feature, _, _ in Reading(Words(text)).rows()})


def words_of(text: str) -> Counter[str]:
    return Counter(token for token in Reading(Words(text)).tokens if token != STOP)


def row_matrix(table: Table, messages: Sequence[Sequence[str]]) -> sp.csr_matrix:
    data, places, ends = [], [], [0]
    for message in messages:
        known = [table.place[feature] for feature in message if feature in table.place]
        length = math.sqrt(max(sum(table.idf[place] ** 2 for place in known), LEAST_ROWS))
        places += known
        data += [table.idf[place] / length for place in known]
        ends.append(len(places))
    return sp.csr_matrix((data, places, ends), shape=(len(messages), len(table.names)))


def piece_matrix(table: Table, messages: Sequence[Counter[str]]) -> sp.csr_matrix:
    data, places, ends = [], [], [0]
    for message in messages:
        found: dict[int, float] = {}
        squares = 0.0
        for word, count in message.items():
            known = [table.place[piece] for piece in pieces(word) if piece in table.place]
            squares += sum(table.idf[place] ** 2 for place in known) * count * count
            for place in known:
                found[place] = found.get(place, 0.0) + table.idf[place] * count
        length = math.sqrt(max(squares, LEAST_PIECES))
        places += found
        data += [value / length for value in found.values()]
        ends.append(len(places))
    matrix = sp.csr_matrix((data, places, ends), shape=(len(messages), len(table.names)))
    matrix.sort_indices()
    return matrix


def learnt(matrix: sp.csr_matrix, holds: np.ndarray) -> tuple[np.ndarray, float]:
    model = LogisticRegression(
        C=STRENGTH, class_weight={0: 1, 1: POSITIVE}, solver="liblinear", tol=1e-3, random_state=0
    )
    model.fit(matrix, holds)
    return model.coef_[0], float(model.intercept_[0])


def threshold(scores: np.ndarray, holds: np.ndarray, beta: float) -> float:
    """Return the score at which F with this beta is best."""
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(holds[order])
    measure = (1 + beta**2) * hits / (np.arange(1, len(order) + 1) + beta**2 * holds.sum())
    best = int(np.argmax(measure))
    after = scores[order[best + 1]] if best + 1 < len(order) else scores[order[best]]
    return float((scores[order[best]] + after) / 2)


def beta_of(label: str, book: CueBook) -> float:
    return BETA["safety" if label in SAFETY_CUES else "marker" if label in book.markers else "other"]


def by_feature(table: Table, weights: np.ndarray) -> dict[str, bytes]:
    """Return each feature packed: its idf, and its weights that are not too small."""
    weighed = weights * table.idf[:, None]
    steps = np.rint(weighed / STEP).astype(int)
    found = {}
    for place, name in enumerate(table.names):
        labels = np.flatnonzero(np.abs(weighed[place]) >= SMALLEST)
        found[name] = packed(
            round(table.idf[place] * 100), {int(label): int(steps[place, label]) for label in labels}
        )
    return found


class Lesson:
    """The utterances as numbers."""

    def __init__(self, utterances: Sequence[Utterance], labels: Sequence[str]) -> None:
        self.rows = [rows_of(each.text) for each in utterances]
        self.words = [words_of(each.text) for each in utterances]
        self.pieces = [{piece for word in message for piece in pieces(word)} for message in self.words]
        self.holds = np.array([[label in each.labels for label in labels] for each in utterances], dtype=int)
        self.take(Table(self.rows), Table(self.pieces))

    def take(self, rows: Table, pieces_: Table) -> None:
        """Read all messages as these features."""
        self.row_table, self.piece_table = rows, pieces_
        self.matrix = sp.hstack([row_matrix(rows, self.rows), piece_matrix(pieces_, self.words)]).tocsr()
        self.cut = len(rows.names)

    def learn(self) -> tuple[np.ndarray, list[float]]:
        found = self._for_each_label(learnt)
        return np.column_stack([weights for weights, _ in found]), [round(bias, 3) for _, bias in found]

    def apart(self) -> list[np.ndarray]:
        """Return for each label what each utterance scores with weights that were learnt without it."""
        return self._for_each_label(scored_apart)

    def _for_each_label(self, work: Callable[[sp.csr_matrix, np.ndarray], Any]) -> list[Any]:
        """Do the same for the column of each label, on all cores; one does not hang on another."""
        columns = list(self.holds.T.copy())
        with ProcessPoolExecutor(initializer=hand_over, initargs=(self.matrix,)) as hands:
            return list(hands.map(partial(with_matrix, work), columns))


def hand_over(matrix: sp.csr_matrix) -> None:
    """Give a worker the matrix once, not with each label."""
    IN_HAND.append(matrix)


def with_matrix(work: Callable[[sp.csr_matrix, np.ndarray], Any], holds: np.ndarray) -> Any:
    return work(IN_HAND[-1], holds)


def scored_apart(matrix: sp.csr_matrix, holds: np.ndarray) -> np.ndarray:
    part = np.arange(len(holds)) % PARTS
    scores = np.zeros(len(holds))
    for number in range(PARTS):
        weights, bias = learnt(matrix[part != number], holds[part != number])
        scores[part == number] = matrix[part == number] @ weights + bias
    return scores


def train(utterances: Sequence[Utterance], book: CueBook) -> bytes:
    labels = [*book.cues, *book.markers]
    lesson = Lesson(utterances, labels)
    weights, _ = lesson.learn()
    rows = lesson.row_table.heaviest(weights[: lesson.cut], KEPT["rows"])
    kept = lesson.piece_table.heaviest(weights[lesson.cut :], KEPT["pieces"])
    lesson.take(Table(lesson.rows, rows), Table(lesson.pieces, kept))
    weights, bias = lesson.learn()
    thresholds = []
    apart = lesson.apart()
    for place, label in enumerate(labels):
        found = threshold(apart[place], lesson.holds[:, place], beta_of(label, book))
        thresholds.append(round(found, 3))
        print(f"{label}: {lesson.holds[:, place].sum()} utterances, threshold {found:.3f}", flush=True)
    print(f"{len(utterances)} utterances, {len(rows)} rows, {len(kept)} pieces")
    return written(
        Weights(
            tuple(labels), tuple(bias), tuple(thresholds), STEP,
            by_feature(lesson.row_table, weights[: lesson.cut]),
            by_feature(lesson.piece_table, weights[lesson.cut :]),
        )
    )  # fmt: skip


def main(arguments: Iterable[str]) -> int:
    book = parse_cues((CONTENT / "cues.yaml").read_text(encoding="utf-8"), source="cues.yaml")
    data = train([*read_folder(ROOT / "scripts" / "learned" / "utterances", book), *of_book(book)], book)
    out = Path(next(iter(arguments), WEIGHTS))
    out.write_bytes(data)
    print(f"{out.name}: {len(data) / 1e6:.2f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
