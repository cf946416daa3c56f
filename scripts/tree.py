"""Finding and changing the nodes of a script's tree. Plain Python; a change gives a new tree."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from helpline.kernel.yaml_tree import Tree
from scripts.errors import NodeNeeded, NodeNotFound
from scripts.naming import spoken
from scripts.script import DANGER, END
from scripts.standing import DANGER_STAGE

# Where else in a file a node may be named, with the words for it.
PLACES = {
    "interrupts": "The answer to the cue {}",
    "instead": "Instead, once that was asked: {}",
    "scripts": "The script {} begins here",
    "interrupts_by_caller_type": "Danger: {}",
    "routes_by_caller_type": "The own script of {}",
}


@dataclass(frozen=True)
class Way:
    """A way in to a node: from another node, or ("" as `node`) from the file's own settings."""

    node: str
    words: str


def nodes_of(tree: Tree) -> list[dict[str, Any]]:
    """Return the nodes that have an id, in the order of the file."""
    found = tree.get("nodes")
    return [node for node in found if isinstance(node, dict) and node.get("id")] if found else []


def node_of(tree: Tree, node_id: str) -> dict[str, Any]:
    """Return one node. Raises NodeNotFound."""
    for node in nodes_of(tree):
        if node["id"] == node_id:
            return node
    raise NodeNotFound


def steps_of(node: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the ways on from a node as (when, to)."""
    steps = node.get("next") or []
    return [(str(step.get("when", "")), str(step.get("to", ""))) for step in steps if isinstance(step, dict)]


def scripts_of(tree: Tree) -> list[str]:
    """Return the names of the scripts in the file, in its order."""
    return list(dict.fromkeys(str(node.get("script", "")) for node in nodes_of(tree)))


def script_title(tree: Tree, name: str) -> str:
    """Return what a script is called wherever people read of it: its title, as handlers pick it."""
    parts = tree.get("scripts") or []
    titles = (part.get("title") for part in parts if isinstance(part, dict) and part.get("id") == name)
    return str(next(titles, None) or spoken(name))


def stages_of(tree: Tree) -> list[str]:
    return [str(stage) for stage in tree.get("stages") or []]


def dangers_of(tree: Tree) -> frozenset[str]:
    """Return the nodes that answer danger: where interrupts lead, and the whole script for it."""
    named = {str(each.get("to", "")) for each in tree.get("interrupts") or []}
    by_kind = tree.get("interrupts_by_caller_type") or {}
    named |= {str(to) for answers in by_kind.values() for to in answers.values()}
    causing = str((by_kind.get("own_behaviour") or {}).get(DANGER, ""))
    scripts = {node.get("script") for node in nodes_of(tree) if node["id"] == causing}
    return frozenset(
        node["id"]
        for node in nodes_of(tree)
        if node["id"] in named or node.get("script") in scripts or node.get("stage") == DANGER_STAGE
    )


def settings_of(tree: Tree) -> Iterator[tuple[str, str]]:
    """Yield what names a node outside the nodes, in words, and which node it is."""
    if tree.get("start"):
        yield "Every talk begins here", str(tree["start"])
    for interrupt in tree.get("interrupts") or []:
        yield PLACES["interrupts"].format(interrupt.get("cue", "")), str(interrupt.get("to", ""))
        if interrupt.get("instead"):
            yield PLACES["instead"].format(interrupt.get("cue", "")), str(interrupt["instead"])
    for kind, answers in (tree.get("interrupts_by_caller_type") or {}).items():
        for key, to in answers.items():
            yield PLACES["interrupts_by_caller_type"].format(f"{kind}, {key}"), str(to)
    for part in tree.get("scripts") or []:
        yield PLACES["scripts"].format(part.get("title", "")), str(part.get("start", ""))
    for kind, to in (tree.get("routes_by_caller_type") or {}).items():
        yield PLACES["routes_by_caller_type"].format(kind), str(to)


def ways_to(tree: Tree, node_id: str) -> list[Way]:
    """Return what leads to a node from elsewhere, in the order of the file."""
    found = [Way("", words) for words, to in settings_of(tree) if to == node_id]
    for node in nodes_of(tree):
        if node["id"] != node_id:
            found += [Way(node["id"], when) for when, to in steps_of(node) if to == node_id]
    return found


def with_values(tree: Tree, node_id: str, values: dict[str, Any]) -> Tree:
    """Return the tree with some keys of a node set; None takes a key away, and an empty value adds none.

    Keys that are not in `values` stay as they are. Raises NodeNotFound.
    """
    changed = copy.deepcopy(tree)
    node = node_of(changed, node_id)
    for key, value in values.items():
        if value is None:
            node.pop(key, None)
        elif key in node or value not in ([], "", False):
            node[key] = value
    return changed


def with_node(tree: Tree, node: dict[str, Any]) -> Tree:
    """Return the tree with a new node behind the last one of its script."""
    changed = copy.deepcopy(tree)
    listed = changed.setdefault("nodes", [])
    same = [place for place, other in enumerate(listed) if other.get("script") == node["script"]]
    listed.insert(same[-1] + 1 if same else len(listed), copy.deepcopy(node))
    return changed


def without_node(tree: Tree, node_id: str) -> Tree:
    """Return the tree without a node. Raises NodeNotFound, or NodeNeeded while something leads to it."""
    node_of(tree, node_id)
    if ways := ways_to(tree, node_id):
        raise NodeNeeded(ways)
    changed = copy.deepcopy(tree)
    changed["nodes"] = [node for node in changed["nodes"] if node.get("id") != node_id]
    return changed


def title_of(node: dict[str, Any], *, longest: int = 70) -> str:
    """Return how lists and menus name a node: its id and how its prompt begins."""
    prompt = " ".join(str(node.get("prompt", "")).split())
    short = prompt if len(prompt) <= longest else prompt[: longest - 1].rstrip() + "…"
    return f"{node['id']}: {short}" if short else str(node["id"])


def titles_of(tree: Tree) -> dict[str, list[tuple[str, str]]]:
    """Return the nodes for a menu: {script: [(id, title)]}, with the end last."""
    found: dict[str, list[tuple[str, str]]] = {script: [] for script in scripts_of(tree)}
    for node in nodes_of(tree):
        found[str(node.get("script", ""))].append((node["id"], title_of(node)))
    return found | {"": [(END, "The talk ends here")]}
