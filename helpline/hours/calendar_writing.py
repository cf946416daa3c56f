"""Open times as a calendar file (iCalendar, RFC 5545). Plain Python.

One event for each opening of the twelve months to come, without repeats: a repeated night would be an hour
out when the clocks change, and bank holidays would open it.
"""

from datetime import date, datetime, timedelta

from icalendar import Calendar, Event, Timezone

from helpline.hours.lines import Line
from helpline.hours.rules import LONDON, BankHolidays, Schedule, span_instants, spans_on

A_YEAR = 365
PRODUCT = "-//Helpline//Opening hours//EN"


def calendar_text(
    schedule: Schedule, bank_holidays: BankHolidays, *, line: Line, first: date, changed_at: datetime
) -> bytes:
    """Return the file; times are London's, with the rules of its clock changes in it.

    The reasons of exceptions stay out: staff see them, callers do not.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{line.title}: open")
    since, until = date(first.year - 1, 1, 1), date(first.year + 2, 1, 1)
    calendar.add_component(Timezone.from_tzid("Europe/London", first_date=since, last_date=until))
    for offset in range(A_YEAR):
        day = first + timedelta(days=offset)
        for span in spans_on(schedule, day, bank_holidays):
            start, end = span_instants(day, span)
            if start < end:
                calendar.add_component(_event(line, start, end, changed_at, schedule.last_intake_minutes))
    written: bytes = calendar.to_ical()
    return written


def _event(line: Line, start: datetime, end: datetime, changed_at: datetime, last_intake: int) -> Event:
    event = Event()
    event.add("uid", f"{line.key}-{start:%Y%m%dT%H%MZ}@hours.helpline")
    event.add("dtstamp", changed_at)
    event.add("dtstart", start.astimezone(LONDON))
    event.add("dtend", end.astimezone(LONDON))
    event.add("summary", f"{line.title} open")
    if last_intake:
        last = (end - timedelta(minutes=last_intake)).astimezone(LONDON)
        event.add("description", f"New callers until {last:%H:%M}.")
    return event
