"""What is written in a review, and the words it is about: sealed with the contact's key, read here alone."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chat.access import contact_to_review
from chat.errors import ReviewChanged, ReviewGone, ReviewHandedIn
from chat.models import Contact, Review, ReviewedTalk
from chat.reviewing import Written, read_sent
from chat.selectors import events_after
from chat.unreadable import What, tell_unreadable
from helpline.kernel.crypto import SealBroken, seal, unseal
from helpline.kernel.keystore import WordsDestroyed, key_of
from helpline.quality.rubric import Rubric
from helpline.quality.rubrics import rubric_of
from helpline.staff.audit import record
from helpline.staff.models import Account

UNREADABLE = "What was written here can no longer be read: what was stored of it was changed or damaged."


@dataclass(frozen=True)
class Opened:
    """A talk that is being reviewed, with its words; `other` is there once both are handed in."""

    contact: Contact
    events: list[dict[str, Any]]
    rubric: Rubric
    own: Review
    written: Written
    other: Review | None
    others_written: Written
    settled: ReviewedTalk | None
    reply: str


@transaction.atomic
def open_review(*, contact: UUID, by: Account) -> Opened:
    """Return the talk and one's own review of it; each reading is in the audit log.

    Raises Forbidden, or ReviewGone: no review of it was begun, or its words are gone.
    """
    found = contact_to_review(by, contact)
    own = own_review(found, by)
    other = _other_if_both_are_in(found, own)
    settled = ReviewedTalk.objects.filter(contact=found).select_related("agreed_by").first()
    record(event="review.words_read", by=by, subject=found.pk)
    return Opened(
        contact=found,
        events=events_after(found.pk, 0),
        rubric=rubric_of(own.version),
        own=own,
        written=written_in(own),
        other=other,
        others_written=written_in(other) if other else Written(),
        settled=settled,
        # Before one's own is in, what the handler replied may tell of the other's scores.
        reply=reply_in(settled) if settled and own.handed_in_at else "",
    )


def own_review(contact: Contact, by: Account, *, lock: bool = False) -> Review:
    """Return one's own review of a talk. Raises ReviewGone."""
    rows = Review.objects.select_for_update(of=("self",)) if lock else Review.objects.all()
    own = rows.filter(contact=contact, by=by).first()
    if own is None:
        raise ReviewGone
    return own


def _other_if_both_are_in(contact: Contact, own: Review) -> Review | None:
    """Return the other review, which nobody sees who has not handed in their own."""
    if own.handed_in_at is None:
        return None
    others = Review.objects.filter(contact=contact, handed_in_at__isnull=False).exclude(pk=own.pk)
    return others.select_related("by").first()


@transaction.atomic
def save_review(*, contact: UUID, body: dict[str, Any], revision: int, by: Account) -> Review:
    """Keep a draft whole: scores, comment and notes. `revision` is that of the draft it was made from.

    Raises Forbidden, ReviewGone, ReviewHandedIn, ReviewChanged, or RequestInvalid with `fields`.
    """
    found = contact_to_review(by, contact, lock=True)
    own = own_review(found, by, lock=True)
    if own.handed_in_at is not None:
        raise ReviewHandedIn
    if own.revision != revision:
        raise ReviewChanged(revision=own.revision)
    sent = read_sent(body, rubric=rubric_of(own.version), last_seq=found.last_seq)
    own.scores = {**sent.scores}
    own.sealed = _sealed(found.pk, own.pk, json.dumps(sent.written.as_json(), ensure_ascii=False))
    own.revision += 1
    own.saved_at = timezone.now()
    own.save(update_fields=["scores", "sealed", "revision", "saved_at"])
    return own


def written_in(review: Review) -> Written:
    """Return the comments of a review; where they were changed or damaged, a line that says so."""
    try:
        plain = _plain(review.contact_id, review.pk, bytes(review.sealed))
    except SealBroken:
        return Written(UNREADABLE)
    return Written.from_json(json.loads(plain)) if plain else Written()


def reply_in(talk: ReviewedTalk) -> str:
    """Return what the handler answered, empty without an answer; where it is damaged, a line that says so."""
    try:
        return _plain(talk.contact_id, f"reply {talk.contact_id}", bytes(talk.sealed))
    except SealBroken:
        return UNREADABLE


def sealed_reply(contact: UUID, text: str) -> bytes:
    """Return a reply as it is kept, empty for none. Raises ReviewGone."""
    return _sealed(contact, f"reply {contact}", text) if text else b""


def bound_to(contact: UUID, what: object) -> str:
    """What a comment is sealed to; no message is bound to the same."""
    return f"v1|review|{contact}|{what}"


def _sealed(contact: UUID, what: object, text: str) -> bytes:
    try:
        return seal(key_of(contact), text.encode(), bound_to=bound_to(contact, what))
    except WordsDestroyed:
        raise ReviewGone from None


def _plain(contact: UUID, what: object, sealed: bytes) -> str:
    if not sealed:
        return ""
    try:
        return unseal(key_of(contact), sealed, bound_to=bound_to(contact, what)).decode()
    except WordsDestroyed:
        raise ReviewGone from None
    except SealBroken:
        tell_unreadable(contact, What.REVIEW)
        raise
