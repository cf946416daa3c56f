"""The pages of dangers and breaks of confidence: who gets in, what they show, and what is wrong in a form."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from chat.models import ConfidenceBreak, Contact, Danger, Passing
from chat.services.confidence import propose_break
from chat.services.danger import raise_danger
from chat.services.emergency import rang_emergency
from helpline.staff.models import Account
from tests.chat.acts import BOTH, says

pytestmark = [pytest.mark.django_db(databases=BOTH), pytest.mark.usefixtures("clock")]
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
LIST = "/supervision/safeguarding/"
WORDS = "she lives at 14 Larch Street"
HARM = ConfidenceBreak.Reason.HARM
Signs = Callable[[Account], Client]


@pytest.fixture
def talk(contact_talking: Contact) -> Contact:
    says(contact_talking, WORDS)
    return contact_talking


def shown(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


def api(browser: Client, talk: Contact, what: str, **body: object) -> Any:
    path = f"/console/api/contacts/{talk.pk}/{what}/"
    return browser.post(path, body, content_type="application/json")


def test_who_gets_in_where(
    talk: Contact,
    ann: Account,
    ben: Account,
    sue: Account,
    admin: Account,
    analyst: Account,
    signed_in: Signs,
) -> None:
    danger = raise_danger(contact=talk.pk, by=ann)
    made = propose_break(contact=talk.pk, reason=HARM, by=ann)
    record = f"{LIST}records/{made.pk}/"
    # For the handler of the contact, another handler, a supervisor, and whoever has no contacts.
    paths = {
        LIST: (200, 200, 200, 403),
        f"{LIST}dangers/{danger.pk}/": (403, 403, 200, 403),
        f"{LIST}propose/{talk.pk}/": (200, 404, 200, 403),
        record: (200, 404, 200, 403),
        f"{record}decide/": (403, 403, 400, 403),
        f"{record}passed/": (400, 404, 400, 403),
        f"{record}end-hold/": (403, 403, 400, 403),
        f"{record}words/": (403, 403, 200, 403),
    }
    people = [(ann, 0), (ben, 1), (sue, 2), (admin, 3), (analyst, 3)]
    acts = ("decide/", "passed/", "end-hold/", "words/")
    for account, place in people:
        browser = signed_in(account)
        got = {
            path: (browser.post if path.endswith(acts) else browser.get)(path).status_code for path in paths
        }
        assert got == {path: codes[place] for path, codes in paths.items()}, account
    assert Client().get(LIST).status_code == 302


def test_a_danger_is_raised_told_and_closed_over_the_console_s_own_calls(
    talk: Contact, ann: Account, signed_in: Signs
) -> None:
    browser = signed_in(ann)
    assert api(browser, talk, "danger").json() == {"raised_at": NOON.isoformat()}
    assert Contact.objects.get().script_node == "d01_immediate"
    record = api(browser, talk, "danger/rang").json()["record"]
    assert ConfidenceBreak.objects.get().pk.hex == record.replace("-", "")
    assert api(browser, talk, "danger/over", how="nothing").json()["error"]["code"] == "request.invalid"
    assert api(browser, talk, "danger/over", how="rang").status_code == 200
    assert api(browser, talk, "danger/over", how="rang").json()["error"]["code"] == "danger.not_found"
    for nonsense in ("", "curious", 7, None):
        assert api(browser, talk, "confidence", reason=nonsense).status_code == 400
    assert api(browser, talk, "confidence", reason="harm").json()["error"]["code"] == "confidence.open"


def test_the_list_says_what_is_due_and_names_no_words(
    talk: Contact, ann: Account, sue: Account, signed_in: Signs, clock: Any
) -> None:
    browser = signed_in(sue)
    empty = shown(browser, LIST)
    assert "No danger waits for a review." in empty
    assert "no words are held beyond their time" in empty
    raise_danger(contact=talk.pk, by=ann)
    propose_break(contact=talk.pk, reason=HARM, by=ann)

    page = shown(browser, LIST)
    for words in ("by Sat 21 Nov 12:00", "It still stands", "Waits for a second person", "You can decide"):
        assert words in page
    assert "Larch" not in page
    clock.move_to(NOON + timedelta(hours=24))
    # Signed in anew: a session does not last as long.
    assert "Overdue" in shown(signed_in(sue), LIST)
    handlers = shown(signed_in(ann), LIST)
    assert "Dangers to review" not in handlers
    assert "You can decide" not in handlers


def test_a_danger_is_closed_and_then_reviewed_on_its_page(
    talk: Contact, ann: Account, sue: Account, signed_in: Signs
) -> None:
    danger = raise_danger(contact=talk.pk, by=ann)
    path, browser = f"{LIST}dangers/{danger.pk}/", signed_in(sue)
    wrong = browser.post(path, {})
    assert (wrong.status_code, "Choose how it came out." in wrong.content.decode()) == (400, True)
    assert "#id_how_0" in wrong.content.decode()
    browser.post(path, {"how": "not_found"})
    assert not ConfidenceBreak.objects.exists()
    assert "Review it" in shown(browser, path)
    browser.post(path, {"finding": "learn"})
    found = Danger.objects.get()
    assert (found.how, found.finding, found.reviewed_by) == ("not_found", "learn", sue)
    assert "Record the review" not in shown(browser, path)


def test_closed_with_999_on_its_page_the_words_are_held(
    talk: Contact, ann: Account, sue: Account, signed_in: Signs
) -> None:
    danger = raise_danger(contact=talk.pk, by=ann)
    path, browser = f"{LIST}dangers/{danger.pk}/", signed_in(sue)
    assert "the words are held from then on" in shown(browser, path)
    assert browser.post(path, {"how": "rang"}).status_code == 302
    made = ConfidenceBreak.objects.get()
    assert (made.contact, made.at_once, made.hold_ended_at) == (talk.pk, True, None)


def test_who_rang_is_told_that_somebody_else_reviews(
    talk: Contact, ann: Account, sue: Account, signed_in: Signs
) -> None:
    danger = raise_danger(contact=talk.pk, by=ann)
    Danger.objects.update(rang_by=sue, rang_at=NOON, over_at=NOON, over_by=ann, how="rang")
    path, browser = f"{LIST}dangers/{danger.pk}/", signed_in(sue)
    assert "somebody else has to review it" in shown(browser, path)
    assert browser.post(path, {"finding": "well"}).status_code == 400
    assert Danger.objects.get().reviewed_at is None


def test_a_break_goes_its_whole_way_by_forms_and_its_record_holds_no_words(
    talk: Contact, ann: Account, sue: Account, signed_in: Signs
) -> None:
    handler, second = signed_in(ann), signed_in(sue)
    proposed = handler.post(f"{LIST}propose/{talk.pk}/", {"reason": "child"})
    record = f"{LIST}records/{ConfidenceBreak.objects.get().pk}/"
    assert proposed.url == record
    page = shown(handler, record)
    assert "never by ann" in page
    for form in ("Record my decision", "Record it", "Read the words", "End the hold"):
        assert form not in page
    assert WORDS in second.post(f"{record}words/").content.decode()
    second.post(f"{record}decide/", {"decision": "yes"})
    given = {"to": "police", "what": ["address", "danger"], "told": "danger"}
    wrong = handler.post(f"{record}passed/", {**given, "told": "no"}).content.decode()
    assert "Choose whether the caller was told, or why not." in wrong
    wrong = handler.post(f"{record}passed/", {**given, "reference": "rang at noon"}).content.decode()
    assert "nothing of the caller" in wrong
    handler.post(f"{record}passed/", {**given, "reference": "INC-7"})
    wrong = second.post(f"{record}end-hold/", {}).content.decode()
    assert "Tick that the words may be destroyed." in wrong
    second.post(f"{record}end-hold/", {"sure": "on"})

    page = shown(handler, record)
    for told in (
        "A child is at risk", "Police, not as an emergency", "An address or postcode", "INC-7",
        "No: Telling them would have put somebody in danger", "sue, Friday 20 November 2026, 12:00: approved",
        "ended by sue",
    ):  # fmt: skip
        assert told in page
    assert "Larch" not in page
    assert '<form method="post" novalidate' not in page


def test_before_a_second_person_decided_only_999_can_be_recorded(
    talk: Contact, ann: Account, signed_in: Signs
) -> None:
    raise_danger(contact=talk.pk, by=ann)
    record = f"{LIST}records/{rang_emergency(contact=talk.pk, by=ann).pk}/"
    browser = signed_in(ann)
    page = shown(browser, record)
    assert ("999: police or ambulance" in page, "Adult social care" in page) == (True, False)
    browser.post(f"{record}passed/", {"to": "adults", "what": ["name"], "told": "yes"})
    assert not Passing.objects.exists()
    browser.post(f"{record}passed/", {"to": "emergency", "what": ["name"], "told": "yes"})
    assert Passing.objects.get().to == "emergency"
