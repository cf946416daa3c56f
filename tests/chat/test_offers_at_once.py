"""Offers at the same moment as everything else: one owner, one offer, no capacity passed, nobody lost."""

from collections import Counter
from functools import partial

import pytest
from django.utils import timezone

from chat.errors import AtCapacity, Away, ContactClosed, OfferGone, QueueTaken
from chat.models import Contact, LineSettings, Offer, Presence
from chat.services.assigning import assign
from chat.services.ending import end_by_caller
from chat.services.offers import decline, expire_offers
from chat.services.presence import set_presence
from chat.services.queue import release
from chat.services.rounds import go_round
from helpline.staff.models import Account
from tests.chat.acts import BOTH, finishes, is_there, starts, takes
from tests.chat.at_once import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=BOTH),
    pytest.mark.usefixtures("on_disk", "content"),
]
ROUNDS = 5


@pytest.fixture
def _pushed(on_disk: object) -> None:
    LineSettings.objects.create(version=1, routing="push")


def an_offer(account: Account) -> Contact:
    """Return a contact that is offered to this handler, who is the only one there."""
    is_there(account, capacity=4)
    contact = starts().contact
    go_round()
    assert Offer.objects.get().handler == account
    return contact


@pytest.mark.usefixtures("_pushed")
def test_rounds_at_once_offer_each_contact_once_and_each_handler_one(ann: Account, ben: Account) -> None:
    Presence.objects.update(available=False)
    for _ in range(4):
        starts()
    Presence.objects.update(available=True)
    made = at_once(*[go_round] * 4)

    assert sum(number for number in made if isinstance(number, int)) == 2
    assert Counter(Offer.objects.values_list("handler", flat=True)) == {ann.pk: 1, ben.pk: 1}


@pytest.mark.usefixtures("_pushed")
def test_an_offer_that_is_accepted_as_it_runs_out_has_one_end(ann: Account) -> None:
    for _ in range(ROUNDS):
        contact = an_offer(ann)
        Offer.objects.update(expires_at=timezone.now())
        taken, missed = at_once(partial(takes, ann, contact), partial(expire_offers, now=timezone.now()))

        kept = Contact.objects.get(pk=contact.pk)
        assert isinstance(taken, Contact)
        assert (kept.state, kept.handler) == ("talking", ann)
        assert missed in {0, 1}
        assert not Offer.objects.filter(contact=contact).exists()
        end_by_caller(contact=contact.pk)
        finishes_all(ann)
        Presence.objects.update(misses=0)


def finishes_all(account: Account) -> None:
    for contact in Contact.objects.filter(handler=account, state="ended"):
        finishes(contact)


@pytest.mark.usefixtures("_pushed")
def test_accept_and_decline_from_two_windows_have_one_outcome(ann: Account) -> None:
    for _ in range(ROUNDS):
        contact = an_offer(ann)
        taken, declined = at_once(partial(takes, ann, contact), partial(decline, contact=contact.pk, by=ann))

        kept = Contact.objects.get(pk=contact.pk)
        assert isinstance(taken, Contact)
        assert (kept.state, kept.handler) == ("talking", ann)
        assert isinstance(declined, (Contact, OfferGone))
        end_by_caller(contact=contact.pk)
        finishes_all(ann)


@pytest.mark.usefixtures("_pushed")
def test_a_caller_who_leaves_as_the_offer_is_accepted_leaves_no_offer(ann: Account) -> None:
    for _ in range(ROUNDS):
        contact = an_offer(ann)
        taken, _ = at_once(
            partial(takes, ann, contact), partial(end_by_caller, contact=contact.pk), go_round
        )[:2]

        kept = Contact.objects.get(pk=contact.pk)
        assert kept.state in {"ended", "closed"}
        assert isinstance(taken, (Contact, QueueTaken))
        assert (kept.handler == ann) is isinstance(taken, Contact)
        assert not Offer.objects.exists()
        finishes_all(ann)


def test_two_supervisors_who_assign_at_once_give_it_to_one(
    ann: Account, ben: Account, supervisor: Account
) -> None:
    for _ in range(ROUNDS):
        is_there(ann, capacity=4)
        is_there(ben, capacity=4)
        contact = starts().contact
        answers = at_once(
            *[partial(assign, contact=contact.pk, to=name, by=supervisor) for name in ("ann", "ben")]
        )

        assert Counter(type(answer) for answer in answers) == {Contact: 1, QueueTaken: 1}
        end_by_caller(contact=contact.pk)
        finishes_all(ann)
        finishes_all(ben)


def test_an_assignment_and_a_take_at_once_do_not_pass_the_capacity(ann: Account, supervisor: Account) -> None:
    for _ in range(ROUNDS):
        is_there(ann, capacity=1)
        one, two = starts().contact, starts().contact
        answers = at_once(partial(takes, ann, one), partial(assign, contact=two.pk, to="ann", by=supervisor))

        assert Counter(type(answer) for answer in answers) == {Contact: 1, AtCapacity: 1}
        assert Contact.objects.filter(handler=ann, state="talking").count() == 1
        for contact in (one, two):
            end_by_caller(contact=contact.pk)
        finishes_all(ann)


def test_who_sets_themselves_away_as_they_take_has_it_or_is_refused(ann: Account) -> None:
    for _ in range(ROUNDS):
        is_there(ann, capacity=2)
        contact = starts().contact
        taken, _ = at_once(
            partial(takes, ann, contact), partial(set_presence, by=ann, available=False, capacity=2)
        )

        kept = Contact.objects.get(pk=contact.pk)
        assert isinstance(taken, (Contact, Away))
        assert (kept.state == "talking") is isinstance(taken, Contact)
        assert Presence.objects.get(handler=ann).available is False
        end_by_caller(contact=contact.pk)
        finishes_all(ann)


@pytest.mark.usefixtures("_pushed")
def test_a_rush_of_everything_leaves_one_owner_each_and_nobody_above_capacity(
    ann: Account, ben: Account
) -> None:
    line = [starts().contact for _ in range(6)]
    acts = [partial(takes, account, contact) for contact in line for account in (ann, ben)]
    answers = at_once(*acts, go_round, go_round)
    taken = [answer.pk for answer in answers if isinstance(answer, Contact)]

    assert len(taken) == len(set(taken))
    for account in (ann, ben):
        assert Contact.objects.filter(handler=account, state="talking").count() <= 2
    for offer in Offer.objects.select_related("contact"):
        assert offer.contact.state == "waiting"
    for contact in Contact.objects.filter(state="talking"):
        assert contact.handler is not None
        back = release(contact=contact.pk, by=contact.handler)
        assert not isinstance(back, ContactClosed)
