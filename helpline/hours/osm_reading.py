"""Reads what hours here can hold of OpenStreetMap's `opening_hours`; the rest is refused. Plain Python.

Held: weekdays, PH, single dates and runs of dates, times to the minute, "off" and "closed", 24/7, and a
comment for a date. Each refusal names the part that cannot be held.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from helpline.hours.osm_writing import DAYS, MONTHS, osm_date
from helpline.hours.rules import (
    DAY_MINUTES,
    BankHolidayPolicy,
    ExceptionDay,
    HolidayMode,
    Schedule,
    Span,
    WeeklyInterval,
)
from helpline.kernel.errors import HelplineError

LONGEST_TEXT = 16_000
MOST_DATES = 400
NAME_CHARACTERS = 80
A_DAY = timedelta(days=1)
DAY = "|".join(DAYS)
MONTH = "|".join(MONTHS)
TIMES = r"\d{1,2}:\d{2}-\d{1,2}:\d{2}(?:\s*,\s*\d{1,2}:\d{2}-\d{1,2}:\d{2})*"
WEEKDAYS = rf"(?:{DAY}|PH)(?:-(?:{DAY}))?(?:\s*,\s*(?:{DAY}|PH)(?:-(?:{DAY}))?)*"
DATE = rf"(\d{{4}}) ({MONTH}) (\d{{1,2}})"
DATES = rf"{DATE}(?:\s*-\s*(?:{DATE}|(\d{{1,2}})))?"
RULE = re.compile(
    rf"\s*(?:(?P<always>24/7)|(?P<days>{WEEKDAYS})|(?P<dates>{DATES}))?\s*:?\s*"
    rf"(?P<hours>{TIMES}|off|closed)?\s*(?:\"(?P<name>[^\"]*)\")?\s*"
)
UNKNOWN = {
    "SH": "school holidays",
    "week": "weeks of the year",
    "sunrise": "times of the sun",
    "sunset": "times of the sun",
    "dawn": "times of the sun",
    "dusk": "times of the sun",
    "easter": "days counted from Easter",
    "unknown": "hours that are not known",
    "||": "rules that count only when others do not (“||”)",
    "+": "an open end (“+”)",
    "[": "only some weekdays of a month (“[ ]”)",
}


class OsmRefused(HelplineError):
    """The text holds what the hours here cannot."""

    code = "hours.osm_refused"


@dataclass(frozen=True)
class _Rule:
    text: str
    adds: bool
    days: tuple[str, ...]
    dates: tuple[date, ...]
    spans: tuple[Span, ...]
    name: str


def read_osm(text: str, *, base: Schedule) -> Schedule:
    """Return the schedule of a text; nation and last new caller, which it cannot say, stay as in `base`.

    Raises OsmRefused.
    """
    if len(text) > LONGEST_TEXT:
        raise OsmRefused(f"The text is longer than {LONGEST_TEXT} letters. Nothing was read.")
    rules = [_rule(part, adds=adds) for part, adds in _parts(" ".join(text.split()))]
    if not rules:
        raise OsmRefused("There is no text. Paste what stands after “opening_hours=”.")
    _check_order(rules)
    week, exceptions = _week(rules), _exceptions(rules)
    weekly = (WeeklyInterval(day, each.start, each.end) for day in range(7) for each in week[DAYS[day]])
    policy = _policy(rules, base.bank_holidays)
    return replace(base, weekly=tuple(sorted(weekly)), exceptions=exceptions, bank_holidays=policy)


def with_dates_for_bank_holidays(text: str, dates: Iterable[date]) -> str:
    """Return a text that was read with each rule for PH written out for these dates, for other programs."""
    written: list[str] = []
    for rule, adds in _parts(" ".join(text.split())):
        parts = _rule(rule, adds=adds)
        hours = rule[RULE.fullmatch(rule).start("hours") :] if "PH" in parts.days else ""  # type: ignore[union-attr]
        weekdays = ",".join(day for day in parts.days if day != "PH")
        kept = [rule] if not hours else [f"{weekdays} {hours}"] if weekdays else []
        for place, each in enumerate(kept + [f"{osm_date(day)} {hours}" for day in dates if hours]):
            written.append((", " if adds and not place else "; ") + each)
    return "".join(written).lstrip(";, ")


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """Divide at semicolons, and at those commas that begin a new rule; never within a comment.

    A comma before a time goes on with the times of a rule, one between days with its days.
    """
    rule, adds = "", False
    pieces = re.split(r"(\"[^\"]*\"|;|,)", text)
    for place, piece in enumerate(pieces):
        following = pieces[place + 1].lstrip() if piece == "," else ""
        complete = bool(re.search(r"(?:\d|off|closed|\")\s?$", rule[-8:]))
        if piece == ";" or (piece == "," and complete and not re.match(r"\d{1,2}:\d", following)):
            if rule.strip():
                yield rule.strip(), adds
            rule, adds = "", piece == ","
        else:
            rule += piece
    if rule.strip():
        yield rule.strip(), adds


def _rule(text: str, *, adds: bool) -> _Rule:
    found = RULE.fullmatch(text)
    if not found or not (found["hours"] or found["always"]):
        raise OsmRefused(_why(text))
    if found["name"] and not found["dates"]:
        raise OsmRefused(f"“{text}” has a comment. Only a date can keep one, as its reason.")
    if found["name"] and len(found["name"]) > NAME_CHARACTERS:
        raise OsmRefused(f"The comment in “{text[:60]}…” is longer than {NAME_CHARACTERS} letters.")
    days = _days(found["days"] or ("" if found["dates"] else "Mo-Su"))
    dates = tuple(_dates(found, text)) if found["dates"] else ()
    hours = found["hours"] or "00:00-24:00"
    spans = () if hours in {"off", "closed"} else tuple(sorted(_spans(hours, text)))
    if adds and dates:
        raise OsmRefused(f"“, {text}” adds to a day. Write all the hours of that date after a semicolon.")
    return _Rule(text, adds, days, dates, spans, found["name"] or "")


def _why(text: str) -> str:
    for sign, meant in UNKNOWN.items():
        whole = rf"(?<!\w){sign}(?!\w)" if sign.isalpha() else re.escape(sign)
        if re.search(whole, text, re.IGNORECASE):
            return f"“{text[:80]}” has {meant}. The hours here cannot hold that, so nothing was taken over."
    if re.search(rf"\b(?:{MONTH})\b", text) and not re.search(DATE, text):
        return f"“{text[:80]}” has a part of the year. Here a date needs its year: “2026 Dec 24 off”."
    return (
        f"“{text[:80]}” cannot be held here. A part is days and hours, such as “Mo-Fr 09:00-17:00”, "
        "“PH off” or “2026 Dec 24 09:00-12:00”."
    )


def _days(text: str) -> tuple[str, ...]:
    found: list[str] = []
    for part in filter(None, (each.strip() for each in text.split(","))):
        first, _, last = part.partition("-")
        if not last or first == "PH":
            found.append(first)
            continue
        start, length = DAYS.index(first), (DAYS.index(last) - DAYS.index(first)) % 7
        found += [DAYS[(start + offset) % 7] for offset in range(length + 1)]
    return tuple(dict.fromkeys(found))


def _dates(found: re.Match[str], text: str) -> Iterator[date]:
    parts = re.fullmatch(DATES, found["dates"])
    assert parts is not None
    try:
        first = date(int(parts[1]), MONTHS.index(parts[2]) + 1, int(parts[3]))
        last = first
        if parts[4]:
            last = date(int(parts[4]), MONTHS.index(parts[5]) + 1, int(parts[6]))
        elif parts[7]:
            last = first.replace(day=int(parts[7]))
    except ValueError as impossible:
        raise OsmRefused(f"“{text[:80]}” has a date that does not exist.") from impossible
    if not first <= last < first + timedelta(days=MOST_DATES):
        raise OsmRefused(f"“{text[:80]}” runs backwards, or over more than {MOST_DATES} days.")
    yield from (first + timedelta(days=offset) for offset in range((last - first).days + 1))


def _spans(hours: str, text: str) -> Iterator[Span]:
    for part in hours.split(","):
        (start, end) = (_minutes(each, text) for each in part.strip().split("-"))
        end += DAY_MINUTES if end <= start else 0
        if start >= DAY_MINUTES or end > start + DAY_MINUTES:
            raise OsmRefused(f"“{part.strip()}” is longer than a day, or begins after its end.")
        yield Span(_time(start), _time(end))


def _minutes(clock: str, text: str) -> int:
    hour, minute = map(int, clock.split(":"))
    if minute > 59 or hour > 48:
        raise OsmRefused(f"“{clock}” in “{text[:60]}” is not a time of day.")
    return hour * 60 + minute


def _time(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


def _check_order(rules: list[_Rule]) -> None:
    """A later rule counts before an earlier one: here, a date before a bank holiday before the week."""
    rank = 0
    for rule in rules:
        ranks = {1 if day == "PH" else 0 for day in rule.days} or {2}
        if min(ranks) < rank:
            raise OsmRefused(f"“{rule.text[:80]}” comes too late. Write the week first, then PH, then dates.")
        rank = max(ranks)


def _week(rules: list[_Rule]) -> dict[str, tuple[Span, ...]]:
    week: dict[str, tuple[Span, ...]] = dict.fromkeys(DAYS, ())
    for rule in rules:
        for day in set(rule.days) - {"PH"}:
            week[day] = tuple(sorted((*week[day], *rule.spans))) if rule.adds else rule.spans
    return week


def _policy(rules: list[_Rule], base: BankHolidayPolicy) -> BankHolidayPolicy:
    said = [rule for rule in rules if "PH" in rule.days]
    if not said:
        return BankHolidayPolicy(base.nation, HolidayMode.AS_USUAL)
    if len(said) > 1:
        raise OsmRefused(f"“{said[1].text[:80]}” is the second rule for PH. Give bank holidays one rule.")
    spans = said[0].spans
    if len(spans) > 1:
        raise OsmRefused(f"“{said[0].text[:80]}” opens twice on bank holidays. Here they can open once.")
    return BankHolidayPolicy(base.nation, HolidayMode.SPECIAL if spans else HolidayMode.CLOSED, spans)


def _exceptions(rules: list[_Rule]) -> tuple[ExceptionDay, ...]:
    found: dict[date, ExceptionDay] = {}
    for rule in rules:
        found |= {day: ExceptionDay(day, rule.name, rule.spans) for day in rule.dates}
    if len(found) > MOST_DATES:
        raise OsmRefused(f"There are more than {MOST_DATES} dates. Take out those that have passed.")
    return tuple(found[day] for day in sorted(found))
