"""Back, back to where danger broke in, ahead, and into each script; and what is done is not put up anew."""

from itertools import pairwise

import pytest

from scripts import engine
from scripts.done import TOPICS, answered_in
from scripts.library import parse_script
from tests.scripts.conftest import SMALL


def offered(script, position, cues=(), about="own_behaviour", **more):
    more = {"age_band": None, **more}
    return engine.offers(script, position=position, cues=list(cues), about=about, **more)


def walk(script, *nodes, kind="own_behaviour"):
    """Move from node to node; return the last, the nodes left behind and the way back."""
    trail, done = [], []
    for position, to in pairwise(nodes):
        trail = engine.trail_after(script, trail=trail, position=position, to=to, kind=kind)
        done.append(position)
    return {"position": nodes[-1], "done": done, "trail": trail}


def targets(steps):
    return [step["to"] for step in steps]


def ids(views):
    return [view["id"] for view in views]


def test_at_the_beginning_there_is_no_way_back(script):
    found = offered(script, None)

    assert (found.back, found.resume) == (None, None)


def test_back_leads_to_the_step_before_and_again_to_the_one_before_that(script):
    gone = walk(script, "m01_welcome", "m02_confidentiality", "m03_privacy")
    assert offered(script, **gone).back == {
        "when": "the step before",
        "to": "m02_confidentiality",
        "stage": "welcome",
        "prompt": script.nodes["m02_confidentiality"].prompt,
        "done": True,
    }

    gone = walk(script, "m01_welcome", "m02_confidentiality", "m03_privacy", "m02_confidentiality")
    assert offered(script, **gone).back["to"] == "m01_welcome"


@pytest.mark.parametrize(
    "through", [["d01_immediate"], ["d01_immediate", "d03_999"], ["m06_suicide", "m06b_suicide_support"]]
)
def test_danger_leads_back_to_where_the_talk_was(script, through):
    found = offered(script, **walk(script, "m07_open", "m14_minimisation", *through))

    assert (found.resume["to"], found.resume["when"]) == ("m14_minimisation", "back to where you were")


def test_once_back_from_danger_the_way_back_is_as_it_was_before(script):
    gone = walk(script, "m07_open", "m14_minimisation", "d01_immediate", "d03_999", "m14_minimisation")
    found = offered(script, **gone)

    assert (found.back["to"], found.resume) == ("m07_open", None)


def test_a_talk_that_has_gone_on_from_danger_is_not_sent_back(script):
    gone = walk(script, "m14_minimisation", "d01_immediate", "d04_defuse", "m32_tonight", "m33_fit")

    assert offered(script, **gone).resume is None


def test_a_step_of_the_script_to_the_safety_questions_is_no_danger_left(script):
    gone = walk(script, "m01_welcome", "m02_confidentiality", "m03_privacy", "m04_safe_now", kind="unsure")

    assert offered(script, **gone, about="unsure").resume is None


def test_the_way_back_of_a_talk_that_goes_in_circles_has_a_length(script):
    gone = walk(script, *["m07_open", "m08_incident", "m10_reflect"] * 40)

    assert len(gone["trail"]) == 60


def test_ahead_are_the_later_stages_one_node_each(script):
    gone = walk(script, "m02_confidentiality", "m04_safe_now", "m07_open")

    assert targets(offered(script, **gone).skips) == [
        "m10_reflect", "m13_denial", "m23_impact_partner", "m26_importance", "m30_warning_signs", "m33_fit",
        "m37_summary",
    ]  # fmt: skip
    assert offered(script, **gone).skips[0]["when"] == "skip to recognise"


def test_a_stage_that_is_done_is_not_skipped_to(script):
    gone = {"position": "m07_open", "done": ["m02_confidentiality", "m04_safe_now"]}
    half = offered(script, **gone | {"done": [*gone["done"], "m26_importance"]})
    whole = offered(script, **gone | {"done": [*gone["done"], "m37_summary", "m38_close", "m39_early_exit"]})

    assert "m27_sustain" in targets(half.skips)
    assert "close" not in [step["stage"] for step in whole.skips]
    assert "close" in [step["stage"] for step in half.skips]


def test_nobody_skips_the_limits_or_the_safety_questions(script):
    assert offered(script, "m01_welcome").skips == []
    assert {step["stage"] for step in offered(script, "m02_confidentiality").skips} == {"safety_check"}
    assert len(offered(script, "m04_safe_now", done=["m02_confidentiality"]).skips) > 5


def test_a_short_script_is_skipped_through_without_the_safety_questions_of_the_long_one(script):
    assert targets(offered(script, "w01_worker", about="work").skips)[-1] == "w06_close"


def test_what_is_done_is_not_put_up_as_a_challenge(script):
    cues = ["change_reason", "child_at_risk"]
    assert "m26_importance" in ids(offered(script, "m14_minimisation", cues).challenges)

    asked = offered(script, "m14_minimisation", cues, answered=["importance"])
    assert "m26_importance" not in ids(asked.challenges)
    been = offered(script, "m08_incident", ["minimisation"], done=["m14_minimisation"])
    assert "m14_minimisation" not in ids(been.challenges)


def test_the_second_turn_comes_once_the_first_was_taken_wherever_the_talk_is(script):
    been = offered(script, "m08_incident", ["minimisation"], done=["m14_minimisation"])

    assert ids(been.challenges) == ["m14b_minimisation_again"]


def test_steps_that_are_done_come_last_and_say_so(script):
    steps = offered(script, "m07_open", done=["m08_incident"]).next

    assert steps[-1]["to"] == "m08_incident"
    assert [step["done"] for step in steps] == [False] * (len(steps) - 1) + [True]


def test_once_the_children_were_asked_about_the_talk_goes_on_to_what_it_is_like_for_them(script):
    first = offered(script, "m14_minimisation", ["child_at_risk"])
    later = offered(script, "m14_minimisation", ["child_at_risk"], done=["d05_safeguarding"])
    judged = offered(script, "m14_minimisation", ["child_at_risk"], answered=["children"])

    assert ids(first.interrupts) == ["d05_safeguarding"]
    assert ids(later.interrupts) == ids(judged.interrupts) == ["m25_impact_children"]


def test_what_comes_instead_is_only_for_whom_it_is_written(script):
    found = offered(script, "v02_route", ["child_at_risk"], "being_hurt", done=["v05_children"])

    assert ids(found.interrupts) == ["v05_children", "d03v_999_survivor"]
    assert found.interrupts[0]["again"]


def test_a_safety_cue_always_has_an_answer_and_says_where_it_was_asked_before(script):
    both = offered(
        script, "m14_minimisation", ["child_at_risk"], done=["d05_safeguarding", "m25_impact_children"]
    )
    threat = offered(script, "m14_minimisation", ["threat_ultimatum"], done=["d01_immediate"])

    assert [(view["id"], view["again"]) for view in both.interrupts] == [("d05_safeguarding", True)]
    assert [(view["id"], view["again"]) for view in threat.interrupts] == [("d01_immediate", True)]


def test_what_was_done_is_said_in_words(script):
    found = offered(script, "m07_open", done=["m02_confidentiality", "m06_suicide"], answered=["importance"])

    assert found.covered == [
        {"topic": "confidentiality", "label": "Said the limits of confidentiality"},
        {"topic": "suicide", "label": "Asked about suicide"},
        {"topic": "importance", "label": "Asked how important change is, 0 to 10"},
    ]


def test_what_triage_answers_was_asked():
    triage = {
        "caller_type": None, "readiness_before": 0, "readiness_after": None, "confidentiality_given": True,
        "markers": {"suicidal": "no", "child_risk": "not_asked", "imminent_intent": "yes"},
    }  # fmt: skip

    assert answered_in(triage) == {"confidentiality", "importance", "suicide", "danger"}
    assert answered_in({}) == frozenset()
    assert answered_in(triage) <= set(TOPICS)


@pytest.mark.parametrize(
    ("about", "age_band", "danger"),
    [
        ("own_behaviour", None, "d01_immediate"), ("unsure", None, "d01_immediate"),
        ("being_hurt", None, "d03v_999_survivor"), ("own_behaviour", "13_15", "d03y_999_child"),
        ("someone_else", None, "f04_danger"), ("work", None, "w03_urgent"),
    ],
)  # fmt: skip
def test_every_short_script_is_one_step_away_and_danger_is_the_callers_own(script, about, age_band, danger):
    listed = {
        part["id"]: part["start"] for part in offered(script, "m05_who", (), about, age_band=age_band).scripts
    }

    assert listed["immediate_danger"] == danger
    rest = {
        "survivor_redirect": "v01_survivor",
        "friend_family": "f01_concerned",
        "frontline_worker": "w01_worker",
        "child": "y01_child",
        "young_own_behaviour": "y04_own_behaviour",
        "out_of_scope": "o01_out_of_scope",
        "inappropriate_contact": "x01_inappropriate",
    }
    assert {name: listed[name] for name in rest} == rest
    assert ("motivational" in listed) == (about != "being_hurt" and age_band is None)


@pytest.mark.parametrize(
    ("about", "age_band"), [("being_hurt", None), ("unsure", "16_17"), ("work", None), ("someone_else", None)]
)
def test_the_danger_script_is_nobody_elses_in_a_file_that_says_nothing_of_it(about, age_band):
    """As in versions published before nodes said whom they are for."""
    small = parse_script(SMALL, source="x.yaml")
    found = offered(small, "d1", ["threat_ultimatum"], about, age_band=age_band)

    assert found.current["id"] == "s1"
    assert "d1" not in {*ids(found.interrupts), *[part["start"] for part in found.scripts]}
