"""The directory, its changes, the risk instrument, and what a contact's triage found."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from helpline.kernel.privacy import Decision, Destroy
from triage.answers import CALLER_TYPES
from triage.directory_entry import KINDS, DirectoryEntry
from triage.entry_change import EntryChange
from triage.noted import NOTED, SCALES
from triage.risk import ANSWERS, LEVELS, MARKER_IDS
from triage.risk_draft import RiskDraft, RiskInstrument

__all__ = [
    "KINDS", "DirectoryEntry", "EntryChange", "LoweredLevel", "MarkerAnswer", "RiskDraft", "RiskInstrument",
    "SignpostGiven", "TriageRecord",
]  # fmt: skip

_OF_CONTACT = Destroy("what was found of one caller; goes with the contact")


class NotedFields(models.Model):
    """What may be noted for the figures: codes of `triage.noted`, None where nobody noted anything."""

    importance = models.PositiveSmallIntegerField(null=True)
    confidence = models.PositiveSmallIntegerField(null=True)
    relationship = models.CharField(max_length=20, null=True)
    relationship_status = models.CharField(max_length=20, null=True)
    children = models.CharField(max_length=20, null=True)
    reason = models.CharField(max_length=20, null=True)
    prompted_by = models.CharField(max_length=20, null=True)
    change_talk = models.CharField(max_length=20, null=True)
    plan = models.CharField(max_length=20, null=True)
    unmet_need = models.CharField(max_length=20, null=True)
    safeguarding = models.CharField(max_length=20, null=True)
    behaviours: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)

    class Meta:
        abstract = True


class TriageRecord(NotedFields):
    """What a handler judged of one contact. The level stands on the contact itself.

    `instrument` is the version of the risk instrument under which the answers are given, from the first on.
    """

    contact = models.UUIDField(unique=True)
    instrument = models.PositiveIntegerField(null=True)
    caller_type = models.CharField(
        max_length=30, choices=[(t.value, t.value) for t in CALLER_TYPES], null=True
    )
    readiness_before = models.PositiveSmallIntegerField(null=True)
    readiness_after = models.PositiveSmallIntegerField(null=True)
    confidentiality_given = models.BooleanField(default=False)
    updated_at = models.DateTimeField(default=timezone.now)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys([
        "id", "contact", "instrument", "caller_type", "readiness_before", "readiness_after",
        "confidentiality_given", "updated_at", "updated_by", *SCALES, *NOTED, "behaviours",
    ], _OF_CONTACT)  # fmt: skip

    def __str__(self) -> str:
        return str(self.contact)


class MarkerAnswer(models.Model):
    """The answer to one risk marker for one contact; no row means that it was not asked."""

    contact = models.UUIDField()
    marker = models.CharField(max_length=30, choices=[(m, m) for m in MARKER_IDS])
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


class LoweredLevel(models.Model):
    """Why the level of one contact is less than was suggested; no row where it is not.

    `because` is a code of that version of the instrument, and holds no words: a sentence of the
    handler's stands among the notes beside the contact, sealed with its key.
    """

    contact = models.UUIDField(unique=True)
    suggested = models.CharField(max_length=10, choices=[(each.value, each.value) for each in LEVELS])
    because = models.CharField(max_length=30)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        ["id", "contact", "suggested", "because", "by", "at"], _OF_CONTACT
    )

    def __str__(self) -> str:
        return f"{self.contact}: less than {self.suggested}"


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
