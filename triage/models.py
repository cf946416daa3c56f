"""The directory of services, and what a contact's triage found."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from helpline.kernel.privacy import Decision, Destroy
from triage.directory_entry import KINDS, DirectoryEntry
from triage.risk import ANSWERS, CALLER_TYPES, MARKERS

__all__ = ["KINDS", "DirectoryEntry", "MarkerAnswer", "SignpostGiven", "TriageRecord"]

_OF_CONTACT = Destroy("what was found of one caller; goes with the contact")


class TriageRecord(models.Model):
    """What a handler judged of one contact. The level stands on the contact itself."""

    contact = models.UUIDField(unique=True)
    caller_type = models.CharField(
        max_length=30, choices=[(t.value, t.value) for t in CALLER_TYPES], null=True
    )
    readiness_before = models.PositiveSmallIntegerField(null=True)
    readiness_after = models.PositiveSmallIntegerField(null=True)
    confidentiality_given = models.BooleanField(default=False)
    updated_at = models.DateTimeField(default=timezone.now)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys([
        "id", "contact", "caller_type", "readiness_before", "readiness_after", "confidentiality_given",
        "updated_at", "updated_by",
    ], _OF_CONTACT)  # fmt: skip

    def __str__(self) -> str:
        return str(self.contact)


class MarkerAnswer(models.Model):
    """The answer to one risk marker for one contact; no row means that it was not asked."""

    contact = models.UUIDField()
    marker = models.CharField(max_length=30, choices=[(m.id, m.label) for m in MARKERS])
    answer = models.CharField(max_length=10, choices=[(a.value, a.value) for a in ANSWERS])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["contact", "marker"], name="one_answer_to_a_marker")
        ]

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        ["id", "contact", "marker", "answer", "by", "at"], _OF_CONTACT
    )

    def __str__(self) -> str:
        return f"{self.marker}: {self.answer}"


class SignpostGiven(models.Model):
    """One card that was sent into one contact; `confirmed` tells whether its details had been checked."""

    contact = models.UUIDField(db_index=True)
    entry = models.ForeignKey(DirectoryEntry, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    confirmed = models.BooleanField()

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        ["id", "contact", "entry", "by", "at", "confirmed"], _OF_CONTACT
    )

    def __str__(self) -> str:
        return f"{self.entry_id} in {self.contact}"
