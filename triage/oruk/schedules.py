"""Stored hours as schedules of Open Referral, and back. Plain Python.

Times are wall time in London. A schedule that ends at 00:00 ends at midnight; one whose end is before its
start ends on the next day. Bank holidays have no place in a schedule: the description tells of them.
"""

import re
from collections.abc import Mapping
from typing import Any

from triage.oruk.terms import id_of

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# Seconds and the offsets of winter and summer are let through; any other offset is another place's time.
_TIME = re.compile(r"(\d\d:\d\d)(?::00)?(?:Z|\+00:00|\+01:00)?")


def schedules_of(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return one weekly schedule for each span of the day; words alone where the hours are only words."""
    words = {"description": row["hours_text"]} if row["hours_text"] else {}
    days: dict[tuple[str, str], list[str]] = {}
    for day, spans in zip(DAYS, row["hours"].get("week", []), strict=False):
        for start, end in spans:
            days.setdefault((start, "00:00" if end == "24:00" else end), []).append(day)
    if not days:
        return [{"id": id_of("schedule", row["id"], "words"), **words}] if words else []
    return [
        {
            "id": id_of("schedule", row["id"], opens, closes),
            "service_id": str(row["id"]),
            "freq": "WEEKLY",
            "interval": 1,
            "byday": ",".join(open_on),
            "opens_at": opens,
            "closes_at": closes,
            **words,
        }
        for (opens, closes), open_on in days.items()
    ]


def hours_from(schedules: list[dict[str, Any]]) -> tuple[dict[str, Any], str, list[str]]:
    """Return the hours, the words and what was left out of a service's schedules.

    Hours are `{"week": ...}`, `{}` where the schedules hold none. Raises ValueError for an impossible hour.
    """
    week: list[list[list[str]]] = [[] for _ in DAYS]
    words, left_out = "", []
    for schedule in schedules:
        words = words or str(schedule.get("description") or "")
        if not schedule.get("opens_at") and not schedule.get("closes_at"):
            continue
        if not _is_every_week(schedule):
            left_out.append("a schedule that is not the same every week")
            continue
        span = _span(schedule)
        for day in _days(schedule.get("byday")):
            if span not in week[day]:
                week[day].append(span)
    if left_out or not any(week):
        # Half a week would be told as the whole.
        return {}, words, left_out
    return {"week": [sorted(spans) for spans in week]}, words, []


def _is_every_week(schedule: Mapping[str, Any]) -> bool:
    dated = any(schedule.get(key) for key in ("valid_to", "bymonthday"))
    return schedule.get("freq") == "WEEKLY" and schedule.get("interval", 1) in (None, 1) and not dated


def _days(byday: Any) -> list[int]:
    names = [name.strip() for name in byday.split(",")] if isinstance(byday, str) else []
    if not names or not set(names) <= set(DAYS):
        raise ValueError(f"{byday!r} are no days of the week")
    return [DAYS.index(name) for name in names]


def _span(schedule: Mapping[str, Any]) -> list[str]:
    opens, closes = (wall_time(schedule.get(key)) for key in ("opens_at", "closes_at"))
    if closes in ("00:00", "24:00"):
        closes = "24:00"
    if opens == closes or opens == "24:00":
        raise ValueError(f"{opens} to {closes} is no time to be open")
    return [opens, closes]


def wall_time(text: Any) -> str:
    """Return "HH:MM" from 00:00 to 24:00; raise ValueError for anything else."""
    found = _TIME.fullmatch(text) if isinstance(text, str) else None
    if found is None or not ("00:00" <= found[1] <= "24:00" and found[1][3:] < "60"):
        raise ValueError(f"{text!r} is not a time of the day")
    return found[1]
