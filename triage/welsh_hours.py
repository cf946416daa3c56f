"""Opening hours in Welsh, from the notation that `triage.opening_words` puts into English. Plain Python."""

import re

from triage.opening_words import rules_of

ROUND_THE_CLOCK_CY = "24 awr y dydd, bob dydd"

_DAYS = {
    "Mo": "dydd Llun",
    "Tu": "dydd Mawrth",
    "We": "dydd Mercher",
    "Th": "dydd Iau",
    "Fr": "dydd Gwener",
    "Sa": "dydd Sadwrn",
    "Su": "dydd Sul",
    "PH": "gwyliau banc",
}


def welsh_words(notation: str) -> str:
    """Return "Dydd Llun i ddydd Gwener, 9yb tan 5yp" for "Mo-Fr 09:00-17:00".

    Raises ValueError for what is not this notation.
    """
    if notation == "24/7":
        return ROUND_THE_CLOCK_CY
    return "; ".join(_rule(*rule) for rule in rules_of(notation))


def _rule(days: str, times: str) -> str:
    spans = [_softened_after_the_first(span.split("-")) for span in days.split(",")]
    if times == "off":
        return f"Ar gau ar {_and(map(_soft, spans))}"
    said = _and(spans)
    clocks = [" tan ".join(map(_clock, span.split("-"))) for span in times.split(",")]
    return f"{said[:1].upper()}{said[1:]}, {', '.join(clocks)}"


def _softened_after_the_first(days: list[str]) -> str:
    first, *rest = (_DAYS[day] for day in days)
    return " i ".join([first, *map(_soft, rest)])


def _soft(words: str) -> str:
    """Return the words as they stand after "i" and "ar"."""
    return re.sub(r"^g(?=wyliau)", "", re.sub(r"^d(?=ydd)", "dd", words))


def _and(parts: "map[str] | list[str]") -> str:
    *first, last = parts
    return f"{', '.join(first)} a {last}" if first else last


def _clock(clock: str) -> str:
    hour, minute = clock.split(":")
    past = "" if minute == "00" else f".{minute}"
    return f"{int(hour) % 12 or 12}{past}{'yb' if int(hour) % 24 < 12 else 'yp'}"
