"""The directory of services, and what a contact's triage found."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from helpline.kernel.privacy import Decision, Destroy, Keep
from triage.matching import ROLES, SIGNPOST_VALUES, Entry
from triage.risk import ANSWERS, CALLER_TYPES, MARKERS

KINDS = {"programme": "Programme", "helpline": "Helpline"}

_DIRECTORY = Keep("about a service, never about a caller")
_OF_CONTACT = Destroy("what was found of one caller; goes with the contact")


class DirectoryEntry(models.Model):
    """One programme or helpline.

    `cautions`, `phone_alternatives`, `source_notes` and `editor_notes` are for staff
    and leave no staff page; `edited_at` is set once staff change the entry on their own
    pages, and from then on the content files leave it alone.
    """

    id = models.UUIDField(primary_key=True)
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=20, choices=list(KINDS.items()))
    name = models.CharField(max_length=200)
    provider = models.CharField(max_length=200, blank=True)
    areas: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    audience: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list, blank=True)
    age_min = models.PositiveSmallIntegerField(null=True, blank=True)
    age_max = models.PositiveSmallIntegerField(null=True, blank=True)
    ages_text = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=40, choices=list(ROLES.items()))
    description = models.TextField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    text_number = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    website = models.URLField(blank=True)
    hours_text = models.CharField(max_length=300, blank=True)
    duration = models.CharField(max_length=200, blank=True)
    cost = models.CharField(max_length=200, blank=True)
    referral_routes: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list, blank=True)
    eligibility: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list, blank=True)
    exclusions: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list, blank=True)
    signpost = models.CharField(max_length=20, choices=list(SIGNPOST_VALUES.items()))
    cautions: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list, blank=True)
    phone_alternatives: "models.JSONField[Any, Any]" = models.JSONField(default=list, blank=True)
    source_notes: "models.JSONField[Any, Any]" = models.JSONField(default=dict, blank=True)
    editor_notes = models.TextField(blank=True)
    last_checked = models.DateField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_active = models.BooleanField(default=True)
    updated_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["name", "slug"]
        verbose_name_plural = "directory entries"

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys([
        "id", "slug", "kind", "name", "provider", "areas", "audience", "age_min", "age_max", "ages_text",
        "role", "description", "phone", "text_number", "email", "website", "hours_text", "duration",
        "cost", "referral_routes", "eligibility", "exclusions", "signpost", "cautions",
        "phone_alternatives", "source_notes", "editor_notes", "last_checked", "confirmed_by", "is_active",
        "updated_at", "edited_at",
    ], _DIRECTORY)  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def is_reachable(self) -> bool:
        return self.as_entry().is_reachable

    def as_entry(self) -> Entry:
        """Return what the rules need to know of this row."""
        return Entry(
            slug=self.slug,
            name=self.name,
            signpost=self.signpost,
            provider=self.provider,
            role=self.role,
            description=self.description,
            areas=tuple(self.areas),
            audience=tuple(self.audience),
            eligibility=tuple(self.eligibility),
            age_min=self.age_min,
            age_max=self.age_max,
            phone=self.phone,
            text_number=self.text_number,
            email=self.email,
            website=self.website,
            last_checked=self.last_checked,
            is_active=self.is_active,
        )


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
