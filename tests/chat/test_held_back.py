"""Nobody new comes to whoever is out of date, by any way; the talks they have go on."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from chat.errors import HeldBack, TransferGone, TransferNobody
from chat.handler_view import presence_event
from chat.models import LineSettings, Offer, Presence
from chat.services.assigning import assign
from chat.services.held_back import set_held_back_away
from chat.services.messages import Posted
from chat.services.presence import set_presence
from chat.services.rounds import go_round
from chat.services.transfer import accept_transfer, ask_transfer
from helpline.staff.models import Account, AuditEvent
from helpline.staff.roles import Role
from tests.chat.acts import BOTH, is_there, says, starts, takes

pytestmark = pytest.mark.django_db(databases=BOTH)


@pytest.fixture
def ann(make_account: Callable[..., Account]) -> Account:
    return make_account(Role.HANDLER, "ann")


@pytest.fixture
def ben(make_account: Callable[..., Account]) -> Account:
    return make_account(Role.HANDLER, "ben")


def is_out_of_date(account: Account, *, days: int = 0) -> Account:
    account.held_back_from = timezone.localdate() - timedelta(days=days)
    account.save(update_fields=["held_back_from"])
    return account


def test_taking_is_refused_with_a_sentence_and_the_own_talk_goes_on(ann: Account, content: None) -> None:
    is_there(ann)
    mine = takes(ann, starts().contact)
    waiting = starts().contact
    is_out_of_date(ann)

    for contact in (None, waiting):
        with pytest.raises(HeldBack) as refused:
            takes(ann, contact)
        assert "The talks you have go on." in refused.value.message
    assert isinstance(says(mine, "go on", by=ann), Posted)


def test_until_the_day_before_everything_is_as_ever(ann: Account, content: None) -> None:
    is_out_of_date(is_there(ann), days=-1)

    assert takes(ann, starts().contact).handler == ann
    assert presence_event(ann)["held_back"] is None


def test_nobody_is_offered_to_them(ann: Account, ben: Account, content: None) -> None:
    LineSettings.objects.create(version=1, routing=LineSettings.Routing.PUSH)
    is_out_of_date(is_there(ann))
    starts()

    assert go_round() == 0
    is_there(ben)
    go_round()
    assert list(Offer.objects.values_list("handler__username", flat=True)) == ["ben"]


def test_a_supervisor_cannot_assign_to_them_and_reads_why(
    ann: Account, supervisor: Account, content: None
) -> None:
    is_out_of_date(is_there(ann))

    with pytest.raises(HeldBack, match=r"^ann takes nobody new"):
        assign(contact=starts().contact.pk, to="ann", by=supervisor)


def test_no_talk_is_passed_on_to_them(ann: Account, ben: Account, content: None) -> None:
    is_there(ann)
    is_there(ben)
    talk = takes(ben, starts().contact)
    ask_transfer(contact=talk.pk, note="n", client_id=uuid4(), by=ben, handler="ann")
    is_out_of_date(ann)

    with pytest.raises((HeldBack, TransferGone)):
        accept_transfer(contact=talk.pk, by=ann)
    second = takes(ben, starts().contact)
    with pytest.raises(TransferNobody):
        ask_transfer(contact=second.pk, note="n", client_id=uuid4(), by=ben, handler="ann")


def test_they_are_set_away_keep_their_talks_and_read_why(ann: Account, admin: Account, content: None) -> None:
    is_there(ann)
    talk = takes(ann, starts().contact)
    is_out_of_date(ann)

    assert set_held_back_away(now=timezone.now()) == 1
    assert set_held_back_away(now=timezone.now()) == 0
    shown = presence_event(ann)
    assert (shown["available"], shown["away_because"], shown["open"]) == (False, "held_back", 1)
    assert shown["held_back"].endswith("Ask admin1 (an admin).")
    talk.refresh_from_db()
    assert talk.handler == ann
    assert AuditEvent.objects.filter(event="presence.set_away", subject="held_back").count() == 1
    with pytest.raises(HeldBack):
        set_presence(by=ann, available=True, capacity=2)
    assert not Presence.objects.get(handler=ann).available
