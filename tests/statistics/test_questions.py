"""What may be asked at all."""

from datetime import date

import pytest

from helpline.statistics.dimensions import DIMENSIONS
from helpline.statistics.questions import (
    Period,
    PeriodOffGrid,
    Question,
    TooManyDimensions,
    UnknownDimension,
)
from helpline.statistics.values import COARSE_FIELDS

NOVEMBER = Period(date(2026, 11, 1), "month")


@pytest.mark.parametrize(
    ("code", "name", "first", "last", "end"),
    [
        ("2026-11", "November 2026", date(2026, 11, 1), date(2026, 11, 1), date(2026, 12, 1)),
        ("2026-12", "December 2026", date(2026, 12, 1), date(2026, 12, 1), date(2027, 1, 1)),
        ("2026-Q1", "January to March 2026", date(2026, 1, 1), date(2026, 3, 1), date(2026, 4, 1)),
        ("2026-Q4", "October to December 2026", date(2026, 10, 1), date(2026, 12, 1), date(2027, 1, 1)),
        ("2026", "2026", date(2026, 1, 1), date(2026, 12, 1), date(2027, 1, 1)),
    ],
)
def test_a_period_is_read_and_written_alike(code: str, name: str, first: date, last: date, end: date) -> None:
    period = Period.parse(code)

    assert (period.code, period.name, period.start, period.last_month, period.end) == (
        code, name, first, last, end
    )  # fmt: skip
    assert period.months[0] == first
    assert period.months[-1] == last


@pytest.mark.parametrize(
    "code",
    ["", "2026-00", "2026-13", "2026-Q0", "2026-Q5", "2026-1", "26", "1926", "2026-11-01", "2026-W4",
     "2026-11..2026-12", " 2026", "2026\n", "²026", "2026-q1"],
)  # fmt: skip
def test_what_is_off_the_grid_is_refused(code: str) -> None:
    with pytest.raises(PeriodOffGrid):
        Period.parse(code)


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (date(2026, 11, 2), "month"),
        (date(2026, 11, 1), "quarter"),
        (date(2026, 10, 1), "year"),
        (date(2026, 11, 1), "week"),
    ],
)
def test_a_period_begins_where_the_grid_says(start: date, kind: str) -> None:
    with pytest.raises(PeriodOffGrid):
        Period(start, kind)  # type: ignore[arg-type]


def test_the_periods_before() -> None:
    assert Period.parse("2026-01").before().code == "2025-12"
    assert Period.parse("2026-Q1").before(5).code == "2024-Q4"
    assert Period.parse("2026").before().code == "2025"
    assert Period.parse("2026-Q3").year_before().code == "2025-Q3"
    assert Period.containing(date(2026, 5, 31), "quarter").code == "2026-Q2"


@pytest.mark.parametrize(
    ("by", "where"),
    [
        (("outcome", "level", "channel"), None),
        (("outcome", "level"), ("channel", "phone")),
    ],
)
def test_three_dimensions_are_refused_a_drill_down_counts_as_one(
    by: tuple[str, ...], where: tuple[str, str] | None
) -> None:
    with pytest.raises(TooManyDimensions):
        Question(NOVEMBER, by, where)


@pytest.mark.parametrize(
    ("by", "where"),
    [
        (("outcome", "outcome"), None),
        (("outcome",), ("outcome", "signposted")),
        (("record_key",), None),
        (("month",), None),
        (("outcome",), ("channel", "pigeon")),
        (("outcome",), ("area", "")),
        (("outcome",), ("area", "x" * 61)),
    ],
)
def test_what_is_no_dimension_or_no_code_is_refused(
    by: tuple[str, ...], where: tuple[str, str] | None
) -> None:
    with pytest.raises(UnknownDimension):
        Question(NOVEMBER, by, where)


def test_every_dimension_is_a_column_of_a_fact_and_has_words() -> None:
    assert {dimension.field for dimension in DIMENSIONS.values()} <= set(COARSE_FIELDS)
    assert all(
        dimension.title and (dimension.codes is None or all(dimension.codes.values()))
        for dimension in DIMENSIONS.values()
    )
