"""Closing early, extending, and taking it back: what a supervisor does with the hours of today itself.

Each act publishes a version of the hours with one exception more, so that the reason, the name and the
moment stand with it.
"""

from collections.abc import Callable
from datetime import date, time

from django.db import transaction
from django.utils import timezone

from helpline.hours import today
from helpline.hours.bank_holidays import bank_holidays_around
from helpline.hours.codec import schedule_from_json, schedule_to_json
from helpline.hours.conflicts import check_schedule
from helpline.hours.models import HoursVersion
from helpline.hours.rules import MAIN_QUEUE, ExceptionDay, Schedule, exception_on
from helpline.hours.services import add_version, schedule_in_force
from helpline.kernel.errors import RequestInvalid
from helpline.staff.access import check_may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission

REASON_CHARACTERS = 80


@transaction.atomic
def close_early(
    *, until: time | None, reason: str, by: Account, replaces: int, queue: str = MAIN_QUEUE
) -> HoursVersion:
    """End today's hours at `until` (wall time), at once for None. Talks go on; who waits is told then.

    `replaces` is the number of the version that was looked at. Raises Forbidden, RequestInvalid,
    HoursChanged, NotOpenToday, TimePassed or NotEarlier.
    """
    check_may(by, Permission.MANAGE_HOURS)
    changed = _changed(
        queue, reason, lambda schedule, **more: today.close_early(schedule, until=until, **more)
    )
    return _publish(queue, changed, by, replaces, event="hours.closed_early", until=until)


@transaction.atomic
def extend_today(
    *, until: time, reason: str, by: Account, replaces: int, queue: str = MAIN_QUEUE
) -> HoursVersion:
    """Make today's hours end at `until` (wall time), after midnight where that comes next.

    Raises Forbidden, RequestInvalid, HoursChanged, NotOpenToday, TimePassed, NotLater or TooLate.
    """
    check_may(by, Permission.MANAGE_HOURS)
    changed = _changed(queue, reason, lambda schedule, **more: today.extend(schedule, until=until, **more))
    return _publish(queue, changed, by, replaces, event="hours.extended", until=until)


@transaction.atomic
def undo_today(*, by: Account, replaces: int, queue: str = MAIN_QUEUE) -> HoursVersion:
    """Give today the hours that it had before they were shortened or extended; other changes stay.

    Raises Forbidden, HoursChanged or NothingToUndo.
    """
    check_may(by, Permission.MANAGE_HOURS)
    schedule = schedule_in_force(queue=queue) or Schedule()
    done = today.acts_now(schedule, timezone.now())
    if not done:
        raise today.NothingToUndo
    for exception in done:
        before = _before_act(queue, exception.date)
        schedule = today.without_exception(schedule, exception.date)
        schedule = today.with_exception(schedule, before) if before else schedule
    return _publish(queue, schedule, by, replaces, event="hours.today_undone")


def _changed(queue: str, reason: str, act: Callable[..., Schedule]) -> Schedule:
    words = reason.strip()
    if not 0 < len(words) <= REASON_CHARACTERS:
        text = f"Give a reason of at most {REASON_CHARACTERS} characters."
        raise RequestInvalid(text, fields={"reason": text})
    schedule, now = schedule_in_force(queue=queue), timezone.now()
    if schedule is None:
        raise today.NotOpenToday("No hours are set yet. Set the hours of the week first.")
    holidays = bank_holidays_around(schedule.bank_holidays.nation, now)
    return act(schedule, at=now, reason=words, bank_holidays=holidays)


def _publish(
    queue: str, schedule: Schedule, by: Account, replaces: int, *, event: str, until: time | None = None
) -> HoursVersion:
    check_schedule(schedule)
    version = add_version(queue=queue, stored=schedule_to_json(schedule), by=by, replaces=replaces)
    detail = {"version": version.number} | ({"until": until.isoformat("minutes")} if until else {})
    # The reason stands with the version: the audit log holds no free words.
    record(event=event, by=by, subject=queue, detail=detail)
    return version


def _before_act(queue: str, day: date) -> ExceptionDay | None:
    """Return the exception that a date had before anybody acted on the day, if it had one."""
    for version in HoursVersion.objects.filter(queue=queue).order_by("-number").iterator():
        found = exception_on(schedule_from_json(version.schedule), day)
        if found is None or found.act is None:
            return found
    return None
