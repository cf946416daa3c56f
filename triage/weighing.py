"""Which criteria there are, in order, and when each is asked, of one entry or of many alike. Plain Python."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from triage.criteria import (
    CHANGE_LINES,
    Note,
    ages,
    form,
    giving,
    language,
    people,
    purpose,
    risk,
    standing,
    way_in,
)
from triage.entries import Entry
from triage.wanted import Wanted


def _always(_: Wanted) -> bool:
    return True


@dataclass(frozen=True)
class Criterion:
    """One criterion: what it says of an entry, and of what the entry is `seen`: those alike are judged once.

    `asked` is False of a search for which it says nothing of any entry.
    """

    notes: Callable[[Entry, Wanted], Iterator[Note]]
    seen: tuple[str, ...]
    asked: Callable[[Wanted], bool] = _always


CRITERIA = (
    Criterion(giving, ("signpost", "takes_agencies_only", "is_reachable")),
    Criterion(purpose, ("role", "slug")),
    Criterion(people, ("is_for_adults", "audience"), lambda wanted: not wanted.is_for_work),
    Criterion(
        ages,
        ("audience", "age_min", "age_max"),
        lambda wanted: bool(wanted.age_band) and not wanted.is_for_work,
    ),
    Criterion(
        language,
        ("languages", "takes", "eligibility", "is_about_change"),
        lambda wanted: wanted.interpreter or wanted.language not in (None, "", "en"),
    ),
    Criterion(
        form,
        ("formats", "takes", "is_about_change"),
        lambda wanted: bool(wanted.formats or wanted.takes),
    ),
    Criterion(way_in, ("routes",)),
    Criterion(standing, ("requires", "excludes")),
    Criterion(
        risk,
        ("is_about_change", "formats", "partner_support", "accreditation"),
        lambda wanted: wanted.is_about_change or wanted.level == "elevated",
    ),
)


def notes_of(entry: Entry, wanted: Wanted) -> Iterator[Note]:
    """Return what every criterion says of one entry, in order."""
    return (note for criterion in CRITERIA for note in criterion.notes(entry, wanted))


def likeness(entry: Entry, fields: tuple[str, ...]) -> tuple[object, ...]:
    """Return what a criterion sees of an entry: all but those few lines are alike in their slug."""
    return tuple(
        (getattr(entry, name) if name != "slug" or entry.slug in CHANGE_LINES else "") for name in fields
    )
