"""What callers and handlers do in these tests, in one line each."""

from typing import Any
from uuid import UUID, uuid4

from chat.models import Contact
from chat.selectors import events_after
from chat.services.blocks import blocked_networks
from chat.services.contacts import Started, start_contact
from chat.services.ending import end_by_caller, wrap_up
from chat.services.messages import Answer, Post, post_messages
from chat.services.presence import set_presence
from chat.services.queue import take
from chat.starting import StartRequest
from chat.states import Outcome, State
from helpline.staff.models import Account

BOTH = ["default", "keys"]
UTC_NOON = "2026-11-20T12:00:00+00:00"


def starts(**answers: Any) -> Started:
    """A caller begins to wait."""
    return start_contact(request=StartRequest(**{"about": "own_behaviour", **answers}))


def is_there(account: Account, *, capacity: int = 2) -> Account:
    """A handler is available."""
    set_presence(by=account, available=True, capacity=capacity)
    return account


def takes(account: Account, contact: Contact | None = None) -> Contact:
    """An available handler takes the named contact, else the next."""
    return take(by=account, contact=contact.pk if contact else None)


def finishes(contact: Contact) -> Contact:
    """The caller ends the talk, and whoever had it wraps it up: there is room for the next."""
    ended = end_by_caller(contact=contact.pk)
    if ended.handler is None or ended.state != State.ENDED:
        return ended
    return wrap_up(contact=contact.pk, outcome=Outcome.COMPLETED, by=ended.handler)


def post(
    contact: Contact, body: str = "hello", *, by: Account | None = None, id: UUID | None = None, **more: Any
) -> Post:
    """One post of the caller, or of a handler."""
    author = by.pk if by else None
    return Post(contact=contact.pk, client_id=id or uuid4(), body=body, handler=author, **more)


def says(
    contact: Contact, body: str, *, by: Account | None = None, id: UUID | None = None, **more: Any
) -> Answer:
    """Post alone and return the answer."""
    return post_messages([post(contact, body, by=by, id=id, **more)])[0]


def bodies(contact: Contact, *, after: int = 0) -> list[str]:
    """What stands in the conversation, in order; a card by its name."""
    return [
        e["body"] if e["type"] == "message" else e["card"]["name"] for e in events_after(contact.pk, after)
    ]


def nobody_is_blocked() -> None:
    """Forget every block, also those that a Redis of the whole run still holds."""
    blocked_networks.cache_clear()
    for block in blocked_networks().in_force():
        blocked_networks().lift(block)
