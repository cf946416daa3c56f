"""What a handler gets of a review of their own talk, while its words are there: scores, comments, a reply."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chat.access import contact_with_feedback, contacts_with_feedback
from chat.models import Contact, Review, ReviewedTalk
from chat.reviewing import Written, read_reply
from chat.selectors import events_after
from chat.services.review_words import reply_in, sealed_reply, written_in
from helpline.quality.kept import unread_kept
from helpline.quality.rubric import Rubric
from helpline.quality.rubrics import rubric_of
from helpline.staff.audit import record
from helpline.staff.models import Account


@dataclass(frozen=True)
class Heading:
    """One talk of which there is feedback, without a word of it."""

    contact: UUID
    ended_at: datetime | None
    until: datetime | None
    read: bool

    @property
    def short(self) -> str:
        return str(self.contact)[:8]


@dataclass(frozen=True)
class Feedback:
    """All of it: each review with what was written, and of the talk only what a comment is about."""

    heading: Heading
    rubric: Rubric
    reviews: list[tuple[Review, Written]]
    agreed: dict[str, str] | None
    about: dict[int, dict[str, Any]]
    reply: str


def headings(*, by: Account) -> list[Heading]:
    """Return one's own reviewed talks while their words are there, the latest first. Raises Forbidden."""
    rows = contacts_with_feedback(by).select_related("reviewed").order_by("-closed_at", "pk")
    return [_heading(row) for row in rows]


def count_unread(*, by: Account) -> int:
    """Return how many one has not read, of scores that outlived their words as well. Raises Forbidden.

    In one query: every page of a handler asks.
    """
    of_talks = contacts_with_feedback(by).filter(reviewed__read_at__isnull=True).order_by().values("pk")
    return of_talks.union(unread_kept(by).values("pk"), all=True).count()


@transaction.atomic
def open_feedback(*, contact: UUID, by: Account) -> Feedback:
    """Return the feedback on one's own talk; it shows words again, so that each opening is in the audit log.

    Raises Forbidden or ReviewGone.
    """
    found = contact_with_feedback(by, contact)
    reviews = [(review, written_in(review)) for review in _handed_in(found)]
    talk = ReviewedTalk.objects.get(contact=found)
    noted = {seq for _, written in reviews for seq in written.notes}
    record(event="review.feedback_read", by=by, subject=found.pk)
    said = events_after(found.pk, 0) if noted else []
    return Feedback(
        heading=_heading(found),
        rubric=rubric_of(reviews[0][0].version),
        reviews=reviews,
        agreed=talk.agreed,
        about={event["seq"]: event for event in said if event["seq"] in noted},
        reply=reply_in(talk),
    )


def _handed_in(contact: Contact) -> list[Review]:
    rows = Review.objects.filter(contact=contact, handed_in_at__isnull=False)
    return list(rows.select_related("by").order_by("place"))


def _heading(contact: Contact) -> Heading:
    talk = ReviewedTalk.objects.filter(contact=contact).first()
    return Heading(contact.pk, contact.ended_at, contact.purge_at, bool(talk and talk.read_at))


@transaction.atomic
def mark_read(*, contact: UUID, by: Account) -> None:
    """Note that the handler has read it. Raises Forbidden or ReviewGone."""
    found = contact_with_feedback(by, contact, lock=True)
    ReviewedTalk.objects.filter(contact=found, read_at__isnull=True).update(read_at=timezone.now())


@transaction.atomic
def reply(*, contact: UUID, text: object, by: Account) -> None:
    """Keep a short answer, which lives as long as the words; an empty one takes it back. It counts as read.

    Raises Forbidden, ReviewGone, or RequestInvalid with `fields`.
    """
    found = contact_with_feedback(by, contact, lock=True)
    sealed = sealed_reply(found.pk, read_reply(text))
    talk = ReviewedTalk.objects.get(contact=found)
    talk.sealed, talk.read_at = sealed, talk.read_at or timezone.now()
    talk.save(update_fields=["sealed", "read_at"])
