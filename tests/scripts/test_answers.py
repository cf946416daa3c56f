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
        ("You are a bully.", {"accusing"}),
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


@pytest.mark.parametrize(
    "said",
    [
        "Fuck off.", "You are pathetic.", "You idiot", "What is wrong with you?", "Men like you make me sick",
        "You're a waste of space", "Shut up.", "I don't believe you", "You should be in prison.", "Liar!",
    ],
)  # fmt: skip
def test_abuse_of_a_caller_is_accusing_and_nothing_better(said):
    assert kinds_of(said) == kinds_of(said, hurts_others=False) == {"accusing"}


@pytest.mark.parametrize(
    "said",
    [
        "She deserved it", "She asked for it.", "I understand why you hit her", "I'd have hit her too",
        "My wife is the same", "She must have wound you up", "You did nothing wrong.", "It's not your fault",
        "Don't blame yourself.",
    ],
)  # fmt: skip
def test_taking_the_side_of_one_who_hurts_others_is_collusion_and_of_one_who_is_hurt_it_is_not(said):
    assert kinds_of(said) == {"collusion"}
    assert kinds_of(said, hurts_others=False) <= {"reflection"}


@pytest.mark.parametrize(
    "said", ["That's normal.", "These things happen", "It takes two.", "It's not that bad"]
)
def test_an_excuse_is_one_whoever_hears_it(said):
    assert kinds_of(said) == kinds_of(said, hurts_others=False) == {"collusion"}


@pytest.mark.parametrize(
    "said",
    [
        "When you say she asked for it, what did you do then?",
        "What do you mean by shut up?",
        "I won't agree that she deserved it.",
        "You feel you're a bad person.",
        "Are you lying awake at night?",
        "You're sick of it.",
        "Did you bully her?",
    ],
)
def test_what_is_given_back_asked_or_not_agreed_with_is_neither(said):
    assert kinds_of(said) & {"collusion", "accusing"} == set()


@pytest.mark.parametrize("said", ["...", "\U0001f600", "?!", "ok", "a" * 600])
def test_what_says_nothing_is_of_no_kind(said):
    assert kinds_of(said) == set()


def test_a_very_long_message_is_noticed_for_its_length_beside_what_it_says():
    assert kinds_of("What happened? " + "and so on " * 385) == {"open_question", "long"}


def test_no_prompt_of_the_script_counts_as_agreeing_with_an_excuse_or_as_accusing(script):
    to_those_who_hurt = {"motivational", "immediate_danger"}
    counted = {
        node.id: found
        for node in script.nodes.values()
        if (
            found := kinds_of(node.prompt, hurts_others=node.script in to_those_who_hurt)
            & {"collusion", "accusing"}
        )
    }

    assert counted == {}


def test_no_reply_of_the_cue_book_does_either(book):
    replies = [reply for cue in book.cues.values() for reply in cue.handler.replies]

    assert len(replies) > 50
    assert [reply for reply in replies if kinds_of(reply) & {"collusion", "accusing"}] == []


def test_topics_that_nobody_raised_are_named_in_order():
    assert never_came(("safety", "children", "self_harm"), {"children"}) == ["safety", "self_harm"]
    assert set(TOPICS) <= set(KINDS)
