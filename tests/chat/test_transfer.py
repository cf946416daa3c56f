"""Passing a talk on: who is asked, who gets it, and what becomes of an asking that nobody answers."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from chat.beside_view import transfer_events
from chat.errors import (
    AtCapacity,
    Away,
    ContactClosed,
    ContactNotFound,
    MessageEmpty,
    TransferGone,
    TransferNobody,
    TransferOpen,
    WrappingUp,
)
from chat.models import Aside, Contact, Presence, Transfer
from chat.services.asides import asides_after
from chat.services.contacts import set_level
from chat.services.deadlines import return_dropped
from chat.services.ending import end_by_caller, end_by_handler
from chat.services.guidance import move_to
from chat.services.known import hand_over_known
from chat.services.queue import release
from chat.services.talk_over import asked_of
from chat.services.transfer import accept_transfer, ask_transfer, decline_transfer, withdraw_transfer
from chat.services.transfer_deadlines import expire_transfers, settle_after_leaving, settle_unanswerable
from chat.services.triage import assess
from chat.system_texts import TEXTS
from helpline.staff.models import Account, AuditEvent
from helpline.staff.roles import Role
from tests.chat.acts import BOTH, bodies, finishes, is_there, says, starts, takes
from triage.services import triage_of

pytestmark = pytest.mark.django_db(databases=BOTH)
NOTE = "he is calm now; ask about the children"


def asks(contact: Contact, by: Account, **to: Any) -> None:
    """Ask somebody to take it, with a note."""
    ask_transfer(contact=contact.pk, note=NOTE, client_id=uuid4(), by=by, **to)


@pytest.fixture
def cat(make_account: Callable[..., Account]) -> Account:
    """A third handler, available and trained for women."""
    account = make_account(Role.HANDLER, "cat")
    account.skills = ["women"]
    account.save()
    return is_there(account)


def how(contact: Contact) -> str:
    return Transfer.objects.get(contact=contact).gone


def test_a_named_handler_gets_the_talk_with_script_triage_and_note(
    contact_talking: Contact, ann: Account, ben: Account
) -> None:
    says(contact_talking, "hello")
    move_to(contact=contact_talking.pk, node="m08_incident", by=ann)
    assess(contact=contact_talking.pk, changes={"readiness_before": 3}, by=ann)
    set_level(contact=contact_talking.pk, level="elevated", by=ann)
    asks(contact_talking, ann, handler="ben")
    assert Contact.objects.get().handler == ann

    accept_transfer(contact=contact_talking.pk, by=ben)

    kept = Contact.objects.get()
    assert (kept.state, kept.handler, kept.script_node, kept.level) == (
        "talking",
        ben,
        "m08_incident",
        "elevated",
    )
    assert triage_of(kept.pk)["readiness_before"] == 3
    assert kept.taken_at is not None
    assert kept.first_taken_at == contact_talking.first_taken_at
    assert kept.taken_at > contact_talking.taken_at  # type: ignore[operator]
    assert bodies(kept) == ["hello", TEXTS["transferred"]["en"]]
    assert [(a.kind, a.body, a.by) for a in asides_after(kept.pk, 0)] == [("transfer", NOTE, "ann")]


def test_a_caller_who_writes_in_welsh_is_told_in_welsh(ann: Account, ben: Account) -> None:
    contact = takes(ann, starts(language="cy").contact)
    asks(contact, ann, handler="ben")
    accept_transfer(contact=contact.pk, by=ben)

    assert bodies(contact) == [TEXTS["transferred"]["cy"]]


def test_each_step_is_in_the_audit_and_no_words_are(
    contact_talking: Contact, ann: Account, ben: Account
) -> None:
    asks(contact_talking, ann, handler="ben")
    decline_transfer(contact=contact_talking.pk, by=ben)
    asks(contact_talking, ann, handler="ben")
    withdraw_transfer(contact=contact_talking.pk, by=ann)
    asks(contact_talking, ann)
    accept_transfer(contact=contact_talking.pk, by=ben)

    lines = AuditEvent.objects.filter(event__startswith="transfer.").order_by("pk")
    assert [(line.event, line.actor) for line in lines] == [
        ("transfer.asked", "ann"),
        ("transfer.declined", "ben"),
        ("transfer.asked", "ann"),
        ("transfer.withdrawn", "ann"),
        ("transfer.asked", "ann"),
        ("transfer.accepted", "ben"),
    ]
    assert {line.subject for line in lines} == {str(contact_talking.pk)}
    assert "calm" not in str([line.detail for line in lines])


def test_who_asks_keeps_the_talk_when_it_is_declined(
    contact_talking: Contact, ann: Account, ben: Account
) -> None:
    asks(contact_talking, ann, handler="ben")
    decline_transfer(contact=contact_talking.pk, by=ben)
    decline_transfer(contact=contact_talking.pk, by=ben)

    assert (Contact.objects.get().handler, how(contact_talking)) == (ann, "declined")
    assert bodies(contact_talking) == []
    with pytest.raises(TransferGone):
        accept_transfer(contact=contact_talking.pk, by=ben)


def test_one_asking_at_a_time_and_only_of_one_s_own(
    contact_talking: Contact, ann: Account, ben: Account, cat: Account
) -> None:
    asks(contact_talking, ann, handler="ben")

    with pytest.raises(TransferOpen):
        asks(contact_talking, ann, handler="cat")
    with pytest.raises(ContactNotFound):
        asks(contact_talking, ben, handler="cat")
    withdraw_transfer(contact=contact_talking.pk, by=ann)
    asks(contact_talking, ann, handler="cat")
    assert Transfer.objects.get().to == cat


def test_the_same_asking_again_is_one_also_after_it_was_answered(
    contact_talking: Contact, ann: Account, ben: Account
) -> None:
    id = uuid4()
    for _ in range(2):
        ask_transfer(contact=contact_talking.pk, note=NOTE, client_id=id, by=ann, handler="ben")
    accept_transfer(contact=contact_talking.pk, by=ben)
    accept_transfer(contact=contact_talking.pk, by=ben)
    ask_transfer(contact=contact_talking.pk, note=NOTE, client_id=id, by=ann, handler="ben")

    assert (Transfer.objects.count(), Aside.objects.count(), how(contact_talking)) == (1, 1, "accepted")
    assert bodies(contact_talking) == [TEXTS["transferred"]["en"]]


def test_an_asking_without_a_note_is_refused_and_asks_nobody(
    contact_talking: Contact, ann: Account, ben: Account
) -> None:
    with pytest.raises(MessageEmpty):
        ask_transfer(contact=contact_talking.pk, note=" ", client_id=uuid4(), by=ann, handler="ben")
    assert not Transfer.objects.exists()


def test_with_a_skill_only_those_who_hold_it_are_asked(
    contact_talking: Contact, ann: Account, ben: Account, cat: Account
) -> None:
    asks(contact_talking, ann, skill="women")

    with pytest.raises(TransferGone):
        accept_transfer(contact=contact_talking.pk, by=ben)
    with pytest.raises(TransferGone):
        decline_transfer(contact=contact_talking.pk, by=ben)
    accept_transfer(contact=contact_talking.pk, by=cat)
    assert Contact.objects.get().handler == cat


def test_of_those_asked_together_one_no_leaves_the_others(
    contact_talking: Contact, ann: Account, ben: Account, cat: Account
) -> None:
    asks(contact_talking, ann)
    decline_transfer(contact=contact_talking.pk, by=ben)
    assert how(contact_talking) == ""
    with pytest.raises(TransferGone):
        accept_transfer(contact=contact_talking.pk, by=ben)

    decline_transfer(contact=contact_talking.pk, by=cat)
    assert how(contact_talking) == "declined"


@pytest.mark.parametrize("to", [{"handler": "ben"}, {"skill": ""}], ids=["named", "anybody"])
def test_nobody_is_asked_who_knows_the_caller_and_nothing_says_why(
    to: dict[str, Any], contact_talking: Contact, ann: Account, ben: Account
) -> None:
    release(contact=contact_talking.pk, by=ann)
    takes(ben, contact_talking)
    hand_over_known(contact=contact_talking.pk, by=ben)
    takes(ann, contact_talking)

    with pytest.raises(TransferNobody) as refusal:
        asks(contact_talking, ann, **to)
    assert refusal.value.as_wire() == {
        "code": "transfer.nobody",
        "message": (
            "Nobody who fits is available with a place left just now. Keep the talk, and ask again "
            "later or ask a supervisor for help."
        ),
    }


def test_who_let_the_contact_pass_is_not_asked_along_with_everybody(
    contact_talking: Contact, ann: Account, ben: Account
) -> None:
    Contact.objects.update(passed_by=[ben.pk])
    with pytest.raises(TransferNobody):
        asks(contact_talking, ann)


@pytest.mark.parametrize(
    "change",
    [
        {"available": False},
        {"capacity": 0},
        {"leased_until": timezone.now() - timedelta(seconds=1)},
        {"paused_until": timezone.now() + timedelta(hours=1)},
        {"training": True},
    ],
    ids=lambda change: next(iter(change)),
)
@pytest.mark.parametrize("to", [{"handler": "ben"}, {"skill": ""}], ids=["named", "anybody"])
def test_nobody_is_asked_who_could_not_take_it(
    change: dict[str, Any], to: dict[str, Any], contact_talking: Contact, ann: Account, ben: Account
) -> None:
    asks(contact_talking, ann, **to)
    withdraw_transfer(contact=contact_talking.pk, by=ann)
    Presence.objects.filter(handler=ben).update(**change)

    with pytest.raises(TransferNobody):
        asks(contact_talking, ann, **to)


@pytest.mark.parametrize("name", ["ann", "nobody", "analyst1"])
def test_a_name_that_is_not_there_is_refused_like_one_that_is_away(
    name: str, contact_talking: Contact, ann: Account, ben: Account, analyst: Account
) -> None:
    with pytest.raises(TransferNobody):
        asks(contact_talking, ann, handler=name)


def test_accepting_keeps_to_the_receiver_s_own_places(
    contact_talking: Contact, ann: Account, ben: Account
) -> None:
    is_there(ben, capacity=1)
    asks(contact_talking, ann, handler="ben")
    other = takes(ben, starts().contact)
    with pytest.raises(AtCapacity):
        accept_transfer(contact=contact_talking.pk, by=ben)

    end_by_handler(contact=other.pk, by=ben)
    with pytest.raises(WrappingUp):
        accept_transfer(contact=contact_talking.pk, by=ben)
    finishes(other)
    Presence.objects.filter(handler=ben).update(available=False)
    with pytest.raises(Away):
        accept_transfer(contact=contact_talking.pk, by=ben)
    Presence.objects.filter(handler=ben).update(available=True)
    accept_transfer(contact=contact_talking.pk, by=ben)
    assert Contact.objects.get(pk=contact_talking.pk).handler == ben


def test_two_minutes_without_an_answer_are_too_many(
    contact_talking: Contact, ann: Account, ben: Account
) -> None:
    asks(contact_talking, ann, handler="ben")
    until = Transfer.objects.get().expires_at
    assert until - Transfer.objects.get().asked_at == timedelta(minutes=2)
    assert expire_transfers(now=until - timedelta(seconds=1)) == 0
    assert expire_transfers(now=until) == 1
    assert expire_transfers(now=until) == 0

    assert (Contact.objects.get().handler, how(contact_talking)) == (ann, "expired")


def test_accepting_too_late_is_refused_even_before_the_timer_comes(
    contact_talking: Contact, ann: Account, ben: Account
) -> None:
    asks(contact_talking, ann, handler="ben")
    Transfer.objects.update(expires_at=timezone.now())

    with pytest.raises(TransferGone):
        accept_transfer(contact=contact_talking.pk, by=ben)


def test_a_receiver_who_goes_away_or_signs_out_is_no_longer_asked(
    contact_talking: Contact, ann: Account, ben: Account
) -> None:
    asks(contact_talking, ann, handler="ben")
    assert settle_unanswerable(now=timezone.now()) == 0
    later = Presence.objects.get(handler=ben).leased_until
    assert settle_unanswerable(now=later) == 1
    assert (Contact.objects.get().handler, how(contact_talking)) == (ann, "away")

    asks(contact_talking, ann)
    Presence.objects.filter(handler=ben).update(available=False)
    settle_after_leaving(by=ben, now=timezone.now())
    assert how(contact_talking) == "away"


def test_a_sender_who_drops_loses_the_asking_and_the_talk_as_ever(
    contact_talking: Contact, ann: Account, ben: Account
) -> None:
    asks(contact_talking, ann, handler="ben")
    Presence.objects.filter(handler=ann).update(leased_until=timezone.now())
    assert return_dropped(now=timezone.now()) == 1

    assert (Contact.objects.get().state, how(contact_talking)) == ("waiting", "over")
    with pytest.raises(TransferGone):
        accept_transfer(contact=contact_talking.pk, by=ben)


@pytest.mark.parametrize("ends", ["caller", "handler", "release"])
def test_whatever_ends_the_talk_ends_the_asking(
    ends: str, contact_talking: Contact, ann: Account, ben: Account
) -> None:
    asks(contact_talking, ann, handler="ben")
    if ends == "caller":
        end_by_caller(contact=contact_talking.pk)
    elif ends == "handler":
        end_by_handler(contact=contact_talking.pk, by=ann)
    else:
        release(contact=contact_talking.pk, by=ann)

    assert how(contact_talking) == "over"
    with pytest.raises(TransferGone):
        accept_transfer(contact=contact_talking.pk, by=ben)


def test_after_the_end_nothing_is_passed_on(contact_talking: Contact, ann: Account, ben: Account) -> None:
    end_by_caller(contact=contact_talking.pk)
    with pytest.raises(ContactClosed):
        asks(contact_talking, ann, handler="ben")


def test_practice_is_not_passed_on_to_people(contact_talking: Contact, ann: Account, ben: Account) -> None:
    Contact.objects.update(practice=True)
    with pytest.raises(TransferNobody):
        asks(contact_talking, ann, handler="ben")


def test_absent_and_not_asked_of_you_look_alike(contact_talking: Contact, ann: Account, ben: Account) -> None:
    asks(contact_talking, ann, handler="ben")
    answers = []
    for contact, by in ((contact_talking.pk, ann), (uuid4(), ben)):
        with pytest.raises(TransferGone) as refusal:
            decline_transfer(contact=contact, by=by)
        answers.append(refusal.value.as_wire())
    assert answers[0] == answers[1]


def test_whoever_is_asked_sees_that_a_danger_may_have_been_told(
    contact_talking: Contact, ann: Account, ben: Account
) -> None:
    says(contact_talking, "I could kill her, honestly I could, I mean it")
    asks(contact_talking, ann)

    (asked,) = transfer_events(ben)
    assert asked["entry"]["badges"] == ["threat_ultimatum"]
    assert "honestly" not in str(asked)


def test_the_audit_keeps_no_skill_since_it_says_something_of_the_caller(
    contact_talking: Contact, ann: Account, cat: Account
) -> None:
    asks(contact_talking, ann, skill="women")
    accept_transfer(contact=contact_talking.pk, by=cat)

    lines = AuditEvent.objects.filter(event__startswith="transfer.")
    assert len(lines) == 2
    assert "women" not in str([line.detail for line in lines])


@pytest.mark.parametrize("many", [1, 12])
def test_telling_who_is_asked_costs_the_same_however_many_are_there(
    many: int,
    contact_talking: Contact,
    ann: Account,
    cat: Account,
    make_account: Callable[..., Account],
    django_assert_num_queries: Any,
) -> None:
    for number in range(many):
        is_there(make_account(Role.HANDLER, f"other{number}"))
    asks(contact_talking, ann)

    # Each console asks at each tick, and the timers for each transfer that is open.
    with django_assert_num_queries(3):
        assert [event["type"] for event in transfer_events(cat)] == ["transfer"]
    transfer = Transfer.objects.select_related("by", "contact").get()
    with django_assert_num_queries(2):
        assert len(asked_of(transfer, now=timezone.now())) == many + 1
