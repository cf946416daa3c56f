"""Hours in the file of the service's configuration."""

from typing import Any

from helpline.configuration.section import Data, Section, closed
from helpline.hours.codec import schedule_from_json, schedule_to_json
from helpline.hours.conflicts import problems
from helpline.hours.rules import HolidayMode, Nation
from helpline.hours.services import publish_hours, schedule_in_force
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
    try:
        return list(problems(schedule_from_json(data)).values())
    except ValueError:
        return ["A date or a time in it does not exist."]


def _apply(data: Any, by: Account) -> None:
    publish_hours(schedule=schedule_from_json(data), by=by)


SECTION = Section(
    name="hours",
    title="Hours",
    says="When callers can start a chat.",
    schema=SCHEMA,
    export=_export,
    check=_check,
    apply=_apply,
)
