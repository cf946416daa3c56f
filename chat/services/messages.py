"""Posting words: a batch in one transaction, each post accepted or refused alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from chat import events
from chat.errors import ContactClosed, ContactNotFound
from chat.models import Contact, Message
from chat.services.appending import Draft, append
from chat.services.guidance import safety_cues
from chat.states import State
from chat.words import clean_body
from helpline.kernel.errors import HelplineError
from helpline.kernel.keystore import keys_of
from helpline.kernel.live import announce_on_commit


@dataclass(frozen=True, kw_only=True)
class Post:
    """One message that somebody wants to say. `handler` is the account id, None for the caller."""

    contact: UUID
    client_id: UUID
    body: str
    handler: int | None = None
    prompt: str = ""

    @property
    def sender(self) -> str:
        return Message.Sender.CALLER if self.handler is None else Message.Sender.HANDLER


@dataclass(frozen=True, kw_only=True)
class Posted:
    """A message that is durable. `repeated` is True when it already was, under the same id."""

    contact: UUID
    client_id: UUID
    seq: int
    at: datetime
    repeated: bool = False


Answer = Posted | HelplineError


def post_messages(batch: Sequence[Post]) -> list[Answer]:
    """Store a batch in one transaction and return one answer for each post, in order.

    Checks go: whose contact it is, idempotency (the same sender and client id get the answer
    of the first time, also after the end), text, state. A refusal touches nobody else.
    """
    keys = keys_of({post.contact for post in batch})
    with transaction.atomic():
        contacts = _lock(batch)
        known = _already_there(batch)
        answers: list[Answer] = []
        for post in batch:
            try:
                contact = _accessible(post, contacts)
                answer = known.get(_identity(post)) or _accept(post, contact, keys)
            except HelplineError as refusal:
                answers.append(refusal)
            else:
                known[_identity(post)] = _repeated(answer)
                answers.append(answer)
        return answers


def _identity(post: Post) -> tuple[UUID, str, UUID, int | None]:
    return (post.contact, str(post.sender), post.client_id, post.handler)


def _repeated(answer: Posted) -> Posted:
    return Posted(
        contact=answer.contact, client_id=answer.client_id, seq=answer.seq, at=answer.at, repeated=True
    )


def _lock(batch: Sequence[Post]) -> dict[UUID, Contact]:
    """Lock the contacts in one order, so that two batches never wait for each other."""
    wanted = {post.contact for post in batch}
    rows = Contact.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk")
    return {contact.pk: contact for contact in rows}


def _already_there(batch: Sequence[Post]) -> dict[tuple[UUID, str, UUID, int | None], Posted]:
    posts = {(post.contact, str(post.sender), post.client_id): post for post in batch}
    rows = Message.objects.filter(
        contact__in={post.contact for post in batch}, client_id__in={post.client_id for post in batch}
    ).only("contact_id", "sender", "client_id", "seq", "at")
    return {
        _identity(posts[row.contact_id, row.sender, row.client_id]): Posted(
            contact=row.contact_id, client_id=row.client_id, seq=row.seq, at=row.at, repeated=True
        )
        for row in rows
        if (row.contact_id, row.sender, row.client_id) in posts
    }


def _accessible(post: Post, contacts: dict[UUID, Contact]) -> Contact:
    """Return the post's contact; absent and somebody else's look alike, also to a repeated id."""
    contact = contacts.get(post.contact)
    if contact is None or (post.handler is not None and contact.handler_id != post.handler):
        raise ContactNotFound
    return contact


def _accept(post: Post, contact: Contact, keys: dict[UUID, bytes]) -> Posted:
    body = clean_body(post.body, most=settings.HELPLINE_LIMITS["message_characters"])
    allowed = {State.TALKING} if post.handler is not None else {State.TALKING, State.WAITING}
    if contact.state not in allowed or post.contact not in keys:
        raise ContactClosed
    draft = Draft(sender=post.sender, body=body, client_id=post.client_id, prompt=post.prompt)
    (row,) = append(contact, [draft], key=keys[post.contact])
    if contact.state == State.WAITING:
        raise_badges(contact, body)
    return Posted(contact=contact.pk, client_id=post.client_id, seq=row.seq, at=row.at)


def raise_badges(contact: Contact, body: str) -> None:
    """Look for safety cues in what a waiting caller wrote, and show them as badges in the queue.

    Only the names of cues are kept, never the words; no level is set by this.
    """
    found = safety_cues(body) - set(contact.badges)
    if found:
        contact.badges = sorted({*contact.badges, *found})
        contact.save(update_fields=["badges"])
        announce_on_commit(events.queue_group(contact.queue), events.queue_hint())
