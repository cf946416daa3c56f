"""How many may come where a mean and a variance are known: a negative binomial. Plain Python."""

from math import exp, log

# Closer to Poisson than this is Poisson.
LEAST_EXCESS = 1e-9


def interval(mean: float, variance: float, *, share: float) -> tuple[int, int]:
    """Return the least and the most in the middle `share` (above 0, below 1) of cases.

    A variance not above the mean gives Poisson. As long as there is any, the tail on each side holds at
    most half of what is left out.
    """
    tail = (1 - share) / 2
    return quantile(tail, mean, variance), quantile(1 - tail, mean, variance)


def quantile(share: float, mean: float, variance: float) -> int:
    """Return the least number that is not exceeded in this share of cases."""
    if mean <= 0:
        return 0
    excess = variance - mean
    # Logarithms: the chance of nought is smaller than a float can be where many come.
    if excess <= LEAST_EXCESS * mean:
        size, chance = None, -mean
    else:
        size = mean * mean / excess
        chance = size * log(size / (size + mean))
    number, below = 0, exp(chance)
    most = mean + 40 * (variance + mean) ** 0.5 + 40
    while below < share and number < most:
        number += 1
        if size is None:
            chance += log(mean / number)
        else:
            chance += log((number - 1 + size) / number * mean / (size + mean))
        below += exp(chance)
    return number
