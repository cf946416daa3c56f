"""A handler who knows the caller: the contact goes to somebody else, at once and for good."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from chat.errors import ContactClosed, ContactNotFound, NoneFits, NotForYou, QueueEmpty
from chat.handler_view import queue_event
from chat.models import Acquaintance, Contact
from chat.selectors import known_waiting
from chat.services.contacts import set_level
from chat.services.ending import end_by_caller, end_by_handler, wrap_up
from chat.services.known import hand_over_known
from chat.services.queue import FOR_OTHERS, release
from chat.services.retention import let_go, purge_expired
from chat.services.return_codes import give_code
from chat.states import Outcome
from chat.system_texts import TEXTS
from helpline.staff.models import Account, AuditEvent
from helpline.staff.roles import Role
from tests.chat.acts import BOTH, bodies, is_there, says, starts, takes

pytestmark = pytest.mark.django_db(databases=BOTH)


def test_the_contact_stands_at_the_front_again_and_no_reason_is_kept(
    contact_talking: Contact, ann: Account
) -> None:
    newcomer = starts().contact
    hand_over_known(contact=contact_talking.pk, by=ann)

    kept = Contact.objects.get(pk=contact_talking.pk)
    assert (kept.state, kept.handler, kept.returned) == ("waiting", None, True)
    assert [e["contact"] for e in queue_event("queue.snapshot", ann)["waiting"]] == [
        str(kept.pk),
        str(newcomer.pk),
    ]
    # The audit is never deleted: it says what it says of every contact that is given back.
    (line,) = AuditEvent.objects.exclude(event="contact.taken")
    assert line.event == "contact.released"
    assert (line.actor, line.subject, line.detail) == ("ann", str(kept.pk), {})


def test_the_caller_is_told_what_everybody_is_told_whose_handler_had_to_stop(ann: Account) -> None:
    known, given_back = starts().contact, starts().contact
    for contact in (known, given_back):
        takes(ann, contact)
    hand_over_known(contact=known.pk, by=ann)
    release(contact=given_back.pk, by=ann)

    assert bodies(known) == bodies(given_back)
    assert "know" not in bodies(known)[0]


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize(
    ("answers", "words", "level", "told"),
    [
        ({}, "I keep a knife under the pillow", None, True),
        ({}, "I want to kill her", None, True),
        ({"safe_now": False}, "hello", None, True),
        ({}, "hello", "urgent", True),
        ({}, "I shouted at her and I am ashamed", "elevated", False),
    ],
)
def test_who_spoke_of_a_danger_keeps_999_while_nobody_reads(
    answers: dict[str, Any],
    words: str,
    level: str | None,
    told: bool,
    language: str,
    content: None,
    ann: Account,
) -> None:
    contact = takes(ann, starts(language=language, **answers).contact)
    says(contact, words)
    if level:
        set_level(contact=contact.pk, level=level, by=ann)
    hand_over_known(contact=contact.pk, by=ann)

    line = TEXTS["if_in_danger"][language]
    assert bodies(contact)[-1] == TEXTS["released"][language] + (f" {line}" if told else "")
    assert "999" in line


def test_where_they_know_all_who_wait_there_is_nobody_to_take_from_the_list(
    contact_talking: Contact, ann: Account, ben: Account
) -> None:
    hand_over_known(contact=contact_talking.pk, by=ann)

    with pytest.raises(NoneFits) as refusal:
        takes(ann)
    assert refusal.value.message == FOR_OTHERS
    # One whom she let pass by can still be taken from the list.
    starts()
    Contact.objects.update(passed_by=[ann.pk])
    with pytest.raises(NoneFits) as refusal:
        takes(ann)
    assert refusal.value.message == NoneFits.message


def test_it_never_comes_to_them_again_and_to_others_as_any(
    contact_talking: Contact, ann: Account, ben: Account
) -> None:
    hand_over_known(contact=contact_talking.pk, by=ann)

    with pytest.raises(NotForYou) as refusal:
        takes(ann, contact_talking)
    assert refusal.value.code == "queue.not_for_you"
    with pytest.raises(QueueEmpty):
        takes(ann)
    behind = starts().contact
    assert takes(ann) == behind
    assert takes(ben) == contact_talking


def test_the_list_says_to_them_alone_that_it_is_not_for_them(
    contact_talking: Contact, ann: Account, ben: Account
) -> None:
    hand_over_known(contact=contact_talking.pk, by=ann)

    assert queue_event("queue.snapshot", ann)["not_for_you"] == [str(contact_talking.pk)]
    assert queue_event("queue.snapshot", ben)["not_for_you"] == []
    takes(ben, contact_talking)
    assert known_waiting() == {}


def test_the_same_again_because_the_answer_was_lost_is_the_same_answer(
    contact_talking: Contact, ann: Account, ben: Account
) -> None:
    hand_over_known(contact=contact_talking.pk, by=ann)
    takes(ben, contact_talking)

    assert hand_over_known(contact=contact_talking.pk, by=ann) == contact_talking
    assert Contact.objects.get().handler == ben
    assert AuditEvent.objects.filter(event="contact.released").count() == 1


def test_somebody_else_s_contact_and_none_look_alike(contact_talking: Contact, ben: Account) -> None:
    for contact in (contact_talking.pk, uuid4()):
        with pytest.raises(ContactNotFound):
            hand_over_known(contact=contact, by=ben)
    assert Acquaintance.objects.count() == 0


def test_after_the_end_there_is_nothing_to_hand_over(contact_talking: Contact, ann: Account) -> None:
    end_by_caller(contact=contact_talking.pk)

    with pytest.raises(ContactClosed):
        hand_over_known(contact=contact_talking.pk, by=ann)


def test_whoever_knows_the_person_is_passed_over_when_they_come_back_with_a_code(
    contact_talking: Contact, ann: Account, ben: Account
) -> None:
    code = give_code(contact=contact_talking.pk)
    hand_over_known(contact=contact_talking.pk, by=ann)
    takes(ben, contact_talking)
    end_by_handler(contact=contact_talking.pk, by=ben)
    wrap_up(contact=contact_talking.pk, outcome=Outcome.COMPLETED, by=ben)
    back = starts(return_code=code).contact

    assert back != contact_talking
    with pytest.raises(NotForYou):
        takes(ann, back)
    with pytest.raises(QueueEmpty):
        takes(ann)


def test_who_knew_whom_is_gone_with_the_row(contact_talking: Contact, ann: Account) -> None:
    hand_over_known(contact=contact_talking.pk, by=ann)
    end_by_caller(contact=contact_talking.pk)
    kept = Contact.objects.get()
    assert kept.purge_at is not None
    purge_expired(now=kept.purge_at)
    let_go(now=kept.purge_at)

    assert (Contact.objects.count(), Acquaintance.objects.count()) == (0, 0)


@pytest.mark.parametrize("number", [1, 3])
def test_what_is_asked_does_not_grow_with_whom_one_knows(
    number: int, ann: Account, make_account: Callable[..., Account], django_assert_num_queries: object
) -> None:
    is_there(ann, capacity=4)
    for contact in [starts().contact for _ in range(number)]:
        takes(ann, contact)
        hand_over_known(contact=contact.pk, by=ann)
    make_account(Role.HANDLER, "zoe")

    with django_assert_num_queries(2):  # type: ignore[operator]
        assert len(known_waiting()[ann.pk]) == number
