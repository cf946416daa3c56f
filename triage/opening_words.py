"""Opening hours of other services, from OpenStreetMap's notation into plain words. Plain Python.

Only the part of the notation that the directory uses: "24/7", or rules such as
"Mo,We 09:00-20:00; Tu,Th-Fr 09:00-17:00".
"""

import re

ROUND_THE_CLOCK = "24 hours a day, every day"

_DAYS = {
    "Mo": "Monday",
    "Tu": "Tuesday",
    "We": "Wednesday",
    "Th": "Thursday",
    "Fr": "Friday",
    "Sa": "Saturday",
    "Su": "Sunday",
}
_DAY = "(?:Mo|Tu|We|Th|Fr|Sa|Su)"
_RULE = re.compile(rf"({_DAY}(?:[-,]{_DAY})*) (\d\d):(\d\d)-(\d\d):(\d\d)")


def opening_words(notation: str) -> str:
    """Return "Monday to Friday, 9am to 5pm" for "Mo-Fr 09:00-17:00"; raise ValueError for anything else."""
    if notation == "24/7":
        return ROUND_THE_CLOCK
    return "; ".join(_rule_words(rule.strip()) for rule in notation.split(";"))


def _rule_words(rule: str) -> str:
    found = _RULE.fullmatch(rule)
    if not found:
        raise ValueError(f"hours not understood: {rule!r}")
    days, *times = found.groups()
    return f"{_day_words(days)}, {_time_words(*times[:2])} to {_time_words(*times[2:])}"


def _day_words(days: str) -> str:
    spans = [" to ".join(_DAYS[day] for day in span.split("-")) for span in days.split(",")]
    return spans[0] if len(spans) == 1 else f"{', '.join(spans[:-1])} and {spans[-1]}"


def _time_words(hour: str, minute: str) -> str:
    if int(hour) > 24 or int(minute) > 59:
        raise ValueError(f"not a time: {hour}:{minute}")
    past = "" if minute == "00" else f".{minute}"
    return f"{int(hour) % 12 or 12}{past}{'am' if int(hour) % 24 < 12 else 'pm'}"
