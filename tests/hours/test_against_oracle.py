"""Our rules beside opening-hours-py, given naive local time and bank holidays as plain dates.

It cannot be trusted with `country=` (six English days wrong) nor with time zones
(a minute closed each October),
and it lets a rule for a day cut the night before it, so nights are added to it as rules of their own.
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opening_hours import OpeningHours

from helpline.hours.bank_holidays import bank_holidays_of
from helpline.hours.rules import (
    LONDON,
    BankHolidayPolicy,
    ExceptionDay,
    Intake,
    Nation,
    Schedule,
    Span,
    WeeklyInterval,
    opening,
)
from helpline.hours.wording import end_text
from tests.hours.schedules import AS_USUAL, OFFICE

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
CLOCK_CHANGES = {date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31)}
FIRST = date(2026, 1, 1)
quarters = st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))
moments = st.integers(0, 730 * 24 * 60 - 1).map(
    lambda minute: datetime(2026, 1, 1) + timedelta(minutes=minute)
)


def holidays(nation: Nation) -> dict[date, str]:
    return {day: name for year in range(2025, 2030) for day, name in bank_holidays_of(nation, year).items()}


def osm_date(day: date) -> str:
    return f"{day:%Y %b} {day.day:02}"


def osm_span(span: Span) -> str:
    return f"{span.start:%H:%M}-{end_text(span.end)}"


def unclear(local: datetime) -> bool:
    """From 01:00 to 02:00 a naive time does not exist in March, and means two minutes in October."""
    return local.date() in CLOCK_CHANGES and local.hour == 1


def is_open(schedule: Schedule, local: datetime, bank_holidays: dict[date, str]) -> bool:
    state = opening(schedule, local.replace(tzinfo=LONDON), bank_holidays)
    return state.intake is not Intake.CLOSED


@pytest.mark.parametrize("nation", list(Nation))
def test_office_hours_agree_on_four_moments_of_every_day_of_two_years(nation: Nation):
    off = holidays(nation)
    rules = ["Mo-Fr 09:00-17:00", *(f"{osm_date(day)} off" for day in sorted(off))]
    oracle = OpeningHours("; ".join(rules))
    schedule = replace(OFFICE, bank_holidays=BankHolidayPolicy(nation))
    probes = [
        datetime.combine(FIRST + timedelta(days=day), at)
        for day in range(730)
        for at in (time(8, 59), time(9), time(16, 59), time(17))
    ]

    assert [at for at in probes if is_open(schedule, at, off) != oracle.is_open(at)] == []


@st.composite
def day_spans(draw: st.DrawFn) -> tuple[Span, ...]:
    """One or two spans of one day that do not overlap; an end may be 24:00."""
    clocks = sorted(draw(st.lists(quarters, min_size=2, max_size=4, unique=True)))
    if len(clocks) == 3:
        clocks[0:1] = []
    spans = [Span(start, end) for start, end in zip(clocks[::2], clocks[1::2], strict=True)]
    if draw(st.booleans()):
        spans[-1] = Span(spans[-1].start, time(0))
    return tuple(spans)


WEEKS_AND_DAYS = given(
    week=st.dictionaries(st.integers(0, 6), day_spans(), max_size=7),
    special=st.dictionaries(
        st.integers(0, 729).map(lambda day: FIRST + timedelta(days=day)),
        st.one_of(st.just(()), day_spans()),
        max_size=5,
    ),
    nation=st.sampled_from(list(Nation)),
    probes=st.lists(moments, min_size=20, max_size=20),
)


def agrees_on_days(
    week: dict[int, tuple[Span, ...]],
    special: dict[date, tuple[Span, ...]],
    nation: Nation,
    probes: list[datetime],
):
    off = holidays(nation)
    schedule = Schedule(
        weekly=tuple(
            WeeklyInterval(day, span.start, span.end) for day, spans in week.items() for span in spans
        ),
        exceptions=tuple(ExceptionDay(day, "", spans) for day, spans in special.items()),
        bank_holidays=BankHolidayPolicy(nation),
    )
    rules = [f"{DAYS[day]} {','.join(map(osm_span, spans))}" for day, spans in week.items()]
    rules += [f"{osm_date(day)} off" for day in sorted(off)]
    rules += [f"{osm_date(day)} {','.join(map(osm_span, spans)) or 'off'}" for day, spans in special.items()]
    oracle = OpeningHours("; ".join(rules))

    clear = [at for at in probes if not unclear(at)]

    assert [at for at in clear if is_open(schedule, at, off) != oracle.is_open(at)] == []


few = settings(max_examples=40, deadline=None, derandomize=True)
many = settings(max_examples=150, deadline=None, derandomize=True)
test_any_week_with_bank_holidays_and_exceptions_agrees = few(WEEKS_AND_DAYS(agrees_on_days))
test_many_weeks_with_bank_holidays_and_exceptions_agree = pytest.mark.long(
    many(WEEKS_AND_DAYS(agrees_on_days))
)


WEEKS = given(
    week=st.dictionaries(
        st.integers(0, 6), st.tuples(quarters, quarters).map(lambda pair: Span(*pair)), min_size=1, max_size=7
    ),
    probes=st.lists(moments, min_size=20, max_size=20),
)


def agrees_on_nights(week: dict[int, Span], probes: list[datetime]):
    schedule = Schedule(
        weekly=tuple(WeeklyInterval(day, span.start, span.end) for day, span in week.items()),
        bank_holidays=AS_USUAL,
    )
    rules: list[str] = []
    for day, span in week.items():
        if span.end > span.start or span.end == time(0):
            rules.append(f"{DAYS[day]} {osm_span(span)}")
        else:
            rules.append(f"{DAYS[day]} {span.start:%H:%M}-24:00")
            rules.append(f"{DAYS[(day + 1) % 7]} 00:00-{span.end:%H:%M}")
    oracle = OpeningHours(", ".join(rules))

    clear = [at for at in probes if not unclear(at)]

    assert [at for at in clear if is_open(schedule, at, {}) != oracle.is_open(at)] == []


test_any_week_with_nights_agrees = few(WEEKS(agrees_on_nights))
test_many_weeks_with_nights_agree = pytest.mark.long(many(WEEKS(agrees_on_nights)))
