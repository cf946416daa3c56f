"""The bank holidays to come, by name: where each is one, and what the line does on it. Plain Python."""

from dataclasses import dataclass
from datetime import date, timedelta

from helpline.hours.bank_holidays import bank_holidays_of
from helpline.hours.rules import HolidayMode, Nation, Schedule, exception_on, spans_on
from helpline.hours.wording import date_text, span_text

A_YEAR = timedelta(days=365)
NATION_NAMES = {
    Nation.ENGLAND: "England",
    Nation.WALES: "Wales",
    Nation.SCOTLAND: "Scotland",
    Nation.NORTHERN_IRELAND: "Northern Ireland",
}


@dataclass(frozen=True)
class ComingHoliday:
    """One date that is a bank holiday somewhere; `here` where the hours count with it."""

    date: date
    label: str
    name: str
    nations: str
    here: bool
    hours: str
    has_exception: bool


def coming_holidays(schedule: Schedule, first: date) -> tuple[ComingHoliday, ...]:
    """Return those of the twelve months from a date on, of all four nations, earliest first."""
    by_nation = {nation: _coming(nation, first) for nation in Nation}
    dates = sorted({day for found in by_nation.values() for day in found})
    return tuple(_described(schedule, day, by_nation) for day in dates)


def _coming(nation: Nation, first: date) -> dict[date, str]:
    years = range(first.year, (first + A_YEAR).year + 1)
    named = {day: name for year in years for day, name in bank_holidays_of(nation, year).items()}
    return {day: name for day, name in named.items() if first <= day < first + A_YEAR}


def _described(schedule: Schedule, day: date, by_nation: dict[Nation, dict[date, str]]) -> ComingHoliday:
    where = [nation for nation, found in by_nation.items() if day in found]
    ours = schedule.bank_holidays.nation
    name = by_nation[ours if ours in where else where[0]][day]
    names = (
        "All four nations" if len(where) == len(Nation) else ", ".join(NATION_NAMES[each] for each in where)
    )
    differs = exception_on(schedule, day) is not None
    hours = _hours(schedule, day, by_nation[ours])
    return ComingHoliday(day, date_text(day), name, names, ours in where, hours, differs)


def _hours(schedule: Schedule, day: date, ours: dict[date, str]) -> str:
    hours = " and ".join(map(span_text, spans_on(schedule, day, ours))) or "Closed"
    if exception_on(schedule, day):
        return f"{hours} (an exception)"
    if day not in ours or schedule.bank_holidays.mode is HolidayMode.AS_USUAL:
        return f"{hours} (as in the week)"
    return hours
