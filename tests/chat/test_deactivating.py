"""Somebody is shut out with talks open: all are handed over with it, or nothing happens."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from chat.errors import AtCapacity, Away, HandlerNotFound, NotForYou
from chat.models import Acquaintance, Contact, Presence
from chat.selectors import events_after
from chat.services.deactivating import deactivate, open_talks
from chat.services.queue import take
from chat.states import State
from chat.system_texts import say
from helpline.kernel.errors import Forbidden, HelplineError
from helpline.staff.errors import LastAdmin, OwnAccount, TalksChanged
from helpline.staff.models import Account, AuditEvent, Departure
from helpline.staff.roles import Role
from tests.chat.acts import BOTH, is_there, starts, takes

pytestmark = pytest.mark.django_db(databases=BOTH)


@pytest.fixture
def ann(make_account: Callable[..., Account]) -> Account:
    return is_there(make_account(Role.HANDLER, "ann"))


@pytest.fixture
def ben(make_account: Callable[..., Account]) -> Account:
    return is_there(make_account(Role.HANDLER, "ben"), capacity=1)


def last_words(contact: Contact) -> str:
    return str(events_after(contact.pk, 0)[-1]["body"])


def test_each_talk_goes_to_whom_was_named_or_to_the_front(
    ann: Account, ben: Account, admin: Account, content: None
) -> None:
    given, back = takes(ann, starts().contact), takes(ann, starts().contact)
    assert [talk.contact for talk in open_talks(ann)] == [given.pk, back.pk]

    gone = deactivate(account=ann, to={given.pk: "ben", back.pk: ""}, by=admin)

    assert not gone.is_active
    given.refresh_from_db()
    back.refresh_from_db()
    assert (given.handler, given.state) == (ben, State.TALKING)
    assert (back.handler, back.state, back.returned) == (None, State.WAITING, True)
    assert last_words(given) == say("transferred", "en")
    assert last_words(back) == say("released", "en")
    assert not Presence.objects.get(handler=ann).available
    events = AuditEvent.objects.filter(actor=admin.username).values_list("event", flat=True)
    assert sorted(events) == ["contact.given_on", "contact.put_back", "staff.deactivated"]
    departure = Departure.objects.get(account=ann)
    assert (departure.talks_handed, departure.talks_back, departure.by) == (1, 1, admin)


def knows(ann: Account, ben: Account, talk: Contact) -> None:
    Acquaintance.objects.create(contact=talk, handler=ben)


def is_gone(ann: Account, ben: Account, talk: Contact) -> None:
    Presence.objects.filter(handler=ben).update(available=False)


def has_one(ann: Account, ben: Account, talk: Contact) -> None:
    takes(ben, starts().contact)


def loses_the_role(ann: Account, ben: Account, talk: Contact) -> None:
    Account.objects.filter(pk=ben.pk).update(role=Role.ANALYST)


def takes_one_more(ann: Account, ben: Account, talk: Contact) -> None:
    takes(ann, starts().contact)


@pytest.mark.parametrize(
    ("meanwhile", "refusal"),
    [
        (knows, NotForYou),
        (is_gone, Away),
        (has_one, AtCapacity),
        (loses_the_role, HandlerNotFound),
        (takes_one_more, TalksChanged),
    ],
)
def test_where_one_talk_cannot_go_nothing_happens(
    ann: Account,
    ben: Account,
    admin: Account,
    content: None,
    meanwhile: Callable[..., None],
    refusal: type[HelplineError],
) -> None:
    talk = takes(ann, starts().contact)
    meanwhile(ann, ben, talk)

    with pytest.raises(refusal):
        deactivate(account=ann, to={talk.pk: "ben"}, by=admin)

    ann.refresh_from_db()
    talk.refresh_from_db()
    assert (ann.is_active, talk.handler) == (True, ann)
    assert Presence.objects.get(handler=ann).available
    assert not Departure.objects.exists()


def test_who_is_shut_out_takes_nobody_after_it(ann: Account, admin: Account, content: None) -> None:
    waiting = starts().contact
    deactivate(account=ann, to={}, by=admin)

    with pytest.raises(Away):
        # As a console asks that has not heard of it yet: its account was read before.
        take(by=ann, contact=waiting.pk)


def test_not_by_a_supervisor_not_oneself_and_never_the_only_admin(
    ann: Account, supervisor: Account, admin: Account, make_account: Callable[..., Account]
) -> None:
    with pytest.raises(Forbidden):
        deactivate(account=ann, to={}, by=supervisor)
    with pytest.raises(LastAdmin, match="You are the only admin here"):
        deactivate(account=admin, to={}, by=admin)
    make_account(Role.ADMIN, "ali")
    with pytest.raises(OwnAccount):
        deactivate(account=admin, to={}, by=admin)


def test_the_page_names_each_talk_and_says_what_kept_it(
    ann: Account, ben: Account, admin: Account, content: None, signed_in: Callable[[Account], Client]
) -> None:
    talk = takes(ann, starts().contact)
    browser, address = signed_in(admin), f"/supervision/staff/{ann.pk}/deactivate/"
    page = browser.get(address).content.decode()
    assert "1 open talk" in page
    assert f'name="talk_{talk.pk}"' in page
    assert "ben (1 place free)" in page

    stale = browser.post(address, {f"talk_{uuid4()}": "ben"})
    assert stale.status_code == 409
    assert "nothing was done" in stale.content.decode()

    done: Any = browser.post(address, {f"talk_{talk.pk}": "ben"}, follow=True)
    text = done.content.decode()
    assert "1 talk given to others" in text
    browser.post(f"/supervision/staff/{ann.pk}/left/keys/", {"done": "1"})
    assert Departure.objects.get().ticks.get().by == admin
    browser.post(f"/supervision/staff/{ann.pk}/left/keys/", {"done": "0"})
    assert not Departure.objects.get().ticks.exists()
    here = browser.post(f"/supervision/staff/{ben.pk}/left/keys/", {"done": "1"}, follow=True)
    assert "this account is in use" in here.content.decode()
