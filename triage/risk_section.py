"""The risk instrument in the file of the service's configuration; its number is the service's own."""

from typing import Any

from helpline.configuration.section import Data, Section, closed
from helpline.kernel.content_errors import ContentErrors
from helpline.kernel.yaml_tree import Tree, write_tree
from helpline.staff.models import Account
from triage.instrument_file import parse_instrument
from triage.models import RiskInstrument
from triage.services.instrument_drafts import current, propose_whole, tree_of

_LINE = {"type": "string", "maxLength": 1_000}
_LINES = {"type": "array", "items": _LINE}
_LEVEL = {"enum": ["immediate", "urgent", "elevated", "standard"]}


def _listed(*required: str, **more: Any) -> dict[str, Any]:
    """Return the schema of a list of mappings of lines; `more` names those of another kind."""
    return {"type": "array", "items": closed(dict.fromkeys(required, _LINE) | more)}


SCHEMA = closed(
    {
        "language": _LINE,
        "markers": _listed(
            "id", "label", "question", "why", level=_LEVEL, listened_for={"type": "boolean"}, guidance=_LINES
        ),
        "together": _listed("why", markers=_LINES, level=_LEVEL),
        "known": _listed("id", "why", level=_LEVEL),
        "levels": _listed("id", "means"),
        "lowering": {
            "type": "array",
            "items": closed({"id": _LINE, "label": _LINE, "words": {"type": "boolean"}}, optional=("words",)),
        },
    },
    optional=("language", "levels"),
)


def _export() -> Data:
    running = RiskInstrument.objects.order_by("-number").first()
    return _without_number(tree_of(running)) if running else None


def _check(data: Data) -> list[str]:
    try:
        parse_instrument(write_tree({"version": 1, **data}), source="risk")
    except ContentErrors as mistakes:
        return [f"{error.problem[:1].upper()}{error.problem[1:]}." for error in mistakes.errors]
    draft = current()
    if draft and _without_number(tree_of(draft)) != data:
        return ["Somebody is writing on the risk guidance. Approve that draft or throw it away first."]
    return []


def _apply(data: Any, by: Account) -> None:
    propose_whole(tree={"version": 1, **data}, by=by)


def _without_number(tree: Tree) -> Tree:
    return {key: value for key, value in tree.items() if key != "version"}


SECTION = Section(
    name="risk",
    title="Risk guidance",
    says="What handlers ask about, and which level the answers suggest.",
    schema=SCHEMA,
    export=_export,
    check=_check,
    apply=_apply,
    second_person=True,
)
