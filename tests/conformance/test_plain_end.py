"""The end of a chat without JavaScript: why, what was agreed, and the questions as a form."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from chat.models import Contact
from chat.services.ending import end_by_handler
from chat.services.following import join
from chat.services.messages import Post, post_messages
from chat.services.presence import set_presence
from chat.services.queue import take
from chat.services.signposting import send_signpost
from chat.texts import texts
from helpline.staff.models import Account
from helpline.staff.roles import Role
from helpline.statistics.models import SurveyDraft
from tests.conformance.test_plain import browser, does, hidden, starts
from triage.models import DirectoryEntry
from triage.services import confirm_entry

__all__ = ["browser"]
T = texts("en")
AGREED = "You ring the programme on Monday."


@pytest.fixture
def token(browser: Client, handler1: Account) -> str:
    """The token of a talk in which something was agreed."""
    held = hidden(starts(browser), "token")
    set_presence(by=handler1, available=True, capacity=1)
    contact = take(by=handler1)
    post_messages(
        [Post(contact=contact.pk, client_id=uuid4(), body=AGREED, handler=handler1.pk, agreed=True)]
    )
    return held


def html(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_what_was_agreed_has_its_label_in_the_talk_and_is_gone_after_the_end(
    browser: Client, token: str, handler1: Account
) -> None:
    assert f"{handler1.display_name}, What we agreed:</strong> {AGREED}" in html(
        does(browser, "check", token=token)
    )

    ended = html(does(browser, "end", token=token))

    assert AGREED not in ended
    assert T["ended_agreed_gone"] in ended


@pytest.mark.parametrize(("lang", "who"), [("en", "Supervisor"), ("cy", "Goruchwyliwr")])
def test_words_of_a_supervisor_who_joined_are_said_to_be_a_supervisor_s(
    browser: Client, token: str, lang: str, who: str
) -> None:
    sue = Account.objects.create_account(username="supervisor1", password=None, role=Role.SUPERVISOR)
    set_presence(by=sue, available=False, capacity=1)
    contact = Contact.objects.get().pk
    join(contact=contact, by=sue)
    post_messages(
        [Post(contact=contact, client_id=uuid4(), body="I am on duty.", handler=sue.pk, agreed=False)]
    )

    assert f"<strong>{who}:</strong> I am on duty." in html(does(browser, "check", token=token, lang=lang))


def test_of_a_talk_that_the_handler_ended_only_last_words_that_no_page_showed_come(
    browser: Client, token: str, handler1: Account
) -> None:
    contact = Contact.objects.get()
    does(browser, "post", token=token, id=str(uuid4()), body="Mine, read long ago.")
    shown = hidden(does(browser, "check", token=token), "shown")
    last = Post(contact=contact.pk, client_id=uuid4(), body="Last words.", handler=handler1.pk)
    post_messages([last])
    end_by_handler(contact=contact.pk, by=handler1)

    page = does(browser, "check", token=token, shown=shown)
    again = does(browser, "check", token=token, shown=hidden(page, "shown"))

    assert ["Last words." in html(page), "Last words." in html(again)] == [True, False]
    for words in (AGREED, "Mine, read long ago."):
        assert words not in html(page)


@pytest.mark.parametrize("shown", ["", "-1", "x", "٣", "9" * 400])
def test_a_number_that_is_none_hides_nothing(browser: Client, token: str, shown: str) -> None:
    assert AGREED in html(does(browser, "check", token=token, shown=shown))
    assert Contact.objects.get().shown_seq == 0


def test_a_number_beyond_the_end_does_not_hide_what_comes(browser: Client, token: str) -> None:
    does(browser, "check", token=token, shown="999")

    assert Contact.objects.get().shown_seq == 1


@pytest.mark.parametrize(
    ("reason", "key"),
    [
        ("caller", "ended_caller"),
        ("handler", "ended_handler"),
        ("boundary", "ended_boundary"),
        ("caller_gone", "ended_caller_gone"),
        ("hours.closed", "ended_hours"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "cy"])
def test_who_ended_it_and_why_is_said(browser: Client, token: str, lang: str, reason: str, key: str) -> None:
    does(browser, "end", token=token)
    Contact.objects.update(end_reason=reason)

    page = html(does(browser, "check", token=token, lang=lang)).replace("&#x27;", "'")

    assert f'<p class="lede">{texts(lang)[key]}</p>' in page
    for words in ("ended_danger", "ended_safe_number", "ended_safe_call", "ended_words"):
        assert texts(lang)[words] in page
    # After an ending for abuse nobody is asked how it was.
    assert (texts(lang)["survey_heading"] in page) is (reason != "boundary")


def test_the_questions_are_answered_once_and_thanked_for(browser: Client, token: str) -> None:
    assert 'value="survey"' not in html(does(browser, "check", token=token))
    page = html(does(browser, "end", token=token))
    assert 'name="step" value="survey"' in page
    assert page.count('type="radio" name="heard"') == 12
    assert 'name="likely"' not in page

    thanked = html(does(browser, "survey", token=token, heard="10", clearer=""))

    assert T["survey_thanks"] in thanked
    assert 'name="step" value="survey"' not in thanked
    draft = SurveyDraft.objects.get()
    assert (draft.heard, draft.clearer, draft.likely) == (10, None, None)
    does(browser, "survey", token=token, heard="1")
    assert SurveyDraft.objects.get().heard == 10


@pytest.mark.parametrize(("slug", "asked"), [("freedom-programme", 12), ("samaritans", 12), ("emergency", 0)])
def test_the_service_that_was_given_is_asked_about_and_999_is_not(
    browser: Client, token: str, handler1: Account, slug: str, asked: int
) -> None:
    contact = Contact.objects.get()
    entry = DirectoryEntry.objects.get(slug=slug)
    confirm_entry(entry_id=entry.pk, by=handler1)
    send_signpost(contact=contact.pk, programme=entry.pk, client_id=uuid4(), by=handler1)
    end_by_handler(contact=contact.pk, by=handler1)

    assert html(does(browser, "check", token=token)).count('type="radio" name="likely"') == asked


@pytest.mark.parametrize("fields", [{}, {"heard": ""}, {"heard": "11"}, {"heard": "٣"}, {"clearer": "often"}])
def test_no_number_is_said_and_the_form_stays(browser: Client, token: str, fields: dict[str, str]) -> None:
    does(browser, "end", token=token)
    page = html(does(browser, "survey", token=token, **fields))

    assert T["survey_none"] in page
    assert 'name="step" value="survey"' in page
    assert SurveyDraft.objects.count() == 0


def test_too_late_is_said_as_it_is(browser: Client, token: str) -> None:
    does(browser, "end", token=token)
    Contact.objects.update(first_taken_at=None)

    assert T["survey_late"] in html(does(browser, "survey", token=token, heard="1"))


def test_before_the_end_nothing_is_taken(browser: Client, token: str) -> None:
    page = does(browser, "survey", token=token, heard="1")

    assert page.status_code == 200
    assert T["status_talking"] in html(page)
    assert SurveyDraft.objects.count() == 0
