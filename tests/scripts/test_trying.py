"""A draft against a scripted caller: the same talk from the same answers, and an end to it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scripts.services import scripted_callers
from scripts.trying import Answer, Piece, marks, walk

CALLERS = scripted_callers()


@pytest.fixture
def caller():
    return CALLERS["only_a_shove"]


def test_the_caller_begins_and_waits(script, caller, lexicon):
    tried = walk(script, caller, [], lexicon.find)

    assert {said.who for said in tried.lines} == {"caller"}
    assert tried.position is None
    assert not tried.is_over


def test_a_prompt_moves_the_place_in_the_script_and_own_words_do_not(script, caller, lexicon):
    said = [Answer(script.nodes["m02_confidentiality"].prompt, "m02_confidentiality")]
    tried = walk(script, caller, said, lexicon.find)

    assert tried.position == "m02_confidentiality"
    assert [line.node for line in tried.lines if line.who == "handler"] == ["m02_confidentiality"]
    assert tried.lines[-1].who == "caller"
    assert walk(script, caller, [*said, Answer("I see.")], lexicon.find).position == "m02_confidentiality"


def test_a_node_that_the_draft_has_no_more_moves_nothing(script, caller, lexicon):
    assert walk(script, caller, [Answer("Hello.", "gone")], lexicon.find).position is None


def test_silence_is_an_answer_without_a_line(script, caller, lexicon):
    tried = walk(script, caller, [Answer("")], lexicon.find)

    assert all(line.who == "caller" for line in tried.lines)
    assert len(tried.lines) > len(walk(script, caller, [], lexicon.find).lines)


def test_cues_are_marked_where_they_stand(lexicon):
    pieces = marks("It was only a shove.", lexicon.find)

    assert "".join(piece.text for piece in pieces) == "It was only a shove."
    assert "minimisation" in [piece.cue for piece in pieces]
    assert marks("Hello.", lexicon.find) == (Piece("Hello."),)


# How long a busy machine takes to think of answers says nothing of the talk.
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@pytest.mark.parametrize("name", CALLERS)
@given(
    answers=st.lists(st.sampled_from(["", "What happened?", "I see.", "It is not your fault."]), max_size=14)
)
def test_every_talk_is_told_to_its_end(script, lexicon, name, answers):
    tried = walk(script, CALLERS[name], [Answer(text) for text in answers], lambda line: [])

    handler = [line.pieces[0].text for line in tried.lines if line.who == "handler"]
    spoken = [text for text in answers if text]
    assert handler == spoken[: len(handler)]
    assert tried.is_over or handler == spoken
