"""Readers of numbers for the commands that reckon: what cannot be is told in one line. Plain Python."""

from argparse import ArgumentTypeError
from collections.abc import Callable

# Nobody talks for less than a second or more than two months.
LEAST_MINUTES, MOST_MINUTES = 0.01, 100_000
LEAST_PER_HOUR, MOST_PER_HOUR = 0.001, 1_000_000


def whole(least: int, most: int) -> Callable[[str], int]:
    """Return a reader of whole numbers within these limits."""

    def read(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            value = least - 1
        if not least <= value <= most:
            raise ArgumentTypeError(f"must be a whole number from {least} to {most:,}, not {text[:40]!r}")
        return value

    return read


def minutes(text: str) -> float:
    """Read a number of minutes; "nan" and "inf" are none."""
    return _number(text, LEAST_MINUTES, MOST_MINUTES, "number of minutes")


def per_hour(text: str) -> float:
    """Read how many come in an hour."""
    return _number(text, LEAST_PER_HOUR, MOST_PER_HOUR, "number an hour")


def _number(text: str, least: float, most: float, what: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not least <= value <= most:
        raise ArgumentTypeError(f"must be a {what} from {least} to {most:,}, not {text[:40]!r}")
    return value
