"""The guidance that we ship."""

from scripts.library import CUES, END, SAFETY_CUES


def ways_on(script, node_id):
    return [step.to for step in script.nodes[node_id].next]


def test_the_shipped_script_and_book_are_whole(script, book):
    assert len(script.nodes) == 96
    assert tuple(book.cues) == CUES
    assert len(book.markers) == 13


def test_every_cue_has_a_node_that_answers_it(script):
    answered = {cue for node in script.nodes.values() for cue in node.enter_on_cues}

    assert answered == set(CUES)


def test_every_walk_can_reach_its_end(script):
    ending = {END}
    while grown := {name for name in script.nodes if ending & set(ways_on(script, name))} - ending:
        ending |= grown

    assert ending == {END, *script.nodes}


def test_the_limits_are_said_on_every_way_to_a_talk_except_in_danger(script):
    """Without the nodes on confidentiality only the safety questions can be reached from the start."""
    reached, ahead = set(), [script.start]
    while ahead:
        name = ahead.pop()
        if name in (END, "m04_safe_now") or "confidentiality" in script.nodes[name].does or name in reached:
            continue
        reached.add(name)
        ahead += ways_on(script, name)

    assert reached == {"m01_welcome", "m39_early_exit"}


def test_examples_that_restate_an_account_are_marked_as_models(script):
    assert [node.id for node in script.nodes.values() if node.model] == ["m10_reflect", "m29_strengthen"]


def test_the_welcome_fits_a_caller_who_is_being_hurt_too(script):
    welcome = script.nodes[script.start].prompt

    assert "their own behaviour" in welcome
    assert "someone else's" in welcome
    assert "what is being done to them" in welcome
    assert len(welcome) < 300


def test_a_worker_in_danger_talk_is_told_of_999(script):
    assert "999" in script.nodes[script.danger["work"]["danger"]].prompt


def test_every_safety_cue_interrupts(script):
    assert {interrupt.cue for interrupt in script.interrupts} == SAFETY_CUES


def test_no_prompt_calls_anybody_a_perpetrator_or_names_software(script):
    for node in script.nodes.values():
        for text in (node.prompt, *node.alternatives):
            assert "perpetrator" not in text.lower()
            assert "bot" not in text.lower().split()
