"""What a talk is scored on: criteria with three steps each, in the service's own words. Plain Python.

The words stand in helpline/quality/content/rubric.yaml; docs/quality.md says what each key means.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from helpline.kernel.errors import HelplineError, RequestInvalid

STEPS = ("0", "1", "2")
NOT_APPLYING = "na"
SCORES = (*STEPS, NOT_APPLYING)
Scores = Mapping[str, str]


class NoRubric(HelplineError):
    """A review was begun under a version that is not stored here."""

    code = "review.no_rubric"
    status = 409
    message = (
        "The rubric of this review is not stored here, so it cannot be shown. Tell whoever looks after "
        "the server."
    )


@dataclass(frozen=True)
class Step:
    """One step of a criterion: what it means, and what it looks like."""

    score: str
    means: str
    example: str


@dataclass(frozen=True)
class Criterion:
    """One thing that is looked at. `not_applying` says when it may be left out, "" where it never may."""

    id: str
    title: str
    asks: str
    steps: tuple[Step, ...]
    not_applying: str = ""

    @property
    def scores(self) -> tuple[str, ...]:
        """Return the scores that may be given."""
        return SCORES if self.not_applying else STEPS


@dataclass(frozen=True)
class Rubric:
    """One version. `notes` say how to score, before the first criterion."""

    version: int
    notes: tuple[str, ...]
    criteria: tuple[Criterion, ...]

    def left(self, scores: Scores) -> list[Criterion]:
        """Return what has no score yet."""
        return [criterion for criterion in self.criteria if criterion.id not in scores]

    def check(self, scores: Scores) -> None:
        """Raise RequestInvalid where a score is none of its criterion's, or its criterion is none of ours."""
        known = {criterion.id: criterion.scores for criterion in self.criteria}
        wrong = {id: "is no criterion of this rubric" for id in scores if id not in known}
        wrong |= {
            id: f"must be one of {', '.join(known[id])}"
            for id, score in scores.items()
            if id in known and score not in known[id]
        }
        if wrong:
            raise RequestInvalid(fields=wrong)


def differing(first: Scores, second: Scores) -> list[str]:
    """Return the criteria on which two reviews of one talk differ, in the order of the first."""
    return [id for id, score in first.items() if second.get(id) != score]
