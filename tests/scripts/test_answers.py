"""What kinds of answer a handler's words are."""

import pytest

from scripts.answers import KINDS, TOPICS, kinds_of, never_came


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ("What happened then?", {"open_question"}),
        ("Can you take me through the last time?", {"open_question"}),
        ("Tell me more about that.", {"open_question"}),
        ("Did you go out?", set()),
        ("It sounds like you were frightened of losing her.", {"reflection"}),
        ("You\u2019re ashamed of it.", {"reflection"}),
        ("Is everyone safe right now?", {"safety"}),
        ("Are there any children in the house?", {"children"}),
        ("Children usually know. What do you think it is like for them?", {"children", "open_question"}),
        ("The kids can be hard work.", set()),
        ("Are you thinking of killing yourself?", {"self_harm"}),
        ("What you tell us stays in our team, with limits.", {"confidentiality"}),
        ("I may have to pass that on.", {"confidentiality"}),
        ("She does sound difficult.", {"collusion"}),
        ("Anyone would have snapped.", {"collusion"}),
        ("Part of you thinks it's no big deal.", {"reflection"}),
        ("You are a bully.", {"accusing", "reflection"}),
        ("Why don't you just leave?", {"accusing"}),
        ("This chat is for people worried about abuse. I'll end it here.", {"boundary"}),
        ("Could you leave the room and go for a walk?", {"next_step"}),
        ("Thanks for that.", set()),
    ],
)
def test_a_message_is_of_these_kinds(said, kinds):
    assert kinds_of(said) == kinds


@pytest.mark.parametrize(
    ("node", "kind"),
    [
        ("m02_confidentiality", "confidentiality"),
        ("m04_safe_now", "safety"),
        ("m04_safe_now", "children"),
        ("m06_suicide", "self_harm"),
        ("m07_open", "open_question"),
        ("m25_impact_children", "children"),
        ("m24_remorse", "reflection"),
        ("m31_time_out", "next_step"),
        ("d01_immediate", "safety"),
        ("d02_escalate", "confidentiality"),
        ("d05_safeguarding", "children"),
        ("v01_survivor", "safety"),
        ("y01_child", "safety"),
        ("x01_inappropriate", "boundary"),
        ("w02_risk", "children"),
    ],
)
def test_the_scripts_own_prompts_are_understood(script, node, kind):
    assert kind in kinds_of(script.nodes[node].prompt)


def test_no_prompt_of_the_script_counts_as_agreeing_with_an_excuse_or_as_accusing(script):
    counted = {
        node.id: found
        for node in script.nodes.values()
        if (found := kinds_of(node.prompt) & {"collusion", "accusing"})
    }

    assert counted == {}


def test_no_reply_of_the_cue_book_does_either(book):
    replies = [reply for cue in book.cues.values() for reply in cue.handler.replies]

    assert len(replies) > 50
    assert [reply for reply in replies if kinds_of(reply) & {"collusion", "accusing"}] == []


def test_topics_that_nobody_raised_are_named_in_order():
    assert never_came(("safety", "children", "self_harm"), {"children"}) == ["safety", "self_harm"]
    assert set(TOPICS) <= set(KINDS)
