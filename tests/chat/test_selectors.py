"""What is read: messages in order, the queue without words, the desk, the newest consent text."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from chat.caller_view import caller_view
from chat.handler_view import desk, queue_event, why_gone
from chat.models import Contact, Message
from chat.selectors import (
    ahead_of,
    consent_text,
    events_after,
    handlers_at_work,
    last_handler_seen_at,
    queue_entries,
    talking_count,
    words_allowed_after,
    wrapping_up_count,
)
from chat.services.consent import record_consent
from chat.services.ending import end_by_caller, end_by_handler
from chat.services.messages import Post, post_messages
from chat.services.presence import renew_presence
from chat.services.queue import release
from chat.services.signposting import send_signpost
from helpline.kernel.keystore import destroy_keys
from helpline.staff.models import Account
from helpline.staff.roles import Role
from tests.chat.acts import BOTH, UTC_NOON, bodies, is_there, says, starts, takes
from triage.matching import entry_id
from triage.services import confirm_entry

pytestmark = pytest.mark.django_db(databases=BOTH)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
THREAT = "tell her I'll top myself if she doesn't come home"


# -- messages -------------------------------------------------------------------------------


@time_machine.travel(UTC_NOON, tick=False)
def test_events_come_in_order_after_a_number(contact_talking: Contact, ann: Account) -> None:
    for body in ("one", "two"):
        says(contact_talking, body)
    says(contact_talking, "three", by=ann)

    last = Message.objects.get(seq=3)
    assert bodies(contact_talking, after=1) == ["two", "three"]
    assert events_after(contact_talking.pk, 2) == [
        {
            "type": "message",
            "seq": 3,
            "id": str(last.client_id),
            "from": "handler",
            "body": "three",
            "at": "2026-11-20T12:00:00+00:00",
        }
    ]
    assert events_after(contact_talking.pk, 3) == []


def test_without_words_there_are_cards_and_what_the_service_said(
    contact_talking: Contact, ann: Account, ben: Account
) -> None:
    says(contact_talking, "mine")
    confirm_entry(entry_id=entry_id("respect-phoneline"), by=ann)
    send_signpost(
        contact=contact_talking.pk, programme=entry_id("respect-phoneline"), client_id=entry_id("1"), by=ann
    )
    says(contact_talking, "theirs", by=ann)
    release(contact=contact_talking.pk, by=ann)

    shown = events_after(contact_talking.pk, 0, words_after=None)

    assert [(e["seq"], e["type"], e.get("from")) for e in shown] == [
        (2, "signpost", None),
        (4, "message", "system"),
    ]


def test_of_destroyed_words_nothing_is_shown(contact_waiting: Contact) -> None:
    says(contact_waiting, "one")
    destroy_keys([contact_waiting.pk])

    assert events_after(contact_waiting.pk, 0) == []


def test_one_contact_s_words_are_never_in_another_s(content: None) -> None:
    first, second = starts(first_message="first").contact, starts(first_message="second").contact

    assert (bodies(first), bodies(second)) == (["first"], ["second"])


@pytest.mark.parametrize("number", [1, 3])
def test_reading_messages_costs_one_query(
    number: int, contact_waiting: Contact, django_assert_num_queries: Any
) -> None:
    for n in range(number):
        says(contact_waiting, f"message {n}")

    with django_assert_num_queries(1), django_assert_num_queries(0, using="keys"):
        assert len(events_after(contact_waiting.pk, 0)) == number


# -- what the holder of a token may read ----------------------------------------------------


def test_while_it_is_open_a_caller_reads_everything(contact_talking: Contact) -> None:
    for state in ("waiting", "talking"):
        contact_talking.state = state
        assert words_allowed_after(contact_talking, now=NOON + timedelta(days=30)) == 0


@pytest.mark.parametrize(
    ("reason", "seconds", "after"),
    [
        ("handler", 0, 3),
        ("handler", 119.999, 3),
        ("handler", 120, None),
        ("caller_gone", 0, None),
        ("hours.closed", 0, None),
        ("caller", 0, None),
    ],
)
@pytest.mark.parametrize("state", ["ended", "closed"])
def test_after_the_end_a_handlers_last_words_alone_are_shown_and_nothing_shown_before(
    state: str, reason: str, seconds: float, after: int | None, contact_talking: Contact
) -> None:
    contact_talking.state, contact_talking.end_reason, contact_talking.ended_at = state, reason, NOON
    contact_talking.shown_seq = 3

    assert words_allowed_after(contact_talking, now=NOON + timedelta(seconds=seconds)) == after


def test_after_the_end_a_token_does_not_open_what_was_agreed(contact_talking: Contact, ann: Account) -> None:
    says(contact_talking, "You ring the programme on Monday.", by=ann, agreed=True)
    assert [e["agreed"] for e in caller_view(contact_talking.pk, after=0).news] == [True]  # type: ignore[union-attr]

    end_by_caller(contact=contact_talking.pk)

    assert caller_view(contact_talking.pk, after=0).news == []  # type: ignore[union-attr]


def test_a_caller_never_learns_the_name_of_a_prompt(contact_talking: Contact, ann: Account) -> None:
    asked = Post(
        contact=contact_talking.pk,
        client_id=entry_id("1"),
        body="Hm?",
        handler=ann.pk,
        prompt="m15_partner_blame",
    )
    post_messages([asked])

    assert events_after(contact_talking.pk, 0)[0]["prompt"] == "m15_partner_blame"
    view = caller_view(contact_talking.pk, after=0, words_after=0)
    assert view is not None
    assert [set(event) for event in view.news] == [{"type", "seq", "id", "from", "body", "at"}]


# -- the queue ------------------------------------------------------------------------------


@time_machine.travel(UTC_NOON, tick=False)
def test_the_queue_shows_answers_and_badges_and_no_words(content: None, ann: Account) -> None:
    contact = starts(
        about="own_behaviour", safe_now=True, age_band="16_17", area="Leeds", first_message=THREAT
    ).contact

    assert queue_entries() == [
        {
            "contact": str(contact.pk),
            "position": 1,
            "about": "own_behaviour",
            "need": None,
            "safe_now": True,
            "private_now": None,
            "area": "Leeds",
            "age_band": "16_17",
            "gender": None,
            "language": "en",
            "interpreter": None,
            "with_code": False,
            "rang_programme": None,
            "under_18": True,
            "level": None,
            "badges": ["self_harm", "threat_ultimatum"],
            "joined_at": "2026-11-20T12:00:00+00:00",
            "returned": False,
            "caller": "online",
            "offered": False,
        }
    ]
    assert "top myself" not in json.dumps(queue_event("queue.snapshot", ann))


def test_a_caller_without_a_sign_of_life_for_a_lease_is_away(content: None) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        starts()
        clock.shift(44)
        assert queue_entries()[0]["caller"] == "online"
        clock.shift(1)
        assert queue_entries()[0]["caller"] == "away"


@pytest.mark.parametrize("number", [1, 3])
def test_the_queue_is_read_in_two_queries(number: int, content: None, django_assert_num_queries: Any) -> None:
    for _ in range(number):
        starts(first_message=THREAT)

    with django_assert_num_queries(2):
        assert [entry["position"] for entry in queue_entries()] == list(range(1, number + 1))


@pytest.mark.parametrize("number", [1, 3])
def test_a_place_in_line_is_counted_in_one_query(
    number: int, content: None, django_assert_num_queries: Any
) -> None:
    line = [starts().contact for _ in range(number)]

    with django_assert_num_queries(1):
        assert ahead_of(line[-1]) == number - 1


def test_what_is_not_waiting_is_in_no_queue(contact_talking: Contact, ann: Account) -> None:
    assert (queue_entries(), talking_count(), wrapping_up_count()) == ([], 1, 0)
    end_by_caller(contact=contact_talking.pk)
    assert (queue_entries(), talking_count(), wrapping_up_count()) == ([], 0, 1)


# -- the desk -------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3])
def test_a_quiet_desk_is_read_in_one_query(
    number: int, content: None, ann: Account, django_assert_num_queries: Any
) -> None:
    is_there(ann, capacity=4)
    talks = [takes(ann, starts(first_message="hello").contact) for _ in range(number)]
    after = {contact.pk: 1 for contact in talks}

    with django_assert_num_queries(1):
        assert [row.events for row in desk(ann, after)] == [[]] * number


@pytest.mark.parametrize("number", [1, 3])
def test_a_desk_with_news_costs_one_query_more_for_each_talk_that_has_some(
    number: int, content: None, ann: Account, django_assert_num_queries: Any
) -> None:
    is_there(ann, capacity=4)
    for _ in range(number):
        contact = takes(ann, starts(first_message="hello").contact)
        says(contact, "again")
    desk(ann, {})

    with django_assert_num_queries(1 + number), django_assert_num_queries(0, using="keys"):
        rows = desk(ann, {})
    assert [[e["body"] for e in row.events] for row in rows] == [["hello", "again"]] * number


@pytest.mark.parametrize("number", [1, 3])
def test_cues_in_one_talk_are_looked_up_for_the_talk_and_not_for_each_message(
    number: int, contact_talking: Contact, ann: Account, django_assert_num_queries: Any
) -> None:
    for _ in range(number):
        says(contact_talking, THREAT)
    desk(ann, {})

    # The desk, the messages, what triage holds of this contact (two tables), and which prompts were sent.
    with django_assert_num_queries(5):
        (row,) = desk(ann, {})
    assert [e["type"] for e in row.events].count("cues") == number


def test_the_desk_holds_talks_and_wrap_ups(content: None, ann: Account) -> None:
    talk, ended = takes(ann, starts().contact), takes(ann, starts().contact)
    end_by_handler(contact=ended.pk, by=ann)

    headers = {row.contact: row.header for row in desk(ann, {})}
    assert {pk: (h["state"], h["wrap_up"], h["reason"]) for pk, h in headers.items()} == {
        talk.pk: ("talking", False, None),
        ended.pk: ("ended", True, "handler"),
    }


def test_why_a_contact_left_the_desk(contact_talking: Contact, ann: Account, ben: Account) -> None:
    release(contact=contact_talking.pk, by=ann)
    assert why_gone(contact_talking.pk, ann) == "returned"
    takes(ben)
    # By the time it is asked somebody else has it.
    assert why_gone(contact_talking.pk, ann) == "taken_over"
    Contact.objects.update(state="closed")
    assert why_gone(contact_talking.pk, ann) == "closed"
    Contact.objects.all().delete()
    assert why_gone(contact_talking.pk, ann) == "closed"


# -- handlers and texts ---------------------------------------------------------------------


def test_only_handlers_with_a_running_lease_are_at_work(content: None, ann: Account, ben: Account) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        is_there(ann, capacity=3)
        is_there(ben)
        takes(ann, starts().contact)
        clock.shift(45)
        renew_presence(by=ann)

        assert handlers_at_work() == [
            {
                "name": "ann",
                "available": True,
                "training": False,
                "capacity": 3,
                "talking": 1,
                "on_phone": False,
            }
        ]
        assert last_handler_seen_at() == NOON + timedelta(seconds=45)


def test_a_deactivated_handler_is_not_at_work(ann: Account) -> None:
    assert [row["name"] for row in handlers_at_work()] == ["ann"]
    Account.objects.filter(pk=ann.pk).update(is_active=False)
    assert handlers_at_work() == []


@pytest.mark.parametrize("number", [1, 3])
def test_handlers_are_read_in_one_query(
    number: int, make_account: Any, django_assert_num_queries: Any
) -> None:
    for n in range(number):
        is_there(make_account(Role.HANDLER, f"handler{n}"))

    with django_assert_num_queries(1):
        assert len(handlers_at_work()) == number


def test_nobody_was_ever_there(db: None) -> None:
    assert last_handler_seen_at() is None


def test_the_newest_consent_text_of_a_language_else_english(db: None) -> None:
    assert consent_text("en") is None
    record_consent({"en": {"version": 1}, "cy": {"version": 1}})
    record_consent({"en": {"version": 2}})

    found = {language: consent_text(language) for language in ("en", "cy", "fr")}
    assert {asked: (text.language, text.version) for asked, text in found.items() if text} == {
        "en": ("en", 2),
        "cy": ("cy", 1),
        "fr": ("en", 2),
    }
