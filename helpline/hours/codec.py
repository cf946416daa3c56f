"""A schedule as JSON, the shape in which a version is stored. Plain Python.

{"weekly": [{"weekday": 0, "start": "09:00", "end": "17:00"}],
 "exceptions": [{"date": "2026-12-24", "name": "...", "spans": [{"start": "09:00", "end": "12:00"}]}],
 "bank_holidays": {"nation": "ENG", "mode": "closed", "spans": []},
 "last_intake_minutes": 30}

An exception that was decided on the day itself has "act", too: "closed_early" or "extended".
"""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from helpline.hours.rules import (
    BankHolidayPolicy,
    ExceptionDay,
    HolidayMode,
    Nation,
    Schedule,
    Span,
    TodayAct,
    WeeklyInterval,
)
from helpline.hours.wording import end_text


def schedule_to_json(schedule: Schedule) -> dict[str, Any]:
    """Return plain JSON; an end at midnight is written "24:00"."""
    policy = schedule.bank_holidays
    return {
        "weekly": [{"weekday": each.weekday, **_span_to_json(each.span)} for each in sorted(schedule.weekly)],
        "exceptions": [
            {
                "date": each.date.isoformat(),
                "name": each.name,
                "spans": [*map(_span_to_json, each.spans)],
                **({"act": each.act.value} if each.act else {}),
            }
            for each in sorted(schedule.exceptions)
        ],
        "bank_holidays": {
            "nation": policy.nation.value,
            "mode": policy.mode.value,
            "spans": [*map(_span_to_json, policy.spans)],
        },
        "last_intake_minutes": schedule.last_intake_minutes,
    }


def schedule_from_json(stored: Mapping[str, Any]) -> Schedule:
    """Return the schedule. Raises KeyError or ValueError for any other shape."""
    policy = stored["bank_holidays"]
    return Schedule(
        weekly=tuple(
            WeeklyInterval(each["weekday"], _clock(each["start"]), _clock(each["end"]))
            for each in stored["weekly"]
        ),
        exceptions=tuple(
            ExceptionDay(
                date.fromisoformat(each["date"]),
                each["name"],
                _spans(each["spans"]),
                TodayAct(each["act"]) if "act" in each else None,
            )
            for each in stored["exceptions"]
        ),
        bank_holidays=BankHolidayPolicy(
            Nation(policy["nation"]), HolidayMode(policy["mode"]), _spans(policy["spans"])
        ),
        last_intake_minutes=stored["last_intake_minutes"],
    )


def _span_to_json(span: Span) -> dict[str, str]:
    return {"start": f"{span.start:%H:%M}", "end": end_text(span.end)}


def _spans(stored: list[Mapping[str, str]]) -> tuple[Span, ...]:
    return tuple(Span(_clock(each["start"]), _clock(each["end"])) for each in stored)


def _clock(text: str) -> time:
    return time.fromisoformat("00:00" if text == "24:00" else text)
