"""What two counts may differ by though nothing has changed. Plain Python."""

from math import ceil, sqrt

NINETY_FIVE = 1.96
# Noise and rounding add four to either side of both.
OF_NOISE = 8


def by_chance(about: int, *, has_noise: bool) -> int:
    """Return how far two counts of about this size may lie apart by chance, nineteen times in twenty.

    Each goes up and down by about its square root.
    """
    return ceil(NINETY_FIVE * sqrt(2 * about)) + (OF_NOISE if has_noise else 0)
