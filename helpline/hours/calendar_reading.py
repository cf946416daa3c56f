"""Reads days that differ from a calendar file (iCalendar, RFC 5545). Plain Python.

An event says either that the line is closed then, or that it is open then and not else on that day: a file
does not tell which, so whoever brings it in does. Whatever cannot be held is refused, by the event's name.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from icalendar import Calendar, Component

from helpline.hours.rules import (
    ALL_DAY,
    DAY_MINUTES,
    LONDON,
    BankHolidays,
    ExceptionDay,
    Schedule,
    Span,
    minute_of,
    spans_on,
)
from helpline.hours.wording import date_text
from helpline.kernel.errors import HelplineError

LONGEST_TEXT = 200_000
MOST_EVENTS = 500
MOST_DAYS = 400
NAME_CHARACTERS = 80
A_DAY = timedelta(days=1)


class CalendarRefused(HelplineError):
    """The file is no calendar, or says what hours here cannot hold."""

    code = "hours.calendar_refused"


class Meaning(StrEnum):
    CLOSED = "closed"
    OPEN = "open"


@dataclass(frozen=True)
class Stretch:
    """One event: its name, and from when to when by London's clock; `whole` where it names days alone."""

    name: str
    start: datetime
    end: datetime
    whole: bool

    @property
    def days(self) -> list[date]:
        last = (self.end - timedelta(minutes=1)).date()
        return [
            self.start.date() + timedelta(days=each) for each in range((last - self.start.date()).days + 1)
        ]


@dataclass(frozen=True)
class Read:
    """The exceptions that a file makes, and how many of its events have passed or were cancelled."""

    exceptions: tuple[ExceptionDay, ...]
    left_out: int


def read_calendar(
    text: str, *, means: Meaning, schedule: Schedule, bank_holidays: BankHolidays, today: date
) -> Read:
    """Return one exception for each date from today on that an event touches. Raises CalendarRefused."""
    events = list(_events(text))
    stretches = [_stretch(event) for event in events if str(event.get("STATUS", "")).upper() != "CANCELLED"]
    coming = [each for each in stretches if each.days[-1] >= today]
    days = sorted({day for each in coming for day in each.days if day >= today})
    if len(days) > MOST_DAYS:
        raise CalendarRefused(
            f"The file names more than {MOST_DAYS} days. Take a shorter time out of the calendar."
        )
    if means is Meaning.OPEN:
        made = [_opened(day, coming) for day in days]
        found = [each for each in made if each.spans]
    else:
        # A time after midnight may belong to the night of the day before.
        before = {each.start.date() - A_DAY for each in coming if not each.whole}
        days = sorted({*days, *(day for day in before if day >= today)})
        found = [_closed(day, coming, spans_on(schedule, day, bank_holidays)) for day in days]
    return Read(tuple(found), len(events) - len(coming))


def _events(text: str) -> Iterator[Component]:
    if len(text) > LONGEST_TEXT:
        raise CalendarRefused(f"The file is longer than {LONGEST_TEXT:,} letters. Nothing was read.")
    if not text.strip():
        raise CalendarRefused("There is no calendar. Choose a file, or paste what is in it.")
    try:
        calendar = Calendar.from_ical(text)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError) as broken:
        raise CalendarRefused(
            "This is not a calendar file (.ics), or it is damaged. Nothing was read."
        ) from broken
    found = calendar.walk("VEVENT")
    if not found:
        raise CalendarRefused("There is no event in this calendar, so no day would differ.")
    if len(found) > MOST_EVENTS:
        raise CalendarRefused(f"There are more than {MOST_EVENTS} events in it. Take a shorter time out.")
    yield from found


def _stretch(event: Component) -> Stretch:
    name = _name(event)
    for part, what in {
        "RRULE": "repeats",
        "RDATE": "repeats",
        "RECURRENCE-ID": "changes one of a series",
    }.items():
        if part in event:
            raise CalendarRefused(f"“{name}” {what}. Here each date stands alone: enter its days one by one.")
    start, end = _moment(event, "DTSTART", name), _end(event, name)
    whole = not isinstance(start, datetime)
    if whole != (not isinstance(end, datetime)):
        raise CalendarRefused(f"“{name}” begins with a time and ends with a day, or the other way round.")
    begins, ends = _local(start, name), _local(end, name)
    if ends <= begins:
        raise CalendarRefused(f"“{name}” ends before it begins.")
    if ends - begins > timedelta(days=MOST_DAYS):
        raise CalendarRefused(f"“{name}” lasts more than {MOST_DAYS} days.")
    return Stretch(name, begins, ends, whole)


def _name(event: Component) -> str:
    said = event.get("SUMMARY", "")
    text = " ".join(str(said[0] if isinstance(said, list) else said).split())
    return "".join(each for each in text if each.isprintable())[:NAME_CHARACTERS] or "An event without a name"


def _moment(event: Component, part: str, name: str) -> date:
    try:
        found: Any = event.decoded(part)
    except (KeyError, ValueError, TypeError, AttributeError, OverflowError) as missing:
        raise CalendarRefused(f"“{name}” does not say when it begins or ends.") from missing
    if isinstance(event[part], list):
        raise CalendarRefused(f"“{name}” says twice when it begins or ends.")
    zone = event[part].params.get("TZID", "")
    if zone and isinstance(found, datetime) and found.tzinfo is None:
        raise CalendarRefused(f"“{name}” is in a time zone that is not known: “{str(zone)[:40]}”.")
    if not isinstance(found, date):
        raise CalendarRefused(f"“{name}” does not say when it begins or ends.")
    return found


def _end(event: Component, name: str) -> date:
    if "DTEND" in event:
        return _moment(event, "DTEND", name)
    start = _moment(event, "DTSTART", name)
    if "DURATION" not in event:
        return start + A_DAY
    try:
        return start + timedelta(seconds=event.decoded("DURATION").total_seconds())
    except (AttributeError, ValueError, TypeError, OverflowError) as broken:
        raise CalendarRefused(f"“{name}” does not say how long it lasts.") from broken


def _local(moment: date, name: str) -> datetime:
    """Return London's clock, without its zone; a time without a zone is London's."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time(0))
    try:
        local = moment.astimezone(LONDON).replace(tzinfo=None) if moment.tzinfo else moment
    except (OverflowError, ValueError) as beyond:
        raise CalendarRefused(f"“{name}” is too far away in time.") from beyond
    if local.second or local.microsecond:
        raise CalendarRefused(f"“{name}” begins or ends within a minute. Hours here are whole minutes.")
    return local


def _closed(day: date, stretches: Iterable[Stretch], usual: tuple[Span, ...]) -> ExceptionDay:
    """Return what is left of a day's hours; each span is cut where an event takes a part of it."""
    on_it = [each for each in stretches if _touches(day, each)]
    left = [(minute_of(span.start), minute_of(span.start) + span.minutes) for span in usual]
    for each in on_it:
        low, high = _minutes_of(day, each)
        parts = [part for start, end in left for part in ((start, min(end, low)), (max(start, high), end))]
        left = [(start, end) for start, end in parts if start < end]
        if any(start >= DAY_MINUTES for start, _ in left):
            night = f"the night of {date_text(day)}"
            raise CalendarRefused(f"“{each.name}” divides {night} after midnight. Enter that night by hand.")
    return ExceptionDay(day, on_it[0].name, tuple(_span(start, end) for start, end in sorted(set(left))))


def _touches(day: date, stretch: Stretch) -> bool:
    return day in stretch.days or (not stretch.whole and stretch.start.date() == day + A_DAY)


def _opened(day: date, stretches: Iterable[Stretch]) -> ExceptionDay:
    """Return the hours that begin on a day; a night belongs to the evening on which it begins."""
    begun = [each for each in stretches if each.start.date() == day or (each.whole and day in each.days)]
    for each in begun:
        if not each.whole and each.end - each.start > A_DAY:
            raise CalendarRefused(f"“{each.name}” is open for more than 24 hours. Divide it into days.")
    spans = {ALL_DAY if each.whole else Span(each.start.time(), each.end.time()) for each in begun}
    return ExceptionDay(day, begun[0].name if begun else "", tuple(sorted(spans)))


def _minutes_of(day: date, stretch: Stretch) -> tuple[int, int]:
    midnight = datetime.combine(day, time(0))
    low = int((stretch.start - midnight).total_seconds()) // 60
    high = int((stretch.end - midnight).total_seconds()) // 60
    # A day that is closed as a whole takes its night with it.
    return max(low, 0), high if not stretch.whole else 2 * DAY_MINUTES


def _span(start: int, end: int) -> Span:
    clocks = (time(minute // 60 % 24, minute % 60) for minute in (start, end))
    return Span(*clocks)
