"""Where a talk stands in the script, and what a handler may be offered next. Plain Python.

Nothing here is ever sent by itself, and nothing decides: a person reads, changes and sends.
Three promises hold at every node and for every cue: a caller who is being hurt, or a child, is
never offered what is written for the person causing the danger; nobody but a person who
speaks of their own behaviour is offered a challenge; and what is done in this talk is never put
up as if it were new. A handler may go anywhere all the same, and write their own words anywhere.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from scripts.addressing import is_token
from scripts.done import in_words
from scripts.script import BLANK, DANGER, Interrupt, Node, Script
from scripts.standing import (
    CHALLENGED,
    KIND_OF_TYPE,
    UNDER_18,
    Standing,
    View,
    caller_kind,
    safe_for,
    standing,
    step_view,
)
from scripts.ways import answers_to, next_steps, trail_after, way_back, way_to_resume, ways_ahead, ways_in

__all__ = [
    "CHALLENGED", "KIND_OF_TYPE", "UNDER_18", "Offers", "View", "caller_kind", "danger_node", "node_view",
    "offers", "opening_node", "route_node", "stage_path", "trail_after", "unfilled_blanks",
]  # fmt: skip


@dataclass(frozen=True)
class Offers:
    """What the console shows beside a talk; each part is JSON (see `offers`)."""

    current: View
    next: list[View]
    challenges: list[View]
    interrupts: list[View]
    back: View | None
    resume: View | None
    skips: list[View]
    scripts: list[View]
    covered: list[dict[str, str]]


def opening_node(script: Script, about: str | None, age_band: str | None) -> str:
    """Return the node where a talk begins: the welcome, which leads to the limits of confidentiality.

    The limits come before anything that a worker, a friend, a survivor or a child might disclose. So it is
    the same for all, but for those whose own script has a welcome that says the limits itself. From there
    `offers` puts the caller's own script first.
    """
    route = script.routes.get(caller_kind(about, age_band))
    start = script.nodes[script.start]
    own = script.nodes[route].script if route else start.script
    if own == start.script:
        return script.start
    welcomes = (node for node in script.nodes.values() if node.script == own and node.stage == start.stage)
    return next((node.id for node in welcomes if "confidentiality" in node.does), script.start)


def route_node(
    script: Script, about: str | None, age_band: str | None, caller_type: str | None = None
) -> str | None:
    """Return where this caller's own talk begins once the limits are said; None when it must be asked."""
    return script.routes.get(caller_kind(about, age_band, caller_type))


def danger_node(
    script: Script, about: str | None, age_band: str | None, caller_type: str | None = None
) -> str:
    """Return where the danger script of this kind of caller begins."""
    return script.danger[caller_kind(about, age_band, caller_type)][DANGER]


def node_view(script: Script, node_id: str) -> View:
    """Return one node as JSON.

    {"id", "script", "stage", "prompt", "alternatives": [str], "intent", "technique": [str],
    "do": [str], "dont": [str], "model": bool, "blanks": [str], "does": [topic], "wordings":
    {language: {"prompt", "alternatives"}}, "next": [{"when", "to", "stage", "prompt", "done"}]}.
    An ending has {"to": "END", "stage": "end", "prompt": ""}. Raises KeyError.
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
        "does": list(node.does),
        "wordings": {
            language: {"prompt": words.prompt, "alternatives": list(words.alternatives)}
            for language, words in node.wordings.items()
        },
        "next": [step_view(script, step.when, step.to, done=False) for step in node.next],
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
    done: Collection[str] = (),
    answered: Collection[str] = (),
    trail: Sequence[str] = (),
) -> Offers:
    """Return what may be said now.

    `position` is the last node used; none, or one this version does not have, means the opening.
    `cues` are those found in the caller's words, newest first. `done` are the nodes left behind,
    `answered` topics that were asked elsewhere (`scripts.done`), `trail` the way back, newest last.

    `current` is a node view; `next`, `skips`, `back` and `resume` are steps {"when", "to", "stage",
    "prompt", "done"}; `challenges` and `interrupts` are node views with "cues": [cue], and an interrupt
    has "unless" too ("" or when it does not apply) and "again" (it was asked before: only if it is
    news). Interrupts come in order of priority. `scripts` is as in `scripts.ways.ways_in`, `covered` as
    in `scripts.done.in_words`.
    """
    kind = caller_kind(about, age_band, caller_type)
    now = standing(script, kind=kind, position=position, done=done, answered=answered, trail=trail)
    interrupts = _interrupts(now, cues)
    taken = {view["id"] for view in interrupts}
    steps = next_steps(now)
    return Offers(
        current=node_view(script, now.here.id) | {"next": steps},
        next=steps,
        challenges=[view for view in _challenges(now, cues) if view["id"] not in taken],
        interrupts=interrupts,
        back=way_back(now),
        resume=way_to_resume(now),
        skips=ways_ahead(now),
        scripts=ways_in(now),
        covered=in_words(now.topics),
    )


def _interrupts(now: Standing, cues: Iterable[str]) -> list[View]:
    found: dict[str, View] = {}
    wanted = set(cues)
    for interrupt in sorted(now.script.interrupts, key=lambda each: each.priority):
        if interrupt.cue not in wanted:
            continue
        for target in answers_to(now.script, interrupt.cue, _target(now, interrupt), now.kind):
            if target != now.here.id:
                more = {"unless": interrupt.unless, "again": now.is_done(target)}
                found.setdefault(target, _because(now, target) | more)["cues"].append(interrupt.cue)
    return list(found.values())


def _target(now: Standing, interrupt: Interrupt) -> str:
    """Return where the interrupt leads, or what comes instead once that is done.

    A safety cue never goes without an answer: when that is done too, or is not for this caller, the
    first is put up again.
    """
    instead = interrupt.instead
    if instead is None or not now.topics.issuperset(interrupt.unless_done) or now.is_done(instead):
        return interrupt.to
    return instead if safe_for(now.script, instead, now.kind) == instead else interrupt.to


def _challenges(now: Standing, cues: Sequence[str]) -> list[View]:
    if now.kind not in CHALLENGED:
        return []
    following = {step.to for step in now.here.next}
    found: dict[str, View] = {}
    for cue in dict.fromkeys(cues):
        for node in now.script.nodes.values():
            if cue in node.enter_on_cues and _is_fresh(now, node, following):
                found.setdefault(node.id, _because(now, node.id))["cues"].append(cue)
    return sorted(found.values(), key=lambda view: view["id"] not in following)


def _is_fresh(now: Standing, node: Node, following: Collection[str]) -> bool:
    """Tell whether a node of the main script fits here and is not done; a second turn waits for the first."""
    own_script = now.script.nodes[now.script.start].script
    if node.script != own_script or node.id == now.here.id or now.is_done(node.id):
        return False
    if safe_for(now.script, node.id, now.kind) != node.id:
        return False
    return not node.second_turn or node.id in following or _first_turn_done(now, node)


def _first_turn_done(now: Standing, second: Node) -> bool:
    before = (now.script.nodes[name] for name in now.been)
    return any(
        step.to == second.id and set(node.enter_on_cues) & set(second.enter_on_cues)
        for node in before
        for step in node.next
    )


def _because(now: Standing, node_id: str) -> View:
    there = replace(now, here=now.script.nodes[node_id])
    return node_view(now.script, node_id) | {"next": next_steps(there), "cues": []}
