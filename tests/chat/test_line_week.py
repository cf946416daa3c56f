"""A line played through: everybody ends answered, abandoned or refused, by one handler, in order."""

import pytest

from bench.line_people import Figures, World
from bench.line_week import Simulation, lines_of

ENDS = {
    "answered", "abandoned", "refused: closed", "refused: full", "refused: hours over while waiting",
}  # fmt: skip


def holds(world: World) -> Figures:
    """Play it, print what came of it, and hold it to what must be so whatever the people do."""
    figures = Simulation(world).run()
    print("\n".join(lines_of(world, figures)))  # noqa: T201 - the figures of a week are asked for
    assert set(figures.ends) <= ENDS
    assert figures.ends["answered"] == len(figures.waits)
    assert (figures.most_owners, figures.most_over_capacity, figures.overtaken) == (1, 0, 0)
    return figures


@pytest.mark.parametrize("push", [True, False])
@pytest.mark.parametrize("seed", [1, 2])
def test_a_day_in_which_nobody_is_lost_doubled_or_overtaken(seed: int, push: bool) -> None:
    figures = holds(World(seed=seed, days=1, push=push))

    assert figures.ends["answered"] > 60
    assert bool(figures.offers) is push


def test_the_same_seed_is_the_same_day() -> None:
    one, two = (Simulation(World(seed=3, days=1)).run() for _ in range(2))

    assert (one.ends, one.waits) == (two.ends, two.waits)


def test_where_everybody_declines_nobody_is_given_anybody_and_everybody_is_accounted_for() -> None:
    figures = Simulation(World(seed=1, days=1, declines=1.0, misses=0.0)).run()

    assert set(figures.ends) <= ENDS
    assert figures.waits == []
    assert figures.ends["abandoned"] > 60


@pytest.mark.long
@pytest.mark.parametrize("push", [True, False])
@pytest.mark.parametrize("load", [0.5, 1.0, 1.5, 3.0])
@pytest.mark.parametrize("seed", range(5))
def test_weeks_in_which_nobody_is_lost_doubled_or_overtaken(seed: int, load: float, push: bool) -> None:
    holds(World(seed=seed, push=push, load=load))
