from datetime import UTC, date, datetime

import pytest

from helpline.statistics import categories
from helpline.statistics.bands import HOUR_BANDS, hour_band, month_of, talk_band, wait_band


@pytest.mark.parametrize(
    ("seconds", "band"),
    [
        (-0.2, "under_1"),  # two hosts' clocks may differ
        (0, "under_1"),
        (59.9, "under_1"),
        (60, "1_to_5"),
        (299, "1_to_5"),
        (300, "5_to_10"),
        (600, "10_to_20"),
        (1200, "over_20"),
        (86_400, "over_20"),
    ],
)
def test_a_wait_is_kept_as_a_band(seconds: float, band: str) -> None:
    assert wait_band(seconds) == band


@pytest.mark.parametrize(
    ("seconds", "band"),
    [
        (None, "none"),
        (0, "under_5"),
        (300, "5_to_15"),
        (900, "15_to_30"),
        (1800, "30_to_60"),
        (3600, "over_60"),
    ],
)
def test_a_talk_is_kept_as_a_band(seconds: float | None, band: str) -> None:
    assert talk_band(seconds) == band


@pytest.mark.parametrize(
    ("at", "band", "month"),
    [
        (datetime(2026, 11, 21, 14, 59, tzinfo=UTC), "12-15", date(2026, 11, 1)),
        (datetime(2026, 7, 1, 14, 0, tzinfo=UTC), "15-18", date(2026, 7, 1)),  # summer time
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), "00-03", date(2026, 7, 1)),
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), "21-24", date(2026, 12, 1)),
    ],
)
def test_a_moment_is_kept_as_month_and_band_by_the_clock_in_london(
    at: datetime, band: str, month: date
) -> None:
    assert hour_band(at) == band
    assert month_of(at) == month


def test_the_day_has_eight_bands() -> None:
    assert HOUR_BANDS == ("00-03", "03-06", "06-09", "09-12", "12-15", "15-18", "18-21", "21-24")


def test_every_wait_band_has_a_name_for_the_page() -> None:
    assert frozenset(categories.WAITS) == categories.CODES["wait_band"]
