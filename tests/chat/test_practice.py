"""Practice begins, and stays apart: nobody else is in it, and it is in nothing else."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from chat.boundaries import Kind
from chat.errors import (
    Away,
    ContactNotFound,
    PracticeBusy,
    PracticeOnly,
    PracticeUnknown,
    Training,
    TransferNobody,
)
from chat.models import Alert, Block, Contact, Presence
from chat.services import practice_ending
from chat.services.alerts import raise_alert
from chat.services.boundaries import end_for_abuse, warn
from chat.services.ending import end_by_handler, wrap_up
from chat.services.following import follow, take_over
from chat.services.help import raise_help
from chat.services.known import hand_over_known
from chat.services.looking_back import callers_to_practise, look_back
from chat.services.presence import open_contacts, set_presence
from chat.services.transfer import ask_transfer
from chat.starting import ABOUT, AGE_BANDS, GENDERS, NEEDS
from chat.states import Outcome
from helpline.kernel.errors import Forbidden, HelplineError
from helpline.kernel.models import ContactKey
from helpline.staff.models import Account, AuditEvent
from scripts import practice_file
from tests.chat.acts import BOTH, is_there, says, starts, takes
from tests.chat.practising import LATER, hears_all, left_behind, practises

pytestmark = pytest.mark.django_db(databases=BOTH)


def test_practice_begins_at_once_with_a_key_of_its_own_and_the_callers_answers(
    clock: Any, ann: Account
) -> None:
    contact = practises(ann)

    assert (contact.practice, contact.queue, contact.state, contact.handler) == (
        True, "practice", "talking", ann,
    )  # fmt: skip
    assert (contact.about, contact.age_band, contact.gender) == ("own_behaviour", "26_40", "man")
    assert contact.script_node == "m01_welcome"
    assert ContactKey.objects.filter(contact=contact.pk).count() == 1


def test_the_trainee_is_away_and_shown_as_training_and_gets_nobody(clock: Any, ann: Account) -> None:
    practises(ann)
    starts()

    presence = Presence.objects.get(handler=ann)
    assert (presence.available, presence.training) == (False, True)
    assert open_contacts(ann) == 0
    with pytest.raises(Away):
        takes(ann)
    with pytest.raises(Training):
        set_presence(by=ann, available=True, capacity=2)


def test_the_same_start_again_gives_the_same_contact_and_no_second_key(clock: Any, ann: Account) -> None:
    id = uuid4()

    assert practises(ann, id=id) == practises(ann, id=id)
    assert ContactKey.objects.count() == Contact.objects.count() == 1


def test_nobody_practises_beside_a_real_caller_or_twice_at_once(clock: Any, ann: Account) -> None:
    starts()
    contact = takes(ann)
    with pytest.raises(PracticeBusy):
        practises(ann)
    end_by_handler(contact=contact.pk, by=ann)
    # The wrap-up is still to do.
    with pytest.raises(PracticeBusy):
        practises(ann)
    wrap_up(contact=contact.pk, outcome=Outcome.COMPLETED, by=ann)
    contact = practises(ann)
    with pytest.raises(PracticeBusy):
        practises(ann)
    end_by_handler(contact=contact.pk, by=ann)
    with pytest.raises(PracticeBusy):
        practises(ann)
    assert ContactKey.objects.count() == 2


def test_an_unknown_caller_and_a_role_that_takes_nobody_are_refused(
    clock: Any, ann: Account, analyst: Account
) -> None:
    with pytest.raises(PracticeUnknown):
        practises(ann, "nobody_of_that_name")
    for act in (lambda: practises(analyst), lambda: callers_to_practise(analyst), lambda: look_back(analyst)):
        with pytest.raises(Forbidden):
            act()
    assert ContactKey.objects.count() == 0


def test_supervisors_practise_too(clock: Any, supervisor: Account) -> None:
    assert practises(supervisor).handler == supervisor


def test_what_scripted_callers_answer_is_what_real_ones_can() -> None:
    assert dict(practice_file.ANSWERS) == {
        "about": ABOUT, "need": NEEDS, "age_band": AGE_BANDS, "gender": GENDERS
    }  # fmt: skip


def test_no_alert_is_raised_for_practice(clock: Any, ann: Account) -> None:
    contact = practises(ann)

    with pytest.raises(PracticeOnly):
        raise_alert(kind=Alert.Kind.HELP, contact=contact.pk, about=ann)
    assert Alert.objects.count() == 0


def test_what_is_for_real_contacts_is_refused_for_practice(
    clock: Any, ann: Account, ben: Account, supervisor: Account
) -> None:
    contact = practises(ann)
    is_there(ben)

    with pytest.raises(PracticeOnly):
        raise_help(contact=contact.pk, client_id=uuid4(), by=ann)
    with pytest.raises(PracticeOnly):
        hand_over_known(contact=contact.pk, by=ann)
    with pytest.raises(TransferNobody):
        ask_transfer(contact=contact.pk, note="please", client_id=uuid4(), by=ann, handler="ben")
    with pytest.raises(ContactNotFound):
        follow(contact=contact.pk, by=supervisor)
    assert Contact.objects.filter(pk=contact.pk, handler=ann).exists()


def test_a_warning_can_be_practised_and_its_end_alarms_and_pauses_nobody(clock: Any, ann: Account) -> None:
    contact = practises(ann, "joke_call")
    hears_all(contact, clock)
    warn(contact=contact.pk, by=ann)
    clock.move_to(timezone.now() + LATER)
    says(contact, "This chat is for people worried about abusive behaviour. I'll end it here.", by=ann)
    clock.move_to(timezone.now() + LATER)

    ended = end_for_abuse(contact=contact.pk, kind=Kind.PRANK, by=ann, block=True)
    again = end_for_abuse(contact=contact.pk, kind=Kind.PRANK, by=ann, block=True)

    assert ended.outcome == again.outcome == Outcome.ENDED_INAPPROPRIATE
    wrap_up(contact=contact.pk, outcome=Outcome.COMPLETED, by=ann)
    practice_ending.clear_closed()
    assert left_behind(contact) == {}
    assert Alert.objects.count() == Block.objects.count() == 0
    assert Presence.objects.get(handler=ann).paused_until is None
    told = AuditEvent.objects.filter(subject=str(contact.pk)).order_by("pk").values_list("event", flat=True)
    assert list(told) == ["practice.started", "practice.ended"]


def test_a_supervisor_who_practises_takes_no_real_talk_over(
    clock: Any, ann: Account, supervisor: Account
) -> None:
    starts()
    real = takes(ann)
    practises(supervisor)

    with pytest.raises(Training):
        take_over(contact=real.pk, by=supervisor)


def errors_of(answer: object) -> str:
    return answer.code if isinstance(answer, HelplineError) else ""


def test_other_handlers_find_no_such_contact(clock: Any, ann: Account, ben: Account) -> None:
    contact = practises(ann)

    assert errors_of(says(contact, "hello", by=ben)) == "contact.not_found"
    assert isinstance(contact.pk, UUID)
