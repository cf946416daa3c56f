"""An hour of talks that has just gone by, as the services keep it."""

import time_machine

from chat.models import Contact
from chat.services.ending import end_by_caller
from helpline.staff.models import Account
from tests.chat.acts import finishes, is_there, starts, takes

Clock = time_machine.Traveller


def talk_with(account: Account, clock: Clock, *, minutes: float = 25, waited: float = 0) -> Contact:
    """One caller waits, talks with this handler for so many minutes, and ends; it is wrapped up."""
    contact = starts().contact
    clock.shift(waited * 60)
    takes(is_there(account), contact)
    clock.shift(minutes * 60)
    return finishes(contact)


def gives_up(clock: Clock, *, after_minutes: float) -> Contact:
    """One caller waits for so many minutes and leaves."""
    contact = starts().contact
    clock.shift(after_minutes * 60)
    return end_by_caller(contact=contact.pk)


def is_full(account: Account, *, capacity: int) -> Account:
    """The handler is available and has all the talks that they can have."""
    is_there(account, capacity=capacity)
    for _ in range(capacity):
        takes(account, starts().contact)
    return account
