"""How the line works, in the file of the service's configuration."""

from typing import Any

from chat.line_bounds import BOUNDS
from chat.models import LineSettings
from chat.selectors import line_settings
from chat.services.line_settings import SETTINGS, set_line
from helpline.configuration.section import Data, Section, closed
from helpline.staff.models import Account


def _export() -> Data:
    now = line_settings("main")
    return {name: getattr(now, name) for name in SETTINGS}


def _apply(data: Any, by: Account) -> None:
    set_line(changes=data, replaces=line_settings("main").version, by=by)


SECTION = Section(
    name="line",
    title="How the line works",
    says="How long an offer stands, how long a wrap-up lasts, when the line is full.",
    schema=closed(
        {
            "routing": {"enum": [each.value for each in LineSettings.Routing]},
            **{
                name: {"type": "integer", "minimum": least, "maximum": most}
                for name, (least, most) in BOUNDS.items()
            },
        }
    ),
    export=_export,
    check=lambda data: [],
    apply=_apply,
)
