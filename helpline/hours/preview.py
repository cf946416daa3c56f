"""The days to come as callers will find them, with the reason for what differs. Plain Python."""

from dataclasses import dataclass
from datetime import date, timedelta

from helpline.hours.clock_changes import change_on, meanings
from helpline.hours.rules import BankHolidays, HolidayMode, Schedule, exception_on, spans_on
from helpline.hours.wording import DAY_NAMES, date_text, span_text


@dataclass(frozen=True)
class DayAhead:
    """One date in words; `notes` say what is special about it."""

    date: date
    label: str
    hours: str
    notes: tuple[str, ...]


def days_ahead(
    schedule: Schedule, first: date, count: int, bank_holidays: BankHolidays
) -> tuple[DayAhead, ...]:
    """Describe `count` dates from `first` on."""
    return tuple(_day(schedule, first + timedelta(days=offset), bank_holidays) for offset in range(count))


def _day(schedule: Schedule, day: date, bank_holidays: BankHolidays) -> DayAhead:
    spans = spans_on(schedule, day, bank_holidays)
    notes = (
        _exception_note(schedule, day),
        _holiday_note(schedule, day, bank_holidays),
        _clock_note(schedule, day, bank_holidays),
        _night_note(schedule, day, bank_holidays),
    )
    return DayAhead(
        day, date_text(day), " and ".join(map(span_text, spans)) or "Closed", tuple(filter(None, notes))
    )


def _exception_note(schedule: Schedule, day: date) -> str:
    exception = exception_on(schedule, day)
    if not exception:
        return ""
    return f"Exception: {exception.name}" if exception.name else "Exception"


def _holiday_note(schedule: Schedule, day: date, bank_holidays: BankHolidays) -> str:
    if day not in bank_holidays:
        return ""
    as_usual = schedule.bank_holidays.mode is HolidayMode.AS_USUAL and not exception_on(schedule, day)
    return f"Bank holiday: {bank_holidays[day]}{' (hours as usual)' if as_usual else ''}"


def _clock_note(schedule: Schedule, day: date, bank_holidays: BankHolidays) -> str:
    change = change_on(day)
    return ". ".join((change.text, *meanings(schedule, day, bank_holidays))) if change else ""


def _night_note(schedule: Schedule, day: date, bank_holidays: BankHolidays) -> str:
    yesterday = day - timedelta(days=1)
    ends = [span.end for span in spans_on(schedule, yesterday, bank_holidays) if span.crosses_midnight]
    return f"{DAY_NAMES[yesterday.weekday()]}’s hours run until {max(ends):%H:%M}" if ends else ""
