"""The hours of another service as JSON, from and to OpenStreetMap's notation and words. Plain Python.

{"week": [[["09:00", "17:00"]], [], [], [], [], [], []], "bank_holidays": null}

The week begins on Monday; a span whose end is not after its start ends on the next day, and an end at
midnight is "24:00". Bank holidays are null where nobody said, else spans, none where closed. `{}`: not known.
"""

from collections.abc import Mapping
from datetime import time
from typing import Any

from helpline.hours.rules import ALL_DAY, MIDNIGHT, Span
from triage.line_hours import DAYS, LineHours, read_hours
from triage.opening_words import notation_of, opening_words

ROUND_THE_CLOCK = "24/7"
ALWAYS = LineHours(((ALL_DAY,),) * 7, (ALL_DAY,))

type_of_hours = dict[str, Any]


def hours_of(notation: str) -> LineHours:
    """Return the hours of a part of OpenStreetMap's `opening_hours`; raise ValueError for the rest of it."""
    return ALWAYS if notation.strip() == ROUND_THE_CLOCK else read_hours(notation.strip())


def osm_of(hours: LineHours) -> str:
    """Return the notation of hours; what `hours_of` makes of it are the same hours."""
    if hours == ALWAYS:
        return ROUND_THE_CLOCK
    days: dict[tuple[Span, ...], list[int]] = {}
    for day, spans in enumerate(hours.weekdays):
        if spans:
            days.setdefault(tuple(sorted(spans)), []).append(day)
    rules = [f"{_days(numbers)} {_times(spans)}" for spans, numbers in days.items()] or ["Mo-Su off"]
    if hours.bank_holidays is not None:
        rules.append(f"PH {_times(hours.bank_holidays)}")
    return "; ".join(rules)


def hours_to_json(hours: LineHours) -> type_of_hours:
    """Return the shape that is stored."""
    return {
        "week": [[_pair(span) for span in spans] for spans in hours.weekdays],
        "bank_holidays": None
        if hours.bank_holidays is None
        else [_pair(span) for span in hours.bank_holidays],
    }


def hours_from_json(stored: Mapping[str, Any]) -> LineHours | None:
    """Return the hours that are stored, None for unknown ones; raise ValueError for any other shape."""
    if not stored:
        return None
    try:
        week, holidays = stored["week"], stored["bank_holidays"]
        if len(week) != len(DAYS):
            raise ValueError(f"a week has {len(DAYS)} days")
        return LineHours(
            tuple(tuple(_span(pair) for pair in spans) for spans in week),
            None if holidays is None else tuple(_span(pair) for pair in holidays),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"hours not understood: {error}") from None


def hours_in_words(words: str) -> type_of_hours:
    """Return the stored hours of words that have one meaning (`opening_words` writes such), else `{}`."""
    notation = notation_of(words)
    return hours_to_json(hours_of(notation)) if notation else {}


def words_of(hours: LineHours) -> str:
    """Return hours as callers read them."""
    return opening_words(osm_of(hours))


def notation_stored(stored: Mapping[str, Any]) -> str:
    """Return the notation of stored hours, empty for unknown ones."""
    hours = hours_from_json(stored)
    return osm_of(hours) if hours else ""


def _days(numbers: list[int]) -> str:
    """Return "Mo-Fr" for [0, 1, 2, 3, 4] and "Mo,We" for [0, 2]; two in a row stay two."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [
        f"{DAYS[run[0]]}-{DAYS[run[-1]]}" if len(run) > 2 else ",".join(DAYS[number] for number in run)
        for run in runs
    ]
    return ",".join(parts)


def _times(spans: tuple[Span, ...]) -> str:
    return ",".join("-".join(_pair(span)) for span in sorted(spans)) or "off"


def _pair(span: Span) -> list[str]:
    return [f"{span.start:%H:%M}", "24:00" if span.end == MIDNIGHT else f"{span.end:%H:%M}"]


def _span(pair: list[str]) -> Span:
    start, end = pair
    if start == end or start >= "24:00":
        raise ValueError(f"hours not understood: {start} to {end}")
    return Span(time.fromisoformat(start), MIDNIGHT if end == "24:00" else time.fromisoformat(end))
