"""Leases: who is there, and for how long that is believed."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from chat.models import Contact, Presence
from chat.services.deadlines import return_dropped
from chat.services.ending import end_by_caller
from chat.services.presence import open_contacts, renew_caller, renew_presence, set_presence
from helpline.kernel.errors import Forbidden
from helpline.staff.models import Account
from tests.chat.acts import BOTH, UTC_NOON, starts, takes

pytestmark = pytest.mark.django_db(databases=BOTH)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@time_machine.travel(UTC_NOON, tick=False)
def test_the_first_sign_of_life_makes_a_handler_known_and_away(handler: Account) -> None:
    presence = renew_presence(by=handler)

    assert (presence.available, presence.capacity, presence.skills) == (False, 2, [])
    assert (presence.seen_at, presence.leased_until) == (NOON, NOON + timedelta(seconds=45))


def test_each_sign_of_life_renews_the_lease_and_changes_nothing_else(handler: Account) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        set_presence(by=has(handler, "women", "men"), available=True, capacity=3, skills=("men",))
        clock.shift(30)
        renew_presence(by=handler)

    kept = Presence.objects.get()
    assert (kept.available, kept.capacity, kept.skills) == (True, 3, ["men"])
    assert kept.leased_until == NOON + timedelta(seconds=75)


def has(account: Account, *skills: str) -> Account:
    """An admin has put these on the account."""
    account.skills = list(skills)
    account.save(update_fields=["skills"])
    return account


def test_within_the_lease_of_a_restarted_server_a_handler_stays_available(handler: Account) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        set_presence(by=handler, available=True, capacity=1)
        clock.shift(300)
        assert renew_presence(by=handler).available is True


def test_whoever_was_found_gone_comes_back_as_away(handler: Account) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        set_presence(by=handler, available=True, capacity=1)
        clock.shift(45)
        return_dropped(now=NOON + timedelta(seconds=45))

        assert renew_presence(by=handler).available is False
    assert Presence.objects.get().available is False


def test_who_takes_no_contacts_has_no_presence(analyst: Account, admin: Account) -> None:
    for account in (analyst, admin):
        with pytest.raises(Forbidden):
            renew_presence(by=account)
        with pytest.raises(Forbidden):
            set_presence(by=account, available=True, capacity=1)
    assert Presence.objects.count() == 0


def test_a_wrap_up_still_to_do_takes_no_place(content: None, ann: Account) -> None:
    first, second = starts().contact, starts().contact
    takes(ann, first)
    takes(ann, second)
    assert open_contacts(ann) == 2

    end_by_caller(contact=first.pk)

    assert open_contacts(ann) == 1


def test_a_caller_s_sign_of_life_is_noted_while_the_contact_is_open(contact_talking: Contact) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        assert renew_caller(contact=contact_talking.pk) is True
        end_by_caller(contact=contact_talking.pk)
        clock.shift(10)

        assert renew_caller(contact=contact_talking.pk) is False
    assert Contact.objects.get().caller_seen_at == NOON
