"""The end of a practice: nothing of it is left."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from chat.errors import (
    ContactNotFound,
    PracticeOnly,
)
from chat.models import PracticeRun, Presence
from chat.services import practice_ending, practice_turns
from chat.services.contacts import set_level
from chat.services.deadlines import return_dropped
from chat.services.ending import end_by_handler
from chat.services.queue import put_back, release
from chat.services.triage import assess
from helpline.staff.models import Account, AuditEvent
from scripts.practice import LAST_SECONDS
from tests.chat.acts import BOTH, says
from tests.chat.practising import hears_all, left_behind, practises, waits_for_a_turn

pytestmark = pytest.mark.django_db(databases=BOTH)


def test_at_the_end_of_the_script_there_is_time_to_read_and_then_nothing_is_left(
    clock: Any, ann: Account
) -> None:
    contact = practises(ann)
    assess(
        contact=contact.pk,
        changes={"caller_type": "person_using_abuse", "markers": {"stalking": "no"}},
        by=ann,
    )
    hears_all(contact, clock)
    says(contact, "You are a liar.", by=ann)
    hears_all(contact, clock)
    says(contact, "You are a liar, I said.", by=ann)

    assert waits_for_a_turn(contact, clock) == "Forget it. Not doing this"
    run = PracticeRun.objects.get()
    assert run.due_at == timezone.now() + timedelta(seconds=LAST_SECONDS)
    assert left_behind(contact).keys() >= {"contacts", "messages", "keys", "triage", "markers"}
    assert waits_for_a_turn(contact, clock) is None
    assert left_behind(contact) == {}
    assert not Presence.objects.get(handler=ann).training


def test_the_handler_may_end_it_at_any_moment(clock: Any, ann: Account) -> None:
    contact = practises(ann)
    waits_for_a_turn(contact, clock)

    end_by_handler(contact=contact.pk, by=ann)

    assert left_behind(contact) == {}
    assert practice_ending.has_ended(contact.pk, by=ann)
    assert isinstance(says(contact, "too late", by=ann), ContactNotFound)
    assert practice_turns.take_turn(contact=contact.pk, now=timezone.now() + timedelta(hours=1)) is None


def test_nobody_else_can_end_it(clock: Any, ann: Account, ben: Account) -> None:
    contact = practises(ann)

    with pytest.raises(ContactNotFound):
        end_by_handler(contact=contact.pk, by=ben)
    assert not practice_ending.has_ended(contact.pk, by=ben)


def test_a_handler_who_drops_leaves_no_practice_in_the_queue(clock: Any, ann: Account) -> None:
    contact = practises(ann)
    clock.move_to(timezone.now() + timedelta(seconds=46))

    assert return_dropped(now=timezone.now()) == 1
    assert left_behind(contact) == {}


def test_practice_is_never_given_back(clock: Any, ann: Account) -> None:
    contact = practises(ann)

    with pytest.raises(PracticeOnly):
        release(contact=contact.pk, by=ann)
    put_back(contact, "to whoever is next")

    assert left_behind(contact) == {}


def test_the_audit_says_that_it_began_and_ended_and_nothing_else(clock: Any, ann: Account) -> None:
    contact = practises(ann)
    before = set(AuditEvent.objects.values_list("event", flat=True))
    hears_all(contact, clock)
    says(contact, "What happened?", by=ann)
    set_level(contact=contact.pk, level="urgent", by=ann)
    end_by_handler(contact=contact.pk, by=ann)

    told = AuditEvent.objects.filter(subject=str(contact.pk)).order_by("pk").values_list("event", "actor")
    assert list(told) == [("practice.started", "ann"), ("practice.ended", "ann")]
    assert set(AuditEvent.objects.values_list("event", flat=True)) - before == {"practice.ended"}
