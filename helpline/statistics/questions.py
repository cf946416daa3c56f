"""What may be asked of the figures: a period on the grid, and at most two dimensions. Plain Python.

No question can be cut to somebody's size: a period is a whole calendar month, quarter or year in UK time, and
a drill-down counts as one of the two dimensions.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Self, get_args

from helpline.kernel.errors import HelplineError
from helpline.statistics.dimensions import DIMENSIONS

PeriodKind = Literal["month", "quarter", "year"]
Policy = Literal["internal", "release"]
Counted = Literal["contacts"]
MONTHS_OF: dict[PeriodKind, int] = {"month": 1, "quarter": 3, "year": 12}
MOST_DIMENSIONS = 2
# By then every contact of a period is over, and what it left behind is sealed.
CLOSED_AFTER_DAYS = 3
NOT_SHOWN = "not shown"
PERIOD = re.compile(r"(?P<year>2\d{3})(?:-(?P<month>0[1-9]|1[0-2])|-Q(?P<quarter>[1-4]))?", re.ASCII)


class PeriodOffGrid(HelplineError):
    """The period is no whole calendar month, quarter or year."""

    code = "statistics.period"
    message = (
        "Figures are given for whole months, quarters and years. Choose one of the list, such as 2026-11, "
        "2026-Q4 or 2026."
    )


class PeriodNotClosed(HelplineError):
    """The period is not over and settled; `extra["closes_on"]` is the day from which it may be asked for."""

    code = "statistics.not_closed"
    status = 409
    message = (
        "This period is not closed yet. Its figures appear all at once, when its last contact is counted. "
        "Choose an earlier period meanwhile."
    )


class TooManyDimensions(HelplineError):
    """More than two dimensions, a drill-down counted in."""

    code = "statistics.dimensions"
    message = "A table counts by two things at most; what you look into is one of them. Leave one out."


class ListStandsAlone(HelplineError):
    """Exact figures by a list and something else together."""

    code = "statistics.list_alone"
    message = (
        "Exact figures of what a contact may have several of are given alone. "
        "Ask for a quarter or a year, or leave the other out."
    )


class UnknownDimension(HelplineError):
    """There is no such dimension, or no such value of it, or one was named twice."""

    code = "statistics.unknown"
    message = "There is no such table. Choose from the lists, each thing once."


class DrillDownRefused(HelplineError):
    """What was to be looked into, or everything else beside it, is fewer than five contacts."""

    code = "statistics.drill_down"
    status = 409
    message = (
        "This cannot be looked into: it is fewer than 5 contacts, or all but fewer than 5. "
        "A table of so few could point at a person. Choose another line, or a longer period."
    )


@dataclass(frozen=True, order=True)
class Period:
    """A whole calendar month, quarter or year. Raises PeriodOffGrid where `start` does not begin one."""

    start: date
    kind: PeriodKind

    def __post_init__(self) -> None:
        if self.kind not in get_args(PeriodKind):
            raise PeriodOffGrid
        if self.start.day != 1 or (self.start.month - 1) % MONTHS_OF[self.kind]:
            raise PeriodOffGrid

    @classmethod
    def parse(cls, code: str) -> Self:
        """Read "2026-11", "2026-Q4" or "2026"."""
        if not (found := PERIOD.fullmatch(code)):
            raise PeriodOffGrid
        year = int(found["year"])
        if found["month"]:
            return cls(date(year, int(found["month"]), 1), "month")
        if found["quarter"]:
            return cls(date(year, 3 * int(found["quarter"]) - 2, 1), "quarter")
        return cls(date(year, 1, 1), "year")

    @classmethod
    def containing(cls, day: date, kind: PeriodKind) -> Self:
        """Return the period of this kind that a day falls in."""
        months = MONTHS_OF[kind]
        return cls(date(day.year, (day.month - 1) // months * months + 1, 1), kind)

    @property
    def code(self) -> str:
        """As `parse` reads it."""
        if self.kind == "month":
            return f"{self.start:%Y-%m}"
        return f"{self.start.year}-Q{self.quarter}" if self.kind == "quarter" else str(self.start.year)

    @property
    def name(self) -> str:
        """As people write it: "November 2026", "October to December 2026", "2026"."""
        if self.kind == "month":
            return f"{self.start:%B %Y}"
        return (
            f"{self.start:%B} to {self.last_month:%B %Y}" if self.kind == "quarter" else str(self.start.year)
        )

    @property
    def quarter(self) -> int:
        return (self.start.month + 2) // 3

    @property
    def last_month(self) -> date:
        """The first day of its last month."""
        return self.start.replace(month=self.start.month + MONTHS_OF[self.kind] - 1)

    @property
    def end(self) -> date:
        """The first day after it."""
        return (self.last_month + timedelta(days=31)).replace(day=1)

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of each of its months."""
        return tuple(
            self.start.replace(month=self.start.month + number) for number in range(MONTHS_OF[self.kind])
        )

    @property
    def closes_on(self) -> date:
        """The day from which its figures can no longer change."""
        return self.end + timedelta(days=CLOSED_AFTER_DAYS)

    def before(self, number: int = 1) -> "Period":
        """Return the period of the same kind that many earlier."""
        place = self.start.year * 12 + self.start.month - 1 - number * MONTHS_OF[self.kind]
        return Period(date(place // 12, place % 12 + 1, 1), self.kind)

    def year_before(self) -> "Period":
        """Return the same period of the year before."""
        return Period(self.start.replace(year=self.start.year - 1), self.kind)


@dataclass(frozen=True)
class Question:
    """How many contacts of a period, by at most two dimensions (keys of DIMENSIONS).

    `where` is a dimension and one of its codes to look into; it counts as one of the two.
    Raises TooManyDimensions or UnknownDimension.
    """

    period: Period
    by: tuple[str, ...] = ()
    where: tuple[str, str] | None = None
    counted: Counted = "contacts"

    def __post_init__(self) -> None:
        names = self.dimensions
        if len(names) > MOST_DIMENSIONS:
            raise TooManyDimensions
        if len(set(names)) < len(names) or not DIMENSIONS.keys() >= set(names):
            raise UnknownDimension
        if self.counted not in get_args(Counted):
            raise UnknownDimension
        if self.where is not None and not DIMENSIONS[self.where[0]].has(self.where[1]):
            raise UnknownDimension

    @property
    def dimensions(self) -> tuple[str, ...]:
        """What is looked into first, then `by`."""
        return (*(() if self.where is None else (self.where[0],)), *self.by)


@dataclass(frozen=True)
class Answer:
    """A table as it may be shown; None is a figure that is not shown (say NOT_SHOWN).

    `cells` has a tuple of codes for each cell, in the order of `question.by`; nothing may be summed or
    subtracted. With two dimensions `margins` has the sums of each, as they are shown; a margin of a table of
    one dimension is its `total`. With `where`, `total` is what was looked into.
    """

    question: Question
    policy: Policy
    cells: Mapping[tuple[str, ...], int | None]
    total: int | None
    notes: tuple[str, ...]
    margins: tuple[Mapping[str, int | None], ...] = ()

    @property
    def period(self) -> Period:
        return self.question.period
