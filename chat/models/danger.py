"""Immediate danger: raised by the handler of a talk, closed by a person, reviewed by another one."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models

from helpline.kernel.privacy import Decision, Destroy

GOES = Destroy("deleted a week after its review; the audit keeps who did what, not with whom (docs/adr/0035)")


class Danger(models.Model):
    """One danger. It stands until a person closes it, whatever becomes of the talk.

    `contact` is an id and no key to a row: a danger outlives what it is about, and lets go of the id with
    that row. `alert` is the alert of it; `answered_at` and `answered_by` say who had that first.
    """

    class How(models.TextChoices):
        RANG = "rang", "We rang 999"
        CALLER_RANG = "caller_rang", "The caller rang 999, or said so"
        SAFE = "safe", "It has passed: everybody is safe, as far as we can tell"
        NOT_FOUND = "not_found", "Nobody can be found from what was written"
        MISTAKE = "mistake", "It was no danger, or the key was pressed by mistake"

    class Finding(models.TextChoices):
        WELL = "well", "Handled well"
        LEARN = "learn", "Handled, and there is something to learn"
        WRONG = "wrong", "Something went wrong and has to be put right"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    queue = models.CharField(max_length=40, default="main")
    contact = models.UUIDField(null=True, db_index=True)
    alert = models.UUIDField(db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    rang_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    rang_at = models.DateTimeField(null=True)
    over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    over_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=12, choices=How, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, db_index=True)
    finding = models.CharField(max_length=12, choices=Finding, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["contact"], condition=models.Q(over_at__isnull=True), name="one_standing_danger"
            )
        ]

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        [
            "id", "queue", "contact", "alert", "by", "raised_at", "answered_by", "answered_at", "rang_by",
            "rang_at", "over_by", "over_at", "how", "reviewed_by", "reviewed_at", "finding",
        ],
        GOES,
    )  # fmt: skip

    def __str__(self) -> str:
        return f"danger {self.raised_at:%H:%M}"
