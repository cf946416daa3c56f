"""Least and most of each number that a line is set to. Plain Python.

Outside of them the line would not work as people expect: a caller would wait for somebody who is not at the
desk, or a handler would be kept from the next one for an hour.
"""

BOUNDS: dict[str, tuple[int, int]] = {
    "offer_seconds": (15, 120),
    "skill_wait_seconds": (0, 1_800),
    "idle_minutes": (5, 240),
    "wrap_up_minutes": (1, 30),
    "most_wait_minutes": (5, 240),
    "pause_minutes": (1, 60),
}


def within(name: str, value: int) -> int:
    """Return the nearest value that counts: what was saved under wider bounds is held to these."""
    least, most = BOUNDS[name]
    return min(max(value, least), most)
