"""Opening hours of other services: from OpenStreetMap's notation into plain words, and back. Plain Python.

Only the part of the notation that the directory uses: "24/7", or rules such as
"Mo,We 09:00-12:00,13:00-20:00; Tu,Th-Fr 22:00-06:00; PH off".
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
    "PH": "bank holidays",
}
_SHORT = {name: day for day, name in _DAYS.items()}
_DAY = "(?:Mo|Tu|We|Th|Fr|Sa|Su)"
_DAY_OR_RANGE = f"(?:PH|{_DAY}(?:-{_DAY})?)"
_SPAN = r"\d\d:\d\d-\d\d:\d\d"
_RULE = re.compile(rf"({_DAY_OR_RANGE}(?:,{_DAY_OR_RANGE})*) (off|{_SPAN}(?:,{_SPAN})*)")
_CLOCK = re.compile(r"(\d{1,2})(?:\.(\d\d))?(am|pm)")


def opening_words(notation: str) -> str:
    """Return "Monday to Friday, 9am to 5pm" for "Mo-Fr 09:00-17:00"; raise ValueError for anything else."""
    if notation == "24/7":
        return ROUND_THE_CLOCK
    return "; ".join(_rule_words(*rule) for rule in rules_of(notation))


def rules_of(notation: str) -> list[tuple[str, str]]:
    """Return [(days, times)] as written, times "off" where closed; raise ValueError for anything else."""
    return [_rule(rule.strip()) for rule in notation.split(";")]


def notation_of(words: str) -> str | None:
    """Return the notation of what `opening_words` would say so; None for any other words.

    Staff write hours in words; only words with this one meaning are worked out, never a guess.
    """
    if words == ROUND_THE_CLOCK:
        return "24/7"
    try:
        notation = "; ".join(map(_rule_of_words, words.split("; ")))
        return notation if opening_words(notation) == words else None
    except (KeyError, ValueError):
        return None


def _rule(rule: str) -> tuple[str, str]:
    found = _RULE.fullmatch(rule)
    if not found:
        raise ValueError(f"hours not understood: {rule!r}")
    days, times = found.groups()
    for clock in re.findall(r"\d\d:\d\d", times):
        if clock > "24:00" or clock[3:] > "59":
            raise ValueError(f"not a time: {clock}")
    return days, times


def _rule_words(days: str, times: str) -> str:
    spans = [" to ".join(_DAYS[day] for day in span.split("-")) for span in days.split(",")]
    if times == "off":
        return f"closed on {_listed(spans)}"
    clocks = [" to ".join(map(_time_words, span.split("-"))) for span in times.split(",")]
    return f"{_listed(spans)}, {_listed(clocks)}"


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _time_words(clock: str) -> str:
    hour, minute = clock.split(":")
    past = "" if minute == "00" else f".{minute}"
    return f"{int(hour) % 12 or 12}{past}{'am' if int(hour) % 24 < 12 else 'pm'}"


def _rule_of_words(rule: str) -> str:
    if rule.startswith("closed on "):
        return f"{_days_of_words(rule.removeprefix('closed on '))} off"
    days, first, rest = re.split(r", (?=(\d))", rule, maxsplit=1)
    spans = re.split(r", | and ", rest)
    return f"{_days_of_words(days)} {','.join(map(_span_of_words, spans))}" if first else ""


def _days_of_words(days: str) -> str:
    spans = re.split(r", | and ", days)
    return ",".join("-".join(_SHORT[day] for day in span.split(" to ")) for span in spans)


def _span_of_words(span: str) -> str:
    start, end = map(_clock_of_words, span.split(" to "))
    return f"{start}-{'24:00' if end == '00:00' else end}"


def _clock_of_words(words: str) -> str:
    found = _CLOCK.fullmatch(words)
    if not found:
        raise ValueError(f"not a time: {words}")
    hour, minute, half = int(found[1]) % 12, found[2] or "00", found[3]
    return f"{hour + 12 if half == 'pm' else hour:02}:{minute}"
