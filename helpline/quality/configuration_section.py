"""The rubric in the file of the service's configuration; its number is the service's own."""

from typing import Any

from helpline.configuration.section import Data, Section, closed
from helpline.kernel.content_errors import ContentErrors
from helpline.kernel.yaml_tree import read_tree, write_tree
from helpline.quality.rubric_file import parse_rubric
from helpline.quality.rubrics import publish_rubric, running_text
from helpline.staff.models import Account

_LINE = {"type": "string", "maxLength": 1_000}
_STEPS = {"type": "array", "items": closed({"means": _LINE, "example": _LINE}), "minItems": 3, "maxItems": 3}
_CRITERION = closed(
    {"id": _LINE, "title": _LINE, "asks": _LINE, "not_applying": _LINE, "steps": _STEPS},
    optional=("not_applying",),
)
SCHEMA = closed(
    {
        "notes": {"type": "array", "items": _LINE},
        "criteria": {"type": "array", "items": _CRITERION, "minItems": 1},
    }
)


def _export() -> Data:
    tree = read_tree(running_text(), source="rubric")
    return {key: value for key, value in tree.items() if key != "version"}


def _check(data: Data) -> list[str]:
    try:
        parse_rubric(write_tree({"version": 1, **data}), source="rubric")
    except ContentErrors as mistakes:
        return [f"{error.problem[:1].upper()}{error.problem[1:]}." for error in mistakes.errors]
    return []


def _apply(data: Any, by: Account) -> None:
    publish_rubric(tree=data, by=by)


SECTION = Section(
    name="rubric",
    title="Rubric",
    says="What a talk is scored on when its quality is reviewed.",
    schema=SCHEMA,
    export=_export,
    check=_check,
    apply=_apply,
)
