"""Trying a draft out on its page: nothing is kept, and a made-up talk does no harm."""

import json

import pytest

from tests.scripts.editor import HOME, ways_in

pytestmark = pytest.mark.django_db


def try_out(browser, **fields):
    return browser.post(HOME + "draft/try/", {"caller": "only_a_shove", **fields})


def test_a_draft_is_tried_out_and_nothing_is_kept(browser, django_assert_num_queries):
    assert "Talk with an invented caller" in browser.get(HOME + "draft/try/").content.decode()
    first = try_out(browser)
    assert first.context["offers"]["current"]["id"] == "a1"

    said = {
        "act": "prompt",
        "node": "a1",
        "text": "Hello. How can I help?",
        "answers": first.context["answers"],
    }
    # session, account, draft: nothing is written.
    with django_assert_num_queries(3):
        second = try_out(browser, **said)
    assert second.context["offers"]["current"]["id"] == "a1"
    assert json.loads(second.context["answers"]) == [["Hello. How can I help?", "a1"]]
    assert second.context["tried"].lines[-1].who == "caller"
    assert "<mark>" in second.content.decode()

    back = try_out(browser, act="back", answers=second.context["answers"])
    assert back.context["tried"].lines == first.context["tried"].lines


@pytest.mark.parametrize(
    "answers",
    [
        "x",
        "{}",
        "[1]",
        '[["a"]]',
        '[["a", 1]]',
        "[" * 50_000,
        '[[["a"], "b"]]',
        "null",
        json.dumps([["x", ""]] * 500),
    ],
)
def test_a_made_up_talk_does_no_harm(browser, answers):
    answer = try_out(browser, answers=answers, act="say", text="x" * 5_000)

    assert answer.status_code == 200
    assert len(json.loads(answer.context["answers"])) <= 40


def test_a_draft_with_mistakes_is_not_tried_out(browser):
    browser.post(HOME + "draft/ways-in/", ways_in(browser, interrupts_by_caller_type__child__danger="d1"))

    assert "mend them first" in try_out(browser).content.decode()
