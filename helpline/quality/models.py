"""What stays of reviews when the words are gone: scores, without a contact and without a word."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from helpline.kernel.privacy import Decision, Destroy, Keep

CODES = Keep("a month and codes of our own rubric")
OWN_TEXT = Keep("the service's own words")
DAYS = Destroy("goes with its row, HELPLINE_FEEDBACK_DAYS after its month")


class RubricVersion(models.Model):
    """One version of the rubric, as text; never changed afterwards. The highest number is in use."""

    number = models.PositiveIntegerField(unique=True)
    sha256 = models.CharField(max_length=64)
    source_text = models.TextField()
    loaded_at = models.DateTimeField(default=timezone.now)

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        ["id", "number", "sha256", "source_text", "loaded_at"], OWN_TEXT
    )

    def __str__(self) -> str:
        return f"rubric {self.number}"


class KeptFeedback(models.Model):
    """The scores of one talk, for its handler alone: no contact, no day, no reviewer, no comment.

    `month` is the first day of the month in which it was reviewed; `scores` are by the ids of rubric
    `version`. `reviewers` says how many scored it, `agreed` that they settled these scores together.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    handler = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    month = models.DateField(db_index=True)
    version = models.PositiveIntegerField()
    scores = models.JSONField()
    reviewers = models.PositiveSmallIntegerField()
    agreed = models.BooleanField()
    read = models.BooleanField(default=False)

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        ["id", "handler", "month", "version", "scores", "reviewers", "agreed", "read"], DAYS
    )

    def __str__(self) -> str:
        return f"feedback of {self.month:%Y-%m}"


class ScoreTally(models.Model):
    """How many talks of one month got one score on one criterion: no contact, no handler, no reviewer."""

    month = models.DateField()  # the first day of it
    version = models.PositiveIntegerField()
    criterion = models.CharField(max_length=30)
    score = models.CharField(max_length=2)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["month", "version", "criterion", "score"], name="one_score_tally_a_month"
            )
        ]

    privacy: ClassVar[dict[str, Decision]] = {
        "id": Keep("a row number"),
        **dict.fromkeys(["month", "version", "criterion", "score"], CODES),
        "number": Keep("a sum over talks, shown of a month that is over and from five on"),
    }

    def __str__(self) -> str:
        return f"{self.criterion} {self.score} in {self.month:%Y-%m}"


class PairTally(models.Model):
    """How often two reviewers of one talk gave these two scores on one criterion, the earlier one first."""

    month = models.DateField()  # the first day of it
    version = models.PositiveIntegerField()
    criterion = models.CharField(max_length=30)
    first = models.CharField(max_length=2)
    second = models.CharField(max_length=2)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["month", "version", "criterion", "first", "second"], name="one_pair_tally_a_month"
            )
        ]

    privacy: ClassVar[dict[str, Decision]] = {
        "id": Keep("a row number"),
        **dict.fromkeys(["month", "version", "criterion", "first", "second"], CODES),
        "number": Keep("a sum over talks, shown as agreement from five on"),
    }

    def __str__(self) -> str:
        return f"{self.criterion} {self.first}/{self.second} in {self.month:%Y-%m}"


class ReviewerTally(models.Model):
    """How many reviews of talks whose words are gone one supervisor had handed in, by month."""

    month = models.DateField(db_index=True)  # the first day of it
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["month", "reviewer"], name="one_reviewer_tally_a_month")
        ]

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(["id", "month", "reviewer", "number"], DAYS)

    def __str__(self) -> str:
        return f"{self.number} in {self.month:%Y-%m}"
