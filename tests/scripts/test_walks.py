"""Every node, cue and kind of caller, and walks of every sort: who is offered what, and do they end?"""

import re
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts import engine
from scripts.library import CALLER_KINDS, CUES, END, SAFETY_CUES
from scripts.script import DANGER

CALLERS = {
    "own_behaviour": {"about": "own_behaviour", "age_band": None},
    "unsure": {"about": None, "age_band": None},
    "being_hurt": {"about": "being_hurt", "age_band": None},
    "child": {"about": "own_behaviour", "age_band": "13_15"},
    "someone_else": {"about": "someone_else", "age_band": None},
    "work": {"about": "work", "age_band": None},
}
NEVER_THE_CAUSE = ("being_hurt", "child")
OTHERS = ("being_hurt", "child", "someone_else", "work")
# Said only to somebody who may be about to do harm.
TO_THE_CAUSE = re.compile(
    r"\bput (?:it )?down\b|\bcar keys\b|\bhand over\b|\byour behaviour\b|\bweapon\b|\bstop you there\b"
    r"|\btold at the start\b|\bkeep everyone safe from you\b",
    re.IGNORECASE,
)


def offered(script, kind, position=None, cues=(), **more):
    return engine.offers(script, position=position, cues=list(cues), **CALLERS[kind], **more)


def named(shown):
    """Return every node that an answer of the engine names, however deep."""
    if isinstance(shown, dict):
        own = {shown[key] for key in ("id", "to", "start") if key in shown and "title" not in shown}
        own |= {shown["start"]} if "title" in shown else set()
        return own.union(*map(named, shown.values())) - {END}
    return set().union(*map(named, shown)) if isinstance(shown, list) else set()


def every_part(found):
    return [
        found.current, found.next, found.challenges, found.interrupts, found.back, found.resume,
        found.skips, found.scripts,
    ]  # fmt: skip


def not_for(script, kind, names):
    """Return the nodes among these that are not for this kind of caller."""
    cause = {n.id for n in script.nodes.values() if n.script == script.danger_script}
    excluded = cause if kind in OTHERS else set()
    return {name for name in names if name in excluded or kind not in script.nodes[name].audience}


def test_the_callers_of_these_tests_are_one_of_each_kind(script):
    assert {
        kind: engine.caller_kind(caller["about"], caller["age_band"]) for kind, caller in CALLERS.items()
    } == {kind: kind for kind in CALLER_KINDS}


def test_a_node_for_the_cause_would_be_noticed_wherever_it_stands(script):
    """The same look, at what is right for own behaviour and wrong for a child."""
    names = named(every_part(offered(script, "own_behaviour", "m04_safe_now", SAFETY_CUES)))

    assert {"d01_immediate", "d04_defuse", "d05_safeguarding"} <= not_for(script, "child", names)
    assert TO_THE_CAUSE.search(script.nodes["d03_999"].prompt)


@pytest.mark.parametrize("kind", CALLER_KINDS)
def test_nobody_is_offered_what_is_not_for_them_at_any_node_for_any_cue(script, kind):
    for position, cue in product([None, *script.nodes], [None, *CUES]):
        found = offered(script, kind, position, [cue] if cue else [])

        assert not not_for(script, kind, named(every_part(found))), (position, cue)


@pytest.mark.parametrize("kind", NEVER_THE_CAUSE)
def test_nothing_that_they_may_be_shown_is_said_to_who_causes_the_danger(script, kind):
    shown = [node for node in script.nodes.values() if not not_for(script, kind, {node.id})]
    said = [text for node in shown for text in (node.prompt, *node.alternatives)]

    assert len(said) > 30
    assert [text for text in said if TO_THE_CAUSE.search(text)] == []


@pytest.mark.parametrize("kind", CALLER_KINDS)
@pytest.mark.parametrize("cue", sorted(SAFETY_CUES))
def test_every_safety_cue_is_answered_from_anywhere_whatever_was_done(script, kind, cue):
    everything = list(script.nodes)
    for position, done in product(script.nodes, ([], everything)):
        found = offered(script, kind, position, [cue], done=done, trail=["m05_who"])

        answers = {view["id"] for view in found.interrupts}
        own = script.danger.get(kind, {}).get(cue)
        assert answers or found.current["id"] in {
            own,
            script.danger.get(kind, {}).get(DANGER),
            "m06_suicide",
        } | {each.to for each in script.interrupts if each.cue == cue}, position


def test_a_young_person_who_threatens_is_asked_what_is_right_for_both(script):
    found = offered(script, "child", "y01_child", ["threat_ultimatum"])

    first = found.interrupts[0]
    assert first["id"] == "y05_threat"
    assert [step["to"] for step in first["next"]] == [
        "d03y_999_child", "y06_move_away", "y04_own_behaviour", "y02_signpost",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["someone_else", "work"])
def test_who_is_worried_about_somebody_is_asked_whose_suicide_it_is(script, kind):
    found = offered(script, kind, "m05_who", ["self_harm"])

    assert found.interrupts[0]["id"] == "m06c_whose_suicide"


def ways_on(script, kind, position):
    return [step["to"] for step in offered(script, kind, position).next]


def steps_to_the_end(script, kind, position):
    """Return how many steps lead to the end, by next steps alone; None where none do."""
    reached, ahead = {position: 0}, [position]
    while ahead:
        here = ahead.pop(0)
        for to in ways_on(script, kind, here):
            if to == END:
                return reached[here] + 1
            if to not in reached:
                reached[to] = reached[here] + 1
                ahead.append(to)
    return None


@pytest.mark.parametrize("kind", CALLER_KINDS)
def test_from_every_node_that_they_may_be_shown_everybody_comes_to_an_end(script, kind):
    shown = [name for name in script.nodes if not not_for(script, kind, {name})]

    far = {name: steps_to_the_end(script, kind, name) for name in shown}
    assert [name for name, steps in far.items() if steps is None or steps > 12] == []


class Talk:
    """A walk as the console makes it: nodes left behind, and the way back."""

    def __init__(self, script, kind):
        self.script, self.kind = script, kind
        self.position, self.done, self.trail = script.start, [], []

    def offered(self, cues=(), answered=()):
        return offered(
            self.script, self.kind, self.position, cues, done=self.done, trail=self.trail, answered=answered
        )

    def move(self, to):
        self.trail = engine.trail_after(
            self.script, trail=self.trail, position=self.position, to=to, kind=self.kind
        )
        self.done += [self.position] if self.position not in self.done else []
        self.position = to


def check_promises(script, talk, found, cues):
    shown = every_part(found)
    fresh = [*found.challenges, *found.skips]
    assert not not_for(script, talk.kind, named(shown))
    assert {view.get("id") or view["to"] for view in fresh}.isdisjoint(talk.done)
    assert [step["done"] for step in found.next] == sorted(step["done"] for step in found.next)
    assert all(step["done"] for step in found.next if step["to"] in talk.done)
    assert all(view["again"] for view in found.interrupts if view["id"] in talk.done)
    assert found.current["id"] not in {view["id"] for view in [*found.challenges, *found.interrupts]}
    assert (found.back is None) == (not talk.trail)
    if talk.kind in OTHERS:
        assert found.challenges == []
    for cue in SAFETY_CUES & set(cues):
        mine = {name for view in found.interrupts for name in view["cues"]} | {
            cue
            for each in script.interrupts
            if each.cue == cue and found.current["id"] in _answers(script, cue, talk)
        }
        assert cue in mine


def _answers(script, cue, talk):
    to = next(each for each in script.interrupts if each.cue == cue)
    own = script.danger.get(talk.kind, {})
    return {to.to, to.instead, own.get(cue), own.get(DANGER)}


@settings(max_examples=150, deadline=None)
@given(st.data(), st.sampled_from(CALLER_KINDS))
def test_every_walk_keeps_its_promises_and_comes_to_an_end(script, data, kind):
    talk = Talk(script, kind)
    for _ in range(data.draw(st.integers(0, 25))):
        cues = data.draw(st.lists(st.sampled_from(CUES), max_size=3))
        found = talk.offered(cues)
        check_promises(script, talk, found, cues)
        steps = [*found.next, *found.skips, *filter(None, [found.back, found.resume])]
        ways = [step["to"] for step in steps if step["to"] != END]
        ways += [view["id"] for view in [*found.challenges, *found.interrupts]]
        ways += [part["start"] for part in found.scripts]
        talk.move(data.draw(st.sampled_from(sorted(set(ways)))))

    # From here on somebody who takes what is put first, and the shortest way once all is done, arrives.
    for _ in range(2 * len(script.nodes)):
        steps = talk.offered().next
        fresh = [step["to"] for step in steps if not step["done"]]
        near = min(
            (step["to"] for step in steps), key=lambda to: to != END and steps_to_the_end(script, kind, to)
        )
        to = fresh[0] if fresh else near
        if to == END:
            return
        talk.move(to)
    raise AssertionError(f"no end for {kind} from {talk.position}")
