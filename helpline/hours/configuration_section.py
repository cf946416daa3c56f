"""Hours in the file of the service's configuration."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from helpline.configuration.section import Data, Section, closed
from helpline.hours.codec import schedule_from_json, schedule_to_json
from helpline.hours.conflicts import never_opens, problems
from helpline.hours.lines import RECORDED
from helpline.hours.rules import HolidayMode, Nation, Schedule
from helpline.hours.services import publish_hours, recorded_schedules, schedule_in_force
from helpline.hours.wording import DAY_NAMES
from helpline.staff.models import Account

CLOCK = {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$"}
SPAN = {"start": CLOCK, "end": CLOCK}
SPANS = {"type": "array", "items": closed(SPAN)}
SCHEMA = closed(
    {
        "weekly": {
            "type": "array",
            "items": closed({"weekday": {"type": "integer", "minimum": 0, "maximum": 6}, **SPAN}),
        },
        "exceptions": {
            "type": "array",
            "items": closed(
                {
                    "date": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
                    "name": {"type": "string", "maxLength": 200},
                    "spans": SPANS,
                    "act": {"enum": ["closed_early", "extended"]},
                },
                optional=("act",),
            ),
        },
        "bank_holidays": closed(
            {
                "nation": {"enum": [each.value for each in Nation]},
                "mode": {"enum": [each.value for each in HolidayMode]},
                "spans": SPANS,
            }
        ),
        "last_intake_minutes": {"type": "integer", "minimum": 0},
    }
)


def _export() -> Data:
    schedule = schedule_in_force()
    return schedule_to_json(schedule) if schedule else None


def _check(data: Data) -> list[str]:
    found = _sentences(data)
    never = "" if found else never_opens(schedule_from_json(data), timezone.now())
    return [*found, *([never] if never else [])]


def _sentences(data: Data) -> list[str]:
    try:
        return list(problems(schedule_from_json(data)).values())
    except ValueError:
        return ["A date or a time in it does not exist."]


def _apply(data: Any, by: Account) -> None:
    publish_hours(schedule=schedule_from_json(data), by=by)


def _export_others() -> Data:
    found = recorded_schedules()
    return {line.key: schedule_to_json(found[line.queue]) for line in RECORDED if line.queue in found} or None


def _check_others(data: Any) -> list[str]:
    lines = [line for line in RECORDED if line.key in data]
    return [f"{line.title}: {text}" for line in lines for text in _sentences(data[line.key])]


def _apply_others(data: Any, by: Account) -> None:
    now = _export_others() or {}
    for line in RECORDED:
        if data.get(line.key) != now.get(line.key):
            # What is not in the file is not offered.
            schedule = schedule_from_json(data[line.key]) if line.key in data else Schedule()
            publish_hours(queue=line.queue, schedule=schedule, by=by)


def _shown_others(data: Any) -> Data:
    return {line.title: _shown(data[line.key]) for line in RECORDED if line.key in data}


def _shown(data: Any) -> Data:
    """Return the hours with the names of the days, and times as they are said."""
    week = {
        name: _times(each for each in data["weekly"] if each["weekday"] == number) or "closed"
        for number, name in enumerate(DAY_NAMES)
    }
    others = {
        each["date"]: f"{each['name']}: {_times(each['spans']) or 'closed'}" for each in data["exceptions"]
    }
    holidays = data["bank_holidays"]
    return {
        "each week": week,
        "other days": others,
        "bank holidays": {
            "nation": holidays["nation"],
            "what happens": holidays["mode"].replace("_", " "),
            "times": _times(holidays["spans"]),
        },
        "last new caller, minutes before closing": data["last_intake_minutes"],
    }


def _times(spans: Iterable[Mapping[str, str]]) -> str:
    return ", ".join(f"{span['start']} to {span['end']}" for span in spans)


SECTION = Section(
    name="hours",
    title="Hours",
    says="When callers can start a chat.",
    schema=SCHEMA,
    export=_export,
    check=_check,
    apply=_apply,
    shown=_shown,
)
KEYS = tuple(line.key for line in RECORDED)
OTHER_LINES = Section(
    name="phone_and_email_hours",
    title="Hours of the phone line and e-mail",
    says="What callers read of them while the chat is closed or full.",
    schema=closed(dict.fromkeys(KEYS, SCHEMA), optional=KEYS),
    export=_export_others,
    check=_check_others,
    apply=_apply_others,
    shown=_shown_others,
)
