"""Scores over all talks of a month, and how far reviewers agree: no handler, no reviewer, no ranking."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from helpline.quality.agreement import simple_agreement, weighted_kappa
from helpline.quality.models import PairTally, ReviewerTally, ScoreTally
from helpline.quality.rubric import SCORES, STEPS, Criterion
from helpline.quality.rubrics import rubric_of
from helpline.statistics.disclosure import THRESHOLD, Table, masked_counts

# Of fewer talks, kappa would be an accident of the few that were drawn.
KAPPA_FROM = 10


@dataclass(frozen=True)
class Scored:
    """One criterion in one month: how many talks got which score; None is a figure that is not shown."""

    criterion: Criterion
    table: Table


@dataclass(frozen=True)
class Overview:
    """One month under one version of the rubric; `talks` is None below the threshold, and `rows` empty."""

    version: int
    talks: int | None
    rows: tuple[Scored, ...]


@dataclass(frozen=True)
class Agreement:
    """How far two reviewers agreed; `talks` None is too few, and so is each of the others.

    `alike` is a share in percent over all scores, "does not apply" too; `kappa` over the steps alone.
    """

    name: str
    talks: int | None
    alike: int | None
    kappa: float | None


def months_tallied(*, before: date) -> list[date]:
    """Return the months that are over and of which anything is counted, the latest first."""
    rows = ScoreTally.objects.filter(month__lt=before).order_by("-month")
    return list(rows.values_list("month", flat=True).distinct())


def overview(month: date) -> list[Overview]:
    """Return what of one month may be shown, by version of the rubric, criteria in the rubric's own order."""
    counts: dict[int, dict[str, dict[str, int]]] = {}
    rows = ScoreTally.objects.filter(month=month).order_by("version")
    for row in rows:
        counts.setdefault(row.version, {}).setdefault(row.criterion, {})[row.score] = row.number
    return [_overview(version, of) for version, of in counts.items()]


def _overview(version: int, counts: dict[str, dict[str, int]]) -> Overview:
    criteria = [each for each in rubric_of(version).criteria if each.id in counts]
    # Every talk has a score on every criterion of its version.
    talks = max((sum(held.values()) for held in counts.values()), default=0)
    if talks < THRESHOLD:
        return Overview(version, None, ())
    return Overview(version, talks, tuple(_scored(each, counts[each.id]) for each in criteria))


def _scored(criterion: Criterion, counts: dict[str, int]) -> Scored:
    cells = {score: counts.get(score, 0) for score in SCORES if score in criterion.scores or score in counts}
    return Scored(criterion, masked_counts(cells, sum(cells.values())))


def agreement_by_month(*, before: date) -> list[Agreement]:
    """Return how far reviewers agreed in each month that is over, over all criteria, the latest first."""
    rows = list(PairTally.objects.filter(month__lt=before))
    months = sorted({row.month for row in rows}, reverse=True)
    return [_agreement(f"{month:%B %Y}", [row for row in rows if row.month == month]) for month in months]


def agreement_by_criterion(version: int, *, before: date) -> list[Agreement]:
    """Return how far reviewers agreed on each criterion, over all months of a version of the rubric."""
    rows = list(PairTally.objects.filter(month__lt=before, version=version))
    return [
        _agreement(each.title, [row for row in rows if row.criterion == each.id])
        for each in rubric_of(version).criteria
    ]


def _agreement(name: str, rows: Iterable[PairTally]) -> Agreement:
    pairs = list(rows)
    by_criterion: dict[tuple[int, str], int] = {}
    for row in pairs:
        of = (row.version, row.criterion)
        by_criterion[of] = by_criterion.get(of, 0) + row.number
    versions = {version for version, _ in by_criterion}
    talks = sum(max(n for (of, _), n in by_criterion.items() if of == version) for version in versions)
    if talks < THRESHOLD:
        return Agreement(name, None, None, None)
    alike = simple_agreement(_table(pairs, SCORES))
    kappa = weighted_kappa(_table(pairs, STEPS)) if talks >= KAPPA_FROM else None
    return Agreement(name, talks, None if alike is None else round(100 * alike), kappa)


def _table(rows: Iterable[PairTally], codes: tuple[str, ...]) -> list[list[int]]:
    table = [[0] * len(codes) for _ in codes]
    for row in rows:
        if row.first in codes and row.second in codes:
            table[codes.index(row.first)][codes.index(row.second)] += row.number
    return table


def reviewed_of_gone(month: date) -> dict[int, int]:
    """Return how many reviews each account handed in that month, of talks whose words are gone."""
    return dict(ReviewerTally.objects.filter(month=month).values_list("reviewer", "number"))
