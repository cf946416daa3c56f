"""What hours would be after something is brought in: shown, and saved when somebody says so. Plain Python."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from helpline.hours.bank_holidays import bank_holidays_around
from helpline.hours.calendar_reading import Meaning, read_calendar
from helpline.hours.conflicts import HoursInvalid, check_schedule, never_opens, repeats
from helpline.hours.lines import Line
from helpline.hours.osm_beside import differences
from helpline.hours.osm_reading import read_osm
from helpline.hours.rules import LONDON, ExceptionDay, Schedule
from helpline.hours.wording import date_text, span_text
from helpline.kernel.errors import HelplineError


class NothingNew(HelplineError):
    """What is brought in says what counts already."""

    code = "hours.nothing_new"
    message = "Nothing would differ: what you brought in says what counts already. You need do nothing."


@dataclass(frozen=True)
class Proposal:
    """A schedule to look at; `notes` say what of it differs from what one might think."""

    schedule: Schedule
    notes: tuple[str, ...]


def from_text(text: str, *, base: Schedule, line: Line, now: datetime) -> Proposal:
    """Return what a text would make of the hours. Raises OsmRefused, HoursInvalid or NothingNew."""
    today = now.astimezone(LONDON).date()
    read = read_osm(text, base=base)
    coming = tuple(each for each in read.exceptions if each.date >= today)
    # What was decided on the day stays so where its hours stay.
    acts = {(each.date, each.spans): each for each in base.exceptions if each.act}
    schedule = replace(read, exceptions=tuple(acts.get((each.date, each.spans), each) for each in coming))
    _check(schedule, base, line, now)
    notes = [_passed(len(read.exceptions) - len(coming)), _gone(base, schedule, today)]
    holidays = bank_holidays_around(schedule.bank_holidays.nation, now)
    notes += differences(text, schedule, holidays, first=today)
    return Proposal(schedule, tuple(filter(None, notes)))


def from_calendar(text: str, *, means: Meaning, base: Schedule, line: Line, now: datetime) -> Proposal:
    """Return the hours with the days of a calendar. Raises CalendarRefused, HoursInvalid or NothingNew."""
    today = now.astimezone(LONDON).date()
    holidays = bank_holidays_around(base.bank_holidays.nation, now)
    without = replace(base, exceptions=())
    read = read_calendar(text, means=means, schedule=without, bank_holidays=holidays, today=today)
    new = [each for each in read.exceptions if not repeats(without, each, holidays)]
    dates = {each.date for each in read.exceptions}
    replaced = [each for each in base.exceptions if each.date in dates and each not in new]
    kept = [each for each in base.exceptions if each.date not in dates]
    schedule = replace(base, exceptions=tuple(sorted([*kept, *new])))
    _check(schedule, base, line, now)
    notes = [_passed(read.left_out), _as_they_are(len(read.exceptions) - len(new))]
    notes += [
        f"{date_text(each.date)} has an exception already: {_said(each)}. It is replaced."
        for each in replaced
    ]
    notes += [f"{date_text(each.date)}: {_said(each)}." for each in new]
    return Proposal(schedule, tuple(filter(None, notes)))


def _check(schedule: Schedule, base: Schedule, line: Line, now: datetime) -> None:
    check_schedule(schedule)
    text = never_opens(schedule, now) if line.opens_the_chat else ""
    if text:
        raise HoursInvalid(fields={"weekly": text})
    if schedule == replace(
        base, exceptions=tuple(sorted(base.exceptions)), weekly=tuple(sorted(base.weekly))
    ):
        raise NothingNew


def _said(exception: ExceptionDay) -> str:
    hours = " and ".join(map(span_text, sorted(exception.spans))) or "closed"
    return f"{hours} ({exception.name})" if exception.name else hours


def _passed(many: int) -> str:
    return f"{many} of its days or events have passed or were cancelled, and are left out." if many else ""


def _as_they_are(many: int) -> str:
    return f"{many} of its days are so anyway, and need no exception." if many else ""


def _gone(base: Schedule, schedule: Schedule, today: date) -> str:
    kept = {each.date for each in schedule.exceptions}
    gone = [date_text(each.date) for each in base.exceptions if each.date >= today and each.date not in kept]
    return f"The exceptions in force that the text does not name go: {', '.join(gone)}." if gone else ""
