import pytest

from tests.triage.cases import found, slugs
from triage.suitability import QUESTIONS, advice, suits

pytestmark = pytest.mark.once

ALL = ("acknowledges", "responsibility", "motivated", "weekly")
YES = dict.fromkeys(ALL, "yes")


def test_a_programme_that_requires_nothing_has_nothing_to_ask():
    assert advice((), (), dict.fromkeys(ALL, "no")) == []


@pytest.mark.parametrize("code", ALL)
def test_a_no_is_told_of_a_programme_that_requires_it_and_of_no_other(code):
    answers = {**YES, code: "no"}

    (said,) = advice(ALL, (), answers)
    assert "by what you noted" in said
    assert advice(tuple(each for each in ALL if each != code), (), answers) == []


def test_what_was_not_asked_is_neither_yes_nor_no():
    assert advice(ALL, (), {}) == []
    assert advice(ALL, (), {"motivated": "yes"}) == [
        "It asks for this too, which was not asked yet: acknowledges that there is a problem; "
        "takes some responsibility; can come every week, for about half a year"
    ]


def test_what_a_programme_excludes_is_told_whatever_was_asked():
    assert advice((), ("firearm", "ordered"), {}) == [
        "It does not take people who are: ordered to come by a court or child protection; "
        "convicted of an offence with a firearm"
    ]


@pytest.mark.parametrize(
    ("answers", "begins"),
    [
        ({}, "Not everything was asked yet"),
        ({"acknowledges": "yes", "motivated": "yes"}, "Not everything was asked yet"),
        (YES, "A programme may well suit"),
        ({**YES, "motivated": "no"}, "Not yet"),
        ({"responsibility": "no"}, "Not yet"),
        ({**YES, "weekly": "no"}, "A programme may well suit"),
    ],
)
def test_the_answers_by_themselves(answers, begins):
    assert suits(answers).startswith(begins)


def test_it_advises_and_gates_nothing():
    asked = found(about="own_behaviour", suits=tuple(dict.fromkeys(ALL, "no").items()))

    assert slugs(asked) == slugs(found(about="own_behaviour"))
    (group,) = [row for row in asked.rows if row.slug == "dapp-group"]
    assert len([text for text in group.cautions if "by what you noted" in text]) == 4


def test_every_question_has_a_wording():
    assert list(QUESTIONS) == list(ALL)
    assert all(wording.endswith("?") for _, wording in QUESTIONS.values())
