"""What a report says of a change, which blocks it may have, and when it is due: no database."""

from datetime import date

import pytest

from helpline.statistics.dashboard.margin import by_chance
from helpline.statistics.dashboard.texts import texts_for
from helpline.statistics.questions import Period
from helpline.statistics.reports.choosing import BLOCKS, USUAL, UnknownBlocks, checked_blocks, in_order
from helpline.statistics.reports.comparing import Change
from helpline.statistics.reports.scheduling import MOST_BACK, due, due_on
from helpline.statistics.reports.words import lengths, others

pytestmark = pytest.mark.once


def test_the_margin_is_the_one_that_pages_and_files_state() -> None:
    # 1.96 times the square root of 200, up, and four for each side of both.
    assert by_chance(100, has_noise=True) == 28 + 8
    assert by_chance(100, has_noise=False) == 28
    assert Change(100, 100).margin == 36


@pytest.mark.parametrize(
    ("now", "before", "told"),
    [
        (100, 100, "same"),
        (100, 65, "same"),
        (60, 100, "fewer"),
        (100, 60, "more"),
        (65, 100, "same"),
        (None, 100, "untold"),
        (100, None, "untold"),
        (None, None, "untold"),
    ],
)
def test_a_difference_within_the_margin_is_no_clear_change(
    now: int | None, before: int | None, told: str
) -> None:
    assert Change(now, before).told == told


def test_a_difference_as_large_as_the_margin_is_within_it() -> None:
    at_margin = next(n for n in range(100, 200) if n - 100 == by_chance(n, has_noise=True))

    assert Change(at_margin, 100).told == "same"
    assert Change(at_margin, 99).told == "more"


def test_blocks_stand_in_the_order_of_their_places_and_ties_in_the_usual_one() -> None:
    places = dict.fromkeys(BLOCKS) | {"survey": 1, "answered": 2, "channel": 2}

    assert in_order(places) == ("survey", "channel", "answered")


@pytest.mark.parametrize("keys", [(), ("channel", "channel"), ("names",), (None,), ("channel", 3)])
def test_a_block_that_is_none_is_refused(keys: tuple[object, ...]) -> None:
    with pytest.raises(UnknownBlocks):
        checked_blocks(keys)


def test_the_usual_report_has_blocks_that_exist() -> None:
    assert checked_blocks(USUAL) == USUAL


def codes(kind: str, day: int, *, since: date, today: date) -> list[str]:
    return [period.code for period in due(kind, day, since=since, today=today)]  # type: ignore[arg-type]


def test_a_report_is_due_so_many_days_after_the_end_and_not_before_it_was_asked_for() -> None:
    asked = date(2026, 9, 20)

    assert due_on(Period.parse("2026-10"), 5) == date(2026, 11, 5)
    assert codes("month", 5, since=asked, today=date(2026, 10, 4)) == []
    assert codes("month", 5, since=asked, today=date(2026, 10, 5)) == ["2026-09"]
    assert codes("month", 5, since=asked, today=date(2026, 12, 6)) == ["2026-11", "2026-10", "2026-09"]
    assert codes("quarter", 60, since=asked, today=date(2026, 11, 28)) == []
    assert codes("quarter", 60, since=asked, today=date(2026, 11, 29)) == ["2026-Q3"]


def test_after_years_of_standstill_only_the_last_are_made() -> None:
    found = codes("month", 4, since=date(2001, 1, 1), today=date(2026, 11, 28))

    assert found[0] == "2026-10"
    assert MOST_BACK <= len(found) <= MOST_BACK + 3


def test_periods_of_unequal_length_are_said_to_be_so() -> None:
    t = texts_for("en")

    assert "February 2026: 28; January 2026: 31; February 2025: 28" in lengths(t, Period.parse("2026-02"))
    assert lengths(t, Period.parse("2026-08")) == ""
    assert others(Period.parse("2025")) == [Period.parse("2024")]
