"""Dates of gov.uk's list for England and Wales, and what the other nations have besides."""

from datetime import date

import pytest

from helpline.hours.bank_holidays import bank_holidays_around, bank_holidays_of
from helpline.hours.rules import Nation
from tests.hours.schedules import london

ENGLAND_AND_WALES = {
    2026: ["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"],
    2027: ["01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"],
}


@pytest.mark.parametrize("nation", [Nation.ENGLAND, Nation.WALES])
@pytest.mark.parametrize("year", [2026, 2027])
def test_weekday_bank_holidays_of_england_and_wales_are_those_published(nation: Nation, year: int):
    weekdays = [day for day in sorted(bank_holidays_of(nation, year)) if day.weekday() < 5]

    assert weekdays == [date.fromisoformat(f"{year}-{rest}") for rest in ENGLAND_AND_WALES[year]]


@pytest.mark.parametrize(
    ("nation", "day"),
    [
        (Nation.SCOTLAND, date(2026, 1, 2)),
        (Nation.SCOTLAND, date(2026, 6, 15)),
        (Nation.SCOTLAND, date(2026, 8, 3)),
        (Nation.SCOTLAND, date(2026, 11, 30)),
        (Nation.NORTHERN_IRELAND, date(2026, 3, 17)),
        (Nation.NORTHERN_IRELAND, date(2026, 7, 13)),
    ],
)
def test_scotland_and_northern_ireland_have_days_of_their_own(nation: Nation, day: date):
    assert day in bank_holidays_of(nation, 2026)
    assert day not in bank_holidays_of(Nation.ENGLAND, 2026)


def test_scotland_does_not_keep_easter_monday():
    assert date(2026, 4, 6) not in bank_holidays_of(Nation.SCOTLAND, 2026)


def test_substitute_days_are_named_as_such():
    assert bank_holidays_of(Nation.ENGLAND, 2026)[date(2026, 12, 28)] == "Boxing Day (substitute day)"


def test_the_days_around_a_moment_reach_a_whole_search_ahead():
    around = bank_holidays_around(Nation.ENGLAND, london("2026-12-31T10:00"))

    assert {date(2026, 12, 28), date(2027, 1, 1), date(2028, 1, 3)} <= set(around)


def test_on_new_years_day_yesterday_still_counts():
    around = bank_holidays_around(Nation.SCOTLAND, london("2027-01-01T00:30"))

    assert date(2026, 12, 28) in around
