"""The queue: its order, who is given whom, and coming back to the front."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from chat.assignment import LEVEL_RANKS, Place, rank
from chat.errors import AtCapacity, Away, ContactClosed, ContactNotFound, QueueEmpty, QueueTaken, WrappingUp
from chat.models import Contact, Message, Presence
from chat.selectors import ahead_of, queue_entries, waiting
from chat.services.ending import end_by_caller, wrap_up
from chat.services.presence import renew_presence, set_presence
from chat.services.queue import release, take
from chat.starting import AGE_BANDS
from chat.states import Outcome
from chat.system_texts import TEXTS
from helpline.kernel.errors import Forbidden
from helpline.staff.models import Account, AuditEvent
from helpline.staff.roles import Role
from tests.chat.acts import BOTH, UTC_NOON, bodies, says, starts, takes

pytestmark = pytest.mark.django_db(databases=BOTH)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)

waits = st.builds(
    dict,
    level=st.sampled_from([None, *LEVEL_RANKS]),
    safe_now=st.sampled_from([True, False, None]),
    age_band=st.sampled_from([None, *AGE_BANDS]),
    returned=st.booleans(),
    second=st.integers(0, 50),
)


def stands_in_line(number: int, *, second: int, returned: bool, **answers: Any) -> tuple[Place, Contact]:
    place = Place(rank(**answers), returned, NOON + timedelta(seconds=second))
    contact = Contact.objects.create(
        token_digest=str(number),
        consent_version=1,
        consented_at=NOON,
        about="unsure",
        rank=place.rank,
        returned=returned,
        joined_at=place.joined_at,
    )
    return place, contact


@hypothesis_settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(waits, max_size=9))
def test_the_database_s_order_is_the_rule_s_order(db: None, line: list[dict[str, Any]]) -> None:
    with transaction.atomic():
        placed = [stands_in_line(number, **caller) for number, caller in enumerate(line)]
        expected = sorted(placed, key=lambda pair: (pair[0].key(), pair[1].pk))

        assert list(waiting()) == [contact for _, contact in expected]
        assert [entry["contact"] for entry in queue_entries()] == [str(c.pk) for _, c in expected]
        for place, contact in placed:
            assert ahead_of(contact) == sum(other.key() < place.key() for other, _ in placed)
        transaction.set_rollback(True)


def test_level_then_answers_then_time_waited(content: None, ann: Account) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        line = {}
        for name, answers in [
            ("early", {}),
            ("late", {}),
            ("unsafe", {"safe_now": False}),
            ("child", {"age_band": "under_13"}),
        ]:
            line[name] = starts(**answers).contact
            clock.shift(60)
    for name, level in [("late", "elevated"), ("early", "standard")]:
        Contact.objects.filter(pk=line[name].pk).update(level=level, rank=LEVEL_RANKS[level])

    assert list(waiting()) == [line[name] for name in ("unsafe", "child", "late", "early")]


def test_the_next_in_order_is_given_and_the_named_one_when_named(content: None, ann: Account) -> None:
    first, second, third = (starts().contact for _ in range(3))

    assert takes(ann, second) == second
    assert takes(ann) == first
    assert list(waiting()) == [third]


@time_machine.travel(UTC_NOON, tick=False)
def test_what_is_taken_talks_with_that_handler(contact_waiting: Contact, ann: Account) -> None:
    takes(ann)

    kept = Contact.objects.get()
    assert (kept.state, kept.handler, kept.taken_at, kept.first_taken_at) == ("talking", ann, NOON, NOON)
    line = AuditEvent.objects.get(event="contact.taken")
    assert (line.actor, line.subject, line.detail) == ("ann", str(kept.pk), {})


def test_nobody_waits(content: None, ann: Account) -> None:
    with pytest.raises(QueueEmpty) as refusal:
        takes(ann)
    assert refusal.value.code == "queue.empty"


def test_a_named_contact_that_is_taken_over_or_absent_is_refused_alike(
    contact_talking: Contact, ann: Account, ben: Account
) -> None:
    left = starts().contact
    end_by_caller(contact=left.pk)
    for wanted in (contact_talking, left, Contact(pk=uuid4())):
        with pytest.raises(QueueTaken) as refusal:
            takes(ben, wanted)
        assert refusal.value.code == "queue.taken"
    assert Contact.objects.get(pk=contact_talking.pk).handler == ann


@pytest.mark.parametrize("known", [True, False])
def test_who_is_away_takes_nobody(known: bool, contact_waiting: Contact, handler: Account) -> None:
    if known:
        renew_presence(by=handler)

    with pytest.raises(Away) as refusal:
        takes(handler)
    assert refusal.value.code == "presence.away"


def test_capacity_is_respected_and_a_wrap_up_makes_room(content: None, ann: Account) -> None:
    line = [starts().contact for _ in range(4)]
    takes(ann)
    takes(ann)
    for wanted in (None, line[3]):
        with pytest.raises(AtCapacity) as refusal:
            takes(ann, wanted)
        assert refusal.value.code == "presence.at_capacity"

    end_by_caller(contact=line[0].pk)
    for wanted in (None, line[3]):
        with pytest.raises(WrappingUp) as unfinished:
            takes(ann, wanted)
        assert unfinished.value.code == "presence.wrapping_up"
    wrap_up(contact=line[0].pk, outcome=Outcome.COMPLETED, by=ann)

    assert takes(ann) == line[2]


def test_the_wrap_up_of_another_handler_holds_nobody_up(
    contact_talking: Contact, ann: Account, ben: Account
) -> None:
    end_by_caller(contact=contact_talking.pk)

    assert takes(ben, starts().contact).handler == ben


def test_a_take_whose_answer_was_lost_is_answered_during_a_wrap_up(
    contact_talking: Contact, ann: Account
) -> None:
    other = takes(ann, starts().contact)
    end_by_caller(contact=contact_talking.pk)

    assert takes(ann, other) == other


def test_a_lower_capacity_takes_no_talk_away(content: None, ann: Account) -> None:
    line = [starts().contact for _ in range(3)]
    takes(ann)
    takes(ann)
    set_presence(by=ann, available=True, capacity=1)

    assert set(Contact.objects.filter(handler=ann)) == set(line[:2])
    with pytest.raises(AtCapacity):
        takes(ann)


@pytest.mark.parametrize("role", [Role.ANALYST, Role.ADMIN])
def test_who_may_not_take_is_refused(
    role: Role, make_account: Callable[..., Account], contact_waiting: Contact
) -> None:
    account = make_account(role)
    Presence.objects.create(handler=account, available=True, leased_until=NOON, seen_at=NOON)

    with pytest.raises(Forbidden):
        take(by=account)
    assert Contact.objects.get().state == "waiting"


def test_another_queue_is_another_line(contact_waiting: Contact, ann: Account) -> None:
    with pytest.raises(QueueEmpty):
        take(by=ann, queue="second")


def test_released_contacts_stand_in_front_with_their_first_waiting_time(content: None, ann: Account) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        first = starts().contact
        clock.shift(60)
        second = starts().contact
        clock.shift(60)
        third = starts().contact
        takes(ann, third)
        clock.shift(600)
        release(contact=third.pk, by=ann)
        takes(ann, second)
        clock.shift(60)
        release(contact=second.pk, by=ann)

    assert list(waiting()) == [second, third, first]
    back = Contact.objects.get(pk=second.pk)
    assert (back.joined_at, back.returned, back.handler, back.taken_at) == (
        NOON + timedelta(seconds=60), True, None, None,
    )  # fmt: skip
    assert back.first_taken_at == NOON + timedelta(seconds=720)


def test_a_returned_contact_stands_behind_a_better_rank(content: None, ann: Account) -> None:
    back = takes(ann, starts().contact)
    unsafe = starts(safe_now=False).contact
    release(contact=back.pk, by=ann)

    assert list(waiting()) == [unsafe, back]


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_released_caller_is_told_in_their_language(language: str, content: None, ann: Account) -> None:
    contact = takes(ann, starts(language=language, first_message="hello").contact)
    release(contact=contact.pk, by=ann)

    assert bodies(contact) == ["hello", TEXTS["released"][language]]
    assert Message.objects.order_by("seq").last().sender == "system"  # type: ignore[union-attr]


def test_the_next_handler_reads_what_was_written(content: None, ann: Account, ben: Account) -> None:
    contact = takes(ann, starts(first_message="hello").contact)
    says(contact, "Hello, I am here.", by=ann)
    release(contact=contact.pk, by=ann)
    takes(ben)

    assert bodies(contact)[:2] == ["hello", "Hello, I am here."]
    assert says(contact, "I have read it.", by=ben).seq == 4  # type: ignore[union-attr]


def test_only_one_s_own_talk_can_be_released(contact_talking: Contact, ann: Account, ben: Account) -> None:
    with pytest.raises(ContactNotFound):
        release(contact=contact_talking.pk, by=ben)
    end_by_caller(contact=contact_talking.pk)
    with pytest.raises(ContactClosed):
        release(contact=contact_talking.pk, by=ann)


@pytest.mark.parametrize("length", [1, 3])
def test_taking_costs_the_same_from_a_long_queue(
    length: int, contact_talking: Contact, ann: Account, django_assert_num_queries: Any
) -> None:
    for _ in range(length):
        starts()

    # Presence, talks and wrap-ups so far; settings, who is there, what they have; offers, whom they know, the
    # front; the row, its offer, its change; three for the audit; three savepoints.
    with django_assert_num_queries(20):
        takes(ann)


def test_who_is_not_safe_now_is_not_passed_over_for_want_of_a_skill(
    content: None, ann: Account, ben: Account
) -> None:
    Account.objects.filter(pk=ben.pk).update(skills=["women"])
    starts()
    danger = starts(gender="woman", safe_now=False).contact

    assert takes(ann) == danger


def test_a_danger_told_in_the_talk_is_a_badge_once_the_contact_is_back_in_the_queue(
    contact_talking: Contact, ann: Account
) -> None:
    says(contact_talking, "I could kill her, honestly I could, I mean it")
    says(contact_talking, "Did you write that you want to kill yourself?", by=ann)
    assert Contact.objects.get().badges == []
    release(contact=contact_talking.pk, by=ann)

    (entry,) = queue_entries()
    assert entry["badges"] == ["threat_ultimatum"]
