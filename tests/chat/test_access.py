"""The doors to a contact: one's own alone, and absent looks like not yours."""

import hashlib
from collections.abc import Callable
from uuid import uuid4

import pytest

from chat.access import (
    contact_of_handler,
    contact_of_token,
    digest_of,
    locked,
    new_token,
    own_contacts,
)
from chat.errors import ContactNotFound, TokenInvalid
from chat.models import Contact
from chat.services.contacts import Started
from chat.states import State
from helpline.kernel.errors import Forbidden
from helpline.staff.access import may
from helpline.staff.models import Account
from helpline.staff.roles import Permission, Role
from tests.chat.acts import BOTH

pytestmark = pytest.mark.django_db(databases=BOTH)


def test_a_token_is_256_random_bits_and_only_its_digest_is_kept(started: Started) -> None:
    assert len(started.token) == 43
    assert len({new_token() for _ in range(100)}) == 100
    assert started.contact.token_digest == hashlib.sha256(started.token.encode()).hexdigest()
    assert started.token not in str(Contact.objects.values().get())


def test_a_token_opens_its_own_contact(started: Started) -> None:
    assert contact_of_token(started.token) == started.contact


@pytest.mark.parametrize("token", ["", " ", "x" * 43, "\ud800", "é", "\x00"])
def test_any_other_token_opens_nothing(token: str, started: Started) -> None:
    with pytest.raises(TokenInvalid) as refusal:
        contact_of_token(token)
    assert (refusal.value.code, refusal.value.status) == ("token.invalid", 401)


def test_the_stored_digest_is_no_token(started: Started) -> None:
    with pytest.raises(TokenInvalid):
        contact_of_token(digest_of(started.token))


@pytest.mark.parametrize(
    ("state", "open_to_its_handler"),
    [(State.WAITING, False), (State.TALKING, True), (State.ENDED, True), (State.CLOSED, False)],
)
def test_a_handler_reaches_own_contacts_until_they_are_closed(
    state: State, open_to_its_handler: bool, contact_talking: Contact, ann: Account
) -> None:
    Contact.objects.update(state=state)

    assert list(own_contacts(ann)) == ([contact_talking] if open_to_its_handler else [])
    if open_to_its_handler:
        assert contact_of_handler(ann, contact_talking.pk) == contact_talking
        assert contact_of_handler(ann, contact_talking.pk, lock=True) == contact_talking
    else:
        with pytest.raises(ContactNotFound):
            contact_of_handler(ann, contact_talking.pk)


def test_absent_and_not_yours_look_alike(contact_talking: Contact, ben: Account, supervisor: Account) -> None:
    answers = []
    for account in (ben, supervisor):
        for contact in (contact_talking.pk, uuid4()):
            with pytest.raises(ContactNotFound) as refusal:
                contact_of_handler(account, contact)
            answers.append((refusal.value.as_wire(), refusal.value.status))

    assert (
        answers
        == [
            (
                {
                    "code": "contact.not_found",
                    "message": "This conversation is not here, or not yours. Choose one from your list.",
                },
                404,
            )
        ]
        * 4
    )


@pytest.mark.parametrize(
    ("role", "takes_contacts"),
    [(Role.HANDLER, True), (Role.SUPERVISOR, True), (Role.ANALYST, False), (Role.ADMIN, False)],
)
def test_who_may_come_in_at_all(
    role: Role, takes_contacts: bool, make_account: Callable[..., Account], contact_waiting: Contact
) -> None:
    account = make_account(role)

    assert may(account, Permission.TAKE_CONTACTS) is takes_contacts
    if takes_contacts:
        assert list(own_contacts(account)) == []
    else:
        with pytest.raises(Forbidden):
            own_contacts(account)


def test_a_deactivated_handler_reaches_nothing(contact_talking: Contact, ann: Account) -> None:
    ann.is_active = False

    assert may(ann, Permission.TAKE_CONTACTS) is False
    with pytest.raises(Forbidden):
        contact_of_handler(ann, contact_talking.pk)


def test_a_contact_that_is_not_there_cannot_be_locked(contact_waiting: Contact) -> None:
    assert locked(contact_waiting.pk) == contact_waiting
    with pytest.raises(ContactNotFound):
        locked(uuid4())
