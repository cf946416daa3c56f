"""Posting words: a batch in one transaction, each post accepted or refused alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from chat.access import check_token, is_held_by, joined_talks
from chat.channels import check_written
from chat.errors import ContactClosed, ContactNotFound, IdUsed
from chat.models import Contact, Message
from chat.services.appending import Draft, append_to_all, hint_of_words
from chat.services.badges import raise_badges
from chat.services.batch_rows import Known, locked_with_known
from chat.services.practice_turns import hear_handler
from chat.services.prompt_use import count_sent
from chat.services.spoken import Spoken, spoken_in
from chat.states import State
from chat.unreadable import What, tell_unreadable
from chat.words import clean_body
from helpline.kernel.crypto import SealBroken
from helpline.kernel.errors import HelplineError
from helpline.kernel.keystore import open_keys


@dataclass(frozen=True, kw_only=True)
class Post:
    """One message that somebody wants to say.

    `handler` is the account id, None for the caller; `token` the digest that a caller came in with.
    `agreed`: it says what the two agreed, and stands as such in the talk and on the caller's last page.
    """

    contact: UUID
    client_id: UUID
    body: str
    handler: int | None = None
    prompt: str = ""
    agreed: bool = False
    token: str | None = None

    @property
    def sender(self) -> str:
        return Message.Sender.CALLER if self.handler is None else Message.Sender.HANDLER

    def draft(self, body: str, *, supervisor: bool = False) -> Draft:
        """Return what is stored of it, with the words as they were cleaned."""
        kind = Message.Kind.AGREED if self.agreed else Message.Kind.MESSAGE
        return Draft(
            sender=self.sender,
            body=body,
            kind=kind,
            client_id=self.client_id,
            prompt=self.prompt,
            supervisor=supervisor,
            by=self.handler,
        )


@dataclass(frozen=True, kw_only=True)
class Posted:
    """A message that is durable. `repeated` is True when it already was, under the same id."""

    contact: UUID
    client_id: UUID
    seq: int
    at: datetime
    repeated: bool = False


Answer = Posted | HelplineError


@dataclass(frozen=True)
class Stored:
    """A batch that is durable: one answer for each post, in order, and what is new in each contact."""

    answers: list[Answer]
    spoken: list[Spoken]


def post_messages(batch: Sequence[Post]) -> list[Answer]:
    """Store a batch as `store_posts` does, and hint at what is new once it is durable."""
    return store_posts(batch, hint=True).answers


def store_posts(batch: Sequence[Post], *, hint: bool = False) -> Stored:
    """Store a batch in one transaction; without `hint` it is for whoever calls to tell the sockets.

    Checks go: idempotency (whoever sent the same client id before gets the answer of the first time,
    also after the end, and staff once somebody else has the talk), whose contact it is, text, state. A
    refusal touches nobody else.
    What was accepted is stored together, with a fixed number of queries however many contacts there are.
    """
    opened = open_keys({post.contact for post in batch})
    for contact in opened.broken:
        tell_unreadable(contact, What.KEY)
    with transaction.atomic():
        contacts, known = locked_with_known(
            {post.contact for post in batch}, {post.client_id for post in batch}
        )
        work = _Batch(
            contacts=contacts,
            known={(row.contact, row.sender, row.client_id): _known(row) for row in known},
            keys=opened.keys,
            broken=opened.broken,
            now=timezone.now(),
            joined=_joined(batch, contacts),
        )
        answers = [_answer(post, work) for post in batch]
        return Stored(answers, _store(work, hint=hint))


Identity = tuple[UUID, str, UUID]


@dataclass(kw_only=True)
class _Batch:
    """One batch at work: what was read, and what has been accepted so far."""

    contacts: dict[UUID, Contact]
    # What is stored under an identity, and the account that wrote it: None for callers.
    known: dict[Identity, tuple[Posted, int | None]]
    keys: dict[UUID, bytes]
    broken: frozenset[UUID]
    now: datetime
    joined: set[tuple[UUID, int]] = field(default_factory=set)
    accepted: dict[UUID, list[Draft]] = field(default_factory=dict)

    def is_of_supervisor(self, post: Post) -> bool:
        """Tell whether a post comes from a supervisor who has joined somebody else's talk."""
        return post.handler is not None and (post.contact, post.handler) in self.joined


def _identity(post: Post) -> Identity:
    return (post.contact, str(post.sender), post.client_id)


def _joined(batch: Sequence[Post], contacts: Mapping[UUID, Contact]) -> set[tuple[UUID, int]]:
    """Return which posts of the batch come from supervisors at others' talks; most batches hold none."""
    others = [
        post
        for post in batch
        if post.handler and (held := contacts.get(post.contact)) and held.handler_id != post.handler
    ]
    if not others:
        return set()
    return joined_talks({post.handler for post in others if post.handler}, {post.contact for post in others})


def _known(row: Known) -> tuple[Posted, int | None]:
    first = Posted(contact=row.contact, client_id=row.client_id, seq=row.seq, at=row.at, repeated=True)
    return first, row.by


def posted_again(row: Message) -> Posted:
    """Return the first answer of what is stored already."""
    return Posted(contact=row.contact_id, client_id=row.client_id, seq=row.seq, at=row.at, repeated=True)


def _answer(post: Post, work: _Batch) -> Answer:
    try:
        first, by = work.known.get(_identity(post), (None, None))
        if first and by is not None and by == post.handler:
            return first
        contact = _accessible(post, work)
        if first and by not in {None, post.handler}:
            raise IdUsed
        if first:
            return first
        posted = _accept(post, contact, work)
    except HelplineError as refusal:
        return refusal
    work.known[_identity(post)] = (replace(posted, repeated=True), post.handler)
    return posted


def _accessible(post: Post, work: _Batch) -> Contact:
    """Return the post's contact; absent and somebody else's look alike, also to an id of theirs."""
    contact = work.contacts.get(post.contact)
    if contact is None:
        raise ContactNotFound
    if post.handler is not None and not is_held_by(contact, post.handler) and not work.is_of_supervisor(post):
        raise ContactNotFound
    check_token(contact, post.token)
    return contact


def _accept(post: Post, contact: Contact, work: _Batch) -> Posted:
    """Give a post the next number of its contact; it is stored with the others."""
    check_written(contact.channel)
    body = clean_body(post.body, most=settings.HELPLINE_LIMITS["message_characters"])
    allowed = {State.TALKING} if post.handler is not None else {State.TALKING, State.WAITING}
    if post.contact in work.broken and contact.state in allowed:
        raise SealBroken
    if contact.state not in allowed or post.contact not in work.keys:
        raise ContactClosed
    drafts = work.accepted.setdefault(contact.pk, [])
    drafts.append(post.draft(body, supervisor=work.is_of_supervisor(post)))
    seq = contact.last_seq + len(drafts)
    return Posted(contact=contact.pk, client_id=post.client_id, seq=seq, at=work.now)


def _store(work: _Batch, *, hint: bool) -> list[Spoken]:
    accepted = [(work.contacts[pk], drafts) for pk, drafts in work.accepted.items()]
    rows = append_to_all(accepted, keys=work.keys, now=work.now)
    for contact, drafts in accepted:
        if hint:
            hint_of_words(contact.pk, contact.last_seq)
        for draft in drafts:
            if draft.prompt and not draft.supervisor:
                count_sent(contact, prompt=draft.prompt, body=draft.body)
        if contact.practice:
            hear_handler(contact, bodies=[draft.body for draft in drafts], now=work.now)
        if contact.state == State.WAITING:
            raise_badges(contact, *(draft.body for draft in drafts))
    return [spoken_in(contact, drafts, rows[contact.pk]) for contact, drafts in accepted]
