"""Where one talk stands: which node, for whom, what is done, which way it came. Plain Python."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from scripts.script import DANGER, END, Node, Script

UNDER_18 = frozenset({"under_13", "13_15", "16_17"})
# The handler's judgement comes before what the caller ticked; the types left out say nothing of danger.
KIND_OF_TYPE = {
    "person_using_abuse": "own_behaviour",
    "victim_survivor": "being_hurt",
    "friend_or_family": "someone_else",
    "frontline_worker": "work",
    "unclear_or_mutual": "unsure",
    "child_or_young_person": "child",
}
CHALLENGED = frozenset({"own_behaviour", "unsure"})
DANGER_STAGE = "danger"

View = dict[str, Any]


@dataclass(frozen=True)
class Standing:
    """`been` are the nodes left behind, `topics` what is done, `trail` the way back, newest last."""

    script: Script
    kind: str
    here: Node
    been: frozenset[str]
    topics: frozenset[str]
    trail: tuple[str, ...]

    def is_done(self, node_id: str) -> bool:
        """Tell whether the talk was at this node already, or has done elsewhere all that it does."""
        if node_id in self.been:
            return True
        does = self.script.nodes[node_id].does if node_id != END else ()
        return bool(does) and self.topics.issuperset(does)


def standing(
    script: Script,
    *,
    kind: str,
    position: str | None,
    done: Collection[str] = (),
    answered: Collection[str] = (),
    trail: Sequence[str] = (),
) -> Standing:
    """Return where the talk stands; nodes that this version does not have are left out.

    A position that this kind may not be shown is replaced by what is theirs in its place.
    """
    nodes = script.nodes
    been = frozenset(name for name in done if name in nodes)
    topics = frozenset(answered).union(*(nodes[name].does for name in been))
    here = safe_for(script, position if position in nodes and position else script.start, kind)
    return Standing(script, kind, nodes[here], been, topics, tuple(name for name in trail if name in nodes))


def caller_kind(about: str | None, age_band: str | None, caller_type: str | None = None) -> str:
    """Return whom the script speaks to: own_behaviour, unsure, being_hurt, child, someone_else or work.

    An age under 18 wins over everything, then what the handler set, then the caller's own answer.
    """
    if age_band in UNDER_18:
        return "child"
    kind = KIND_OF_TYPE.get(caller_type or "", about)
    return kind if kind in {"own_behaviour", "being_hurt", "child", "someone_else", "work"} else "unsure"


def may_be_shown(script: Script, node: Node, kind: str) -> bool:
    """Tell whether this kind of caller may be offered the node.

    What is written for the person causing the danger is for nobody but those who speak of their own
    behaviour, whatever the file says of its audience.
    """
    return kind in node.audience and (kind in CHALLENGED or node.script != script.danger_script)


def safe_for(script: Script, target: str, kind: str) -> str:
    """Return the node itself, or what this kind of caller has in its place.

    In danger that is their own answer to danger; elsewhere the same stage of their own script, or
    where that script begins.
    """
    if target == END or may_be_shown(script, script.nodes[target], kind):
        return target
    node = script.nodes[target]
    if node.stage == DANGER_STAGE or node.script == script.danger_script:
        return script.danger[kind][DANGER] if kind in script.danger else script.start
    route = script.routes.get(kind, script.start)
    own = script.nodes[route].script
    same = (n.id for n in script.nodes.values() if n.script == own and n.stage == node.stage)
    return next(same, route)


def step_view(script: Script, when: str, to: str, *, done: bool) -> View:
    """Return one way on: {"when", "to", "stage", "prompt", "done"}; END has stage "end" and no prompt."""
    stage, prompt = ("end", "") if to == END else (script.nodes[to].stage, script.nodes[to].prompt)
    return {"when": when, "to": to, "stage": stage, "prompt": prompt, "done": done}
