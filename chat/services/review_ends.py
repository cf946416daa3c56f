"""When the words go: comments go with them, scores that were handed in go on without the contact."""

from collections.abc import Collection
from uuid import UUID

from chat.models import Review, ReviewedTalk
from helpline.quality.kept import Done, keep
from helpline.statistics.facts import month_of


def let_go_of(contacts: Collection[UUID]) -> int:
    """Keep what was handed in of these contacts' reviews, and delete the reviews; return how many there were.

    For the purge, in its transaction, after the keys. A draft leaves nothing.
    """
    rows = Review.objects.filter(contact__in=contacts, handed_in_at__isnull=False)
    reviews: dict[UUID, list[Review]] = {}
    for row in rows.select_related("contact").order_by("place"):
        reviews.setdefault(row.contact_id, []).append(row)
    talks = {talk.contact_id: talk for talk in ReviewedTalk.objects.filter(contact__in=reviews)}
    keep(_done(held, talks[contact]) for contact, held in reviews.items())
    ReviewedTalk.objects.filter(contact__in=contacts).delete()
    return Review.objects.filter(contact__in=contacts).delete()[0]


def _done(reviews: list[Review], talk: ReviewedTalk) -> Done:
    months = [month_of(review.handed_in_at) for review in reviews if review.handed_in_at]
    handler = reviews[0].contact.handler_id
    # Only talks that somebody had are reviewed (chat/access.py).
    assert handler is not None
    return Done(
        handler=handler,
        month=months[0],
        version=reviews[0].version,
        scores=tuple(review.scores for review in reviews),
        agreed=talk.agreed,
        reviewers=tuple(zip(months, [review.by_id for review in reviews], strict=True)),
        read=talk.read_at is not None,
    )
