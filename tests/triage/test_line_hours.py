"""When other lines are open, beside opening-hours-py over a year.

The oracle is asked with naive local time and bank holidays as plain dates, since it has the wrong days for
England and closes for a minute in October; see tests/hours/test_against_oracle.py. It also lets a rule for a
day cut the night before it, so that nights are put to it one by one.
"""

import re
from datetime import date, datetime, time, timedelta

import pytest
from opening_hours import OpeningHours

from helpline.hours.bank_holidays import bank_holidays_of
from helpline.hours.rules import LONDON, Nation
from tests.hours.schedules import london, utc
from triage.content_file import ContentFile
from triage.line_hours import UNKNOWN, LineState, line_state
from triage.services.directory import CONTENT

FIRST = date(2026, 1, 1)
PROBES = [
    datetime.combine(FIRST + timedelta(days=day), time(hour, minute))
    for day in range(365)
    for hour in (0, 2, 5, 6, 8, 9, 12, 13, 16, 17, 19, 20, 21, 23)
    for minute in (0, 59)
]
ENGLAND = [Nation.ENGLAND]
HOLIDAYS = sorted(bank_holidays_of(Nation.ENGLAND, 2026))


def osm_dates(rule: str) -> str:
    """Put the bank holidays of the year in place of PH."""
    times = rule.removeprefix("PH ")
    return "; ".join(f"2026 {day:%b} {day.day:02} {times}" for day in HOLIDAYS)


def oracle_of(notation: str) -> OpeningHours:
    return OpeningHours(re.sub(r"PH \S+", lambda rule: osm_dates(rule[0]), notation))


def is_open(notation: str, local: datetime) -> bool | None:
    return line_state(notation, local.replace(tzinfo=LONDON), ENGLAND).is_open


@pytest.mark.parametrize(
    "notation",
    [
        "24/7",
        "Mo-Fr 09:00-17:00; PH off",
        "Mo,We 09:00-20:00; Tu,Th,Fr 09:00-17:00; PH off",
        "Mo-Th 09:00-12:00,13:00-21:00; Fr 09:00-17:00; PH 10:00-14:00",
        "Sa-Mo 06:00-24:00; PH off",
        "Mo-Su 09:00-17:00; We off; PH off",
        "Mo-Fr 09:00-17:00; Fr 09:00-13:00; PH off",
    ],
)
def test_every_day_of_a_year_agrees_with_the_oracle(notation: str):
    oracle = oracle_of(notation)
    differing = [at for at in PROBES if is_open(notation, at) != oracle.is_open(at)]

    assert differing == []


@pytest.mark.parametrize(
    ("notation", "by_day"),
    [
        ("Mo-Su 22:00-06:00; PH 22:00-06:00", "Mo-Su 22:00-24:00, Mo-Su 00:00-06:00"),
        ("Fr-Sa 20:00-02:30; PH off", None),
    ],
)
def test_nights_agree_with_the_oracle(notation: str, by_day: str | None):
    if by_day is None:
        nights = [FIRST + timedelta(days=day) for day in range(-1, 365)]
        nights = [day for day in nights if day.weekday() in {4, 5} and day not in HOLIDAYS]
        spans = [f"{day:%Y %b} {day.day:02} 20:00-24:00" for day in nights]
        mornings = [day + timedelta(days=1) for day in nights]
        spans += [f"{day:%Y %b} {day.day:02} 00:00-02:30" for day in mornings]
        by_day = ", ".join(spans)
    oracle = OpeningHours(by_day)

    assert [at for at in PROBES if is_open(notation, at) != oracle.is_open(at)] == []


def content_notations() -> list[str]:
    read = [ContentFile.read(CONTENT / f"{kind}.json").records(kind) for kind in ("helplines", "programmes")]
    return sorted({record["hours_osm"] for records in read for record in records if record["hours_osm"]})


@pytest.mark.parametrize("notation", content_notations())
def test_the_hours_of_the_directory_agree_away_from_bank_holidays(notation: str):
    oracle = OpeningHours(notation)
    silent = [at for at in PROBES if at.date() in HOLIDAYS and notation != "24/7"]
    known = [at for at in PROBES if at not in set(silent)]

    assert [at for at in known if is_open(notation, at) != oracle.is_open(at)] == []
    assert {is_open(notation, at) for at in silent} <= {None}


OFFICE = "Mo-Fr 09:00-17:00"


def test_an_open_line_says_until_when():
    state = line_state(OFFICE, london("2026-11-25T16:59"), ENGLAND)

    assert state == LineState(True, closes_at=utc("2026-11-25T17:00"))


def test_a_closed_line_says_when_next():
    state = line_state(OFFICE, london("2026-11-27T17:00"), ENGLAND)

    assert state == LineState(False, opens_at=utc("2026-11-30T09:00"))


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-03-28T20:00", "2026-03-29T08:00"),
        ("2026-10-24T20:00", "2026-10-25T09:00"),
    ],
)
def test_hours_are_wall_time_on_both_sides_of_a_clock_change(at: str, opens: str):
    assert line_state("Mo-Su 09:00-17:00", london(at), ENGLAND).opens_at == utc(opens)


@pytest.mark.parametrize(
    ("evening", "hours"), [("2026-03-28T23:00", 7), ("2026-10-24T23:00", 9), ("2026-06-01T23:00", 8)]
)
def test_a_night_is_as_long_as_the_clock_change_makes_it(evening: str, hours: int):
    state = line_state("Mo-Su 22:00-06:00; PH 22:00-06:00", london(evening), ENGLAND)

    assert state.closes_at == london(evening).astimezone(utc("2026-01-01").tzinfo) + timedelta(
        hours=hours - 1
    )


def test_on_a_bank_holiday_silent_hours_are_unknown_all_day():
    for clock in ("00:00", "10:00", "23:59"):
        state = line_state(OFFICE, london(f"2026-12-25T{clock}"), ENGLAND)
        assert (state.is_open, state.holiday) == (None, True)


def test_before_bank_holidays_the_next_certain_opening_is_told_and_marked():
    state = line_state(OFFICE, london("2026-12-24T18:00"), ENGLAND)

    assert state == LineState(False, opens_at=utc("2026-12-29T09:00"), holiday=True)


def test_hours_that_speak_of_bank_holidays_are_certain():
    state = line_state(f"{OFFICE}; PH off", london("2026-12-25T10:00"), ENGLAND)

    assert state == LineState(False, opens_at=utc("2026-12-29T09:00"))


def test_a_holiday_of_any_nation_makes_a_line_of_all_uncertain():
    st_andrews = london("2026-11-30T10:00")

    assert line_state(OFFICE, st_andrews, ENGLAND).is_open is True
    assert line_state(OFFICE, st_andrews, list(Nation)).is_open is None


def test_round_the_clock_needs_no_bank_holiday():
    assert line_state("24/7", london("2026-12-25T03:00"), list(Nation)) == LineState(True)


@pytest.mark.parametrize(
    "notation",
    [None, "", "weekdays 9-5", "Mo-Fr", "Mo[1] 10:00-12:00", "Mo-Fr 09:00+", "Mo-Fr 25:00-26:00",
     "sunrise-sunset", "Mo-Fr 09:00-17:00, Sa 10:00-12:00", "Mo 09:00-09:00", "Mo 24:00-02:00"],
)  # fmt: skip
def test_what_is_not_understood_is_unknown(notation: str | None):
    assert line_state(notation, london("2026-11-25T10:00"), ENGLAND) == UNKNOWN
