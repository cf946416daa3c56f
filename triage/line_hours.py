"""Whether another service is open now, and until when or when next. Plain Python.

Hours come in the notation that `triage.opening_words` reads; a later rule replaces an earlier one for its
days, and a night belongs to the day on which it begins. Whatever the hours do not say is unknown, above
all bank holidays: unknown is told as unknown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from helpline.hours.bank_holidays import bank_holidays_around
from helpline.hours.rules import (
    LONDON,
    BankHolidayPolicy,
    HolidayMode,
    Intake,
    Nation,
    Schedule,
    Span,
    WeeklyInterval,
    opening,
)
from triage.opening_words import rules_of

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


@dataclass(frozen=True)
class LineHours:
    """The spans of each weekday; of bank holidays None where the hours do not say."""

    weekdays: tuple[tuple[Span, ...], ...]
    bank_holidays: tuple[Span, ...] | None

    def schedule(self, mode: HolidayMode) -> Schedule:
        weekly = [
            WeeklyInterval(day, s.start, s.end) for day, spans in enumerate(self.weekdays) for s in spans
        ]
        return Schedule(
            tuple(weekly), bank_holidays=BankHolidayPolicy(mode=mode, spans=self.bank_holidays or ())
        )


@dataclass(frozen=True)
class LineState:
    """`is_open` None: not known. open without `closes_at` is day and night; `holiday`: may differ."""

    is_open: bool | None
    closes_at: datetime | None = None
    opens_at: datetime | None = None
    holiday: bool = False


UNKNOWN = LineState(None)


def read_hours(notation: str) -> LineHours:
    """Return the hours of rules such as "Mo-Fr 09:00-17:00; PH off"; raise ValueError for anything else."""
    weekdays: dict[int, tuple[Span, ...]] = {}
    holidays: tuple[Span, ...] | None = None
    for days, times in rules_of(notation):
        spans = () if times == "off" else tuple(sorted(map(_span, times.split(","))))
        weekdays |= dict.fromkeys(_weekdays(days), spans)
        if "PH" in days.split(","):
            holidays = spans
    return LineHours(tuple(weekdays.get(day, ()) for day in range(7)), holidays)


def line_state(notation: str | None, at: datetime, nations: Iterable[Nation]) -> LineState:
    """Tell whether a line is open at an aware moment; the bank holidays of these nations count."""
    if notation == "24/7":
        return LineState(True)
    try:
        hours = read_hours(notation or "")
    except ValueError:
        return UNKNOWN
    holidays: dict[date, str] = {}
    for nation in nations:
        holidays |= bank_holidays_around(nation, at)
    if hours.bank_holidays is not None:
        mode = HolidayMode.SPECIAL if hours.bank_holidays else HolidayMode.CLOSED
        return _state(hours.schedule(mode), at, holidays)
    return _silent_on_holidays(hours, at, holidays)


def _silent_on_holidays(hours: LineHours, at: datetime, holidays: Mapping[date, str]) -> LineState:
    if at.astimezone(LONDON).date() in holidays:
        return replace(UNKNOWN, holiday=True)
    certain = _state(hours.schedule(HolidayMode.CLOSED), at, holidays)
    usual = _state(hours.schedule(HolidayMode.AS_USUAL), at, holidays)
    if certain.is_open != usual.is_open:
        # The night after a bank holiday.
        return replace(UNKNOWN, holiday=True)
    return replace(certain, holiday=certain != usual)


def _state(schedule: Schedule, at: datetime, holidays: Mapping[date, str]) -> LineState:
    state = opening(schedule, at, holidays)
    return LineState(state.intake is not Intake.CLOSED, state.closes_at, state.opens_at)


def _weekdays(days: str) -> Iterable[int]:
    for part in days.split(","):
        if part == "PH":
            continue
        first, last = (DAYS.index(day) for day in (part.split("-") * 2)[:2])
        yield from (day % 7 for day in range(first, last + 1 if last >= first else last + 8))


def _span(text: str) -> Span:
    start, end = text.split("-")
    if start >= "24:00" or start == end:
        raise ValueError(f"hours not understood: {text!r}")
    return Span(time.fromisoformat(start), time(0) if end == "24:00" else time.fromisoformat(end))
