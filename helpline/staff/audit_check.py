"""The whole audit checked: the chain, its end, the sealed days, and what was sent elsewhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from helpline.staff.audit_chain import Broken, Fault, Place, walk_to_head
from helpline.staff.audit_seals import A_DAY, paper_of, paper_stands
from helpline.staff.models import AuditCheck, SealedDay

Paper = Mapping[str, Any]

SEAL_CHANGED = "seal_changed"
SEAL_GONE = "seal_gone"
DAY_DIFFERS = "day_differs"
PAPER_CHANGED = "paper_changed"
PAPER_DIFFERS = "paper_differs"


@dataclass(frozen=True)
class Verdict:
    """What a check found; `fault` is the first thing that is wrong, and None where all is well."""

    lines: int
    days: int
    papers: int
    fault: Fault | None = None


class Points:
    """Where the log has to pass: how many lines up to there, and the digest of the last of them."""

    def __init__(self, papers: Iterable[tuple[Paper, str]]) -> None:
        held = ((int(paper["total"]), paper, code) for paper, code in papers)
        self.left = sorted(held, key=lambda point: point[0], reverse=True)

    def pass_by(self, place: Place) -> Fault | None:
        """Return what is wrong where a point lies at this place."""
        while self.left and self.left[-1][0] <= place.total:
            total, paper, code = self.left.pop()
            if (total, paper["digest"]) != (place.total, place.digest):
                return _differs(place.line, paper, code, f"line {place.line} is another one")
        return None

    def at_end(self, place: Place) -> Fault | None:
        """Return what is wrong where a point was never reached."""
        if not self.left:
            return None
        _, paper, code = self.left[-1]
        return _differs(place.line, paper, code, f"the log has only {place.total}: lines at its end are gone")


def check_audit(*, papers: Iterable[Paper] = (), since: SealedDay | None = None) -> Verdict:
    """Check everything, or of the lines those after a sealed day; note how it went, and return it.

    The seals are all checked either way. Papers are held against the whole log alone.
    """
    papers, days = list(papers), list(SealedDay.objects.all())
    began = Place(since.through, since.digest, since.total) if since else Place()
    place, fault = began, _fault_of_papers(papers) or _fault_of_days(days)
    if fault is None:
        later = [day for day in days if day.total >= began.total]
        place, fault = _walked(began, Points([*_points(later, DAY_DIFFERS), *_of_papers(papers)]))
    verdict = Verdict(place.total, len(days), len(papers), fault or _fault_between(days, papers))
    AuditCheck.objects.create(
        lines=verdict.lines,
        days=verdict.days,
        papers=verdict.papers,
        began=began.line,
        line=verdict.fault.line if verdict.fault else None,
        fault=verdict.fault.code if verdict.fault else "",
    )
    return verdict


def _walked(began: Place, points: Points) -> tuple[Place, Fault | None]:
    place = began
    if fault := points.pass_by(place):
        return place, fault
    try:
        for place in walk_to_head(began):
            if fault := points.pass_by(place):
                return place, fault
    except Broken as broken:
        return broken.place, broken.fault
    return place, points.at_end(place)


def _points(days: list[SealedDay], code: str) -> list[tuple[Paper, str]]:
    return [(paper_of(day), code) for day in days]


def _of_papers(papers: list[Paper]) -> list[tuple[Paper, str]]:
    return [(paper, PAPER_DIFFERS) for paper in papers]


def _differs(line: int, paper: Paper, code: str, what: str) -> Fault:
    whose = "the paper of" if code == PAPER_DIFFERS else "the seal of"
    sentence = f"{whose} {paper['day']} says {paper['total']} lines up to {paper['digest'][:12]}…, and {what}"
    return Fault(line, code, sentence)


def _fault_of_papers(papers: list[Paper]) -> Fault | None:
    for number, paper in enumerate(papers, 1):
        if not paper_stands(paper):
            return Fault(0, PAPER_CHANGED, f"paper {number} does not fit the signature on it")
    return None


def _fault_of_days(days: list[SealedDay]) -> Fault | None:
    for day in days:
        if not paper_stands(paper_of(day)):
            return Fault(
                day.through, SEAL_CHANGED, f"the seal of {day.day} was changed: its signature does not fit"
            )
    for before, after in pairwise(days):
        if after.day != before.day + A_DAY:
            return Fault(before.through, SEAL_GONE, f"the seal of {before.day + A_DAY} is gone")
    return None


def _fault_between(days: list[SealedDay], papers: list[Paper]) -> Fault | None:
    """Return what is wrong where the seal that is here is not the one that was sent away."""
    here = {day.day.isoformat(): paper_of(day) for day in days}
    for paper in papers:
        held = here.get(paper["day"])
        if held is None:
            return Fault(0, SEAL_GONE, f"the seal of {paper['day']} is gone: only the paper is left")
        if held != paper:
            return Fault(0, PAPER_DIFFERS, f"the seal of {paper['day']} is not the one that was sent away")
    return None
