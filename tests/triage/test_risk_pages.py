"""The pages on which the risk guidance is written, compared, approved and rolled back."""

import pytest

from helpline.staff.models import Account
from helpline.staff.roles import Role
from triage.models import RiskDraft, RiskInstrument
from triage.services import running_instrument

pytestmark = [pytest.mark.django_db, pytest.mark.once]

HOME = "/supervision/risk/"
PART = HOME + "draft/suicidal/"
DRAFT = HOME + "draft/"
QUESTION = "Do you think about ending your life?"


@pytest.fixture
def browser(signed_in, supervisor):
    return signed_in(supervisor)


@pytest.fixture
def other_browser(signed_in, make_account):
    return signed_in(make_account(Role.SUPERVISOR, "supervisor2"))


@pytest.fixture
def begun(browser):
    browser.post(HOME + "begin/")


def sent(browser, path=PART, **written):
    """Return what a browser would send of a part's form, with something written in it."""
    page = browser.get(path)
    form = page.context["form"]
    held = {name: form[name].value() for name in form.fields}
    return {**held, "was": page.context["was"], **written}


def propose(browser):
    browser.post(PART, sent(browser, question=QUESTION))
    revision = {"revision": RiskDraft.objects.get().revision}
    browser.post(DRAFT + "propose/", revision)
    return revision


@pytest.mark.parametrize(
    ("role", "status"), [("supervisor", 200), ("admin", 200), ("handler", 403), ("analyst", 403)]
)
@pytest.mark.parametrize("path", ["", "draft/", "draft/suicidal/", "draft/discard/", "versions/1/"])
def test_only_those_who_keep_the_directory_see_its_pages(begun, role, status, path, request, signed_in):
    browser = signed_in(request.getfixturevalue(role))

    assert browser.get(HOME + path).status_code == status


@pytest.mark.parametrize("role", ["handler", "analyst"])
@pytest.mark.parametrize(
    "path",
    ["begin/", "draft/suicidal/", "draft/discard/", "draft/propose/", "draft/withdraw/", "draft/follow/",
     "draft/approve/", "versions/1/back/"],
)  # fmt: skip
def test_nobody_else_does_anything(begun, role, path, request, signed_in):
    browser = signed_in(request.getfixturevalue(role))

    assert browser.post(HOME + path, {"revision": 1}).status_code == 403
    assert RiskDraft.objects.get().revision == 1


def test_a_question_goes_from_a_form_into_use_by_two_people(begun, browser, other_browser):
    saved = browser.post(PART, sent(browser, question=QUESTION), follow=True).content.decode()
    assert "Thoughts of suicide: saved in the draft." in saved
    revision = propose(browser)
    own = browser.get(DRAFT).content.decode()
    assert "Approve: use it" not in own
    assert "somebody else approves it: another supervisor, or an admin" in own
    refused = browser.post(DRAFT + "approve/", revision, follow=True).content.decode()
    assert "You proposed it, or wrote in it last" in refused

    waiting = other_browser.get("/supervision/programmes/waiting/").content.decode()
    assert "Draft of the next version" in waiting
    page = other_browser.get(DRAFT).content.decode()
    assert "<ins>Do you think about ending your life?</ins>" in page
    done = other_browser.post(DRAFT + "approve/", revision, follow=True).content.decode()
    assert "A contact that has answers stays with its version." in done
    assert running_instrument().version == 2
    assert QUESTION in other_browser.get(HOME + "versions/2/").content.decode()


def test_rolling_back_takes_two(begun, browser, other_browser):
    other_browser.post(DRAFT + "approve/", propose(browser))
    back = HOME + "versions/1/back/"

    browser.post(back, {"act": "ask"})
    page = browser.get(HOME + "versions/1/").content.decode()
    assert "Approve and go back" not in page
    assert "asks to go back to the words of version 1" in other_browser.get(HOME).content.decode()
    browser.post(back, {"act": "approve", "revision": 1})
    assert running_instrument().version == 2
    other_browser.post(back, {"act": "approve", "revision": 1})

    assert RiskInstrument.objects.get(number=3).restores == 1
    assert "words of 1" in browser.get(HOME).content.decode()


def test_a_way_back_is_no_longer_asked_for(begun, browser, other_browser):
    other_browser.post(DRAFT + "approve/", propose(browser))
    browser.post(HOME + "versions/1/back/", {"act": "ask"})

    other_browser.post(HOME + "versions/1/back/", {"act": "withdraw", "revision": 1})

    assert not RiskDraft.objects.exists()
    assert running_instrument().version == 2


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("question", "", "Enter: question"),
        ("question", "Tell me.", "End the question with a question mark"),
        ("label", "x" * 61, "60 letters fit, not 61"),
        ("guidance", "", "Enter: how to ask, and what counts"),
        ("guidance", "\n".join("1234567"), "Write 6 lines at most: there are 7"),
        ("guidance", "x" * 161, "A line may have 160 characters"),
    ],
)
def test_a_mistake_is_explained_and_nothing_is_saved(begun, browser, field, value, text):
    answer = browser.post(PART, sent(browser, **{field: value}))

    assert answer.status_code == 422
    assert text in answer.content.decode()
    assert f'href="#id_{field}"' in answer.content.decode()
    assert RiskDraft.objects.get().revision == 1


@pytest.mark.parametrize(
    "words", ["null", "yes", "&here *there", "- x # y", "a: {b}", "<b>x</b>", "\u202e!", "😀"]
)
def test_words_stay_words(begun, browser, words):
    browser.post(PART, sent(browser, why=words))

    page = browser.get(PART)
    assert page.context["form"]["why"].value() == words
    assert "<b>x" not in page.content.decode() + browser.get(DRAFT).content.decode()


def test_two_who_change_the_same_words_see_each_other(begun, browser, other_browser):
    mine = sent(browser, question="Mine?")
    other_browser.post(PART, sent(other_browser, question="Theirs?"))

    moved = browser.post(PART, mine)
    assert moved.status_code == 409
    assert "Theirs?" in moved.content.decode()
    assert moved.context["form"]["question"].value() == "Mine?"
    assert "Save mine in its place" in moved.content.decode()

    browser.post(PART, {**mine, "was": moved.context["was"]})
    assert "Mine?" in RiskDraft.objects.get().source_text


def test_reasons_are_written_in_one_form(begun, browser):
    path = DRAFT + "reasons/"
    browser.post(path, sent(browser, path, known_under_18="They are under 18."))

    assert "They are under 18." in browser.get(DRAFT).content.decode()


def test_without_a_draft_a_page_leads_to_the_first(browser):
    for path in ("draft/", "draft/suicidal/", "draft/discard/"):
        assert "There is no draft now" in browser.get(HOME + path, follow=True).content.decode()


def test_a_draft_is_thrown_away_after_asking_once(begun, browser):
    assert "Throw the draft away?" in browser.get(DRAFT + "discard/").content.decode()
    assert RiskDraft.objects.exists()

    browser.post(DRAFT + "discard/", {"revision": 1})

    assert not RiskDraft.objects.exists()


def test_who_is_alone_is_told_so_and_the_rule_stays(begun, browser, supervisor):
    revision = propose(browser)

    assert "Nobody else here may approve it" in browser.get(DRAFT).content.decode()
    browser.post(DRAFT + "approve/", revision)
    assert running_instrument().version == 1
    assert Account.objects.count() == 1


@pytest.mark.parametrize("path", ["draft/nonsense/", "versions/9/"])
def test_what_is_not_there_is_not_found(begun, browser, path):
    assert browser.get(HOME + path).status_code == 404


@pytest.mark.parametrize("path", ["begin/", "draft/propose/", "draft/approve/", "versions/1/back/"])
def test_a_link_alone_changes_nothing(begun, browser, path):
    assert browser.get(HOME + path).status_code == 405
