"""What differs between two scripts, prompt by prompt, word by word, in words. Plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from helpline.kernel.word_changes import Change, Part, marked
from helpline.kernel.yaml_tree import Tree
from scripts.tree import nodes_of, settings_of, steps_of

NAMES = {
    "prompt": "What the handler may say", "intent": "What it is for", "stage": "Stage", "script": "Script",
    "alternatives": "Other wordings", "technique": "Technique", "enter_on_cues": "Offered on", "do": "Do",
    "dont": "Do not", "log": "To be recorded", "model": "An example, never sent",
    "second_turn": "Only where the script leads to it",
}  # fmt: skip
# The tree's own parts that are compared node by node, or in words of their own.
APART = ("nodes", "start", "interrupts", "interrupts_by_caller_type", "routes_by_caller_type")


@dataclass(frozen=True)
class NodeChange:
    """A node that was added, removed or changed; `links` are sentences."""

    node: str
    kind: str
    prompt: str
    changes: tuple[Change, ...]
    links: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """All that differs, in the order of the newer file; `settings` are sentences."""

    nodes: tuple[NodeChange, ...]
    settings: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not self.nodes and not self.settings

    def many(self, kind: str) -> int:
        return sum(change.kind == kind for change in self.nodes)

    @property
    def summary(self) -> str:
        """In one sentence how much differs."""
        said = [f"{self.many(kind)} {kind}" for kind in ("added", "removed", "changed") if self.many(kind)]
        nodes = f"Prompts: {', '.join(said)}." if said else "No prompt differs."
        more = f" Settings of the script: {len(self.settings)} changed." if self.settings else ""
        return nodes + more


def compare(older: Tree, newer: Tree) -> Comparison:
    """Return what differs from the older to the newer tree."""
    before = {node["id"]: node for node in nodes_of(older)}
    after = {node["id"]: node for node in nodes_of(newer)}
    found = [_compared(before.get(name), node) for name, node in after.items()]
    found += [_lone(node, "removed") for name, node in before.items() if name not in after]
    return Comparison(tuple(change for change in found if change), tuple(_settings(older, newer)))


def _compared(before: dict[str, Any] | None, after: dict[str, Any]) -> NodeChange | None:
    if before is None:
        return _lone(after, "added")
    keys = [key for key in dict.fromkeys([*after, *before]) if key not in ("id", "next")]
    changes = [
        Change(NAMES.get(key, key), marked(_text(before.get(key)), _text(after.get(key))))
        for key in keys
        if _text(before.get(key)) != _text(after.get(key))
    ]
    links = _links(before, after)
    if not changes and not links:
        return None
    return NodeChange(after["id"], "changed", str(after.get("prompt", "")), tuple(changes), tuple(links))


def _lone(node: dict[str, Any], kind: str) -> NodeChange:
    mark = "new" if kind == "added" else "gone"
    keys = [key for key in node if key in NAMES and _text(node[key]) and node[key] is not False]
    changes = tuple(Change(NAMES[key], (Part(mark, _text(node[key])),)) for key in keys)
    links = tuple(f"“{when}” leads to {to}." for when, to in steps_of(node))
    return NodeChange(node["id"], kind, str(node.get("prompt", "")), changes, links)


def _links(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Return in sentences how the ways on differ: by their words first, then by where they lead."""
    old, new = steps_of(before), steps_of(after)
    gone = [way for way in old if way not in new]
    come = [way for way in new if way not in old]
    said = []
    for when, to in list(come):
        turned = next((way for way in gone if way[0] == when), None)
        worded = next((way for way in gone if way[1] == to), None)
        if turned:
            said.append(f"“{when}” now leads to {to}, not to {turned[1]}.")
            gone.remove(turned)
        elif worded:
            said.append(f"The way to {to} now says “{when}”, not “{worded[0]}”.")
            gone.remove(worded)
        else:
            said.append(f"New: “{when}” leads to {to}.")
    said += [f"Taken away: “{when}” led to {to}." for when, to in gone]
    if not said and old != new:
        said.append("The ways on stand in another order.")
    kept = [
        {key: value for key, value in step.items() if key not in ("when", "to")} for step in _steps(after)
    ]
    were = [
        {key: value for key, value in step.items() if key not in ("when", "to")} for step in _steps(before)
    ]
    if old == new and kept != were:
        said.append("Further settings of a way on changed.")
    return said


def _steps(node: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for step in node.get("next") or [] if isinstance(step, dict)]


def _settings(older: Tree, newer: Tree) -> list[str]:
    before, after = dict(settings_of(older)), dict(settings_of(newer))
    said = [
        f"{words}: {to}" + (f", before {before[words]}." if words in before else ", new.")
        for words, to in after.items()
        if before.get(words) != to
    ]
    said += [f"{words}: taken away, before {to}." for words, to in before.items() if words not in after]
    keys = [key for key in dict.fromkeys([*newer, *older]) if key not in APART]
    said += [
        f"{key.replace('_', ' ').capitalize()}: changed." for key in keys if older.get(key) != newer.get(key)
    ]
    if not said and any(older.get(key) != newer.get(key) for key in APART[1:]):
        said.append("Further settings of where cues and dangers lead changed.")
    return said


def _text(value: Any) -> str:
    """Return a value in words: a list has a line for each entry."""
    if value is None or value == []:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "\n".join(_text(each) for each in value)
    if isinstance(value, dict):
        return "\n".join(f"{key}: {_text(each)}" for key, each in value.items())
    return str(value)
