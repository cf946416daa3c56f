"""The end of a practice: it is wrapped up as any talk, then nothing of it is left."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from chat.errors import ContactClosed, ContactNotFound, InvalidTransition, PracticeOnly, Training
from chat.handler_view import desk
from chat.models import Contact, LineSettings, PracticeRun, Presence
from chat.services import practice_ending, practice_turns
from chat.services.contacts import set_level
from chat.services.deadlines import close_unwrapped, return_dropped
from chat.services.ending import end_by_handler, note_outcome, wrap_up
from chat.services.looking_back import look_back
from chat.services.presence import set_presence
from chat.services.queue import put_back, release
from chat.services.triage import assess
from chat.states import Outcome, State
from helpline.kernel.keystore import destroy_keys
from helpline.staff.models import Account, AuditEvent
from scripts.practice import LAST_SECONDS
from tests.chat.acts import BOTH, bodies, says
from tests.chat.practising import ends, hears_all, left_behind, practises, waits_for_a_turn
from triage.services import triage_of

pytestmark = pytest.mark.django_db(databases=BOTH)


def test_at_the_end_of_the_script_there_is_time_to_read_and_then_the_talk_is_over(
    clock: Any, ann: Account
) -> None:
    contact = practises(ann)
    hears_all(contact, clock)
    says(contact, "You are a liar.", by=ann)
    hears_all(contact, clock)
    says(contact, "You are a liar, I said.", by=ann)

    assert waits_for_a_turn(contact, clock) == "Forget it. Not doing this"
    run = PracticeRun.objects.get()
    assert run.due_at == timezone.now() + timedelta(seconds=LAST_SECONDS)
    assert waits_for_a_turn(contact, clock) is None
    contact.refresh_from_db()
    assert (contact.state, contact.end_reason) == ("ended", "caller")


def test_the_handler_may_end_it_at_any_moment(clock: Any, ann: Account) -> None:
    contact = practises(ann)
    waits_for_a_turn(contact, clock)

    end_by_handler(contact=contact.pk, by=ann)

    assert isinstance(says(contact, "too late", by=ann), ContactClosed)
    assert len(bodies(contact)) == 1
    assert practice_turns.take_turn(contact=contact.pk, now=timezone.now() + timedelta(hours=1)) is None
    (shown,) = desk(ann, {})
    assert (shown.header["wrap_up"], shown.header["practice"]) == (True, True)


def test_nobody_else_can_end_it(clock: Any, ann: Account, ben: Account) -> None:
    contact = practises(ann)

    with pytest.raises(ContactNotFound):
        end_by_handler(contact=contact.pk, by=ben)
    assert not practice_ending.has_ended(contact.pk, by=ben)


# -- the wrap-up ----------------------------------------------------------------------------


def test_it_is_wrapped_up_in_the_same_form_and_then_nothing_is_left(clock: Any, ann: Account) -> None:
    contact = practises(ann)
    hears_all(contact, clock)
    end_by_handler(contact=contact.pk, by=ann)
    assess(
        contact=contact.pk,
        changes={"caller_type": "person_using_abuse", "markers": {"stalking": "no"}},
        by=ann,
    )
    set_level(contact=contact.pk, level="urgent", by=ann)
    note_outcome(contact=contact.pk, outcome=Outcome.LEFT_EARLY, by=ann)
    assert triage_of(contact.pk)["caller_type"] == "person_using_abuse"
    assert left_behind(contact).keys() >= {"contacts", "messages", "keys", "triage", "markers"}
    assert look_back(ann) is None

    assert wrap_up(contact=contact.pk, outcome=Outcome.COMPLETED, by=ann).state == State.CLOSED
    practice_ending.clear_closed()

    assert left_behind(contact) == {}
    assert practice_ending.has_ended(contact.pk, by=ann)
    assert look_back(ann) is not None


def test_until_it_is_wrapped_up_the_trainee_trains_and_gets_nobody(clock: Any, ann: Account) -> None:
    contact = practises(ann)
    with pytest.raises(InvalidTransition):
        wrap_up(contact=contact.pk, outcome=Outcome.COMPLETED, by=ann)
    end_by_handler(contact=contact.pk, by=ann)

    practice_ending.clear_closed()
    assert Presence.objects.get(handler=ann).training
    with pytest.raises(Training):
        set_presence(by=ann, available=True, capacity=2)

    wrap_up(contact=contact.pk, outcome=Outcome.COMPLETED, by=ann)
    practice_ending.clear_closed()
    assert not Presence.objects.get(handler=ann).training
    assert set_presence(by=ann, available=True, capacity=2).available


def test_one_that_nobody_wraps_up_closes_by_itself_in_the_lines_time(clock: Any, ann: Account) -> None:
    LineSettings.objects.create(version=1, wrap_up_minutes=3)
    contact = practises(ann)
    end_by_handler(contact=contact.pk, by=ann)
    over = timezone.now() + timedelta(minutes=3)
    assert desk(ann, {})[0].header["closes_at"] == "2026-11-20T12:03:00+00:00"

    assert close_unwrapped(now=over - timedelta(seconds=1)) == 0
    assert close_unwrapped(now=over) == 1
    practice_ending.clear_closed()
    assert left_behind(contact) == {}


# -- nobody is there to wrap it up ----------------------------------------------------------


def test_a_handler_who_drops_leaves_no_practice_in_the_queue(clock: Any, ann: Account) -> None:
    contact = practises(ann)
    clock.move_to(timezone.now() + timedelta(seconds=46))

    assert return_dropped(now=timezone.now()) == 1
    practice_ending.clear_closed()
    assert left_behind(contact) == {}


def test_practice_is_never_given_back(clock: Any, ann: Account) -> None:
    contact = practises(ann)

    with pytest.raises(PracticeOnly):
        release(contact=contact.pk, by=ann)
    put_back(contact, "returned")

    practice_ending.clear_closed()
    assert left_behind(contact) == {}


def test_the_audit_says_that_it_began_and_ended_and_nothing_else(clock: Any, ann: Account) -> None:
    contact = practises(ann)
    before = set(AuditEvent.objects.values_list("event", flat=True))
    hears_all(contact, clock)
    says(contact, "What happened?", by=ann)
    set_level(contact=contact.pk, level="urgent", by=ann)
    ends(contact, ann)

    told = AuditEvent.objects.filter(subject=str(contact.pk)).order_by("pk").values_list("event", "actor")
    assert list(told) == [("practice.started", "ann"), ("practice.ended", "ann")]
    assert set(AuditEvent.objects.values_list("event", flat=True)) - before == {"practice.ended"}


# -- destroyed after the commit, and not before ---------------------------------------------


class Undone(Exception):
    """What undoes a transaction."""


@transaction.atomic
def closes_and_fails(contact: Contact, by: Account) -> None:
    wrap_up(contact=contact.pk, outcome=Outcome.COMPLETED, by=by)
    raise Undone


def test_an_end_that_is_undone_leaves_the_words_readable(clock: Any, ann: Account) -> None:
    contact = practises(ann)
    said = hears_all(contact, clock)
    end_by_handler(contact=contact.pk, by=ann)

    with pytest.raises(Undone):
        closes_and_fails(contact, ann)

    assert bodies(contact) == said
    practice_ending.clear_closed()
    assert bodies(contact) == said
    assert Contact.objects.get(pk=contact.pk).state == State.ENDED


def test_as_soon_as_it_is_committed_everything_is_gone(
    clock: Any, ann: Account, django_capture_on_commit_callbacks: Any
) -> None:
    contact = practises(ann)
    hears_all(contact, clock)
    end_by_handler(contact=contact.pk, by=ann)
    with django_capture_on_commit_callbacks(execute=True):
        wrap_up(contact=contact.pk, outcome=Outcome.COMPLETED, by=ann)

    assert left_behind(contact) == {}
    assert not Presence.objects.get(handler=ann).training


@pytest.mark.parametrize("key_is_gone", [False, True])
def test_what_a_process_left_when_it_died_is_cleared_by_the_timer(
    clock: Any, ann: Account, key_is_gone: bool
) -> None:
    contact = practises(ann)
    hears_all(contact, clock)
    end_by_handler(contact=contact.pk, by=ann)
    wrap_up(contact=contact.pk, outcome=Outcome.COMPLETED, by=ann)
    if key_is_gone:
        destroy_keys([contact.pk])
    assert left_behind(contact).keys() >= {"contacts", "messages"}
    assert desk(ann, {}) == []

    assert practice_ending.clear_closed() == 1
    assert left_behind(contact) == {}
    assert practice_ending.clear_closed() == 0


def test_the_next_practice_is_not_disturbed_by_the_end_of_the_last(clock: Any, ann: Account) -> None:
    first = practises(ann)
    end_by_handler(contact=first.pk, by=ann)
    wrap_up(contact=first.pk, outcome=Outcome.COMPLETED, by=ann)
    second = practises(ann, "im_14")

    practice_ending.clear_closed()
    assert left_behind(first) == {}
    assert Presence.objects.get(handler=ann).training
    assert hears_all(second, clock) == ["im 14 and my dad keeps hurting my mum"]


def test_one_that_cannot_be_cleared_holds_up_no_other_and_is_tried_again(
    clock: Any, ann: Account, ben: Account, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    contacts = [practises(ann), practises(ben)]
    for contact, account in zip(contacts, (ann, ben), strict=True):
        hears_all(contact, clock)
        end_by_handler(contact=contact.pk, by=account)
        wrap_up(contact=contact.pk, outcome=Outcome.COMPLETED, by=account)

    def fails_once(wanted: list[Any]) -> None:
        monkeypatch.undo()
        raise OSError("the row holds: it was only a little shove")

    monkeypatch.setattr(practice_ending, "destroy_keys", fails_once)
    with caplog.at_level(logging.ERROR):
        assert practice_ending.clear_closed() == 1
    assert caplog.messages == ["a practice that is over was not cleared: OSError"]
    assert practice_ending.clear_closed() == 1
    assert [left_behind(contact) for contact in contacts] == [{}, {}]
