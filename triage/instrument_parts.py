"""The words of the risk instrument, part by part: what a form may change, and what differs. Plain Python.

A part is a marker, by its id, `REASONS`: why a level is suggested, and why a person may set less, or
`MEANINGS`: what each level means here. What suggests which level is no word, and is changed in a file alone.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from helpline.kernel.word_changes import Change, marked
from helpline.kernel.yaml_tree import Tree
from triage.instrument_file import LONGEST_LABEL, LONGEST_LINE, MOST_GUIDANCE
from triage.risk import LEVELS, MARKER_IDS, NOT_SAFE_NOW

REASONS, MEANINGS = "reasons", "levels"
PARTS = (*MARKER_IDS, REASONS, MEANINGS)
TITLES = {
    REASONS: "Reasons for a suggestion, and for setting less",
    MEANINGS: "What each level means",
}
_KNOWN = {NOT_SAFE_NOW: "Not everybody is safe now, as they answered"}


@dataclass(frozen=True)
class Wording:
    """One text that a form changes: `name` is its field's; a list has a line for each."""

    name: str
    label: str
    value: Any
    most: int = LONGEST_LINE
    hint: str = ""
    required: bool = True


@dataclass(frozen=True)
class PartChange:
    """What differs in one part of two versions."""

    part: str
    title: str
    changes: tuple[Change, ...]


def title_of(tree: Tree, part: str) -> str:
    return TITLES[part] if part in TITLES else str(_marker(tree, part)["label"])


def wordings(tree: Tree, part: str) -> tuple[Wording, ...]:
    """Return what can be written in a part, in the order of its form."""
    if part == REASONS:
        return tuple(_reasons(tree))
    if part == MEANINGS:
        means = {each["id"]: each["means"] for each in tree.get(MEANINGS, [])}
        return tuple(
            Wording(
                str(level),
                level.capitalize(),
                means.get(level, ""),
                hint=_MEANS if level is LEVELS[0] else "",
                required=False,
            )
            for level in LEVELS
        )
    marker = _marker(tree, part)
    return (
        Wording("label", "Name of the marker", marker["label"], LONGEST_LABEL),
        Wording("question", "Question", marker["question"], hint="A wording that a handler may use."),
        Wording("guidance", "How to ask, and what counts", marker["guidance"], hint=_LINES),
        Wording("why", "Reason shown where the answer is yes", marker["why"]),
    )


def with_words(tree: Tree, part: str, values: Mapping[str, Any]) -> Tree:
    """Return the tree with a part's words changed; what `values` does not name stays."""
    changed = deepcopy(tree)
    if part == MEANINGS:
        words = {each.name: values.get(each.name, each.value) for each in wordings(tree, part)}
        changed[MEANINGS] = [{"id": level, "means": means} for level, means in words.items() if means]
        return changed if changed[MEANINGS] else {key: changed[key] for key in changed if key != MEANINGS}
    if part != REASONS:
        _marker(changed, part).update({name: values[name] for name in _OF_MARKER if name in values})
        return changed
    for name, block, key in _blocks(changed):
        if name in values:
            block[key] = values[name]
    return changed


def digest_of_part(tree: Tree, part: str) -> str:
    """Return what tells whether a part's words are still those that a form was filled with."""
    words = [(each.name, each.value) for each in wordings(tree, part)]
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()


def compared(older: Tree, newer: Tree) -> list[PartChange]:
    """Return what differs from the older to the newer version, what a file alone can change as well."""
    found = [PartChange(part, title_of(newer, part), tuple(_changes(older, newer, part))) for part in PARTS]
    return [each for each in found if each.changes]


_OF_MARKER = ("label", "question", "guidance", "why")
_MEANS = "What has to be done, and how soon. Handlers read it where they set a level; empty: it is not said."
_LINES = f"One to a line, {MOST_GUIDANCE} lines of {LONGEST_LINE} characters at most. For handlers alone."


def _marker(tree: Tree, part: str) -> dict[str, Any]:
    found: dict[str, Any] = next(marker for marker in tree["markers"] if marker["id"] == part)
    return found


def _blocks(tree: Tree) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield each reason's block under the name of its field, with the key that holds its words."""
    for pair in tree["together"]:
        yield "together_" + "-".join(sorted(pair["markers"])), pair, "why"
    for known in tree["known"]:
        yield f"known_{known['id']}", known, "why"
    for reason in tree["lowering"]:
        yield f"lowering_{reason['id']}", reason, "label"


def _reasons(tree: Tree) -> Iterator[Wording]:
    for name, block, key in _blocks(tree):
        yield Wording(name, _reason_label(tree, name, block), block[key])


def _reason_label(tree: Tree, name: str, block: Mapping[str, Any]) -> str:
    if name.startswith("together_"):
        return f"{' + '.join(_marker(tree, id)['label'] for id in block['markers'])}: {block['level']}"
    if name.startswith("known_"):
        return f"{_KNOWN.get(block['id'], 'Under 18')}: {block['level']}"
    asks = " (asks for a sentence)" if block.get("words") else ""
    return f"Reason to set less, {block['id'].replace('_', ' ')}{asks}"


def _changes(older: Tree, newer: Tree, part: str) -> Iterator[Change]:
    before, after = _all_words(older, part), _all_words(newer, part)
    for name in dict.fromkeys([*after, *before]):
        label = (after.get(name) or before[name])[0]
        was, is_now = before.get(name, ("", ""))[1], after.get(name, ("", ""))[1]
        if was != is_now:
            yield Change(label, marked(was, is_now))


def _all_words(tree: Tree, part: str) -> dict[str, tuple[str, str]]:
    """Return name -> (label, words) of a part, with the levels that no form changes."""
    words = {each.name: (each.label, _text(each.value)) for each in wordings(tree, part)}
    if part == REASONS:
        levels = {name: block.get("level", "") for name, block, _ in _blocks(tree)}
        return {name: (label, _with_level(text, levels[name])) for name, (label, text) in words.items()}
    if part == MEANINGS:
        return words
    marker = _marker(tree, part)
    words["level"] = ("Suggests by itself", str(marker["level"]))
    words["listened_for"] = ("Marked in the caller’s words", "Yes" if marker["listened_for"] else "No")
    return words


def _with_level(text: str, level: str) -> str:
    return f"{text} ({level})" if level else text


def _text(value: Any) -> str:
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)
