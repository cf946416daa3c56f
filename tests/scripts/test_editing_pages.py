"""The forms of the script's editor: what is kept, what is refused, and who else is writing."""

import pytest

from scripts import drafts
from scripts.services import CONTENT, load_content
from scripts.tree import node_of, nodes_of
from tests.scripts.editor import HOME, tree, ways_in, written

pytestmark = pytest.mark.django_db


def test_saving_an_unchanged_form_changes_no_word(browser):
    before = tree()

    for node in nodes_of(before):
        assert (
            browser.post(f"{HOME}draft/prompts/{node['id']}/", written(browser, node["id"])).status_code
            == 302
        )

    assert tree() == before


@pytest.mark.long
def test_saving_every_unchanged_form_of_the_shipped_script_changes_no_word(signed_in, supervisor):
    load_content(directory=CONTENT, by=None)
    drafts.begin_draft(by=supervisor)
    browser, before = signed_in(supervisor), tree()

    # One of each kind: plain, with blanks, an example, one of a cue's second turn, with many ways.
    chosen = (
        "m01_welcome",
        "m05_who",
        "m10_reflect",
        "m15b_partner_blame_again",
        "m34_details",
        "d01_immediate",
    )
    for node in chosen:
        browser.post(f"{HOME}draft/prompts/{node}/", written(browser, node))

    assert drafts.get_draft().revision == 1 + len(chosen)
    assert tree() == before


def test_a_prompt_is_edited_without_yaml(browser):
    posted = written(
        browser,
        prompt="What happened then?\r\nTake your time.",
        alternative=["And then?", ""],
        when=["says more", "", "leaves"],
        to=["a2", "", "END"],
        do="wait\nlisten",
        enter_on_cues=["minimisation", "denial"],
    )

    browser.post(HOME + "draft/prompts/a2/", posted)

    node = node_of(tree(), "a2")
    assert node["prompt"] == "What happened then?\nTake your time."
    assert node["alternatives"] == ["And then?"]
    assert node["next"] == [{"when": "says more", "to": "a2"}, {"when": "leaves", "to": "END"}]
    assert node["do"] == ["wait", "listen"]
    assert sorted(node["enter_on_cues"]) == ["denial", "minimisation"]


def test_keys_that_no_form_knows_survive_a_form(browser, supervisor):
    before = tree()
    before["nodes"][0]["cy"] = {"prompt": "Helo."}
    before["nodes"][0]["next"][0]["if"] = "calm"
    drafts.save_draft(tree=before, revision=1, node="a1", by=supervisor)

    page = browser.get(HOME + "draft/prompts/a1/").content.decode()
    browser.post(HOME + "draft/prompts/a1/", written(browser, "a1", prompt="Hello."))

    assert "changed in the file alone: cy." in page
    node = node_of(tree(), "a1")
    assert (node["cy"], node["next"][0]["if"]) == ({"prompt": "Helo."}, "calm")


@pytest.mark.parametrize(
    ("changes", "field", "text"),
    [
        ({"prompt": " "}, "id_prompt", "Write what the handler may say"),
        ({"prompt": "x" * 4001}, "id_prompt", "4000 letters fit"),
        ({"intent": ""}, "id_intent", "Write what the prompt is for"),
        ({"when": ["", ""], "to": ["END", "a1"]}, "id_when_0", "Write in which case this way is taken"),
        ({"when": ["x", "y"], "to": ["END", ""]}, "id_to_1", "Choose where this way leads"),
        ({"when": ["x"], "to": ["a9"]}, "id_to_0", "There is no prompt a9 any more"),
        ({"alternative": ["x" * 4001]}, "id_alternative_0", "at most 4000 characters"),
    ],
)
def test_a_mistake_in_a_form_is_explained_and_nothing_is_saved(browser, changes, field, text):
    response = browser.post(HOME + "draft/prompts/a2/", written(browser, **changes))

    page = response.content.decode()
    assert response.status_code == 422
    assert next(where for where, said in response.context["summary"] if text in said) == field
    assert f'href="#{field}"' in page
    assert f'id="{field}"' in page
    assert drafts.get_draft().revision == 1


def test_a_mistake_of_the_whole_is_shown_beside_its_node_and_stops_the_proposal(browser):
    browser.post(HOME + "draft/prompts/a1/", written(browser, "a1", when=["ends"], to=["END"]))
    browser.post(HOME + "draft/ways-in/", ways_in(browser, interrupts__1__to="d1"))

    # Its cue still leads there: with it gone, nothing does.
    browser.post(HOME + "draft/prompts/a2/", written(browser, enter_on_cues=[]))

    page = browser.get(HOME + "draft/prompts/a2/").content.decode()
    assert "Nothing leads here" in page
    assert (
        '<a href="/supervision/scripts/draft/prompts/a2/">a2</a>: nothing leads here'
        in browser.get(HOME + "draft/").content.decode()
    )
    answer = browser.post(HOME + "draft/propose/", {"revision": drafts.get_draft().revision}, follow=True)
    assert "Nothing was done: the script has 1 mistake" in answer.content.decode()
    assert drafts.get_draft().proposed_at is None


def test_ways_in_are_chosen_and_a_stale_page_is_refused(browser):
    stale = ways_in(browser, start="a2")
    browser.post(HOME + "draft/ways-in/", ways_in(browser, interrupts_by_caller_type__work__danger="d1"))
    assert tree()["interrupts_by_caller_type"]["work"] == {"danger": "d1"}

    answer = browser.post(HOME + "draft/ways-in/", stale)
    assert "Somebody has changed the draft" in answer.content.decode()
    assert tree()["start"] == "a1"


def test_two_who_change_different_prompts_do_not_get_in_each_others_way(browser, other_browser):
    mine = written(browser, "a1", prompt="Mine.")
    other_browser.post(HOME + "draft/prompts/a2/", written(other_browser, prompt="Theirs."))

    browser.post(HOME + "draft/prompts/a1/", mine)

    assert [node_of(tree(), name)["prompt"] for name in ("a1", "a2")] == ["Mine.", "Theirs."]


def test_two_who_change_the_same_prompt_see_each_others_words(browser, other_browser):
    mine = written(browser, prompt="Mine.")
    other_browser.post(HOME + "draft/prompts/a2/", written(other_browser, prompt="Theirs."))

    answer = browser.post(HOME + "draft/prompts/a2/", mine)
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "Somebody has changed the draft" in page
    assert "Theirs." in page
    assert "Mine." in page
    assert node_of(tree(), "a2")["prompt"] == "Theirs."
    browser.post(HOME + "draft/prompts/a2/", mine | {"seen": answer.context["seen"]})
    assert node_of(tree(), "a2")["prompt"] == "Mine."


def test_a_prompt_is_added_with_a_way_to_it(browser):
    new = {
        "id": "a3", "script": "main", "stage": "challenge", "prompt": "And now?", "intent": "Go on.",
        "after": "a1", "when": "asks",
    }  # fmt: skip

    assert browser.post(HOME + "draft/add/", new).url == HOME + "draft/prompts/a3/"

    assert node_of(tree(), "a1")["next"][-1] == {"when": "asks", "to": "a3"}
    assert node_of(tree(), "a3")["next"] == [{"when": "the talk ends", "to": "END"}]
    again = browser.post(HOME + "draft/add/", new | {"when": ""})
    assert [text for _, text in again.context["summary"]] == [
        "There is already a prompt of this name",
        "Write in which case that prompt leads here",
    ]


@pytest.mark.parametrize("name", ["A3", "3a", "a b", "a/b", "ä", ""])
def test_a_name_that_is_no_name_is_refused(browser, name):
    new = {"id": name, "script": "main", "stage": "challenge", "prompt": "And now?", "intent": "Go on."}

    assert browser.post(HOME + "draft/add/", new).status_code == 422


def test_a_prompt_is_removed_once_nothing_leads_to_it(browser):
    asked = browser.get(HOME + "draft/prompts/a2/remove/")
    assert "a2 cannot go yet" in asked.content.decode()
    browser.post(HOME + "draft/prompts/a2/remove/", {"seen": asked.context["seen"]})
    assert node_of(tree(), "a2")

    browser.post(HOME + "draft/prompts/a1/", written(browser, "a1", when=["ends"], to=["END"]))
    browser.post(HOME + "draft/ways-in/", ways_in(browser, interrupts__1__to="d1"))
    browser.post(HOME + "draft/prompts/a2/remove/", {"seen": asked.context["seen"]})
    assert [node["id"] for node in nodes_of(tree())] == ["a1", "d1", "s1"]
