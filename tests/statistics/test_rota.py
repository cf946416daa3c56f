"""How many handlers an hour needs: the smallest number, and what must hold of it everywhere."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpline.statistics.rota import MOST, Aim, Talks, forecast, handlers_needed, measured, minutes_at

TALKS = Talks(handle_minutes=25, patience_minutes=8)
AIM = Aim(target_minutes=5, answered=0.8, given_up=0.15)


def test_it_is_the_smallest_number_that_reaches_both_ends_of_the_aim() -> None:
    needed = handlers_needed(arrivals_per_hour=6, talks=TALKS, aim=AIM)

    shares = [(forecast(arrivals_per_hour=6, talks=TALKS, handlers=n, target_minutes=5)) for n in (3, 4)]
    assert needed == 4
    # Three are known from the reference: 72.3 % within five minutes, 21.8 % give up.
    assert (round(shares[0].served_within, 3), round(shares[0].p_abandon, 3)) == (0.723, 0.218)
    assert shares[1].served_within >= 0.8
    assert shares[1].p_abandon <= 0.15


def test_the_share_that_gives_up_may_be_what_asks_for_more() -> None:
    lax, strict = Aim(5, 0.5, 0.5), Aim(5, 0.5, 0.02)

    assert handlers_needed(arrivals_per_hour=6, talks=TALKS, aim=lax) == 2
    assert handlers_needed(arrivals_per_hour=6, talks=TALKS, aim=strict) == 6


def test_two_at_once_with_longer_talks_are_fewer_people_but_not_half() -> None:
    alone = handlers_needed(arrivals_per_hour=20, talks=TALKS, aim=AIM)
    both = handlers_needed(arrivals_per_hour=20, talks=Talks(25 * 1.3, 8, at_once=2), aim=AIM)

    assert alone is not None
    assert both is not None
    assert alone / 2 < both < alone


def test_an_hour_in_which_hardly_anybody_comes_needs_one() -> None:
    assert handlers_needed(arrivals_per_hour=0.01, talks=TALKS, aim=AIM) == 1


def test_what_no_rota_can_reach_is_said_so() -> None:
    assert handlers_needed(arrivals_per_hour=60_000, talks=TALKS, aim=AIM) is None
    assert handlers_needed(arrivals_per_hour=1_000, talks=TALKS, aim=AIM) is not None


@settings(deadline=None, max_examples=60)
@given(
    st.floats(0.05, 60),
    st.floats(5, 60),
    st.floats(1, 30),
    st.integers(1, 4),
    st.floats(1, 20),
    st.floats(0.5, 0.95),
    st.floats(0.02, 0.5),
)
def test_one_fewer_would_not_do(
    arrivals: float, handle: float, patience: float, at_once: int, target: float, answered: float, lost: float
) -> None:
    talks, aim = Talks(handle, patience, at_once), Aim(target, answered, lost)
    needed = handlers_needed(arrivals_per_hour=arrivals, talks=talks, aim=aim)

    assert needed is not None
    assert 1 <= needed <= MOST
    for handlers, reaches in [(needed, True), (needed - 1, False)]:
        if handlers:
            found = forecast(
                arrivals_per_hour=arrivals, talks=talks, handlers=handlers, target_minutes=target
            )
            assert (found.served_within >= answered and found.p_abandon <= lost) is reaches


@settings(deadline=None, max_examples=60)
@given(st.floats(0.05, 60), st.floats(0.05, 60), st.floats(5, 60), st.floats(1, 30))
def test_more_who_come_never_need_fewer(one: float, other: float, handle: float, patience: float) -> None:
    talks = Talks(handle, patience)
    few, many = (handlers_needed(arrivals_per_hour=n, talks=talks, aim=AIM) for n in sorted([one, other]))

    assert few is not None
    assert many is not None
    assert few <= many


@pytest.mark.parametrize(("at_once", "minutes"), [(1, 20), (2, 26), (3, 32)])
def test_each_further_talk_makes_all_of_them_longer(at_once: int, minutes: float) -> None:
    assert minutes_at(at_once, alone=20, longer=0.3) == pytest.approx(minutes)


@pytest.mark.parametrize(
    ("minutes", "found"),
    [
        ({}, None),
        ({1: 20}, (20, 0.3)),
        ({2: 26}, (20, 0.3)),
        ({1: 20, 2: 30}, (20, 0.5)),
        ({1: 20, 2: 25, 3: 30}, (20, 0.25)),
        # Nothing at three, and never shorter for company.
        ({1: 20, 2: 26, 4: 38}, (20, 0.3)),
        ({1: 30, 2: 20}, (25, 0)),
        ({2: 10, 3: 40}, (25, 0)),
    ],
)
def test_what_further_talks_do_is_measured_or_else_assumed(
    minutes: dict[int, float], found: tuple[float, float] | None
) -> None:
    assert measured(minutes, otherwise=0.3) == (found if found is None else pytest.approx(found))
