"""What a handler is offered, and what nobody may be offered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts import engine
from scripts.library import CUES, END

ABOUT = ["own_behaviour", "someone_else", "being_hurt", "work", "unsure", None]
AGES = ["under_13", "13_15", "16_17", "18_25", "over_60", None]
TYPES = [*engine.KIND_OF_TYPE, "inappropriate_contact", "out_of_scope", None]


def offered(script, position=None, cues=(), about="own_behaviour", age_band=None, caller_type=None):
    return engine.offers(
        script, position=position, cues=list(cues), about=about, age_band=age_band, caller_type=caller_type
    )


def ids(views):
    return [view["id"] for view in views]


def targets(offers):
    return [step["to"] for step in offers.next]


@pytest.mark.parametrize(
    ("about", "age_band", "caller_type", "kind"),
    [
        ("own_behaviour", None, None, "own_behaviour"),
        ("unsure", "26_40", None, "unsure"),
        (None, None, None, "unsure"),
        ("work", None, None, "work"),
        ("being_hurt", "16_17", None, "child"),
        ("work", "under_13", "frontline_worker", "child"),
        ("own_behaviour", None, "victim_survivor", "being_hurt"),
        ("own_behaviour", None, "unclear_or_mutual", "unsure"),
        ("being_hurt", None, "person_using_abuse", "own_behaviour"),
        ("own_behaviour", None, "child_or_young_person", "child"),
        ("someone_else", None, "out_of_scope", "someone_else"),
        ("someone_else", None, "friend_or_family", "someone_else"),
        ("nonsense", None, None, "unsure"),
    ],
)
def test_whom_the_script_speaks_to(about, age_band, caller_type, kind):
    assert engine.caller_kind(about, age_band, caller_type) == kind


@pytest.mark.parametrize("about", ABOUT)
@pytest.mark.parametrize("age_band", AGES)
def test_every_talk_opens_with_the_welcome_and_then_the_limits(script, about, age_band):
    opening = engine.opening_node(script, about, age_band)
    is_worker = engine.caller_kind(about, age_band) == "work"

    assert opening == ("w00_hello" if is_worker else "m01_welcome")
    assert not is_worker or "confidentiality" in script.nodes[opening].does
    assert targets(offered(script, None, about=about, age_band=age_band))[0] == "m02_confidentiality"


@pytest.mark.parametrize(
    ("about", "age_band", "route"),
    [
        ("work", None, "w01_worker"),
        ("someone_else", None, "f01_concerned"),
        ("being_hurt", None, "v01_survivor"),
        ("own_behaviour", "13_15", "y01_child"),
    ],
)
def test_once_the_limits_are_said_the_callers_own_script_comes_first(script, about, age_band, route):
    step = offered(script, "m02_confidentiality", about=about, age_band=age_band).next[0]

    assert (step["to"], step["when"]) == (route, "what they chose before the chat")
    assert step["prompt"] == script.nodes[route].prompt
    assert engine.route_node(script, about, age_band) == route
    assert targets(offered(script, route, about=about, age_band=age_band)).count(route) == 0


def test_nobody_skips_the_safety_questions_to_speak_of_their_own_behaviour(script):
    assert targets(offered(script, "m02_confidentiality")) == [
        "m03_privacy",
        "m02b_confidentiality_questions",
        "m39_early_exit",
    ]
    assert targets(offered(script, "m05_who"))[0] == "m07_open"


def test_a_node_is_shown_with_all_that_helps_to_judge_it(script):
    view = engine.node_view(script, "m37_summary")

    assert set(view) == {
        "id", "script", "stage", "prompt", "alternatives", "intent", "technique", "do", "dont", "model",
        "blanks", "does", "wordings", "next",
    }  # fmt: skip
    assert view["blanks"][:3] == ["[what you did, in your words]", "[effect]", "[reason]"]
    assert view["blanks"][3:] == ["[x]", "[plan]", "[programme]", "[day]"]
    assert view["next"][0] == {
        "when": "yes",
        "to": "m38_close",
        "stage": "close",
        "prompt": script.nodes["m38_close"].prompt,
        "done": False,
    }
    assert engine.node_view(script, "m38_close")["next"] == [
        {"when": "end", "to": END, "stage": "end", "prompt": "", "done": False}
    ]


def test_the_stages_of_a_script_show_where_the_talk_is(script):
    path = engine.stage_path(script, "m14_minimisation")

    assert [stage["stage"] for stage in path] == [
        "welcome", "safety_check", "explore", "recognise", "challenge", "impact", "readiness", "plan",
        "signpost", "close",
    ]  # fmt: skip
    assert [stage["stage"] for stage in path if stage["is_current"]] == ["challenge"]


@pytest.mark.parametrize(
    ("text", "blanks"),
    [
        ("You will ring [programme] on [day].", ["[programme]", "[day]"]),
        ("Here is one: {programme}, {hours}", ["{programme}", "{hours}"]),
        ("No blanks (at all).", []),
        ("[]", []),
        ("[open\nand shut]", []),
    ],
)
def test_blanks_still_open(text, blanks):
    assert engine.unfilled_blanks(text) == blanks


def test_a_cue_offers_the_fitting_challenge(script):
    found = offered(script, "m08_incident", ["partner_blame", "minimisation"]).challenges

    assert [(view["id"], view["cues"]) for view in found] == [
        ("m15_partner_blame", ["partner_blame"]),
        ("m14_minimisation", ["minimisation"]),
    ]


def test_the_second_turn_of_a_challenge_waits_for_the_first(script):
    assert ids(offered(script, "m14_minimisation", ["minimisation"]).challenges) == [
        "m14b_minimisation_again"
    ]


def test_nodes_that_the_script_leads_to_come_before_other_challenges(script):
    found = ids(offered(script, "m12_who_does_what", ["partner_blame", "mutualising"]).challenges)

    assert found == ["m16_mutual", "m15_partner_blame"]


def test_without_cues_nothing_is_challenged_or_interrupted(script):
    found = offered(script, "m07_open")

    assert (found.challenges, found.interrupts) == ([], [])


def test_a_safety_cue_comes_first_and_by_priority(script):
    found = offered(
        script, "m08_incident", ["child_at_risk", "minimisation", "self_harm", "threat_ultimatum"]
    )

    assert ids(found.interrupts) == ["d01_immediate", "m06_suicide", "d05_safeguarding"]
    assert found.interrupts[2]["unless"].startswith("already asked about the children")
    assert found.interrupts[0]["cues"] == ["threat_ultimatum"]


@pytest.mark.parametrize(
    ("about", "age_band", "cue", "expected"),
    [
        ("being_hurt", None, "threat_ultimatum", ["d03v_999_survivor"]),
        ("being_hurt", None, "self_harm", ["m06_suicide", "d03v_999_survivor"]),
        ("being_hurt", None, "child_at_risk", ["v05_children", "d03v_999_survivor"]),
        ("own_behaviour", "13_15", "threat_ultimatum", ["y05_threat", "d03y_999_child"]),
        ("being_hurt", "16_17", "child_at_risk", ["y01_child", "d03y_999_child"]),
        ("someone_else", None, "threat_ultimatum", ["f04_danger"]),
        ("work", None, "threat_ultimatum", ["w03_urgent"]),
        ("unsure", None, "threat_ultimatum", ["d01_immediate"]),
        ("unsure", None, "child_at_risk", ["m04_safe_now", "d05_safeguarding"]),
    ],
)
def test_danger_is_answered_for_the_person_who_writes(script, about, age_band, cue, expected):
    assert ids(offered(script, "m01_welcome", [cue], about=about, age_band=age_band).interrupts) == expected


def test_an_interrupt_that_is_already_open_is_not_offered_again(script):
    assert ids(offered(script, "d01_immediate", ["threat_ultimatum"]).interrupts) == []


def test_an_unknown_position_is_the_opening(script):
    assert offered(script, "gone_in_this_version").current["id"] == "m01_welcome"


@given(
    st.data(),
    st.lists(st.sampled_from([*CUES, "not_a_cue"]), max_size=5),
    st.sampled_from(ABOUT),
    st.sampled_from(AGES),
    st.sampled_from(TYPES),
)
def test_nobody_being_hurt_and_no_child_is_told_to_put_it_down(
    script, data, cues, about, age_band, caller_type
):
    position = data.draw(st.sampled_from([*script.nodes, None]))
    found = offered(script, position, cues, about, age_band, caller_type)
    views = [found.current, *found.challenges, *found.interrupts]
    shown = set(ids(views)) | set(targets(found)) - {END}
    kind = engine.caller_kind(about, age_band, caller_type)

    assert shown <= set(script.nodes)
    if kind in ("being_hurt", "child"):
        assert {script.nodes[name].script for name in shown}.isdisjoint({"immediate_danger"})
    if kind not in engine.CHALLENGED:
        assert found.challenges == []
    assert found.current["id"] not in ids(found.challenges) + ids(found.interrupts)
