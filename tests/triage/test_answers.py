"""What a handler may record of a contact."""

import pytest

from triage.answers import TriageInvalid, check_answers, check_changes


def test_answers_that_fit_are_returned():
    answers = {"stalking": "yes", "pregnancy": "no", "suicidal": "not_asked"}

    assert check_answers(answers) == answers


def test_every_answer_that_does_not_fit_is_named():
    with pytest.raises(TriageInvalid) as refusal:
        check_answers({"stalking": "maybe", "temper": "yes", "pregnancy": "no", "suicidal": True})

    assert refusal.value.code == "request.invalid"
    assert refusal.value.extra["fields"] == {
        "markers.stalking": "must be yes, no or not_asked",
        "markers.temper": "is not a known marker",
        "markers.suicidal": "must be yes, no or not_asked",
    }


@pytest.mark.parametrize("answers", [None, [], "yes", 3])
def test_answers_of_another_shape_are_refused(answers):
    with pytest.raises(TriageInvalid):
        check_answers(answers)


@pytest.mark.parametrize("readiness", [0, 10, None])
def test_readiness_runs_from_0_to_10(readiness):
    assert check_changes({"readiness_before": readiness}) == {"readiness_before": readiness}


@pytest.mark.parametrize("readiness", [-1, 11, 5.0, "5", True])
def test_other_readiness_is_refused(readiness):
    with pytest.raises(TriageInvalid) as refusal:
        check_changes({"readiness_after": readiness})

    assert refusal.value.extra["fields"] == {"readiness_after": "must be a whole number from 0 to 10"}


@pytest.mark.parametrize("changes", [None, [], "yes"])
def test_changes_of_another_shape_are_refused(changes):
    with pytest.raises(TriageInvalid):
        check_changes(changes)


def test_all_wrong_changes_are_named_at_once():
    changes = {"caller_type": "perp", "markers": {"x": "yes"}, "confidentiality_given": 1, "level": "urgent"}

    with pytest.raises(TriageInvalid) as refusal:
        check_changes(changes)

    assert set(refusal.value.extra["fields"]) == {
        "caller_type", "markers.x", "confidentiality_given", "level"
    }  # fmt: skip


def test_what_is_noted_for_the_figures_is_codes_alone():
    right = {
        "relationship": "ex_partner",
        "children": None,
        "importance": 7,
        "behaviours": ["threats", "online"],
    }
    assert check_changes(right) == right

    wrong = {
        "relationship": "Anna", "plan": 3, "reason": ["incident"], "confidence": 11, "prompted_by": "",
        "behaviours": ["threats", "threats"], "safeguarding": "passed_on",
    }  # fmt: skip
    with pytest.raises(TriageInvalid) as refusal:
        check_changes(wrong)
    assert set(refusal.value.extra["fields"]) == set(wrong)
    for behaviours in (None, "threats", ["shouting"], [["threats"]]):
        with pytest.raises(TriageInvalid):
            check_changes({"behaviours": behaviours})
