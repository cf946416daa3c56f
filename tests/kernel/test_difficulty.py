"""How hard the proof of work is: never easier while more is asked for, and never too hard for a telephone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.kernel.difficulty import MOST_DOUBLINGS, doublings, max_number

counts = st.integers(0, 10**6)
bases = st.integers(1, 10**6)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [(0, 0), (1, 0), (30, 0), (31, 1), (60, 1), (61, 2), (120, 2), (121, 3), (240, 3), (241, 4), (10**9, 4)],
)
def test_each_doubling_of_what_is_asked_for_doubles_the_work(asked: int, expected: int) -> None:
    assert doublings(asked, free=30) == expected


@pytest.mark.parametrize(
    ("by_service", "by_network", "expected"),
    [(1, 1, 5_000), (30, 4, 5_000), (31, 1, 10_000), (1, 5, 10_000), (61, 9, 20_000), (10**6, 1, 80_000)],
)
def test_the_busier_of_service_and_network_decides(by_service: int, by_network: int, expected: int) -> None:
    assert max_number(base=5_000, by_service=by_service, by_network=by_network) == expected


def test_many_solved_starts_count_as_well() -> None:
    assert [max_number(base=5_000, by_service=1, by_network=1, starts=n) for n in (20, 21, 41)] == [
        5_000, 10_000, 20_000,
    ]  # fmt: skip


@given(base=bases, service=counts, network=counts, more=counts)
def test_more_asked_for_is_never_easier(base: int, service: int, network: int, more: int) -> None:
    now = max_number(base=base, by_service=service, by_network=network)

    assert max_number(base=base, by_service=service + more, by_network=network) >= now
    assert max_number(base=base, by_service=service, by_network=network + more) >= now


@given(base=bases, service=counts, network=counts)
def test_the_work_stays_between_the_base_and_its_most(base: int, service: int, network: int) -> None:
    number = max_number(base=base, by_service=service, by_network=network)

    assert base <= number <= base * 2**MOST_DOUBLINGS
    assert number % base == 0


@given(asked=counts, free=st.integers(1, 1_000))
def test_what_is_free_is_free_and_what_is_over_is_not(asked: int, free: int) -> None:
    assert (doublings(asked, free=free) == 0) == (asked <= free)
