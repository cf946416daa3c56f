"""How a moment or a duration becomes coarse before it is kept. Plain Python."""

from datetime import date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
HOURS_PER_BAND = 3
NO_TALK = "none"
DAY_KINDS = {"weekday": "Monday to Friday", "weekend": "Saturday or Sunday"}
# In whole minutes; it stands for all longer waits.
LONGEST_WAIT = 60

# Codes by the minutes at which a band ends; the last one is open.
WAIT_BANDS: dict[str, float] = {
    "under_1": 1, "1_to_5": 5, "5_to_10": 10, "10_to_20": 20, "over_20": float("inf")
}  # fmt: skip
TALK_BANDS: dict[str, float] = {
    "under_5": 5, "5_to_15": 15, "15_to_30": 30, "30_to_60": 60, "over_60": float("inf")
}  # fmt: skip


def month_of(at: datetime) -> date:
    """Return the first day of the month that `at` (aware) falls in, by the clock in London."""
    return at.astimezone(LONDON).date().replace(day=1)


def day_kind(at: datetime) -> str:
    """Return "weekday" or "weekend" for `at` (aware), by London's day; bank holidays are not told apart."""
    return "weekend" if at.astimezone(LONDON).weekday() > 4 else "weekday"


def hour_band(at: datetime) -> str:
    """Return the three hours that `at` (aware) falls in by the clock in London, such as "12-15"."""
    start = at.astimezone(LONDON).hour // HOURS_PER_BAND * HOURS_PER_BAND
    return f"{start:02}-{start + HOURS_PER_BAND:02}"


def wait_band(seconds: float) -> str:
    """Return the code for a wait, from joining the queue to the answer or to leaving."""
    return _band(seconds, WAIT_BANDS)


def wait_minutes(seconds: float) -> int:
    """Return the whole minutes of a wait, from 0 to LONGEST_WAIT."""
    return min(max(int(seconds // 60), 0), LONGEST_WAIT)


def talk_band(seconds: float | None) -> str:
    """Return the code for the length of a talk; None, for nobody answered, gives "none"."""
    return NO_TALK if seconds is None else _band(seconds, TALK_BANDS)


def _band(seconds: float, bands: dict[str, float]) -> str:
    # Below nought only when two hosts' clocks differ: no reason to fail while closing a contact.
    return next(code for code, ends_at in bands.items() if seconds < ends_at * 60)


HOUR_BANDS = tuple(f"{start:02}-{end:02}" for start, end in pairwise(range(0, 25, HOURS_PER_BAND)))
