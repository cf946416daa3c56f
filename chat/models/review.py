"""The review of a talk's quality while its words exist: scores in the open, comments sealed with its key."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone

from chat.models.contact import Contact
from helpline.kernel.privacy import Decision, Destroy

GOES = Destroy("goes with the words; what was handed in is added to sums and to the handler's own scores")
SEALED = Destroy("may carry what a caller said: sealed with the contact's key, which goes first")


class Review(models.Model):
    """One supervisor's review of one talk; a draft until `handed_in_at`.

    `place` is 1 or 2: there is room for two. `drawn` says that the service chose the talk. `scores` are by
    the ids of rubric `version`; what has no score yet is not in it. `sealed` holds {"comment", "notes":
    {number of the message: text}} and is empty before the first save. `revision` grows with each save.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="reviews")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    drawn = models.BooleanField()
    version = models.PositiveIntegerField()
    scores = models.JSONField(default=dict)
    sealed = models.BinaryField(default=bytes)
    revision = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(null=True)
    handed_in_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["contact", "place"], name="two_reviews_a_contact"),
            models.UniqueConstraint(fields=["contact", "by"], name="one_review_a_reviewer"),
        ]

    privacy: ClassVar[dict[str, Decision]] = {
        **dict.fromkeys(
            [
                "id", "contact", "by", "place", "drawn", "version", "scores", "revision", "begun_at",
                "saved_at", "handed_in_at",
            ],
            GOES,
        ),
        "sealed": SEALED,
    }  # fmt: skip

    def __str__(self) -> str:
        return f"review {self.place} of {self.contact_id}"


class ReviewedTalk(models.Model):
    """What came of a talk's reviews: scores that both reviewers settled, and what its handler did with it.

    `agreed` is null until they settle. `sealed` holds the handler's short reply, empty without one.
    """

    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, related_name="reviewed")
    agreed = models.JSONField(null=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    read_at = models.DateTimeField(null=True)
    sealed = models.BinaryField(default=bytes)

    privacy: ClassVar[dict[str, Decision]] = {
        **dict.fromkeys(["id", "contact", "agreed", "agreed_by", "read_at"], GOES),
        "sealed": SEALED,
    }

    def __str__(self) -> str:
        return f"what came of the reviews of {self.contact_id}"
