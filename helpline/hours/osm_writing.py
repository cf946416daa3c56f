"""Hours in OpenStreetMap's notation, `opening_hours`. Plain Python.

`Mo-Fr 09:00-17:00, Sa 10:00-12:00; PH off; 2026 Dec 24 09:00-12:00 "Early close"`

The notation has no place for whose bank holidays count, nor for the last new caller.
https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification
"""

from collections.abc import Iterable, Iterator
from datetime import date

from helpline.hours.rules import MIDNIGHT, ExceptionDay, HolidayMode, Schedule, Span, minute_of
from helpline.hours.wording import end_text

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
OFF = "off"


def osm_text(schedule: Schedule) -> str:
    """Return the hours of the week, of bank holidays and of each exception, as one line."""
    # Days are joined by a comma: a semicolon would let a day cut the night that began before it.
    week = ", ".join(_week(schedule)) or f"Mo-Su {OFF}"
    return "; ".join([week, *_bank_holidays(schedule), *map(_exception, sorted(schedule.exceptions))])


def osm_spans(spans: Iterable[Span]) -> str:
    """Return "09:00-12:00,13:00-17:00", or "off" for none."""
    return ",".join(map(_span, sorted(spans))) or OFF


def osm_date(day: date) -> str:
    """Return "2026 Dec 24"."""
    return f"{day.year} {MONTHS[day.month - 1]} {day.day:02}"


def _week(schedule: Schedule) -> Iterator[str]:
    """Yield one rule for each run of days with the same hours."""
    hours = [[each.span for each in sorted(schedule.weekly) if each.weekday == day] for day in range(7)]
    first = 0
    for day in range(1, 8):
        if day == 7 or hours[day] != hours[first]:
            if hours[first]:
                last = f"-{DAYS[day - 1]}" if day - 1 > first else ""
                yield f"{DAYS[first]}{last} {osm_spans(hours[first])}"
            first = day


def _bank_holidays(schedule: Schedule) -> Iterator[str]:
    policy = schedule.bank_holidays
    if policy.mode is not HolidayMode.AS_USUAL:
        yield f"PH {osm_spans(policy.spans)}"


def _exception(exception: ExceptionDay) -> str:
    # A comment ends at the next straight quotation mark.
    name = exception.name.replace('"', "”")
    comment = f' "{name}"' if name else ""
    return f"{osm_date(exception.date)} {osm_spans(exception.spans)}{comment}"


def _span(span: Span) -> str:
    if span.start == span.end and span.start != MIDNIGHT:
        # 24 hours from the middle of a day: the end counts on past midnight.
        return f"{span.start:%H:%M}-{minute_of(span.end) // 60 + 24}:{span.end:%M}"
    return f"{span.start:%H:%M}-{end_text(span.end)}"
