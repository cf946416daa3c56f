"""Reviews of a talk's quality: drawn by the service or chosen, handed in, taken back, settled between two.

Locks go: the contact, its reviews. See docs/quality.md and docs/adr/0060-scores-stay-words-go.md.
"""

import secrets
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from chat.access import contact_to_review, contacts_to_review
from chat.errors import ReviewFull, ReviewGone, ReviewHandedIn, ReviewNone, ReviewSeen, ReviewUnfinished
from chat.models import Contact, Review, ReviewedTalk
from chat.services.review_words import own_review, save_review
from helpline.kernel.errors import RequestInvalid
from helpline.quality.rubric import Rubric, Scores, differing
from helpline.quality.rubrics import rubric_of, version_for_reviews
from helpline.staff.audit import record
from helpline.staff.models import Account

PLACES = (1, 2)
# What a draw may be narrowed to: columns of a contact.
FILTERS = frozenset({"handler", "level", "language"})


def drawable(by: Account, only: Mapping[str, Any]) -> QuerySet[Contact]:
    """Return the talks that may be drawn now: nobody has begun to review them. Raises Forbidden."""
    wanted = {name: value for name, value in only.items() if name in FILTERS and value not in (None, "")}
    return contacts_to_review(by).filter(reviews__isnull=True, **wanted)


def draw(*, by: Account, only: Mapping[str, Any]) -> Review:
    """Begin the review of a talk that nobody chose: each that fits is as likely as any other.

    No words are shown, and none are looked at. Raises Forbidden, or ReviewNone where none is left.
    """
    while True:
        fitting = list(drawable(by, only).order_by("pk").values_list("pk", flat=True))
        if not fitting:
            raise ReviewNone
        begun = _begin_drawn(secrets.choice(fitting), by)
        # Somebody else was faster, or its time was over: another is drawn, from what is left.
        if begun is not None:
            return begun


@transaction.atomic
def _begin_drawn(contact: UUID, by: Account) -> Review | None:
    try:
        found = contact_to_review(by, contact, lock=True)
    except ReviewGone:
        return None
    return None if found.reviews.exists() else _begin(found, place=1, drawn=True, by=by)


@transaction.atomic
def choose(*, contact: UUID, by: Account) -> Review:
    """Begin to review a talk that was chosen, as the first or the second; begun already is the same again.

    Raises Forbidden, ReviewGone, or ReviewFull.
    """
    found = contact_to_review(by, contact, lock=True)
    begun = list(found.reviews.order_by("place"))
    own = next((review for review in begun if review.by_id == by.pk), None)
    if own is not None:
        return own
    free = [place for place in PLACES if place not in {review.place for review in begun}]
    if not free:
        raise ReviewFull
    # Two reviews of one talk are laid beside each other: under the same words.
    version = begun[0].version if begun else None
    return _begin(found, place=free[0], drawn=False, by=by, version=version)


def _begin(contact: Contact, *, place: int, drawn: bool, by: Account, version: int | None = None) -> Review:
    review = Review.objects.create(
        contact=contact, by=by, place=place, drawn=drawn, version=version or version_for_reviews()
    )
    record(event="review.drawn" if drawn else "review.chosen", by=by, subject=contact.pk)
    return review


@transaction.atomic
def put_back(*, contact: UUID, by: Account) -> None:
    """Give up one's own draft, with what is written in it. Raises Forbidden, ReviewGone, ReviewHandedIn."""
    found = contact_to_review(by, contact, lock=True)
    own = own_review(found, by, lock=True)
    if own.handed_in_at is not None:
        raise ReviewHandedIn
    own.delete()
    record(event="review.put_back", by=by, subject=found.pk)


def hand_in(*, contact: UUID, body: dict[str, Any], revision: int, by: Account) -> Review:
    """Keep what is sent and hand it in: the handler sees it from now on. Handed in already is the same again.

    Raises as `save_review`, or ReviewUnfinished with what has no score: the draft is kept then, too.
    """
    try:
        # By itself, so that what has no score yet does not undo it.
        save_review(contact=contact, body=body, revision=revision, by=by)
    except ReviewHandedIn:
        return own_review(contact_to_review(by, contact), by)
    return _hand_in(contact, by)


@transaction.atomic
def _hand_in(contact: UUID, by: Account) -> Review:
    found = contact_to_review(by, contact, lock=True)
    own = own_review(found, by, lock=True)
    if own.handed_in_at is not None:
        return own
    left = rubric_of(own.version).left(own.scores)
    if left:
        raise ReviewUnfinished(fields={each.id: each.title for each in left})
    own.handed_in_at = timezone.now()
    own.save(update_fields=["handed_in_at"])
    # A handler who has read the first has not read this one.
    ReviewedTalk.objects.get_or_create(contact=found)
    ReviewedTalk.objects.filter(contact=found).update(read_at=None)
    record(event="review.handed_in", by=by, subject=found.pk)
    return own


@transaction.atomic
def take_back(*, contact: UUID, by: Account) -> Review:
    """Make one's own a draft again, while neither the other reviewer nor the handler goes by it.

    Raises Forbidden, ReviewGone, or ReviewSeen.
    """
    found = contact_to_review(by, contact, lock=True)
    own = own_review(found, by, lock=True)
    if own.handed_in_at is None:
        return own
    others = found.reviews.filter(handed_in_at__isnull=False).exclude(pk=own.pk)
    if others.exists() or ReviewedTalk.objects.filter(contact=found, read_at__isnull=False).exists():
        raise ReviewSeen
    own.handed_in_at = None
    own.save(update_fields=["handed_in_at"])
    record(event="review.taken_back", by=by, subject=found.pk)
    return own


@transaction.atomic
def settle(*, contact: UUID, chosen: Scores, by: Account) -> ReviewedTalk:
    """Keep the scores that both reviewers settled: `chosen` where they differ, what both gave elsewhere.

    Settled again, the later holds. Raises Forbidden, ReviewGone: not both are in, or RequestInvalid with
    `fields`.
    """
    found = contact_to_review(by, contact, lock=True)
    own_review(found, by)
    both = list(found.reviews.filter(handed_in_at__isnull=False).order_by("place"))
    if len(both) < len(PLACES):
        raise ReviewGone
    rubric = rubric_of(both[0].version)
    agreed = _agreed(rubric, both[0].scores, both[1].scores, chosen)
    talk, _ = ReviewedTalk.objects.get_or_create(contact=found)
    talk.agreed, talk.agreed_by = agreed, by
    talk.save(update_fields=["agreed", "agreed_by"])
    record(event="review.settled", by=by, subject=found.pk)
    return talk


def _agreed(rubric: Rubric, first: Scores, second: Scores, chosen: Scores) -> dict[str, str]:
    open_ones = set(differing(first, second))
    agreed = {id: chosen.get(id, "") if id in open_ones else score for id, score in first.items()}
    missing = {id: "choose a score" for id, score in agreed.items() if not score}
    if missing:
        raise RequestInvalid(fields=missing)
    rubric.check(agreed)
    return agreed
