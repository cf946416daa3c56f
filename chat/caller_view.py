"""What a caller's socket or page is shown: one read that brings it up to date."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from chat import events
from chat.access import check_token
from chat.assignment import shown_ahead
from chat.estimates import Estimate, in_minutes
from chat.links import allowed_links, host_of
from chat.models import Contact
from chat.selectors import ahead_of, events_after, words_allowed_after
from chat.services.survey import may_answer
from chat.services.waits import estimated_wait
from chat.states import OPEN, State
from chat.system_texts import say
from helpline.face.in_force import shown
from helpline.staff.models import Account
from triage.services import shown_now, signpost_websites

ASK = -1


@dataclass(frozen=True)
class CallerView:
    """A contact as its caller may see it; `closed` is told as `ended`, they are one to a caller.

    `survey` tells that the questions after the end may (still) be answered; `agreed` is the version of the
    limits that the caller agreed to.
    """

    contact: UUID
    state: str
    reason: str
    seq: int
    returned: bool
    ahead: int | str | None
    estimated_wait: Estimate | None
    handler: str | None
    queue: str
    hidden_to: int
    news: list[events.Event]
    survey: bool = False
    agreed: int = 0

    @property
    def mark(self) -> str:
        """A short name of everything but the words: while it stays the same, nothing of it has changed."""
        wait = self.estimated_wait
        minutes = None if wait is None else [in_minutes(seconds) for seconds in wait.values()]
        held = (self.state, self.reason, self.returned, self.ahead, minutes, self.handler, self.hidden_to)
        return hashlib.sha256(repr(held).encode()).hexdigest()[:12]

    def welcome(self) -> events.Event:
        """Return the answer to hello."""
        event: events.Event = {
            "type": "welcome",
            "contact": str(self.contact),
            "state": self.state,
            "seq": self.seq,
        }
        extra: dict[str, Any] = {
            "reason": self.reason or None,
            "returned": self.returned or None,
            "survey": self.survey or None,
            "hidden_to": self.hidden_to or None,
            "agreed": self.agreed or None,
        }
        if self.ahead is not None:
            extra["queue"] = {"ahead": self.ahead, "estimated_wait": self.estimated_wait}
        if self.handler:
            extra["handler"] = {"name": self.handler}
        return {**event, **{name: value for name, value in extra.items() if value is not None}}


def caller_view(
    contact: UUID, *, after: int, words_after: int | None = ASK, token: str | None = None
) -> CallerView | None:
    """Return what is new for a caller since `after`; None once the contact's row is gone.

    `words_after` says from where on the talk itself may be shown (None: not at all); ASK asks
    `words_allowed_after` of the contact as it is now. Raises TokenInvalid when `token`, the digest
    that the caller came in with, no longer opens the contact.
    """
    found = Contact.objects.select_related("handler").filter(pk=contact).first()
    if found is None:
        return None
    check_token(found, token)
    if words_after == ASK:
        words_after = words_allowed_after(found, now=timezone.now())
    return _view(found, after, words_after)


@dataclass(frozen=True)
class Look:
    """One page that has just said hello: what it shows, and with which digest it came in."""

    contact: UUID
    token: str
    after: int
    words_after: int | None


def first_views(looks: Sequence[Look]) -> list[CallerView | None]:
    """Return what each page is shown first, from one read for all; None where it is not theirs."""
    contacts = {look.contact for look in looks}
    rows = Contact.objects.select_related("handler").in_bulk(contacts)
    return [_first_view(rows.get(look.contact), look) for look in looks]


def _first_view(found: Contact | None, look: Look) -> CallerView | None:
    if found is None or found.token_digest != look.token:
        return None
    return _view(found, look.after, look.words_after)


def _view(found: Contact, after: int, words_after: int | None) -> CallerView:
    open_now = found.state in OPEN
    waits = found.state == State.WAITING
    ahead = ahead_of(found) if waits else None
    talks = found.state == State.TALKING and found.handler is not None
    return CallerView(
        contact=found.pk,
        state=found.state if open_now else State.ENDED,
        reason=found.end_reason,
        seq=found.last_seq,
        returned=found.returned and waits,
        ahead=None if ahead is None else shown_ahead(ahead),
        estimated_wait=None if ahead is None else estimated_wait(ahead=ahead, queue=found.queue),
        handler=_name_of(found.handler, found.language) if talks and found.handler else None,
        queue=found.queue,
        hidden_to=found.hidden_to_seq,
        news=_news(found, after, words_after) if after < found.last_seq else [],
        agreed=found.consent_version,
        survey=not open_now and may_answer(found, now=timezone.now()),
    )


def _name_of(handler: Account, language: str) -> str:
    """Return who answers as the service says it everywhere, else as it stands in the account."""
    return shown(language).sender or str(handler.display_name)


def _news(contact: Contact, after: int, words_after: int | None) -> list[events.Event]:
    """Return what is new without the prompts, which name what a caller is challenged for."""
    # Not beyond the number that is told: what came in between is for the next read.
    said = events_after(contact.pk, after, up_to=contact.last_seq, words_after=words_after)
    return [shown_to_caller(event, contact.language) for event in said]


def shown_to_caller(event: events.Event, language: str) -> events.Event:
    """Return a message or card as a caller's page is told of it."""
    shown = {name: value for name, value in event.items() if name != "prompt"}
    if shown.get("unreadable"):
        return {**shown, "body": say("unreadable", language)}
    if shown["type"] == "signpost":
        # A card stays as it was sent; whether it is open is as known when the page shows it.
        return {**shown, "card": shown_now(shown["card"])}
    if shown.get("from") != "handler" or "https://" not in shown["body"]:
        return shown
    links = allowed_links(shown["body"], _hosts())
    return {**shown, "links": links} if links else shown


def _hosts() -> set[str]:
    return {host_of(address) for address in (*signpost_websites(), *settings.HELPLINE_LINK_HOSTS)} - {""}
