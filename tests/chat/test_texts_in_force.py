"""What callers read is what is in force, and a contact keeps the version that its caller agreed to."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from chat.caller_view import caller_view
from chat.handler_view import desk_contact
from chat.models import Contact
from chat.services.consent import agreed_number
from chat.services.return_codes import give_code
from chat.views.page_data import rest_data, talk_data
from helpline.public_texts.kinds import Kind
from helpline.staff.models import Account
from helpline.staff.roles import Role
from tests.chat.acts import BOTH, is_there, starts, takes
from tests.content import put_content_in
from tests.public_texts.acts import at, publishes

pytestmark = pytest.mark.django_db(databases=BOTH)
EVENING = datetime(2026, 12, 2, 23, 50, tzinfo=UTC)
NIGHT = EVENING + timedelta(minutes=20)


@pytest.fixture
def new_text(monkeypatch: pytest.MonkeyPatch, make_account: Callable[..., Account]) -> None:
    """Ten minutes before midnight: at midnight a new text is in force."""
    put_content_in()
    at(monkeypatch, EVENING)
    ada, sue = make_account(Role.ADMIN, "ada"), make_account(Role.SUPERVISOR, "sue")
    publishes(ada, sue, NIGHT.date(), decline="No, thank you", heading="What is new here")


def test_the_page_takes_the_new_text_at_midnight_and_no_timer_runs(
    new_text: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = talk_data(lang="en")["consent"]
    at(monkeypatch, NIGHT)
    after = talk_data(lang="en")["consent"]

    assert (before["version"], before["decline"]) == (4, "I do not agree")
    assert (after["version"], after["decline"]) == (101, "No, thank you")


def test_a_talk_over_midnight_keeps_the_version_of_the_evening_for_all_who_look(
    new_text: None, monkeypatch: pytest.MonkeyPatch, handler: Account, client: Client
) -> None:
    contact = starts(consent_version=4).contact
    takes(is_there(handler), contact)
    code = give_code(contact=contact.pk, token=contact.token_digest)
    at(monkeypatch, NIGHT)

    shown, desk = caller_view(contact.pk, after=0), desk_contact(handler, contact.pk, 0)
    assert shown is not None
    assert desk is not None
    assert (shown.welcome()["agreed"], desk.header["agreed"]) == (4, 4)
    read = client.get("/chat/agreed/4.json").json()
    assert (read["version"], read["heading"]) == (4, "What stays between us, and what cannot")
    # Whoever comes back by code finds the same talk, under what was agreed then.
    back = starts(return_code=code, consent_version=101)
    assert (back.resumed, back.contact.pk, back.contact.consent_version) == (True, contact.pk, 4)


def test_a_page_that_was_loaded_before_midnight_agrees_to_what_it_showed(
    new_text: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, NIGHT)

    assert starts(consent_version=4).contact.consent_version == 4
    assert starts(consent_version=101).contact.consent_version == 101
    assert starts().contact.consent_version == 101


@pytest.mark.parametrize("claimed", [101, 102, 7, None])
def test_nobody_agrees_to_what_is_not_in_force_yet(new_text: None, claimed: int | None) -> None:
    assert agreed_number(claimed=claimed, language="en") == 4


def test_what_is_to_come_is_read_by_nobody_before_its_day(
    new_text: None, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    paths = ["/chat/agreed/101", "/chat/agreed/101.json"]
    before = [client.get(path).status_code for path in paths]
    at(monkeypatch, NIGHT)

    assert before == [404, 404]
    assert [client.get(path).status_code for path in paths] == [200, 200]
    assert "What is new here" in client.get("/chat/agreed/101").content.decode()
    assert [client.get(f"/chat/agreed/{number}").status_code for number in (3, 102, 10**30)] == [404] * 3


def test_without_a_script_the_form_carries_its_version_over_midnight(
    new_text: None, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    page = client.post("/chat/plain", {"step": "begin", "lang": "en"}).content.decode()
    [number] = re.findall(r'name="consent_version" value="(\d+)"', page)
    at(monkeypatch, NIGHT)
    form = {
        "step": "start",
        "lang": "en",
        "consent": "yes",
        "about": "own_behaviour",
        "consent_version": number,
    }
    talk = client.post("/chat/plain", form).content.decode()

    assert Contact.objects.get().consent_version == 4
    assert "What you agreed to" in talk
    assert "What is new here" not in talk


def test_easy_read_of_other_limits_is_offered_nowhere(
    new_text: None, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    before = (
        client.get("/chat/easy-read").status_code,
        "/chat/easy-read" in client.get("/chat/").content.decode(),
    )
    at(monkeypatch, NIGHT)

    assert before == (200, True)
    assert client.get("/chat/easy-read").status_code == 404
    assert "/chat/easy-read" not in client.get("/chat/").content.decode()


def test_english_alone_is_said_in_welsh_and_marked_as_english(
    monkeypatch: pytest.MonkeyPatch, make_account: Callable[..., Account], client: Client
) -> None:
    ada, sue = make_account(Role.ADMIN, "ada"), make_account(Role.SUPERVISOR, "sue")
    at(monkeypatch, EVENING)
    for kind in (Kind.CONSENT, Kind.PRIVACY, Kind.CLOSING):
        publishes(ada, sue, EVENING.date(), kind, in_welsh=False)
    said = "Dim ond yn Saesneg y mae hwn hyd yn hyn."
    pages = [
        client.get(path).content.decode() for path in ("/chat/privacy?lang=cy", "/chat/agreed/101?lang=cy")
    ]

    assert [(said in page, '<div class="told" lang="en">' in page) for page in pages] == [(True, True)] * 2
    assert talk_data(lang="cy")["consent"]["lang"] == "en"
    assert rest_data(lang="cy")["texts"]["ended_handler"].startswith(said)
    assert said not in client.get("/chat/privacy").content.decode()


def test_the_last_screen_says_what_is_in_force(
    monkeypatch: pytest.MonkeyPatch, make_account: Callable[..., Account]
) -> None:
    ada, sue = make_account(Role.ADMIN, "ada"), make_account(Role.SUPERVISOR, "sue")
    at(monkeypatch, EVENING)
    publishes(ada, sue, EVENING.date(), Kind.CLOSING, ended_handler="We are done.", ended_heading="Over")

    assert rest_data(lang="en")["texts"]["ended_handler"] == "We are done."
    assert talk_data(lang="en")["texts"]["ended_heading"] == "Over"
    # What no version holds stays as it came with the program.
    assert rest_data(lang="en")["texts"]["ended_close"] == "Close this page"
