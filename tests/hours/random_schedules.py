"""Schedules of every kind that the pages accept, for properties."""

from dataclasses import replace
from datetime import date, time, timedelta

from hypothesis import strategies as st

from helpline.hours.conflicts import problems
from helpline.hours.rules import (
    BankHolidayPolicy,
    ExceptionDay,
    HolidayMode,
    Nation,
    Schedule,
    Span,
    WeeklyInterval,
)

FIRST = date(2026, 12, 21)
quarters = st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))
spans = st.tuples(quarters, quarters).map(lambda pair: Span(*pair))
names = st.text(st.characters(categories=["L", "N", "P", "Zs"], exclude_characters='"'), max_size=20).map(
    lambda name: " ".join(name.split())
)


@st.composite
def day_spans(draw: st.DrawFn, *, nights: bool = True) -> tuple[Span, ...]:
    """One or two spans that fit beside each other; with `nights` the later one may run past midnight."""
    clocks = sorted(draw(st.lists(quarters, min_size=2, max_size=4, unique=True)))
    pairs = list(zip(clocks[::2], clocks[1::2], strict=False))
    found = [Span(start, end) for start, end in pairs]
    if nights and draw(st.booleans()):
        found[-1] = Span(found[-1].start, draw(st.sampled_from([time(0), time(2, 30), clocks[0]])))
    return tuple(found)


@st.composite
def schedules(draw: st.DrawFn, *, nights: bool = True) -> Schedule:
    """A sound schedule, everything in it in order."""
    week = draw(st.dictionaries(st.integers(0, 6), day_spans(nights=nights), max_size=7))
    special = draw(
        st.dictionaries(
            st.integers(0, 13).map(lambda day: FIRST + timedelta(days=day)),
            st.tuples(names, st.one_of(st.just(()), day_spans(nights=nights))),
            max_size=4,
        )
    )
    mode = draw(st.sampled_from(list(HolidayMode)))
    hours = draw(day_spans(nights=nights))[-1:] if mode is HolidayMode.SPECIAL else ()
    schedule = Schedule(
        weekly=tuple(
            sorted(WeeklyInterval(day, *_of(span)) for day, found in week.items() for span in found)
        ),
        exceptions=tuple(ExceptionDay(day, *special[day]) for day in sorted(special)),
        bank_holidays=BankHolidayPolicy(draw(st.sampled_from(list(Nation))), mode, hours),
        last_intake_minutes=0,
    )
    wrong = {part for part in problems(schedule) if part.startswith("weekly")}
    kept = tuple(each for each in schedule.weekly if f"weekly.{each.weekday}" not in wrong)
    return replace(schedule, weekly=kept if not problems(replace(schedule, weekly=kept)) else ())


def _of(span: Span) -> tuple[time, time]:
    return span.start, span.end
