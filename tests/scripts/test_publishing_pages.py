"""Proposing, signing, publishing and rolling back on pages: always two people."""

import pytest

from scripts import drafts, publishing
from scripts.models import PromptSignOff, RollBack, ScriptDraft, ScriptVersion
from scripts.sign_offs import signed_nodes
from tests.scripts.conftest import SMALL
from tests.scripts.editor import HOME, propose, tree, written

pytestmark = pytest.mark.django_db


def test_one_proposes_and_another_approves(browser, other_browser):
    revision = propose(browser)
    own = browser.get(HOME + "draft/publish/").content.decode()
    assert "Approve and publish" not in own
    assert "somebody else approves it" in own

    refused = browser.post(HOME + "draft/approve/", {"revision": revision}, follow=True)
    said = "You proposed or changed this draft. Ask another supervisor to approve it."
    assert said in refused.content.decode()
    assert ScriptVersion.objects.count() == 1

    # Whoever is to decide is led there first; who proposed it may go on writing.
    decide = '<a class="button button--primary" href="/supervision/scripts/draft/publish/">'
    assert [decide in each.get(HOME).content.decode() for each in (browser, other_browser)] == [False, True]

    assert "What happened<ins> then</ins>?" in other_browser.get(HOME + "draft/publish/").content.decode()
    done = other_browser.post(HOME + "draft/approve/", {"revision": revision}, follow=True)
    assert "Version 2 is in use" in done.content.decode()
    assert ScriptVersion.objects.get(is_running=True).number == 2


def test_a_service_names_what_is_not_signed_and_publishes_nothing(browser, other_browser, settings):
    settings.HELPLINE_MODE = "service"
    revision = propose(browser)

    page = other_browser.get(HOME + "draft/publish/").content.decode()
    assert "4 prompts not signed off" in page
    assert all(
        f'<a href="{HOME}draft/prompts/{name}/">{name}</a>' in page for name in ("a1", "a2", "d1", "s1")
    )
    refused = other_browser.post(HOME + "draft/approve/", {"revision": revision}, follow=True)
    assert "4 prompts are not signed off by both kinds of reviewer" in refused.content.decode()
    assert ScriptVersion.objects.count() == 1


@pytest.mark.parametrize("revision", ["", "x", "0", "99", "1" * 30, "²"])
def test_a_revision_that_never_was_proposes_nothing(browser, revision):
    browser.post(HOME + "draft/prompts/a2/", written(browser, prompt="What happened then?"))

    answer = browser.post(HOME + "draft/propose/", {"revision": revision}, follow=True)

    assert "Somebody has changed the draft" in answer.content.decode()
    assert drafts.get_draft().proposed_at is None


def test_prompts_are_signed_by_two_people(browser, other_browser):
    digests = [signed.digest for signed in signed_nodes(tree()).values()]

    browser.post(HOME + "draft/sign-offs/record/", {"kind": "practitioner", "words": digests})
    refused = browser.post(
        HOME + "draft/sign-offs/record/", {"kind": "survivor_reviewer", "words": digests}, follow=True
    )
    assert "Ask somebody else to record this one." in refused.content.decode()
    assert PromptSignOff.objects.count() == 4

    other_browser.post(HOME + "draft/sign-offs/record/", {"kind": "survivor_reviewer", "words": digests})
    assert (
        "all 4 signed off" in browser.get(HOME + "draft/sign-offs/?kind=survivor_reviewer").content.decode()
    )
    assert "Every prompt is signed off" in browser.get(HOME + "draft/publish/").content.decode()

    then = HOME + "draft/prompts/a1/"
    back = browser.post(
        HOME + "draft/sign-offs/take-back/", {"kind": "practitioner", "words": digests[0], "then": then}
    )
    assert back.url == then
    assert PromptSignOff.objects.count() == 7


def test_the_sign_offs_open_on_the_kind_that_is_missing_some(browser, other_browser):
    digests = [signed.digest for signed in signed_nodes(tree()).values()]

    def opened_on() -> str:
        return browser.get(HOME + "draft/sign-offs/").context["kind"].value

    assert opened_on() == "practitioner"
    browser.post(HOME + "draft/sign-offs/record/", {"kind": "practitioner", "words": digests})
    assert opened_on() == "survivor_reviewer"
    other_browser.post(HOME + "draft/sign-offs/record/", {"kind": "survivor_reviewer", "words": digests})
    assert opened_on() == "practitioner"


@pytest.mark.parametrize(
    "then", ["https://evil.example/", "//evil.example/supervision/scripts/", "/console/"]
)
def test_a_form_leads_back_to_our_own_pages_only(browser, then):
    answer = browser.post(HOME + "draft/sign-offs/record/", {"kind": "practitioner", "then": then})

    assert answer.url == HOME + "draft/sign-offs/?kind=practitioner"


def test_rolling_back_takes_two(browser, other_browser):
    other_browser.post(HOME + "draft/approve/", {"revision": propose(browser)})

    browser.post(HOME + "versions/1/roll-back/", {"act": "ask"})
    assert "asks to go back to version 1" in other_browser.get(HOME).content.decode()
    own = browser.post(HOME + "versions/1/roll-back/", {"act": "approve"}, follow=True)
    assert "You asked for this. Ask another supervisor to approve it." in own.content.decode()
    assert ScriptVersion.objects.get(is_running=True).number == 2

    done = other_browser.post(HOME + "versions/1/roll-back/", {"act": "approve"}, follow=True)
    assert "Version 3 is in use: the words of version 1." in done.content.decode()
    assert ScriptVersion.objects.get(is_running=True).source_text == SMALL


def test_asking_to_roll_back_can_be_taken_back(browser, other_browser):
    other_browser.post(HOME + "draft/approve/", {"revision": propose(browser)})
    browser.post(HOME + "versions/1/roll-back/", {"act": "ask"})

    other_browser.post(HOME + "versions/1/roll-back/", {"act": "withdraw"})

    assert not RollBack.objects.exists()
    assert publishing.asked_roll_back() is None


def test_throwing_a_draft_away_asks_first(browser):
    asked = browser.get(HOME + "draft/discard/").content.decode()
    assert "Throw the draft away?" in asked
    assert ScriptDraft.objects.exists()

    browser.post(HOME + "draft/discard/", {"revision": "1"})
    assert not ScriptDraft.objects.exists()
