"""Who is on beside how many are needed, over nights, clock changes, and times with numbers of their own."""

from datetime import UTC, date, datetime, time

import pytest

from helpline.hours.rules import Schedule, Span, WeeklyInterval
from helpline.rota.cover import Cover, MoreAt, OnDuty, cell, gaps, hours_open, open_stretches, parts
from helpline.rota.wording import gap_text, held_text

MONDAY = date(2026, 11, 30)
EVENINGS = Schedule(weekly=tuple(WeeklyInterval(day, time(18), time(22)) for day in range(5)))
NIGHT = Schedule(weekly=(WeeklyInterval(6, time(22), time(6)),))


def on(who: str, day: date, start: int, end: int, *, counts: bool = True) -> OnDuty:
    return OnDuty(who, day, Span(time(start), time(end % 24)), counts)


def said(schedule: Schedule, shifts: list[OnDuty], cover: Cover, monday: date = MONDAY) -> list[str]:
    return [
        gap_text(part) for part in gaps(parts(open_stretches(schedule, monday, {}), shifts, cover, monday))
    ]


def test_where_too_few_are_on_is_said_in_sentences() -> None:
    tuesday = date(2026, 12, 1)
    one_day = Schedule(weekly=EVENINGS.weekly[:2])
    shifts = [
        on("ann", MONDAY, 17, 20),
        on("ben", MONDAY, 19, 23),
        on("ann", tuesday, 18, 22),
        on("ben", tuesday, 18, 22),
    ]

    assert said(one_day, shifts, Cover(2)) == [
        "Monday 30 November, 18:00 to 19:00: only ann is on, and 2 are needed.",
        "Monday 30 November, 20:00 to 22:00: only ben is on, and 2 are needed.",
    ]
    assert said(one_day, shifts, Cover(1)) == []
    assert (
        said(one_day, [], Cover(1))[0] == "Monday 30 November, 18:00 to 22:00: nobody is on, and 1 is needed."
    )


def test_one_person_twice_is_one_and_who_is_held_back_none() -> None:
    one_day = Schedule(weekly=EVENINGS.weekly[:1])
    twice = [on("ann", MONDAY, 18, 22), on("ann", MONDAY, 19, 22), on("ben", MONDAY, 18, 22, counts=False)]

    assert said(one_day, twice, Cover(2)) == [
        "Monday 30 November, 18:00 to 22:00: only ann is on, and 2 are needed."
    ]
    assert held_text(twice[2], MONDAY) == (
        "Monday 30 November, 18:00 to 22:00: ben is on, but does not count. Training, vetting or "
        "supervision is out of date from 30 November on, so that nobody new comes to them."
    )


def test_a_time_of_the_week_has_its_own_number_more_or_fewer() -> None:
    one_day = Schedule(weekly=EVENINGS.weekly[:1])
    cover = Cover(1, (MoreAt(0, time(20), time(21), 3), MoreAt(0, time(21), time(0), 0)))
    shifts = [on("ann", MONDAY, 18, 21), on("ben", MONDAY, 18, 21)]

    assert said(one_day, shifts, cover) == [
        "Monday 30 November, 20:00 to 21:00: 2 are on (ann, ben), and 3 are needed."
    ]


def test_a_night_goes_on_into_the_monday_after_its_week() -> None:
    sunday_before, sunday = date(2026, 11, 29), date(2026, 12, 6)

    assert said(NIGHT, [on("ann", sunday_before, 22, 6)], Cover(1)) == [
        "Sunday 6 December, 22:00 to 24:00: nobody is on, and 1 is needed."
    ]
    assert said(NIGHT, [on("ann", sunday, 22, 6)], Cover(1)) == [
        "Monday 30 November, 00:00 to 06:00: nobody is on, and 1 is needed."
    ]


@pytest.mark.parametrize(
    ("monday", "hours"), [(date(2026, 10, 19), 25), (date(2027, 3, 22), 23), (MONDAY, 24)]
)
def test_the_day_on_which_the_clock_changes_is_as_long_as_it_is(monday: date, hours: int) -> None:
    always = Schedule(weekly=tuple(WeeklyInterval(day, time(0), time(0)) for day in range(7)))
    found = parts(open_stretches(always, monday, {}), [], Cover(1), monday)

    assert [(part.end - part.start).total_seconds() / 3_600 for part in found] == [6 * 24 + hours]


def test_an_hour_shows_the_fewest_who_are_on_in_it() -> None:
    one_day = Schedule(weekly=EVENINGS.weekly[:1])
    shifts = [OnDuty("ann", MONDAY, Span(time(18), time(19, 30))), on("ben", MONDAY, 18, 22)]
    found = parts(open_stretches(one_day, MONDAY, {}), shifts, Cover(2), MONDAY)

    full, half, shut = (cell(found, MONDAY, hour) for hour in (18, 19, 22))
    assert full is not None
    assert (full.on, full.needed, full.is_short) == (2, 2, False)
    assert half is not None
    assert (half.on, half.is_short, half.who) == (1, True, ("ann", "ben"))
    assert shut is None
    assert hours_open(found) == range(18, 22)
    assert found[0].start == datetime(2026, 11, 30, 18, tzinfo=UTC)
