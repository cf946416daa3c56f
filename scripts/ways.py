"""The ways beside the next steps: back, back to where danger broke in, ahead, and into each script.

None of them leads a person being hurt, or a child, to what is written for the one causing the danger.
"""

from collections.abc import Collection, Sequence

from scripts.script import DANGER, END, Node, Script
from scripts.standing import CHALLENGED, DANGER_STAGE, Standing, View, safe_for, standing, step_view

# A talk that goes round in circles keeps the newest of its way.
LONGEST_TRAIL = 60
BACK = "the step before"
RESUME = "back to where you were"
SKIP = "skip to {stage}"
CHOSEN = "what they chose before the chat"
FRONT_STAGES = frozenset({"welcome", "safety_check"})
# Stages with ways in of their own, never skipped to.
NO_SKIP = frozenset({DANGER_STAGE, "boundary"})
ASIDE_STAGES = frozenset({DANGER_STAGE, "safety_check"})


def next_steps(now: Standing) -> list[View]:
    """Return the steps from here, safe for this caller: their own route first, what is done last."""
    steps: dict[str, View] = {}
    for step in now.here.next:
        target = safe_for(now.script, step.to, now.kind)
        if target != now.here.id:
            done = target != END and now.is_done(target)
            steps.setdefault(target, step_view(now.script, step.when, target, done=done))
    route = now.script.routes.get(now.kind)
    first = []
    if route is not None and _at_the_front(now):
        # Nobody skips the safety questions to speak of their own behaviour: they come by the script.
        if now.kind != "own_behaviour" and now.here.script != now.script.nodes[route].script:
            steps.setdefault(route, step_view(now.script, CHOSEN, route, done=now.is_done(route)))
        first = [steps.pop(route)] if route in steps else []
    found = sorted(first + list(steps.values()), key=lambda step: step["done"])
    return found or [step_view(now.script, "end", END, done=False)]


def way_back(now: Standing) -> View | None:
    """Return the step to the node before this one, or None at the beginning."""
    before = safe_for(now.script, now.trail[-1], now.kind) if now.trail else now.here.id
    return None if before == now.here.id else step_view(now.script, BACK, before, done=True)


def way_to_resume(now: Standing) -> View | None:
    """Return the step to the node that was left for a safety cue, until the talk has gone on from there."""
    left = _left_for_danger(now)
    target = safe_for(now.script, left, now.kind) if left else now.here.id
    return None if target == now.here.id else step_view(now.script, RESUME, target, done=True)


def ways_ahead(now: Standing) -> list[View]:
    """Return the first node of each later stage of this script that is not done.

    None before the limits have been said, and none beyond the safety questions before they were asked.
    """
    stages = now.script.stages
    later = [stage for stage in stages[stages.index(now.here.stage) + 1 :] if stage not in NO_SKIP]
    views = []
    for stage in _allowed(now, later):
        node = next((n for n in now.script.nodes.values() if _opens(now, n, stage)), None)
        if node is not None:
            name = stage.replace("_", " ")
            views.append(step_view(now.script, SKIP.format(stage=name), node.id, done=False))
    return views


def ways_in(now: Standing) -> list[View]:
    """Return each script that this caller may be led into, with where it begins for them.

    [{"id", "title", "start", "prompt", "is_here"}]; "immediate danger" begins at their own answer.
    """
    found: dict[str, View] = {}
    for part in now.script.parts:
        if now.kind in part.audience:
            start = safe_for(now.script, part.start, now.kind)
            found.setdefault(
                start,
                {
                    "id": part.id,
                    "title": part.title,
                    "start": start,
                    "prompt": now.script.nodes[start].prompt,
                    "is_here": now.here.script == now.script.nodes[start].script,
                },
            )
    return list(found.values())


def trail_after(
    script: Script, *, trail: Sequence[str], position: str | None, to: str, kind: str
) -> list[str]:
    """Return the way back once the talk has moved from `position` to `to`.

    Going back shortens it; going back to where danger broke in forgets the way through the danger.
    """
    now = standing(script, kind=kind, position=position, trail=trail)
    came = list(now.trail)
    if position is None or to == position:
        return came
    if to == _left_for_danger(now):
        return came[: len(came) - 1 - came[::-1].index(to)]
    return came[:-1] if came and came[-1] == to else [*came, position][-LONGEST_TRAIL:]


def answers_to(script: Script, cue: str, target: str, kind: str) -> list[str]:
    """Return the nodes that answer a safety cue, best first: the kind's own, then the general one."""
    own = script.danger.get(kind, {})
    chosen = [own[cue]] if cue in own else []
    chosen.append(safe_for(script, target, kind))
    if kind not in CHALLENGED:
        chosen.append(own[DANGER])
    return list(dict.fromkeys(chosen))


def _left_for_danger(now: Standing) -> str | None:
    """Return the node from which the talk jumped to where it now is: to an answer, and on by its steps."""
    answers = {
        node for each in now.script.interrupts for node in answers_to(now.script, each.cue, each.to, now.kind)
    }
    answers |= set(now.script.danger.get(now.kind, {}).values())
    walk = [*now.trail, now.here.id]
    for before, after in zip(walk[-2::-1], walk[:0:-1], strict=True):
        if after not in answers and now.script.nodes[after].stage not in ASIDE_STAGES:
            return None
        if after in answers and _jumped(now, before, after):
            return before
    return None


def _jumped(now: Standing, before: str, after: str) -> bool:
    """Tell whether this was no step of the script, or one out of a talk into danger."""
    stages = now.script.nodes[before].stage, now.script.nodes[after].stage
    at = standing(now.script, kind=now.kind, position=before)
    natural = {step["to"] for step in next_steps(at)}
    return stages[0] != DANGER_STAGE and (stages[1] == DANGER_STAGE or after not in natural)


def _at_the_front(now: Standing) -> bool:
    """Tell whether the limits are being or have been said, and the caller is not yet on a script."""
    first = now.script.nodes[now.script.start]
    return now.here.script == first.script and now.here.stage in FRONT_STAGES and now.here.id != first.id


def _allowed(now: Standing, stages: Collection[str]) -> list[str]:
    """Return the stages that may be skipped to: the limits come first, then the safety questions."""
    known = {topic for node in now.script.nodes.values() for topic in node.does}
    if now.here.script != now.script.nodes[now.script.start].script:
        return list(stages)
    done = now.topics | set(now.here.does)
    if "confidentiality" in known - done:
        return []
    return [stage for stage in stages if stage in FRONT_STAGES or "safe_now" not in known - done]


def _opens(now: Standing, node: Node, stage: str) -> bool:
    same = node.script == now.here.script and node.stage == stage and node.id != now.here.id
    fresh = not node.second_turn and not now.is_done(node.id)
    return same and fresh and safe_for(now.script, node.id, now.kind) == node.id
