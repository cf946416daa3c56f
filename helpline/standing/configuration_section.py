"""How often training, vetting and supervision are due, in the file of the configuration; nobody's dates."""

from typing import Any

from helpline.configuration.section import Data, Section, closed
from helpline.staff.models import Account
from helpline.standing.rules import MOST_MONTHS, Kind, Unit
from helpline.standing.services import mistakes_in, set_rules
from helpline.standing.standings import from_json, newest_rules

RULE = closed(
    {
        "every": {"type": "integer", "minimum": 1, "maximum": MOST_MONTHS},
        "unit": {"enum": [unit.value for unit in Unit]},
        "needed": {"type": "boolean"},
    }
)
SCHEMA = closed({kind.value: RULE for kind in Kind})


def _export() -> Data:
    newest = newest_rules()
    return newest.rules if newest else None


def _check(data: Data) -> list[str]:
    return [f"{kind.title()}: {text}" for kind, text in mistakes_in(from_json(data)).items()]


def _apply(data: Any, by: Account) -> None:
    set_rules(rules=from_json(data), by=by)


SECTION = Section(
    name="staff_dates",
    title="Training, vetting and supervision",
    says="How often each is due, and whether somebody for whom it is out of date takes no new contacts.",
    schema=SCHEMA,
    export=_export,
    check=_check,
    apply=_apply,
)
