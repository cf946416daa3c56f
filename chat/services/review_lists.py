"""Which talks can be reviewed, who is at it, who has done how much: codes and moments, no words or scores."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from chat.access import contacts_to_review
from chat.models import Contact, Message, Review
from helpline.quality.overview import reviewed_of_gone
from helpline.staff.access import check_may
from helpline.staff.models import Account
from helpline.staff.roles import Permission, Role, role_may
from helpline.statistics.facts import month_of

# Beyond that nobody reads a list; those are shown whose words go first.
MOST_LISTED = 200


@dataclass(frozen=True)
class Listed:
    """One talk as a supervisor sees it before it is opened; `own` is one's own review of it."""

    contact: UUID
    handler: str
    level: str
    language: str
    closed_at: datetime
    purge_at: datetime
    written: int
    reviews: tuple[Review, ...]
    own: Review | None
    agreed: bool
    read: bool

    @property
    def short(self) -> str:
        return str(self.contact)[:8]

    @property
    def hours_left(self) -> int:
        """Return the whole hours until the words are destroyed."""
        return max(int((self.purge_at - timezone.now()).total_seconds() // 3600), 0)

    @property
    def both_in(self) -> bool:
        return len([review for review in self.reviews if review.handed_in_at]) == 2

    @property
    def others(self) -> tuple[Review, ...]:
        return tuple(review for review in self.reviews if review != self.own)


def listed(*, by: Account, only: UUID | None = None) -> list[Listed]:
    """Return the talks that `by` may review, those first whose words go first, `MOST_LISTED` at most.

    Raises Forbidden.
    """
    said = Q(messages__kind__in=(Message.Kind.MESSAGE, Message.Kind.AGREED))
    rows = contacts_to_review(by).select_related("handler", "reviewed").order_by("purge_at", "pk")
    if only is not None:
        rows = rows.filter(pk=only)
    found = list(rows.annotate(written=Count("messages", filter=said, distinct=True))[:MOST_LISTED])
    reviews: dict[UUID, list[Review]] = {}
    # Neither scores nor what is sealed: who has not handed in their own must not come by them.
    begun = Review.objects.filter(contact__in=found).select_related("by").defer("scores", "sealed")
    for review in begun.order_by("place"):
        reviews.setdefault(review.contact_id, []).append(review)
    return [_listed(row, tuple(reviews.get(row.pk, ())), by) for row in found]


def _listed(row: Contact, reviews: tuple[Review, ...], by: Account) -> Listed:
    talk: Any = getattr(row, "reviewed", None)
    assert row.closed_at is not None
    assert row.purge_at is not None
    return Listed(
        contact=row.pk,
        handler=row.handler.username if row.handler else "",
        level=row.level,
        language=row.language,
        closed_at=row.closed_at,
        purge_at=row.purge_at,
        written=row.written,  # type: ignore[attr-defined]
        reviews=reviews,
        own=next((review for review in reviews if review.by_id == by.pk), None),
        agreed=bool(talk and talk.agreed),
        read=bool(talk and talk.read_at),
    )


def reviewed_this_month(*, by: Account) -> list[tuple[str, int]]:
    """Return how many reviews each supervisor has handed in this month, by name. Raises Forbidden."""
    check_may(by, Permission.REVIEW_QUALITY)
    month = month_of(timezone.now())
    counted = reviewed_of_gone(month)
    handed_in = Review.objects.filter(handed_in_at__isnull=False)
    for reviewer, at in handed_in.values_list("by", "handed_in_at"):
        if at and month_of(at) == month:
            counted[reviewer] = counted.get(reviewer, 0) + 1
    roles = [role for role in Role if role_may(role, Permission.REVIEW_QUALITY)]
    accounts = Account.objects.filter(Q(is_active=True, role__in=roles) | Q(pk__in=counted))
    return [(account.username, counted.get(account.pk, 0)) for account in accounts.order_by("username")]
