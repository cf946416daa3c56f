"""How long the wait may be: on the wire, and in the words of a page. Plain Python.

static/chat/opening.js says it with the same words, rounded in the same way.
"""

from collections.abc import Mapping

# {"low_seconds", "high_seconds"}: half are taken within the first, four in five within the second.
Estimate = Mapping[str, int]
# A change below this is not worth a word.
CHANGE_SECONDS = 60
ROUGH_FROM_MINUTES = 20
ROUGH_STEP = 5


def has_changed(before: Estimate | None, after: Estimate | None) -> bool:
    """Tell whether an estimate came, went, or moved by a minute or more at either end."""
    if before is None or after is None:
        return before is not after
    return any(abs(after[end] - before[end]) >= CHANGE_SECONDS for end in after)


def in_minutes(seconds: int) -> int:
    """Return whole minutes, one at least; above 20 in steps of five."""
    minutes = max(1, (seconds + 30) // 60)
    return minutes if minutes <= ROUGH_FROM_MINUTES else (2 * minutes + ROUGH_STEP) // 10 * ROUGH_STEP


def wait_in_words(estimate: Estimate | None, t: Mapping[str, str]) -> str:
    """Return e.g. "The wait is about 5 to 10 minutes."; empty without an estimate."""
    if estimate is None:
        return ""
    low, high = in_minutes(estimate["low_seconds"]), in_minutes(estimate["high_seconds"])
    if low < high:
        band = t["wait_about"].format(low=low, high=high)
    else:
        band = t["wait_under"].format(high=high + (ROUGH_STEP if high >= ROUGH_FROM_MINUTES else 1))
    return t["waiting_wait"].format(wait=band)


def place_in_words(ahead: int | str, t: Mapping[str, str], *, returned: bool = False) -> str:
    """Return how many are ahead; `ahead` is a number, or "few"."""
    if returned:
        return t["waiting_returned"]
    return t["waiting_few"] if ahead == "few" else t["waiting_many"].format(n=ahead)
