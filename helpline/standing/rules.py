"""When training, vetting and supervision are due, and from which day nobody new comes. Plain Python.

A date counts to the end of the day on which it is due. A grace lets somebody go on until its own last day.
Days are those of Europe/London.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

WARN_DAYS = 30
LONGEST_GRACE_DAYS = 90
MOST_WEEKS, MOST_MONTHS = 104, 120


class Kind(StrEnum):
    TRAINING = "training"
    VETTING = "vetting"
    SUPERVISION = "supervision"


class Unit(StrEnum):
    WEEKS = "weeks"
    MONTHS = "months"


class Reason(StrEnum):
    """Why somebody may go on for a while."""

    APPOINTMENT = "appointment"
    WAITING = "waiting"
    AWAY = "away"
    COVER = "cover"
    OTHER = "other"


REASONS = {
    Reason.APPOINTMENT: "An appointment is made",
    Reason.WAITING: "Applied for; the answer has not come yet",
    Reason.AWAY: "They were ill or away when it was due",
    Reason.COVER: "The line would stand without anybody",
    Reason.OTHER: "Another reason, written down elsewhere",
}

# What each nation calls it: the codes are those of helpline/hours/rules.py.
VETTING = {"ENG": "DBS check", "WLS": "DBS check", "SCT": "PVG membership", "NIR": "AccessNI check"}
UNKNOWN_NATION = "DBS or PVG check"


@dataclass(frozen=True)
class Rule:
    """How often; `needed` says that nobody new comes to somebody for whom it is out of date."""

    every: int
    unit: Unit
    needed: bool = True


@dataclass(frozen=True)
class Start:
    """What the page offers before an administrator has decided, and where that comes from."""

    rule: Rule
    source: str


Rules = dict[Kind, Rule]


def starts(nation: str) -> dict[Kind, Start]:
    """Return what a service of this nation begins with; it decides for itself."""
    vetting = (
        Start(
            Rule(60, Unit.MONTHS),
            "PVG membership lasts five years (Disclosure (Scotland) Act 2020, from 1 April 2026).",
        )
        if nation == "SCT"
        else Start(
            Rule(36, Unit.MONTHS),
            "A certificate has no day on which it ends: whoever employs decides (guidance of DBS and "
            "AccessNI). Three years is what most charities do.",
        )
    )
    return {
        Kind.TRAINING: Start(
            Rule(12, Unit.MONTHS),
            "No law names a time for helplines. Schools are asked for an update every year (Keeping children "
            "safe in education).",
        ),
        Kind.VETTING: vetting,
        Kind.SUPERVISION: Start(
            Rule(1, Unit.MONTHS),
            "No law names a time for helplines. BACP asks accredited counsellors for an hour and a half a "
            "month at least (bacp.co.uk/supervision).",
        ),
    }


def kind_name(kind: Kind, nation: str) -> str:
    """Return how pages call it: "DBS check" in England, "PVG membership" in Scotland."""
    return VETTING.get(nation, UNKNOWN_NATION) if kind is Kind.VETTING else kind.value.title()


def due_after(done_on: date, rule: Rule) -> date:
    """Return when the next is due; of a month without that day, its last."""
    if rule.unit is Unit.WEEKS:
        return done_on + timedelta(weeks=rule.every)
    years, month = divmod(done_on.month - 1 + rule.every, 12)
    year = done_on.year + years
    return date(year, month + 1, min(done_on.day, monthrange(year, month + 1)[1]))


class State(StrEnum):
    """MISSING: nobody wrote down a date. GRACE: out of date, and let go on for a while."""

    OK = "ok"
    SOON = "soon"
    GRACE = "grace"
    OVER = "over"
    MISSING = "missing"


@dataclass(frozen=True)
class Item:
    """One of the three for one person. `due_on` is None without a date."""

    kind: Kind
    needed: bool
    done_on: date | None = None
    due_on: date | None = None
    grace_until: date | None = None

    @property
    def lasts_until(self) -> date | None:
        """The last day on which it holds; None: it never did."""
        days = [day for day in (self.due_on, self.grace_until) if day]
        return max(days) if days else None

    def state(self, today: date) -> State:
        if self.due_on and today <= self.due_on:
            return State.SOON if self.due_on - today <= timedelta(days=WARN_DAYS) else State.OK
        if self.grace_until and today <= self.grace_until:
            return State.GRACE
        return State.OVER if self.due_on else State.MISSING

    def holds_back(self, today: date) -> bool:
        """Tell whether nobody new comes because of this one."""
        return self.needed and self.state(today) in {State.OVER, State.MISSING}


def held_back_from(items: Iterable[Item], *, since: date) -> date | None:
    """Return the first day on which nobody new comes, None: there is none in sight.

    `since` is the day from which somebody for whom a date is missing is held back.
    """
    days = [
        item.lasts_until + timedelta(days=1) if item.lasts_until else since for item in items if item.needed
    ]
    return min(days) if days else None


def is_held_back(day: date | None, *, today: date) -> bool:
    """Tell whether nobody new comes to an account whose `held_back_from` is `day`."""
    return day is not None and day <= today
