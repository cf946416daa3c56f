"""Posting: each post of a batch accepted or refused alone, numbered without gaps, kept once."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection

from chat.errors import ContactClosed, ContactNotFound, MessageEmpty, MessageTooLong
from chat.models import Contact, Message
from chat.selectors import bound_to, events_after
from chat.services.ending import end_by_caller, wrap_up
from chat.services.messages import Posted, post_messages
from chat.services.queue import release
from chat.services.retention import purge_expired
from chat.states import Outcome
from helpline.kernel.crypto import SealBroken, unseal
from helpline.kernel.keystore import key_of
from helpline.staff.models import Account
from tests.chat.acts import BOTH, UTC_NOON, bodies, post, says, starts

pytestmark = pytest.mark.django_db(databases=BOTH)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
THREAT = "tell her I'll top myself if she doesn't come home"


@time_machine.travel(UTC_NOON, tick=False)
def test_a_post_gets_the_next_number_and_its_time(contact_waiting: Contact) -> None:
    id = uuid4()

    assert says(contact_waiting, "one", id=id) == Posted(
        contact=contact_waiting.pk, client_id=id, seq=1, at=NOON, repeated=False
    )
    assert says(contact_waiting, "two").seq == 2  # type: ignore[union-attr]
    assert bodies(contact_waiting) == ["one", "two"]
    assert Contact.objects.get().last_seq == 2


def test_both_ends_write_into_one_sequence(contact_talking: Contact, ann: Account) -> None:
    answers = post_messages(
        [post(contact_talking, "a"), post(contact_talking, "b", by=ann), post(contact_talking, "c")]
    )

    assert [answer.seq for answer in answers if isinstance(answer, Posted)] == [1, 2, 3]
    assert [(e["from"], e["body"]) for e in events_after(contact_talking.pk, 0)] == [
        ("caller", "a"),
        ("handler", "b"),
        ("caller", "c"),
    ]


def test_each_post_of_a_batch_is_accepted_or_refused_alone(
    contact_talking: Contact, ann: Account, ben: Account
) -> None:
    other = starts().contact
    answers = post_messages(
        [
            post(contact_talking, "first"),
            post(contact_talking, " \n "),
            post(contact_talking, "x" * 4_001),
            post(contact_talking, "not mine", by=ben),
            post(contact_talking, "second", by=ann),
            post(other, "elsewhere"),
            post(other, "nobody has it", by=ann),
            post(Contact(pk=uuid4()), "nowhere"),
            post(contact_talking, "third"),
        ]
    )

    assert [answer.seq if isinstance(answer, Posted) else type(answer) for answer in answers] == [
        1, MessageEmpty, MessageTooLong, ContactNotFound, 2, 1, ContactNotFound, ContactNotFound, 3,
    ]  # fmt: skip
    assert bodies(contact_talking) == ["first", "second", "third"]
    assert bodies(other) == ["elsewhere"]


def test_a_refused_post_leaves_no_gap(contact_waiting: Contact) -> None:
    post_messages([post(contact_waiting, "a"), post(contact_waiting, ""), post(contact_waiting, "b")])
    says(contact_waiting, "c")

    assert list(Message.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2, 3]


def test_the_same_id_twice_is_one_message(contact_waiting: Contact) -> None:
    id = uuid4()
    first = says(contact_waiting, "once", id=id)
    second = says(contact_waiting, "once", id=id)

    assert isinstance(first, Posted)
    assert isinstance(second, Posted)
    assert (second.seq, second.at, second.repeated) == (first.seq, first.at, True)
    assert bodies(contact_waiting) == ["once"]


def test_the_same_id_twice_in_one_batch_is_one_message(contact_waiting: Contact) -> None:
    id = uuid4()
    first, second = post_messages(
        [post(contact_waiting, "once", id=id), post(contact_waiting, "once", id=id)]
    )

    assert isinstance(first, Posted)
    assert isinstance(second, Posted)
    assert (first.seq, first.repeated, second.seq, second.repeated) == (1, False, 1, True)
    assert second.at == first.at
    assert bodies(contact_waiting) == ["once"]


def test_an_id_is_one_sender_s_in_one_contact(contact_talking: Contact, ann: Account) -> None:
    other = starts().contact
    id = uuid4()
    answers = post_messages(
        [
            post(contact_talking, "caller", id=id),
            post(contact_talking, "handler", by=ann, id=id),
            post(other, "else", id=id),
        ]
    )

    assert [answer.seq for answer in answers if isinstance(answer, Posted)] == [1, 2, 1]
    assert bodies(contact_talking) == ["caller", "handler"]


def end_it(contact: Contact, ann: Account) -> None:
    end_by_caller(contact=contact.pk)


def close_it(contact: Contact, ann: Account) -> None:
    end_by_caller(contact=contact.pk)
    wrap_up(contact=contact.pk, outcome=Outcome.COMPLETED, by=ann)


@pytest.mark.parametrize("finish", [end_it, close_it])
def test_a_retry_after_the_end_gets_its_ack_and_a_new_post_is_refused(
    finish: Any, contact_talking: Contact, ann: Account
) -> None:
    ids = uuid4(), uuid4()
    before = [says(contact_talking, "asked", id=ids[0]), says(contact_talking, "answered", by=ann, id=ids[1])]
    finish(contact_talking, ann)

    again = [says(contact_talking, "asked", id=ids[0]), says(contact_talking, "answered", by=ann, id=ids[1])]

    assert [(a.seq, a.at) for a in again if isinstance(a, Posted)] == [
        (b.seq, b.at) for b in before if isinstance(b, Posted)
    ]
    assert isinstance(says(contact_talking, "late"), ContactClosed)
    assert isinstance(says(contact_talking, "late", by=ann), ContactClosed)
    assert bodies(contact_talking) == ["asked", "answered"]


def test_a_stranger_who_repeats_an_id_learns_nothing_and_spoils_nothing(
    contact_talking: Contact, ann: Account, ben: Account
) -> None:
    id = uuid4()
    says(contact_talking, "hers", by=ann, id=id)

    answers = post_messages(
        [
            post(contact_talking, "hers", by=ann, id=id),
            post(contact_talking, "guess", by=ben, id=id),
            post(contact_talking, "new"),
        ]
    )

    assert isinstance(answers[1], ContactNotFound)
    assert [answer.seq for answer in answers if isinstance(answer, Posted)] == [1, 2]


def test_who_released_a_talk_writes_there_no_more(contact_talking: Contact, ann: Account) -> None:
    release(contact=contact_talking.pk, by=ann)

    assert isinstance(says(contact_talking, "still me", by=ann), ContactNotFound)


@pytest.mark.parametrize("most", [3, 4_000])
def test_the_limit_is_a_setting(contact_waiting: Contact, settings: Any, most: int) -> None:
    settings.HELPLINE_LIMITS = {**settings.HELPLINE_LIMITS, "message_characters": most}

    assert isinstance(says(contact_waiting, "x" * most), Posted)
    assert isinstance(says(contact_waiting, "x" * (most + 1)), MessageTooLong)


def test_what_is_stored_opens_with_its_own_key_at_its_own_place_alone(contact_waiting: Contact) -> None:
    other = starts().contact
    says(contact_waiting, "sealed")
    row = Message.objects.get()
    key = key_of(contact_waiting.pk)

    assert b"sealed" not in bytes(row.sealed)
    assert unseal(key, bytes(row.sealed), bound_to=bound_to(contact_waiting.pk, 1)) == b"sealed"
    for wrong_key, place in [
        (key, bound_to(contact_waiting.pk, 2)),
        (key, bound_to(other.pk, 1)),
        (key_of(other.pk), bound_to(contact_waiting.pk, 1)),
    ]:
        with pytest.raises(SealBroken):
            unseal(wrong_key, bytes(row.sealed), bound_to=place)


def test_the_prompt_that_was_used_is_kept_by_its_name(contact_talking: Contact, ann: Account) -> None:
    asked = post(contact_talking, "What brought you here?", by=ann)
    (answer,) = post_messages([type(asked)(**{**vars(asked), "prompt": "m07_open"})])

    assert isinstance(answer, Posted)
    assert events_after(contact_talking.pk, 0)[0]["prompt"] == "m07_open"


def test_what_was_agreed_stands_as_such_for_both_and_other_words_do_not(
    contact_talking: Contact, ann: Account
) -> None:
    says(contact_talking, "You ring the programme on Monday.", by=ann, agreed=True)
    says(contact_talking, "Take care.", by=ann)

    assert Message.objects.get(seq=1).kind == Message.Kind.AGREED
    assert [(e["type"], e["body"], e.get("agreed")) for e in events_after(contact_talking.pk, 0)] == [
        ("message", "You ring the programme on Monday.", True),
        ("message", "Take care.", None),
    ]


def test_what_was_agreed_is_sealed_as_every_word_is(contact_talking: Contact, ann: Account) -> None:
    says(contact_talking, "You ring the programme on Monday.", by=ann, agreed=True)

    assert b"Monday" not in bytes(Message.objects.get().sealed)


def test_safety_cues_of_a_waiting_caller_become_badges_without_words(contact_waiting: Contact) -> None:
    post_messages(
        [post(contact_waiting, "hello"), post(contact_waiting, THREAT), post(contact_waiting, "bye")]
    )

    kept = Contact.objects.get()
    assert kept.badges == ["self_harm", "threat_ultimatum"]
    assert (kept.level, kept.rank) == ("", contact_waiting.rank)


def test_a_badge_stays_and_others_join_it(contact_waiting: Contact) -> None:
    says(contact_waiting, "I could kill her, honestly I could, I mean it")
    assert Contact.objects.get().badges == ["threat_ultimatum"]
    says(contact_waiting, "nothing more")
    says(contact_waiting, THREAT)

    assert Contact.objects.get().badges == ["self_harm", "threat_ultimatum"]


def test_while_talking_no_badge_is_raised(contact_talking: Contact) -> None:
    says(contact_talking, THREAT)

    assert Contact.objects.get().badges == []


def test_without_a_script_words_are_taken_and_danger_is_heard_in_them(db: None) -> None:
    contact = starts(first_message="hello").contact

    assert isinstance(says(contact, THREAT), Posted)
    assert Contact.objects.get().badges == ["self_harm", "threat_ultimatum"]


def in_one_statement() -> int:
    """On PostgreSQL one statement moves the number on and inserts."""
    return int(connection.vendor == "postgresql")


@pytest.mark.parametrize("number", [1, 10])
def test_a_batch_of_one_contact_costs_as_many_queries_as_one_post(
    number: int, contact_talking: Contact, ann: Account, django_assert_num_queries: Any
) -> None:
    batch = [post(contact_talking, f"message {n}", by=ann if n % 2 else None) for n in range(number)]

    # Lock the contact, look for repeats, move its number on, insert; and the savepoint around it.
    with django_assert_num_queries(6 - in_one_statement()):
        post_messages(batch)
    assert len(bodies(contact_talking)) == number


@pytest.mark.parametrize("number", [1, 10])
def test_a_waiting_caller_s_batch_costs_as_many_queries_as_one_post(
    number: int, contact_waiting: Contact, django_assert_num_queries: Any
) -> None:
    says(contact_waiting, "so that the lexicon has been read")
    batch = [post(contact_waiting, THREAT) for _ in range(number)]

    # As above, and which lexicon runs, and the badges.
    with django_assert_num_queries(8 - in_one_statement()):
        post_messages(batch)


def test_hints_hold_ids_and_no_words(
    contact_waiting: Contact, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr("helpline.kernel.live.announce", lambda group, hint: sent.append((group, hint)))

    with django_capture_on_commit_callbacks(execute=True):
        post_messages([post(contact_waiting, THREAT), post(contact_waiting, "and more")])

    assert sent == [
        (
            f"contact.{contact_waiting.pk}",
            {"type": "hint.words", "contact": str(contact_waiting.pk), "seq": 2},
        ),
        ("queue.main", {"type": "hint.queue"}),
    ]


def test_what_was_rolled_back_is_announced_to_nobody(
    contact_waiting: Contact, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the database is away")

    monkeypatch.setattr("chat.services.messages.raise_badges", fails)
    with django_capture_on_commit_callbacks() as callbacks, pytest.raises(RuntimeError):
        says(contact_waiting, "lost")

    assert callbacks == []
    assert bodies(contact_waiting) == []
    assert Contact.objects.get().last_seq == 0


def test_a_post_into_purged_words_is_refused(contact_waiting: Contact) -> None:
    id = uuid4()
    says(contact_waiting, "gone", id=id)
    end_by_caller(contact=contact_waiting.pk)
    closed = Contact.objects.get()
    assert closed.purge_at is not None
    purge_expired(now=closed.purge_at)

    assert isinstance(says(contact_waiting, "gone", id=id), ContactClosed)
