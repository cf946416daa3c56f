"""How many are needed: read and set; and a week of the rota beside it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from helpline.hours.bank_holidays import bank_holidays_of
from helpline.hours.rules import Schedule
from helpline.hours.services import schedule_in_force
from helpline.kernel.errors import RequestInvalid
from helpline.rota.cover import (
    DAYS,
    MOST,
    MOST_TIMES,
    Cover,
    MoreAt,
    OnDuty,
    Part,
    gaps,
    open_stretches,
    parts,
    week_of,
)
from helpline.rota.errors import CoverChanged
from helpline.rota.models import CoverVersion, Shift
from helpline.service.steps import Step
from helpline.staff.access import check_may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission
from helpline.standing.rules import is_held_back


def newest_cover() -> CoverVersion | None:
    return CoverVersion.objects.order_by("-number").first()


def cover_of(version: CoverVersion | None) -> Cover:
    """Return what a version says; without one, what a service begins with."""
    return Cover() if version is None else from_json(version.cover)


def from_json(stored: Any) -> Cover:
    """Return stored numbers. Raises ValueError for a time that does not exist."""
    return Cover(
        stored["minimum"],
        tuple(
            MoreAt(
                each["weekday"],
                time.fromisoformat(each["start"]),
                time.fromisoformat(each["end"]),
                each["number"],
            )
            for each in stored["times"]
        ),
    )


def to_json(cover: Cover) -> dict[str, Any]:
    return {
        "minimum": cover.minimum,
        "times": [
            {
                "weekday": each.weekday,
                "start": f"{each.start:%H:%M}",
                "end": f"{each.end:%H:%M}",
                "number": each.number,
            }
            for each in sorted(cover.times)
        ],
    }


def problems(cover: Cover) -> dict[str, str]:
    """Return what cannot be, by field."""
    fields = {}
    if not 0 <= cover.minimum <= MOST:
        fields["minimum"] = f"Give a number from 0 to {MOST}."
    if any(not 0 <= each.number <= MOST for each in cover.times):
        fields["times"] = f"Give numbers from 0 to {MOST}."
    if len(cover.times) > MOST_TIMES:
        fields["times"] = f"Give {MOST_TIMES} times of the week at most."
    return fields


@transaction.atomic
def set_cover(*, cover: Cover, by: Account | None, replaces: int | None = None) -> CoverVersion:
    """Say how many are needed. Raises Forbidden, CoverChanged, or RequestInvalid with `fields`."""
    if by is not None:
        check_may(by, Permission.MANAGE_ROTA)
    if fields := problems(cover):
        raise RequestInvalid(fields=fields)
    newest = newest_cover()
    number = newest.number if newest else 0
    if replaces is not None and replaces != number:
        raise CoverChanged
    try:
        with transaction.atomic():
            version = CoverVersion.objects.create(number=number + 1, cover=to_json(cover), created_by=by)
    except IntegrityError as clash:
        raise CoverChanged from clash
    record(event="rota.cover_set", by=by, subject="cover", detail={"version": version.number})
    return version


@dataclass(frozen=True)
class Week:
    """One week of the rota. `shifts` holds the rows of the week; `parts` its open time.

    `held` are the shifts that do not count, each with the day from which nobody new comes to its person.
    """

    monday: date
    shifts: tuple[Shift, ...]
    parts: tuple[Part, ...]
    held: tuple[tuple[OnDuty, date], ...]
    has_hours: bool

    @property
    def gaps(self) -> list[Part]:
        return gaps(self.parts)


def week_from(monday: date, *, cover: Cover | None = None) -> Week:
    """Return the week that begins on this Monday, beside the hours in force then."""
    sunday = monday + timedelta(days=DAYS - 1)
    rows = Shift.objects.filter(day__range=(monday - timedelta(days=1), sunday)).select_related("account")
    shifts = list(rows.order_by("day", "start", "account__username"))
    on = [(_on_duty(row), row.account.held_back_from) for row in shifts]
    schedule = schedule_in_force()
    open_ = _open(schedule, monday) if schedule else []
    return Week(
        monday,
        tuple(row for row in shifts if row.day >= monday),
        tuple(parts(open_, [each for each, _ in on], cover or cover_of(newest_cover()), monday)),
        tuple((each, first) for each, first in on if first and not each.counts and each.day >= monday),
        schedule is not None,
    )


def _on_duty(row: Shift) -> OnDuty:
    counts = row.account.is_active and not is_held_back(row.account.held_back_from, today=row.day)
    return OnDuty(row.account.username, row.day, row.span, counts)


def _open(schedule: Schedule, monday: date) -> list[tuple[datetime, datetime]]:
    nation = schedule.bank_holidays.nation
    holidays: dict[date, str] = {}
    for year in {(monday - timedelta(days=1)).year, (monday + timedelta(days=DAYS)).year}:
        holidays |= bank_holidays_of(nation, year)
    return open_stretches(schedule, monday, holidays)


def step() -> Step:
    """Tell the checklist whether somebody is on whenever the line is open next week."""
    if newest_cover() is None:
        return Step(False, "Nobody has decided yet how many should be on while the line is open.")
    week = week_from(week_of(timezone.localdate()) + timedelta(days=DAYS))
    if not week.has_hours:
        return Step(False, "There are no opening hours yet, so the rota cannot be held against them.")
    short = len(week.gaps)
    if not short:
        return Step(True, "Next week as many are on as you decided, in every open hour.")
    times = "at one time" if short == 1 else f"at {short} times"
    return Step(False, f"Next week fewer are on than you decided, {times}.")
