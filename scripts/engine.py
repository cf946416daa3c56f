"""Where a talk stands in the script, and what a handler may be offered next. Plain Python.

Nothing here is ever sent by itself, and nothing decides: a person reads, changes and sends.
Two promises hold at every node and for every cue: a caller who is being hurt, or a child, is
never offered what is written for the person causing the danger; and nobody but a person who
speaks of their own behaviour is offered a challenge.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from scripts.addressing import is_token
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
FRONT_STAGES = frozenset({"welcome", "safety_check"})
BLANK = re.compile(r"\[[^\[\]\n]{1,200}\]|\{[^{}\n]{1,200}\}")

View = dict[str, Any]


@dataclass(frozen=True)
class Offers:
    """What the console shows beside a talk; each part is JSON (see `offers`)."""

    current: View
    next: list[View]
    challenges: list[View]
    interrupts: list[View]


def caller_kind(about: str | None, age_band: str | None, caller_type: str | None = None) -> str:
    """Return whom the script speaks to: own_behaviour, unsure, being_hurt, child, someone_else or work.

    An age under 18 wins over everything, then what the handler set, then the caller's own answer.
    """
    if age_band in UNDER_18:
        return "child"
    kind = KIND_OF_TYPE.get(caller_type or "", about)
    return kind if kind in {"own_behaviour", "being_hurt", "child", "someone_else", "work"} else "unsure"


def opening_node(script: Script, about: str | None, age_band: str | None) -> str:
    """Return the node where every talk begins: the welcome, which leads to the limits of confidentiality.

    It is the same for all on purpose: the limits come before anything that a worker, a friend, a
    survivor or a child might disclose. From there `offers` puts the caller's own script first.
    """
    return script.start


def route_node(
    script: Script, about: str | None, age_band: str | None, caller_type: str | None = None
) -> str | None:
    """Return where this caller's own talk begins once the limits are said; None when it must be asked."""
    return script.routes.get(caller_kind(about, age_band, caller_type))


def node_view(script: Script, node_id: str) -> View:
    """Return one node as JSON.

    {"id", "script", "stage", "prompt", "alternatives": [str], "intent", "technique": [str],
    "do": [str], "dont": [str], "model": bool, "blanks": [str], "next": [{"when", "to", "stage",
    "prompt"}]}. An ending has {"to": "END", "stage": "end", "prompt": ""}. Raises KeyError.
    """
    node = script.nodes[node_id]
    return {
        "id": node.id,
        "script": node.script,
        "stage": node.stage,
        "prompt": node.prompt,
        "alternatives": list(node.alternatives),
        "intent": node.intent,
        "technique": list(node.technique),
        "do": list(node.do),
        "dont": list(node.dont),
        "model": node.model,
        "blanks": unfilled_blanks(node.prompt),
        "next": [_step_view(script, step.when, step.to) for step in node.next],
    }


def stage_path(script: Script, node_id: str) -> list[View]:
    """Return the stages of the node's script in order: [{"stage": str, "is_current": bool}]."""
    node = script.nodes[node_id]
    used = {other.stage for other in script.nodes.values() if other.script == node.script}
    return [{"stage": stage, "is_current": stage == node.stage} for stage in script.stages if stage in used]


def unfilled_blanks(text: str) -> list[str]:
    """Return the blanks still open in a text, with their brackets: ["[effect]", "{programme}"].

    Tokens such as {they} are filled by themselves: see scripts/addressing.py.
    """
    return [blank for blank in BLANK.findall(text) if not is_token(blank)]


def offers(
    script: Script,
    *,
    position: str | None,
    cues: Sequence[str],
    about: str | None,
    age_band: str | None,
    caller_type: str | None = None,
) -> Offers:
    """Return what may be said now.

    `position` is the last node used; none, or one this version does not have, means the opening.
    `cues` are those found in the caller's words, newest first. `current` is a node view; `next` its
    steps; `challenges` and `interrupts` are node views with "cues": [cue], and an interrupt has
    "unless" too ("" or when it does not apply). Interrupts come in order of priority.
    """
    kind = caller_kind(about, age_band, caller_type)
    known = position if position is not None and position in script.nodes else None
    here = script.nodes[_safe(script, known or opening_node(script, about, age_band), kind)]
    interrupts = _interrupts(script, here, cues, kind)
    taken = {view["id"] for view in interrupts}
    current = node_view(script, here.id) | {"next": _next(script, here, kind)}
    return Offers(
        current=current,
        next=current["next"],
        challenges=[view for view in _challenges(script, here, cues, kind) if view["id"] not in taken],
        interrupts=interrupts,
    )


def _safe(script: Script, target: str, kind: str) -> str:
    """Return the node itself, or this kind's own answer where it is written for the one causing danger."""
    if kind in CHALLENGED or target == END or script.nodes[target].script != script.danger_script:
        return target
    return script.danger[kind][DANGER]


def _step_view(script: Script, when: str, to: str) -> View:
    if to == END:
        return {"when": when, "to": END, "stage": "end", "prompt": ""}
    return {"when": when, "to": to, "stage": script.nodes[to].stage, "prompt": script.nodes[to].prompt}


def _next(script: Script, here: Node, kind: str) -> list[View]:
    """Return the steps from here, made safe for this caller, with their own route first at the front."""
    steps: dict[str, View] = {}
    for step in here.next:
        target = _safe(script, step.to, kind)
        if target != here.id:
            steps.setdefault(target, _step_view(script, step.when, target))
    route = script.routes.get(kind)
    if route is None or not _at_the_front(script, here):
        return list(steps.values())
    # Nobody skips the safety questions to speak of their own behaviour: they come by the script.
    if kind != "own_behaviour" and here.script != script.nodes[route].script:
        steps.setdefault(route, _step_view(script, "what they chose before the chat", route))
    first = [steps.pop(route)] if route in steps else []
    return first + list(steps.values())


def _at_the_front(script: Script, here: Node) -> bool:
    """Tell whether the limits are being or have been said, and the caller is not yet on a script."""
    front = here.script == script.nodes[script.start].script and here.stage in FRONT_STAGES
    return front and here.id != script.start


def _interrupts(script: Script, here: Node, cues: Iterable[str], kind: str) -> list[View]:
    found: dict[str, View] = {}
    wanted = set(cues)
    for interrupt in sorted(script.interrupts, key=lambda each: each.priority):
        if interrupt.cue not in wanted:
            continue
        for target in _answers(script, interrupt.cue, interrupt.to, kind):
            if target != here.id:
                view = found.setdefault(target, _because(script, target) | {"unless": interrupt.unless})
                view["cues"].append(interrupt.cue)
    return list(found.values())


def _answers(script: Script, cue: str, target: str, kind: str) -> list[str]:
    """Return the nodes that answer a safety cue, best first: the kind's own, then the general one."""
    own = script.danger.get(kind, {})
    chosen = [own[cue]] if cue in own else []
    chosen.append(_safe(script, target, kind))
    if kind not in CHALLENGED:
        chosen.append(own[DANGER])
    return list(dict.fromkeys(chosen))


def _challenges(script: Script, here: Node, cues: Sequence[str], kind: str) -> list[View]:
    if kind not in CHALLENGED:
        return []
    own_script = script.nodes[script.start].script
    following = {step.to for step in here.next}
    found: dict[str, View] = {}
    for cue in dict.fromkeys(cues):
        for node in script.nodes.values():
            fits = cue in node.enter_on_cues and node.script == own_script and node.id != here.id
            if fits and (node.id in following or not node.second_turn):
                found.setdefault(node.id, _because(script, node.id))["cues"].append(cue)
    return sorted(found.values(), key=lambda view: view["id"] not in following)


def _because(script: Script, node_id: str) -> View:
    return node_view(script, node_id) | {"cues": []}
