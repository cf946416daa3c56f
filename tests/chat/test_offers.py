"""Offers: made to who is free, accepted, declined, missed, taken back; one at a time, to one at a time."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from chat.errors import AtCapacity, Away, HandlerNotFound, NoneFits, OfferGone, Paused, QueueEmpty, QueueTaken
from chat.models import Alert, Contact, LineSettings, Offer, Presence
from chat.offer_view import offer_event, why_offer_gone
from chat.routing import AGAIN_SECONDS
from chat.selectors import queue_entries
from chat.services.assigning import assign
from chat.services.ending import end_by_caller, end_by_handler, wrap_up
from chat.services.offers import decline, expire_offers
from chat.services.presence import renew_presence, set_presence
from chat.services.queue import release, take
from chat.services.rounds import go_round
from chat.states import Outcome
from helpline.kernel.errors import Forbidden
from helpline.staff.models import Account, AuditEvent
from helpline.staff.roles import Role
from tests.chat.acts import BOTH, is_there, starts, takes

pytestmark = pytest.mark.django_db(databases=BOTH)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def pushed(clock: Any, content: None) -> None:
    """The line offers the next caller to the least busy handler, with 30 seconds to answer."""
    LineSettings.objects.create(version=1, routing="push")


def offered() -> dict[str, Contact]:
    return {offer.handler.username: offer.contact for offer in Offer.objects.select_related("contact")}


def renew(*accounts: Account) -> None:
    for account in accounts:
        renew_presence(by=account)


# -- made -----------------------------------------------------------------------------------


def test_who_waits_is_offered_to_who_is_free_in_order(
    pushed: None, clock: Any, ann: Account, ben: Account
) -> None:
    line = []
    for _ in range(3):
        line.append(starts().contact)
        clock.shift(1)

    assert go_round() == 2
    assert offered() == {"ann": line[0], "ben": line[1]}
    offer, now = Offer.objects.get(handler=ann), NOON + timedelta(seconds=3)
    assert (offer.made_at, offer.expires_at) == (now, now + timedelta(seconds=30))
    assert go_round() == 0


def test_where_handlers_take_for_themselves_nothing_is_offered(
    clock: Any, content: None, ann: Account
) -> None:
    starts()

    assert go_round() == 0
    assert offered() == {}


def test_the_least_busy_is_asked_first(pushed: None, ann: Account, ben: Account) -> None:
    takes(ann, starts().contact)
    waits = starts().contact
    go_round()

    assert offered() == {"ben": waits}


def test_whoever_was_busiest_all_day_is_asked_when_they_hold_nothing(
    pushed: None, clock: Any, ann: Account, ben: Account
) -> None:
    for _ in range(5):
        wrapped = takes(ann, starts().contact)
        end_by_handler(contact=wrapped.pk, by=ann)
        wrap_up(contact=wrapped.pk, outcome=Outcome.COMPLETED, by=ann)
    takes(ben, starts().contact)
    waits = starts().contact
    go_round()

    # RocketChat #13134 counted the contacts of all times, so that whoever worked most got no more.
    assert offered() == {"ann": waits}


def test_a_wrap_up_to_do_comes_before_the_next_offer(pushed: None, ann: Account) -> None:
    ended = takes(ann, starts().contact)
    end_by_handler(contact=ended.pk, by=ann)
    waits = starts().contact
    assert go_round() == 0

    wrap_up(contact=ended.pk, outcome=Outcome.COMPLETED, by=ann)

    assert go_round() == 1
    assert offered() == {"ann": waits}


@pytest.mark.parametrize(
    "change",
    [
        {"available": False},
        {"training": True},
        {"leased_until": NOON},
        {"paused_until": NOON + timedelta(minutes=5)},
    ],
)
def test_whoever_is_not_there_or_pauses_is_offered_nothing_and_loses_an_offer(
    change: dict[str, Any], pushed: None, ann: Account
) -> None:
    waits = starts().contact
    go_round()
    Presence.objects.filter(handler=ann).update(**change)

    assert go_round() == 0
    assert offered() == {}
    assert why_offer_gone(ann, waits.pk) == "withdrawn"
    assert Contact.objects.get().passed_by == []


def test_a_change_to_pull_takes_back_what_was_offered(pushed: None, ann: Account) -> None:
    starts()
    go_round()
    LineSettings.objects.create(version=2, routing="pull")
    go_round()

    assert offered() == {}


def test_an_offer_shows_answers_and_no_words(pushed: None, ann: Account) -> None:
    waits = starts(first_message="SECRET WORDS", safe_now=False).contact
    go_round()

    event = offer_event(ann)
    assert event is not None
    assert (event["type"], event["contact"], event["expires_at"]) == (
        "offer", str(waits.pk), "2026-11-20T12:00:30+00:00",
    )  # fmt: skip
    assert (event["entry"]["position"], event["entry"]["safe_now"]) == (1, False)
    assert "SECRET" not in str(event)
    assert [entry["offered"] for entry in queue_entries()] == [True]


# -- a skill --------------------------------------------------------------------------------


def knows(account: Account, *skills: str) -> None:
    account.skills = list(skills)
    account.save(update_fields=["skills"])


def test_a_contact_waits_for_a_skill_and_then_for_anybody(
    pushed: None, clock: Any, ann: Account, ben: Account
) -> None:
    knows(ann, "women")
    set_presence(by=ann, available=True, capacity=1)
    takes(ann, starts().contact)
    woman = starts(gender="woman").contact
    assert go_round() == 0

    clock.shift(120)
    renew(ann, ben)

    assert go_round() == 1
    assert offered() == {"ben": woman}


def test_take_the_next_passes_over_who_needs_another_and_taking_by_name_does_not(
    clock: Any, content: None, ann: Account, ben: Account
) -> None:
    knows(ann, "women")
    woman = starts(gender="woman").contact
    with pytest.raises(NoneFits) as refusal:
        takes(ben)
    assert refusal.value.code == "queue.none_fits"
    other = starts().contact

    assert takes(ben) == other
    assert takes(ben, woman) == woman
    with pytest.raises(QueueEmpty):
        takes(ann)


# -- answered -------------------------------------------------------------------------------


def test_accepting_is_taking_by_name(pushed: None, ann: Account) -> None:
    waits = starts().contact
    Presence.objects.filter(handler=ann).update(misses=1)
    go_round()

    assert takes(ann, waits) == waits
    assert offered() == {}
    assert why_offer_gone(ann, waits.pk) == "accepted"
    assert Presence.objects.get(handler=ann).misses == 0


def test_what_is_offered_to_one_is_refused_to_another_until_it_runs_out(
    pushed: None, clock: Any, ann: Account, ben: Account
) -> None:
    set_presence(by=ben, available=False, capacity=2)
    waits = starts().contact
    go_round()
    set_presence(by=ben, available=True, capacity=2)

    with pytest.raises(QueueTaken) as refusal:
        takes(ben, waits)
    assert refusal.value.code == "queue.taken"
    assert "offered to somebody else" in refusal.value.message
    with pytest.raises(NoneFits):
        takes(ben)
    clock.shift(30)

    assert takes(ben, waits) == waits
    assert why_offer_gone(ann, waits.pk) == "taken"


def test_what_is_declined_is_offered_to_the_next(pushed: None, ann: Account, ben: Account) -> None:
    waits = starts().contact
    go_round()
    (first,) = offered()
    account, other = (ann, ben) if first == "ann" else (ben, ann)

    assert decline(contact=waits.pk, by=account) == waits
    assert decline(contact=waits.pk, by=account) == waits
    assert why_offer_gone(account, waits.pk) == "declined"
    go_round()

    assert offered() == {other.username: waits}
    assert AuditEvent.objects.filter(event="offer.declined", actor=first).count() == 1
    kept = Contact.objects.get()
    assert (kept.passed_by, kept.passed_at) == ([account.pk], NOON)


def test_what_is_not_offered_cannot_be_declined(
    pushed: None, ann: Account, ben: Account, make_account: Callable[..., Account]
) -> None:
    waits = starts().contact
    go_round()
    (first,) = offered()
    other = ben if first == "ann" else ann

    with pytest.raises(OfferGone) as refusal:
        decline(contact=waits.pk, by=other)
    assert refusal.value.code == "offer.not_found"
    with pytest.raises(Forbidden):
        decline(contact=waits.pk, by=make_account(Role.ANALYST))
    assert set(offered()) == {first}


def test_what_everybody_passed_by_goes_round_again(pushed: None, clock: Any, ann: Account) -> None:
    waits = starts().contact
    go_round()
    decline(contact=waits.pk, by=ann)
    assert go_round() == 0

    clock.shift(AGAIN_SECONDS)

    assert go_round() == 1
    assert offered() == {"ann": waits}
    assert Contact.objects.get().passed_by == []


# -- missed ---------------------------------------------------------------------------------


def test_an_offer_that_nobody_answers_goes_to_the_next(
    pushed: None, clock: Any, ann: Account, ben: Account
) -> None:
    waits = starts().contact
    go_round()
    (first,) = offered()
    account, other = (ann, ben) if first == "ann" else (ben, ann)
    clock.shift(29)
    assert expire_offers(now=NOON + timedelta(seconds=29)) == 0
    clock.shift(1)

    assert expire_offers(now=NOON + timedelta(seconds=30)) == 1
    assert expire_offers(now=NOON + timedelta(seconds=30)) == 0
    assert why_offer_gone(account, waits.pk) == "missed"
    presence = Presence.objects.get(handler=account)
    assert (presence.misses, presence.available) == (1, True)
    go_round()
    assert offered() == {other.username: waits}


def test_after_two_misses_in_a_row_a_handler_is_set_away_and_a_supervisor_alerted(
    pushed: None, clock: Any, ann: Account
) -> None:
    waits = starts().contact
    for _ in range(2):
        go_round()
        clock.shift(30)
        renew(ann)
        expire_offers(now=datetime.now(UTC))
        clock.shift(AGAIN_SECONDS)
        renew(ann)

    presence = Presence.objects.get(handler=ann)
    assert (presence.available, presence.away_because, presence.misses) == (False, "missed", 0)
    assert why_offer_gone(ann, waits.pk) == "away"
    alert = Alert.objects.get()
    assert (alert.kind, alert.about, alert.contact) == ("missed", ann, None)
    assert go_round() == 0
    missed = AuditEvent.objects.filter(event="offer.missed").order_by("pk")
    assert [(line.actor, line.detail["misses"]) for line in missed] == [("system", 1), ("system", 2)]


def test_a_decline_between_two_misses_says_that_somebody_is_there(
    pushed: None, clock: Any, ann: Account
) -> None:
    waits = starts().contact
    go_round()
    clock.shift(30)
    renew(ann)
    expire_offers(now=datetime.now(UTC))
    clock.shift(AGAIN_SECONDS)
    renew(ann)
    go_round()
    decline(contact=waits.pk, by=ann)

    assert Presence.objects.get(handler=ann).misses == 0


def test_whose_line_dropped_missed_nothing(pushed: None, clock: Any, ann: Account) -> None:
    starts()
    go_round()
    clock.shift(46)

    assert expire_offers(now=datetime.now(UTC)) == 1
    assert Presence.objects.get(handler=ann).misses == 0


# -- gone -----------------------------------------------------------------------------------


def test_a_caller_who_leaves_ends_the_offer(pushed: None, ann: Account) -> None:
    waits = starts().contact
    go_round()
    end_by_caller(contact=waits.pk)

    assert offered() == {}
    assert why_offer_gone(ann, waits.pk) == "left"


def test_a_contact_that_comes_back_is_offered_first(pushed: None, ann: Account, ben: Account) -> None:
    back = takes(ann, starts().contact)
    set_presence(by=ann, available=False, capacity=2)
    starts()
    release(contact=back.pk, by=ann)
    go_round()

    assert offered() == {"ben": back}


# -- assigned by a supervisor ---------------------------------------------------------------


def test_a_supervisor_gives_a_waiting_contact_to_somebody_who_has_a_place(
    clock: Any, content: None, ann: Account, supervisor: Account
) -> None:
    starts()
    wanted = starts().contact

    assert assign(contact=wanted.pk, to="ann", by=supervisor) == wanted
    assert assign(contact=wanted.pk, to="ann", by=supervisor) == wanted
    kept = Contact.objects.get(pk=wanted.pk)
    assert (kept.state, kept.handler) == ("talking", ann)
    line = AuditEvent.objects.get(event="contact.assigned")
    assert (line.actor, line.subject, line.detail) == ("supervisor1", str(wanted.pk), {"handler": "ann"})


def test_an_assignment_ends_an_offer_to_somebody_else(
    pushed: None, ann: Account, ben: Account, supervisor: Account
) -> None:
    waits = starts().contact
    go_round()
    (first,) = offered()
    account, other = (ann, ben) if first == "ann" else (ben, ann)
    assign(contact=waits.pk, to=other.username, by=supervisor)

    assert offered() == {}
    assert why_offer_gone(account, waits.pk) == "taken"


def test_each_refusal_of_an_assignment_says_what_is_wrong(
    clock: Any, content: None, ann: Account, ben: Account, supervisor: Account, analyst: Account
) -> None:
    waits, left = starts().contact, starts().contact
    end_by_caller(contact=left.pk)
    set_presence(by=ben, available=True, capacity=1)
    takes(ben, starts().contact)
    away = Account.objects.create_account(username="cat", password="correct horse", role=Role.HANDLER)

    refusals: list[tuple[Any, str, type[Exception]]] = [
        (waits, "nobody", HandlerNotFound),
        (waits, analyst.username, HandlerNotFound),
        (waits, away.username, Away),
        (waits, "ben", AtCapacity),
        (left, "ann", QueueTaken),
    ]
    for contact, name, expected in refusals:
        with pytest.raises(expected):
            assign(contact=contact.pk, to=name, by=supervisor)
    with pytest.raises(AtCapacity, match="ben has as many conversations"):
        assign(contact=waits.pk, to="ben", by=supervisor)
    with pytest.raises(Forbidden):
        assign(contact=waits.pk, to="ann", by=ann)
    until = timezone.now() + timedelta(minutes=5)
    Presence.objects.filter(handler=ann).update(paused_until=until)
    with pytest.raises(Paused, match="ann has a pause") as refused:
        assign(contact=waits.pk, to="ann", by=supervisor)
    assert refused.value.extra == {"until": until.isoformat()}
    assert Contact.objects.get(pk=waits.pk).state == "waiting"


# -- a lower capacity -----------------------------------------------------------------------


def test_a_capacity_lowered_below_what_is_held_keeps_the_talks_and_brings_nothing_new(
    pushed: None, ann: Account
) -> None:
    held = [takes(ann, starts().contact) for _ in range(2)]
    set_presence(by=ann, available=True, capacity=1)
    waits = starts().contact

    assert go_round() == 0
    assert set(Contact.objects.filter(handler=ann, state="talking")) == set(held)
    with pytest.raises(AtCapacity) as refusal:
        takes(ann, waits)
    assert (
        refusal.value.message
        == "You have as many conversations as you chose. Finish one, or raise the number under “At once”."
    )

    for contact in held:
        end_by_handler(contact=contact.pk, by=ann)
        wrap_up(contact=contact.pk, outcome=Outcome.COMPLETED, by=ann)

    assert go_round() == 1
    assert take(by=is_there(ann, capacity=1), contact=waits.pk) == waits


# -- what it costs --------------------------------------------------------------------------


@pytest.mark.parametrize("length", [1, 3, 60])
def test_a_round_reads_the_same_from_a_long_queue(
    length: int, pushed: None, ann: Account, django_assert_num_queries: Any
) -> None:
    Contact.objects.bulk_create(
        Contact(
            token_digest=str(number), consent_version=1, consented_at=NOON, about="unsure", rank=4
        )
        for number in range(length)
    )  # fmt: skip
    go_round()
    Offer.objects.all().delete()

    # Settings twice, presences, loads, offers, acquaintances, the front of the queue; the row, the offer;
    # two for the lock, two for savepoints.
    with django_assert_num_queries(12):
        assert go_round() == 1
