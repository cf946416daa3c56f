"""The script and its cues in the file of the service's configuration."""

import json
from typing import Any

from helpline.configuration.section import Data, Section, closed
from helpline.kernel.content_errors import ContentErrors
from helpline.kernel.yaml_tree import read_tree, write_tree
from helpline.staff.models import Account
from scripts.cuebook import parse_cues
from scripts.drafts import current_draft, propose_texts
from scripts.library import parse_script
from scripts.services import CONTENT
from scripts.versions import running_version

_LINE = {"type": "string", "maxLength": 4_000}
_LINES = {"type": "array", "items": _LINE}
_WHOLE = {"type": "integer", "minimum": 0, "maximum": 99_999_999}
_LABELLED = closed({"text": _LINE, "labels": _LINES})
_NEAR = closed({"text": _LINE, "why": _LINE, "labels": _LINES})
_HANDLER = closed({"aim": _LINE, "technique": _LINE, "replies": _LINES, "avoid": _LINES})
_CUE = closed(
    {
        "id": _LINE,
        "group": _LINE,
        "definition": _LINE,
        "distinguish": _LINE,
        "phrases": _LINES,
        "also": {"type": "array", "items": _LABELLED},
        "near_misses": {"type": "array", "items": _NEAR},
        "handler": _HANDLER,
    },
    optional=("distinguish", "also"),
)
_MARKER = closed(
    {
        "id": _LINE,
        "why": _LINE,
        "ask": _LINE,
        "phrases": _LINES,
        "near_misses": _LINES,
        "default_action": _LINE,
    }
)
_CUES = closed(
    {
        "version": _WHOLE,
        "language": _LINE,
        "licence": _LINE,
        "conventions": _LINES,
        "labels": _LINES,
        "cues": {"type": "array", "items": _CUE},
        "risk_markers": {"type": "array", "items": _MARKER},
        # By a kind of caller, whose names are checked with the file.
        "caller_type_openers": {"type": "object", "additionalProperties": _LINES},
    },
    optional=("language", "licence", "conventions", "caller_type_openers"),
)


def _schema() -> dict[str, Any]:
    """Return the published schema of a script, with that of its cues beside it."""
    script = json.loads((CONTENT / "script.schema.json").read_text(encoding="utf-8"))
    shared = script.pop("$defs")
    del script["$schema"], script["title"], script["description"]
    return {**closed({"script": script, "cues": _CUES}), "$defs": shared}


def _export() -> Data:
    running = running_version()
    if running is None:
        return None
    return {
        "script": read_tree(running.source_text, source="script"),
        "cues": read_tree(running.cues_text, source="cues"),
    }


def _check(data: Data) -> list[str]:
    found = []
    for name, parse in (("script", parse_script), ("cues", parse_cues)):
        try:
            parse(write_tree(data[name]), source=name)
        except ContentErrors as mistakes:
            found += [f"{error.problem[:1].upper()}{error.problem[1:]}." for error in mistakes.errors]
    draft = current_draft()
    if draft and data != {
        "script": read_tree(draft.source_text, source="script"),
        "cues": read_tree(draft.cues_text, source="cues"),
    }:
        found.append("Somebody is writing on the script. Publish that draft or throw it away first.")
    return found


def _apply(data: Any, by: Account) -> None:
    propose_texts(script=data["script"], cues=data["cues"], by=by)


SECTION = Section(
    name="scripts",
    title="Script",
    says="What handlers may say, and the cues that bring it up.",
    schema=_schema(),
    export=_export,
    check=_check,
    apply=_apply,
    second_person=True,
)
