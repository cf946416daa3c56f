"""How many are needed, in the file of the service's configuration; no shift and nobody's name."""

from typing import Any

from helpline.configuration.section import Data, Section, closed
from helpline.rota.cover import MOST, MOST_TIMES
from helpline.rota.covering import cover_of, from_json, newest_cover, problems, set_cover, to_json
from helpline.staff.models import Account

CLOCK = {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}
NUMBER = {"type": "integer", "minimum": 0, "maximum": MOST}
SCHEMA = closed(
    {
        "minimum": NUMBER,
        "times": {
            "type": "array",
            "maxItems": MOST_TIMES,
            "items": closed(
                {
                    "weekday": {"type": "integer", "minimum": 0, "maximum": 6},
                    "start": CLOCK,
                    "end": CLOCK,
                    "number": NUMBER,
                }
            ),
        },
    }
)


def _export() -> Data:
    newest = newest_cover()
    return to_json(cover_of(newest)) if newest else None


def _check(data: Data) -> list[str]:
    return list(problems(from_json(data)).values())


def _apply(data: Any, by: Account) -> None:
    set_cover(cover=from_json(data), by=by)


SECTION = Section(
    name="rota",
    title="Rota",
    says="How many people should be on while the line is open.",
    schema=SCHEMA,
    export=_export,
    check=_check,
    apply=_apply,
)
