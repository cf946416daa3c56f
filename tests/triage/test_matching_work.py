"""How much work a search is, counted in calls and told as a ratio of the floor in the same run: no clock.

The floor reads every entry once and sorts the names, as in bench/matching.py, which measures milliseconds.
"""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from bench.matching import SEARCHES, SIZES, TODAY, invented
from triage.matching import Directory, match

pytestmark = pytest.mark.once
# At most 3.2 today; before criteria that nobody asks about were left out it was 6.7.
MOST_OF_THE_FLOOR = 4


def calls_of(act: Callable[[], object]) -> int:
    """Return how many functions were called, Python's own among them."""
    counted = 0

    def count(frame: FrameType, event: str, arg: Any) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        act()
    finally:
        sys.setprofile(before)
    return counted


def floor_of(directory: Directory) -> int:
    return calls_of(lambda: sorted(each.name for each in directory.held if each.entry.is_reachable)[:30])


@pytest.fixture(scope="module", params=["many alike", "no two alike"])
def directories(request: pytest.FixtureRequest) -> dict[int, Directory]:
    alike = request.param == "many alike"
    return {size: Directory(invented(size, alike=alike)) for size in SIZES}


@pytest.mark.parametrize("name", SEARCHES)
def test_a_search_among_5000_is_a_few_times_the_floor(directories: dict[int, Directory], name: str) -> None:
    most = directories[SIZES[-1]]

    assert calls_of(lambda: match(most, SEARCHES[name], on=TODAY)) < MOST_OF_THE_FLOOR * floor_of(most)


@pytest.mark.parametrize("name", SEARCHES)
def test_ten_times_as_many_services_are_ten_times_the_work_at_most(
    directories: dict[int, Directory], name: str
) -> None:
    def work(size: int) -> int:
        return calls_of(lambda: match(directories[size], SEARCHES[name], on=TODAY))

    assert work(5_000) <= 10 * work(500)
