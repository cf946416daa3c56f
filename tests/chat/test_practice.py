"""Practice: a scripted caller on the real machinery, who leaves nothing behind."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
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
from chat.models import Alert, Block, Contact, Message, PracticeRun, Presence
from chat.services import practice
from chat.services.alerts import raise_alert
from chat.services.boundaries import end_for_abuse, warn
from chat.services.contacts import set_level
from chat.services.deadlines import end_left, return_dropped
from chat.services.ending import end_by_handler, wrap_up
from chat.services.following import follow, take_over
from chat.services.help import raise_help
from chat.services.known import hand_over_known
from chat.services.looking_back import callers_to_practise, look_back, put_away
from chat.services.messages import Posted
from chat.services.presence import open_contacts, renew_presence, set_presence
from chat.services.queue import put_back, release
from chat.services.signposting import send_signpost
from chat.services.transfer import ask_transfer
from chat.services.triage import assess
from chat.starting import ABOUT, AGE_BANDS, GENDERS
from chat.states import Outcome
from helpline.kernel.errors import Forbidden, HelplineError
from helpline.kernel.models import ContactKey
from helpline.staff.models import Account, AuditEvent
from scripts import practice_file
from scripts.practice import LAST_SECONDS
from scripts.services import scripted_callers
from tests.chat.acts import BOTH, UTC_NOON, bodies, is_there, says, starts, takes
from triage.matching import entry_id
from triage.models import MarkerAnswer, SignpostGiven, TriageRecord
from triage.services import confirm_entry

pytestmark = pytest.mark.django_db(databases=BOTH)
SHOVE = "only_a_shove"
LATER = timedelta(seconds=1)


@pytest.fixture
def clock(content: None) -> Any:
    with time_machine.travel(UTC_NOON, tick=False) as traveller:
        yield traveller


def practises(account: Account, caller: str = SHOVE, **more: Any) -> Contact:
    """A handler begins to practise."""
    found = practice.start_practice(caller=caller, client_id=more.get("id", uuid4()), by=account)
    return Contact.objects.get(pk=found)


def waits_for_a_turn(contact: Contact, clock: Any) -> str | None:
    """Let the time pass until the caller's next turn; return what they say, None when they go."""
    run = PracticeRun.objects.get(contact=contact.pk)
    assert run.due_at is not None
    clock.move_to(run.due_at)
    before = len(bodies(contact))
    practice.take_turns(now=timezone.now())
    said = bodies(contact)[before:]
    return said[0] if said else None


def hears_all(contact: Contact, clock: Any) -> list[str]:
    """Let the caller say what they have to say until they wait for an answer."""
    said = []
    while True:
        run = PracticeRun.objects.get(contact=contact.pk)
        if run.said == len(scripted_callers()[run.caller].moments[run.node].says) and not run.heard:
            return said
        said.append(waits_for_a_turn(contact, clock) or "")


def left_behind(contact: Contact) -> dict[str, int]:
    """Count what is still there of a contact, in every room."""
    held = {
        "contacts": Contact.objects.filter(pk=contact.pk),
        "messages": Message.objects.filter(contact=contact.pk),
        "keys": ContactKey.objects.filter(contact=contact.pk),
        "triage": TriageRecord.objects.filter(contact=contact.pk),
        "markers": MarkerAnswer.objects.filter(contact=contact.pk),
        "signposts": SignpostGiven.objects.filter(contact=contact.pk),
        "alerts": Alert.objects.filter(contact=contact.pk),
    }
    return {name: rows.count() for name, rows in held.items() if rows.exists()}


# -- beginning ------------------------------------------------------------------------------


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
    practises(ann)
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
    assert dict(practice_file.ANSWERS) == {"about": ABOUT, "age_band": AGE_BANDS, "gender": GENDERS}


# -- the talk -------------------------------------------------------------------------------


def test_the_caller_speaks_when_it_is_time_and_not_before(clock: Any, ann: Account) -> None:
    contact = practises(ann)
    due = PracticeRun.objects.get().due_at
    assert due is not None

    clock.move_to(due - LATER)
    practice.take_turns(now=timezone.now())
    assert bodies(contact) == []
    assert waits_for_a_turn(contact, clock) == scripted_callers()[SHOVE].moments["opens"].says[0]


def test_the_handlers_words_decide_what_comes_next(clock: Any, ann: Account) -> None:
    contact = practises(ann)
    hears_all(contact, clock)

    assert isinstance(says(contact, "She does sound difficult.", by=ann), Posted)

    assert hears_all(contact, clock) == ["See thats what I told her. she's blowing it way out of proportion"]
    assert isinstance(says(contact, "What would I have seen from the doorway?", by=ann), Posted)
    assert hears_all(contact, clock)[0].startswith("If I'm honest she went white.")


def test_a_turn_asked_for_twice_is_taken_once(clock: Any, ann: Account) -> None:
    contact = practises(ann)
    clock.move_to(PracticeRun.objects.get().due_at)
    now = timezone.now()

    practice.take_turn(contact=contact.pk, now=now)
    practice.take_turn(contact=contact.pk, now=now)

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


# -- the end --------------------------------------------------------------------------------


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
    assert practice.has_ended(contact.pk, by=ann)
    assert isinstance(says(contact, "too late", by=ann), ContactNotFound)
    assert practice.take_turn(contact=contact.pk, now=timezone.now() + timedelta(hours=1)) is None


def test_nobody_else_can_end_it(clock: Any, ann: Account, ben: Account) -> None:
    contact = practises(ann)

    with pytest.raises(ContactNotFound):
        end_by_handler(contact=contact.pk, by=ben)
    assert not practice.has_ended(contact.pk, by=ben)


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

    end_for_abuse(contact=contact.pk, kind=Kind.PRANK, by=ann, block=True)

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


# -- the look back --------------------------------------------------------------------------


def test_the_look_back_names_what_came_what_was_used_and_what_was_never_asked(
    clock: Any, ann: Account
) -> None:
    contact = practises(ann)
    assert look_back(ann) is None
    hears_all(contact, clock)
    says(contact, "Is everyone safe at this moment?", by=ann, prompt="m04_safe_now")
    hears_all(contact, clock)
    end_by_handler(contact=contact.pk, by=ann)

    back = look_back(ann)
    assert back is not None
    assert back["title"] == "It was only a shove"
    assert [cue["label"] for cue in back["cues"]] == ["Minimisation"]
    assert [(prompt["id"], prompt["stage"]) for prompt in back["prompts"]] == [
        ("m04_safe_now", "safety_check")
    ]
    assert (back["raised"], back["never"]) == (["safety"], ["confidentiality", "children"])
    assert back["notes"][0] == "He makes it small before anybody has asked. Most people begin like this."
    assert len(back["notes"]) == 2


def test_the_look_back_goes_when_it_is_put_away_or_a_day_has_passed(clock: Any, ann: Account) -> None:
    for forget in (
        lambda: put_away(by=ann),
        lambda: practice.take_turns(now=timezone.now() + timedelta(hours=24)),
    ):
        end_by_handler(contact=practises(ann).pk, by=ann)
        practice.take_turns(now=timezone.now())
        assert look_back(ann) is not None
        forget()
        assert look_back(ann) is None
        assert PracticeRun.objects.count() == 0


def test_a_practice_that_goes_on_is_not_put_away(clock: Any, ann: Account) -> None:
    practises(ann)
    put_away(by=ann)

    assert PracticeRun.objects.count() == 1


def test_a_new_practice_replaces_the_look_back(clock: Any, ann: Account, ben: Account) -> None:
    end_by_handler(contact=practises(ann).pk, by=ann)
    practises(ann, "im_14")
    practises(is_there(ben))

    assert look_back(ann) is None
    assert sorted(PracticeRun.objects.values_list("caller", flat=True)) == ["im_14", SHOVE]


def errors_of(answer: object) -> str:
    return answer.code if isinstance(answer, HelplineError) else ""


def test_other_handlers_find_no_such_contact(clock: Any, ann: Account, ben: Account) -> None:
    contact = practises(ann)

    assert errors_of(says(contact, "hello", by=ben)) == "contact.not_found"
    assert isinstance(contact.pk, UUID)
