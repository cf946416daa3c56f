"""Reading and changing the hours in force."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from helpline.hours import today
from helpline.hours.bank_holidays import bank_holidays_around
from helpline.hours.codec import schedule_from_json, schedule_to_json
from helpline.hours.conflicts import HoursInvalid, check_schedule, never_opens
from helpline.hours.lines import RECORDED
from helpline.hours.models import HoursVersion
from helpline.hours.preview import DayAhead, days_ahead
from helpline.hours.rules import (
    LONDON,
    MAIN_QUEUE,
    Intake,
    Nation,
    Opening,
    Schedule,
    TodayAct,
    opening,
)
from helpline.hours.said import line_message
from helpline.kernel.errors import HelplineError
from helpline.staff.access import check_may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission


class HoursChanged(HelplineError):
    """Somebody else published hours since the page was opened."""

    code = "hours.changed"
    status = 409
    message = (
        "Somebody else has changed the hours meanwhile, so nothing was saved. "
        "Look at what is in force now, then press again if you still mean it."
    )


class NothingToRestore(HelplineError):
    """There is no version before the one in force."""

    code = "hours.nothing_to_restore"
    status = 409
    message = "There is no earlier version to put back, and nothing was changed. Change the hours by hand."


@dataclass(frozen=True)
class OpeningState(Opening):
    """The opening of a queue; `configured` is False while no hours have been published.

    `act` is what was done with the hours of today itself (helpline/hours/today.py), with its reason.
    """

    configured: bool = True
    act: TodayAct | None = None
    act_reason: str = ""

    @property
    def is_open(self) -> bool:
        """Tell whether a new caller may start now."""
        return self.intake is Intake.OPEN


def opening_state(*, queue: str = MAIN_QUEUE, at: datetime | None = None) -> OpeningState:
    """Return whether the queue is open at a moment (now by default), until when, or when it opens next.

    While no hours are published the demo is open without end and a service is closed.
    """
    at = at or timezone.now()
    schedule = schedule_in_force(queue=queue)
    if schedule is None:
        demo = settings.HELPLINE_MODE == "demo"
        return OpeningState(Intake.OPEN if demo else Intake.CLOSED, configured=False)
    state = opening(schedule, at, bank_holidays_around(schedule.bank_holidays.nation, at))
    done = next(reversed(today.acts_now(schedule, at)), None)
    return OpeningState(
        state.intake,
        state.opens_at,
        state.closes_at,
        state.last_intake_at,
        act=done.act if done else None,
        act_reason=done.name if done else "",
    )


def coming_days(*, schedule: Schedule, at: datetime, count: int = 14) -> tuple[DayAhead, ...]:
    """Describe today (in London) and the days after it."""
    first: date = at.astimezone(LONDON).date()
    return days_ahead(schedule, first, count, bank_holidays_around(schedule.bank_holidays.nation, at))


def schedule_in_force(*, queue: str = MAIN_QUEUE) -> Schedule | None:
    """Return the newest published schedule, None before the first."""
    version = version_in_force(queue=queue)
    return schedule_from_json(version.schedule) if version else None


def nation_in_force() -> Nation:
    """Return the nation whose bank holidays the service keeps, England before hours are published."""
    return (schedule_in_force() or Schedule()).bank_holidays.nation


def recorded_schedules() -> dict[str, Schedule]:
    """Map the queues of phone and e-mail to their hours, those without hours left out. One query."""
    newest = HoursVersion.objects.filter(queue=OuterRef("queue")).order_by("-number").values("number")[:1]
    queues = [line.queue for line in RECORDED]
    found = HoursVersion.objects.filter(queue__in=queues, number=Subquery(newest))
    schedules = {version.queue: schedule_from_json(version.schedule) for version in found}
    return {
        queue: schedule for queue, schedule in schedules.items() if schedule.weekly or schedule.exceptions
    }


def recorded_messages(language: str, *, at: datetime) -> list[str]:
    """Return what callers are told of the phone line and of e-mail; of one without hours nothing."""
    schedules = recorded_schedules()
    return [
        line_message(line, language, opening(schedules[line.queue], at, holidays), now=at)
        for line in RECORDED
        if line.queue in schedules
        for holidays in [bank_holidays_around(schedules[line.queue].bank_holidays.nation, at)]
    ]


def version_in_force(*, queue: str = MAIN_QUEUE) -> HoursVersion | None:
    return HoursVersion.objects.filter(queue=queue).order_by("-number").first()


def previous_version(*, queue: str = MAIN_QUEUE) -> HoursVersion | None:
    """Return what was in force before the present version."""
    return HoursVersion.objects.filter(queue=queue).order_by("-number")[1:2].first()


@transaction.atomic
def publish_hours(
    *, queue: str = MAIN_QUEUE, schedule: Schedule, by: Account, replaces: int | None = None
) -> HoursVersion:
    """Put a schedule in force at once and keep the old one for undo.

    `replaces` is the version number the change was made from, 0 before the first; None skips the check.
    Raises Forbidden, HoursInvalid (with `fields`) or HoursChanged.
    """
    check_may(by, Permission.MANAGE_HOURS)
    check_schedule(schedule)
    _check_opens(queue, schedule)
    version = add_version(queue=queue, stored=schedule_to_json(schedule), by=by, replaces=replaces)
    record(event="hours.changed", by=by, subject=queue, detail={"version": version.number})
    return version


@transaction.atomic
def restore_previous_hours(
    *, queue: str = MAIN_QUEUE, by: Account, replaces: int | None = None
) -> HoursVersion:
    """Put the schedule before the present one in force again, as a new version; twice gives the present one.

    Raises Forbidden, NothingToRestore, HoursInvalid where it would never open, or HoursChanged.
    """
    check_may(by, Permission.MANAGE_HOURS)
    previous = previous_version(queue=queue)
    if previous is None:
        raise NothingToRestore
    _check_opens(queue, schedule_from_json(previous.schedule))
    version = add_version(queue=queue, stored=previous.schedule, by=by, replaces=replaces)
    detail = {"version": version.number, "restored": previous.number}
    record(event="hours.restored", by=by, subject=queue, detail=detail)
    return version


def _check_opens(queue: str, schedule: Schedule) -> None:
    """Refuse a chat that never opens. A phone line or e-mail without hours is one that is not offered."""
    text = never_opens(schedule, timezone.now()) if queue == MAIN_QUEUE else ""
    if text:
        raise HoursInvalid(fields={"weekly": text})


def add_version(*, queue: str, stored: object, by: Account, replaces: int | None) -> HoursVersion:
    """Store the next version of a queue; for the services of this room. Raises HoursChanged."""
    newest = version_in_force(queue=queue)
    number = newest.number if newest else 0
    if replaces is not None and replaces != number:
        raise HoursChanged
    try:
        with transaction.atomic():
            return HoursVersion.objects.create(queue=queue, number=number + 1, schedule=stored, created_by=by)
    except IntegrityError as clash:
        # Two people pressed at once: the number can be taken only once.
        raise HoursChanged from clash
