"""Moments as people say them."""

from datetime import time

import pytest

from helpline.hours.spoken import spoken_date, spoken_moment, spoken_time, spoken_until
from tests.hours.schedules import london

NOW = london("2026-12-24T18:00")  # a Thursday


@pytest.mark.parametrize(
    ("wall", "english", "welsh"),
    [
        ("09:00", "9 in the morning", "9 y bore"),
        ("09:05", "5 past 9 in the morning", "5 munud wedi 9 y bore"),
        ("09:15", "quarter past 9 in the morning", "chwarter wedi 9 y bore"),
        ("09:30", "half past 9 in the morning", "hanner awr wedi 9 y bore"),
        ("09:45", "quarter to 10 in the morning", "chwarter i 10 y bore"),
        ("17:40", "20 to 6 in the afternoon", "20 munud i 6 y prynhawn"),
        ("11:45", "quarter to midday", "chwarter i hanner dydd"),
        ("12:00", "midday", "hanner dydd"),
        ("12:30", "half past 12 in the afternoon", "hanner awr wedi 12 y prynhawn"),
        ("13:00", "1 in the afternoon", "1 y prynhawn"),
        ("18:00", "6 in the evening", "6 yr hwyr"),
        ("23:45", "quarter to midnight", "chwarter i hanner nos"),
        ("00:00", "midnight", "hanner nos"),
        ("00:30", "half past midnight", "hanner awr wedi hanner nos"),
        ("09:07", "9:07 in the morning", "9:07 y bore"),
    ],
)
def test_times_of_the_day(wall: str, english: str, welsh: str):
    assert spoken_time("en", time.fromisoformat(wall)) == english
    assert spoken_time("cy", time.fromisoformat(wall)) == welsh


@pytest.mark.parametrize(
    ("at", "english", "welsh"),
    [
        ("2026-12-24T19:00", "today at 7 in the evening", "heddiw am 7 yr hwyr"),
        ("2026-12-25T09:00", "tomorrow at 9 in the morning", "yfory am 9 y bore"),
        ("2026-12-26T12:00", "on Saturday at midday", "ddydd Sadwrn am hanner dydd"),
        ("2026-12-30T09:30", "on Wednesday at half past 9 in the morning",
         "ddydd Mercher am hanner awr wedi 9 y bore"),
        ("2026-12-31T09:00", "on Thursday 31 December at 9 in the morning",
         "ddydd Iau 31 Rhagfyr am 9 y bore"),
        ("2026-12-25T00:00", "tonight at midnight", "heno am hanner nos"),
        ("2026-12-26T00:00", "tomorrow night at midnight", "nos yfory am hanner nos"),
        ("2026-12-29T00:00", "on Monday night at midnight", "nos Lun am hanner nos"),
        ("2027-01-05T00:00", "on Monday night, 4 January, at midnight", "nos Lun, 4 Ionawr, am hanner nos"),
    ],
)  # fmt: skip
def test_days_as_seen_from_today(at: str, english: str, welsh: str):
    assert spoken_moment("en", london(at), NOW) == english
    assert spoken_moment("cy", london(at), NOW) == welsh


def test_until_leaves_out_the_day_where_it_is_today():
    assert spoken_until("en", london("2026-12-24T21:00"), NOW) == "9 in the evening"
    assert spoken_until("en", london("2026-12-25T00:00"), NOW) == "midnight"
    assert spoken_until("en", london("2026-12-25T06:00"), NOW) == "tomorrow at 6 in the morning"
    assert spoken_until("cy", london("2026-12-25T06:00"), NOW) == "yfory am 6 y bore"


@pytest.mark.parametrize(
    ("at", "english", "welsh"),
    [
        ("2026-12-29T23:30", "Tuesday at half past 11 in the evening",
         "ddydd Mawrth am hanner awr wedi 11 yr hwyr"),
        ("2026-12-31T23:30", "Thursday 31 December at half past 11 in the evening",
         "ddydd Iau 31 Rhagfyr am hanner awr wedi 11 yr hwyr"),
        ("2026-12-29T00:00", "Monday night at midnight", "nos Lun am hanner nos"),
    ],
)  # fmt: skip
def test_until_another_day_reads_well_after_the_word_until(at: str, english: str, welsh: str):
    assert spoken_until("en", london(at), NOW) == english
    assert spoken_until("cy", london(at), NOW) == welsh


def test_words_that_are_kept_name_the_date():
    assert spoken_date("en", london("2026-12-25T09:00")) == "on Friday 25 December at 9 in the morning"
    assert spoken_date("cy", london("2026-12-25T09:00")) == "ddydd Gwener 25 Rhagfyr am 9 y bore"


def test_days_and_times_are_those_of_london():
    evening = london("2026-07-06T23:30")

    # Half past 10 by UTC: the day changes with the clocks in London, not with UTC.
    assert spoken_moment("en", london("2026-07-06T23:50"), evening) == "today at 10 to midnight"
    assert spoken_moment("en", london("2026-07-07T00:50"), evening) == "tomorrow at 10 to 1 in the morning"


@pytest.mark.parametrize(
    ("now", "opens"),
    [("2026-03-28T20:00", "2026-03-29T09:00"), ("2026-10-24T20:00", "2026-10-25T09:00")],
)
def test_tomorrow_is_tomorrow_when_the_clocks_change(now: str, opens: str):
    assert spoken_moment("en", london(opens), london(now)) == "tomorrow at 9 in the morning"
