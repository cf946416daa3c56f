"""Is a script safe to walk? Every node can be reached, every walk can end, danger is answered."""

from collections.abc import Collection, Iterable, Mapping

from helpline.kernel.reading import Block, Notes
from scripts.cuebook import SAFETY_CUES
from scripts.script import CALLER_KINDS, DANGER, END, Node, Script
from scripts.standing import View, may_be_shown, standing
from scripts.ways import next_steps

# Each kind of caller needs an answer of its own: "put it down" is said to nobody who is being hurt.
KINDS_WITH_DANGER = ("own_behaviour", "being_hurt", "child", "someone_else", "work")
NEVER_THE_CAUSE = ("being_hurt", "child")


def check_safety(script: Script, file: Block) -> None:
    """Note a safety cue without an interrupt, and a kind of caller without a fitting answer to danger."""
    answered = {interrupt.cue for interrupt in script.interrupts}
    for cue in sorted(SAFETY_CUES - answered):
        file.wrong("interrupts", f"interrupts: the safety cue {cue} leads nowhere")
    missing = [kind for kind in KINDS_WITH_DANGER if DANGER not in script.danger.get(kind, {})]
    for kind in missing:
        file.wrong("interrupts_by_caller_type", f"interrupts_by_caller_type: {kind} has no {DANGER}")
    if not missing:
        _check_never_the_cause(script, file)


def _check_never_the_cause(script: Script, file: Block) -> None:
    outer = file.block("interrupts_by_caller_type")
    for kind in NEVER_THE_CAUSE:
        for key, target in script.danger[kind].items():
            block = outer.block(kind) if outer else None
            if block and script.nodes[target].script == script.danger_script:
                block.wrong(key, f"{target} is written for the person who causes the danger")


def check_own_ways(script: Script, file: Block) -> None:
    """Note where a kind of caller is sent to what is not for them, or cannot come to an end."""
    for key, ways in (
        ("interrupts_by_caller_type", [(k, t) for k, by in script.danger.items() for t in by.values()]),
        ("routes_by_caller_type", list(script.routes.items())),
    ):
        for kind, target in ways:
            if not may_be_shown(script, script.nodes[target], kind):
                file.wrong(key, f"{key}: {kind} is sent to {target}, which is not for them")
    if not all(may_be_shown(script, script.nodes[script.start], kind) for kind in CALLER_KINDS):
        file.wrong("start", f"start: {script.start} is not for everybody")
    if not file.notes.errors:
        for kind in CALLER_KINDS:
            _check_ends(script, kind, file.notes)


def _check_ends(script: Script, kind: str, notes: Notes) -> None:
    shown = [node for node in script.nodes.values() if may_be_shown(script, node, kind)]
    forward = {node.id: [step["to"] for step in _steps(script, node, kind)] for node in shown}
    ending = _spread([END], _reversed(forward))
    for node in shown:
        if node.id not in ending:
            notes.wrong(
                node.line, f"node {node.id}: dead end for {kind}, no way that is for them leads to {END}"
            )


def _steps(script: Script, node: Node, kind: str) -> list[View]:
    return next_steps(standing(script, kind=kind, position=node.id))


def check_cues(nodes: Collection[Node], cues: Collection[str], file: Block) -> None:
    """Note each cue that brings up no node: the panel would mark it and have nothing to say."""
    answered = {cue for node in nodes for cue in node.enter_on_cues}
    for cue in [cue for cue in cues if cue not in answered]:
        file.notes.warn(file.line_at("nodes"), f"file: no node is entered on the cue {cue}")


def check_walks(script: Script, notes: Notes) -> None:
    """Note each node that nothing leads to, and each from which END cannot be reached."""
    forward = {node.id: [step.to for step in node.next] for node in script.nodes.values()}
    reached = _spread(_entries(script), forward)
    ending = _spread([END], _reversed(forward))
    for node in script.nodes.values():
        if node.id not in reached:
            notes.wrong(node.line, f"node {node.id}: nothing leads here")
        if node.id not in ending:
            notes.wrong(node.line, f"node {node.id}: dead end, no way from here leads to {END}")


def _entries(script: Script) -> set[str]:
    """Return the nodes at which a talk, a route, a cue or danger may enter."""
    by_cue = {node.id for node in script.nodes.values() if node.enter_on_cues}
    by_danger = {target for targets in script.danger.values() for target in targets.values()}
    by_interrupt = {interrupt.to for interrupt in script.interrupts}
    return {script.start, *script.routes.values(), *by_cue, *by_danger, *by_interrupt}


def _reversed(arrows: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    back: dict[str, list[str]] = {}
    for origin, targets in arrows.items():
        for target in targets:
            back.setdefault(target, []).append(origin)
    return back


def _spread(seeds: Iterable[str], arrows: Mapping[str, Iterable[str]]) -> set[str]:
    """Return everything that the arrows lead to from the seeds, with the seeds."""
    found, ahead = set(seeds), list(seeds)
    while ahead:
        for target in arrows.get(ahead.pop(), ()):
            if target not in found:
                found.add(target)
                ahead.append(target)
    return found
