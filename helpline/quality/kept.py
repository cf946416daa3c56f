"""What goes on when the words of a reviewed talk are destroyed: scores without a contact and without a word.

See docs/adr/0060-scores-stay-words-go.md.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.query import QuerySet
from django.utils import timezone

from helpline.kernel.errors import HelplineError
from helpline.quality.models import KeptFeedback, PairTally, ReviewerTally, ScoreTally
from helpline.quality.rubric import Scores
from helpline.staff.models import Account


class FeedbackGone(HelplineError):
    """Absent and somebody else's look alike."""

    code = "review.feedback_gone"
    status = 404
    message = (
        "This feedback is not here: its time may be over, and then it is deleted. Go back to the list and "
        "choose another."
    )


@dataclass(frozen=True, kw_only=True)
class Done:
    """One reviewed talk: `scores` of each reviewer, the first one first, and by whom and in which month."""

    handler: int
    month: date
    version: int
    scores: tuple[Scores, ...]
    agreed: Scores | None
    reviewers: tuple[tuple[date, int], ...]
    read: bool

    @property
    def counts(self) -> Scores:
        """Return the scores that the talk counts with: those that were settled, else the first reviewer's."""
        return self.agreed or self.scores[0]


@transaction.atomic
def keep(talks: Iterable[Done]) -> None:
    """Add talks to their handlers' own feedback and to the sums of their months."""
    scored: Counter[tuple[date, int, str, str]] = Counter()
    pairs: Counter[tuple[date, int, str, str, str]] = Counter()
    reviewed: Counter[tuple[date, int]] = Counter()
    # In an order of its own: ids are random, and rows of one batch must not stand as its talks did.
    for done in sorted(talks, key=lambda each: (each.month, each.handler)):
        _keep_for_handler(done)
        scored.update((done.month, done.version, *pair) for pair in done.counts.items())
        if len(done.scores) == 2:
            first, second = done.scores
            both = ((id, score, second[id]) for id, score in first.items() if id in second)
            pairs.update((done.month, done.version, *each) for each in both)
        reviewed.update(done.reviewers)
    for month, version, criterion, score in sorted(scored):
        row, _ = ScoreTally.objects.get_or_create(
            month=month, version=version, criterion=criterion, score=score
        )
        number = scored[(month, version, criterion, score)]
        ScoreTally.objects.filter(pk=row.pk).update(number=F("number") + number)
    _add_pairs(pairs)
    for month, reviewer in sorted(reviewed):
        counted, _ = ReviewerTally.objects.get_or_create(month=month, reviewer_id=reviewer)
        number = reviewed[(month, reviewer)]
        ReviewerTally.objects.filter(pk=counted.pk).update(number=F("number") + number)


def _keep_for_handler(done: Done) -> None:
    KeptFeedback.objects.create(
        handler_id=done.handler,
        month=done.month,
        version=done.version,
        scores=dict(done.counts),
        reviewers=len(done.scores),
        agreed=done.agreed is not None,
        read=done.read,
    )


def _add_pairs(pairs: Counter[tuple[date, int, str, str, str]]) -> None:
    for key in sorted(pairs):
        month, version, criterion, first, second = key
        row, _ = PairTally.objects.get_or_create(
            month=month, version=version, criterion=criterion, first=first, second=second
        )
        PairTally.objects.filter(pk=row.pk).update(number=F("number") + pairs[key])


def feedback_of(account: Account) -> list[KeptFeedback]:
    """Return the scores that are kept for one handler, the latest month first."""
    return list(KeptFeedback.objects.filter(handler=account).order_by("-month", "pk"))


def unread_kept(account: Account) -> QuerySet[KeptFeedback]:
    """Return the kept scores that one handler has not read."""
    return KeptFeedback.objects.filter(handler=account, read=False).order_by()


def mark_kept_read(*, id: UUID, by: Account) -> None:
    """Note that a handler has read scores of their own. Raises FeedbackGone."""
    if not KeptFeedback.objects.filter(pk=id, handler=by).update(read=True):
        raise FeedbackGone


def forget_feedback(*, now: datetime) -> int:
    """Delete what is kept for one person once its month is long enough over; return how many rows."""
    last = timezone.localdate(now) - timedelta(days=settings.HELPLINE_FEEDBACK_DAYS)
    over = {"month__lt": last.replace(day=1)}
    gone, _ = KeptFeedback.objects.filter(**over).delete()
    counts, _ = ReviewerTally.objects.filter(**over).delete()
    return gone + counts
