"""The turns of a scripted caller on the real machinery."""

import logging
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from chat.models import Contact, PracticeRun
from chat.services import practice_turns
from chat.services.deadlines import end_left
from chat.services.messages import Posted
from chat.services.presence import renew_presence
from chat.services.signposting import send_signpost
from helpline.kernel.keystore import destroy_keys
from helpline.staff.models import Account
from scripts.services import scripted_callers
from tests.chat.acts import BOTH, bodies, says
from tests.chat.practising import LATER, SHOVE, ends, hears_all, practises, waits_for_a_turn
from triage.matching import entry_id
from triage.services import confirm_entry

pytestmark = pytest.mark.django_db(databases=BOTH)


def test_the_caller_speaks_when_it_is_time_and_not_before(clock: Any, ann: Account) -> None:
    contact = practises(ann)
    due = PracticeRun.objects.get().due_at
    assert due is not None

    clock.move_to(due - LATER)
    practice_turns.take_turns(now=timezone.now())
    assert bodies(contact) == []
    assert waits_for_a_turn(contact, clock) == scripted_callers()[SHOVE].moments["opens"].says[0]


def test_the_handlers_words_decide_what_comes_next(clock: Any, ann: Account) -> None:
    contact = practises(ann)
    hears_all(contact, clock)

    assert isinstance(says(contact, "She does sound difficult.", by=ann), Posted)

    assert hears_all(contact, clock) == ["Thats just what I told her. she's blowing it way out of proportion"]
    assert isinstance(says(contact, "What would I have seen from the doorway?", by=ann), Posted)
    assert hears_all(contact, clock)[0].startswith("If I'm honest she went white.")


def test_the_same_words_are_an_excuse_to_one_caller_and_comfort_to_another(clock: Any, ann: Account) -> None:
    answered = []
    for caller in (SHOVE, "is_this_the_right_place"):
        contact = practises(ann, caller)
        hears_all(contact, clock)
        says(contact, "It's not your fault.", by=ann)
        answered += hears_all(contact, clock)
        ends(contact, ann)

    assert answered == [
        "Thats just what I told her. she's blowing it way out of proportion",
        "I dont know if it even counts. he says I make him do it",
    ]


def test_a_turn_asked_for_twice_is_taken_once(clock: Any, ann: Account) -> None:
    contact = practises(ann)
    clock.move_to(PracticeRun.objects.get().due_at)
    now = timezone.now()

    practice_turns.take_turn(contact=contact.pk, now=now)
    practice_turns.take_turn(contact=contact.pk, now=now)

    assert len(bodies(contact)) == 1


def test_a_card_is_an_answer_too(clock: Any, ann: Account) -> None:
    programme = entry_id("respect-phoneline")
    confirm_entry(entry_id=programme, by=ann)
    contact = practises(ann)
    hears_all(contact, clock)
    says(contact, "What happened?", by=ann)
    hears_all(contact, clock)
    says(contact, "It sounds as if that stayed with you.", by=ann)
    hears_all(contact, clock)

    send_signpost(contact=contact.pk, programme=programme, client_id=uuid4(), by=ann)

    assert waits_for_a_turn(contact, clock) == "Ok. I'll look at that tonight when shes at her mums"


def test_a_scripted_caller_is_online_and_never_gone(clock: Any, ann: Account) -> None:
    contact = practises(ann)
    clock.move_to(timezone.now() + timedelta(minutes=11))
    renew_presence(by=ann)

    assert end_left(now=timezone.now()) == 0
    assert Contact.objects.filter(pk=contact.pk).exists()


def test_a_practice_that_fails_holds_up_no_other(clock: Any, ann: Account, ben: Account, caplog: Any) -> None:
    first = practises(ann)
    destroy_keys([first.pk])
    clock.move_to(timezone.now() + LATER)
    second = practises(ben)
    clock.move_to(PracticeRun.objects.get(handler=ben).due_at)

    with caplog.at_level(logging.ERROR):
        assert practice_turns.take_turns(now=timezone.now()) == 1

    assert bodies(second) == [scripted_callers()[SHOVE].moments["opens"].says[0]]
    assert caplog.messages == ["the turn of a scripted caller was not taken: words.destroyed"]
    assert PracticeRun.objects.get(handler=ann).said == 0
