"""How well a finder finds: precision, recall and F by label, over utterances that nobody trained with."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from scripts.cuebook import SAFETY_CUES
from scripts.learned.utterances import Utterance


@dataclass(frozen=True)
class Counts:
    """Found rightly, found wrongly, missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def folded(label: str) -> str:
    """The six kinds of change talk count as one."""
    return "change_talk" if label.startswith("change_") else label


def counts_by_label(
    utterances: Sequence[Utterance],
    find: Callable[[str], Iterable[str]],
    labels: Sequence[str],
    fold: Callable[[str], str] = str,
) -> dict[str, Counts]:
    """Return the counts for each of these labels (after folding)."""
    names = list(dict.fromkeys(fold(label) for label in labels))
    counts = dict.fromkeys(names, Counts())
    for each in utterances:
        true = {fold(label) for label in each.labels if label in labels}
        found = {fold(label) for label in find(each.text)}
        for name in names:
            right, wrong = name in true & found, name in found - true
            counts[name] += Counts(right, wrong, name in true - found)
    return counts


def flagged(
    utterances: Sequence[Utterance], find: Callable[[str], Iterable[str]], labels: Sequence[str]
) -> float:
    """Return which share of the utterances without any of these labels is found to have one."""
    without = [each for each in utterances if not each.labels & set(labels)]
    return sum(bool(set(find(each.text))) for each in without) / len(without)


def safety(counts: dict[str, Counts]) -> Counts:
    """Return the three safety cues together."""
    return sum((counts[label] for label in SAFETY_CUES), Counts())


def together(counts: dict[str, Counts]) -> Counts:
    return sum(counts.values(), Counts())
