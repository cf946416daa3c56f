"""The model of one programme or helpline."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from helpline.kernel.privacy import Decision, Keep
from triage.checking import is_fresh, is_public
from triage.entries import ACCREDITATIONS, ROLES, SIGNPOST_VALUES, YES_NO, Entry
from triage.service_hours import notation_stored

KINDS = {"programme": "Programme", "helpline": "Helpline"}

_DIRECTORY = Keep("about a service, never about a caller")


def _texts() -> "models.JSONField[list[str], list[str]]":
    return models.JSONField(default=list, blank=True)


class DirectoryEntry(models.Model):
    """One programme or helpline.

    A caller may read the name, the provider, the areas, ways to reach it, `hours_text`, `cost`, and the texts
    written for callers: `caller_text` and `what_happens`, in English and Welsh. `description` says what the
    source says; it, `cautions`, `contradictions`, `partner_support_text`, `phone_alternatives`, `source`,
    `source_notes` and `editor_notes` are for staff and leave no staff page.

    `hours` are those of `hours_text` in the shape of `triage.service_hours`, `{}` where the words have no one
    meaning. `check_due` follows from `last_checked` and `check_months`. The services keep both.
    `edited_at` is set once staff change the entry on their own pages, and from then on the content files
    leave it alone.
    """

    id = models.UUIDField(primary_key=True)
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=20, choices=list(KINDS.items()))
    name = models.CharField(max_length=200)
    provider = models.CharField(max_length=200, blank=True)
    areas: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    role = models.CharField(max_length=40, choices=list(ROLES.items()))
    signpost = models.CharField(max_length=20, choices=list(SIGNPOST_VALUES.items()))

    # For callers.
    caller_text = models.TextField(blank=True)
    caller_text_cy = models.TextField(blank=True)
    what_happens = models.TextField(blank=True)
    what_happens_cy = models.TextField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    text_number = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    website = models.URLField(blank=True)
    address = models.CharField(max_length=300, blank=True)
    hours_text = models.CharField(max_length=300, blank=True)
    hours: "models.JSONField[Any, Any]" = models.JSONField(default=dict, blank=True)
    cost = models.CharField(max_length=200, blank=True)

    # What it is chosen by: codes of triage.entries, empty where nobody said.
    audience = _texts()
    age_min = models.PositiveSmallIntegerField(null=True, blank=True)
    age_max = models.PositiveSmallIntegerField(null=True, blank=True)
    ages_text = models.CharField(max_length=200, blank=True)
    formats = _texts()
    duration = models.CharField(max_length=200, blank=True)
    weeks_min = models.PositiveSmallIntegerField(null=True, blank=True)
    weeks_max = models.PositiveSmallIntegerField(null=True, blank=True)
    session = models.CharField(max_length=200, blank=True)
    routes = _texts()
    referral_routes = _texts()
    eligibility = _texts()
    exclusions = _texts()
    takes = _texts()
    requires = _texts()
    excludes = _texts()
    risks = _texts()
    languages = _texts()
    accreditation = models.CharField(max_length=10, choices=list(ACCREDITATIONS.items()), blank=True)
    accreditation_text = models.CharField(max_length=200, blank=True)
    partner_support = models.CharField(max_length=3, choices=list(YES_NO.items()), blank=True)

    # For staff alone.
    description = models.TextField(blank=True)
    partner_support_text = models.CharField(max_length=300, blank=True)
    cautions = _texts()
    contradictions = _texts()
    phone_alternatives: "models.JSONField[Any, Any]" = models.JSONField(default=list, blank=True)
    source = models.CharField(max_length=300, blank=True)
    source_notes: "models.JSONField[Any, Any]" = models.JSONField(default=dict, blank=True)
    editor_notes = models.TextField(blank=True)

    last_checked = models.DateField(null=True, blank=True)
    check_months = models.PositiveSmallIntegerField(null=True, blank=True)
    check_due = models.DateField(null=True, blank=True, db_index=True)
    never_hides = models.BooleanField(default=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_active = models.BooleanField(default=True)
    updated_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "triage"
        ordering: ClassVar[list[str]] = ["name", "slug"]
        verbose_name_plural = "directory entries"

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys([
        "id", "slug", "kind", "name", "provider", "areas", "role", "signpost", "caller_text",
        "caller_text_cy", "what_happens", "what_happens_cy", "phone", "text_number", "email", "website",
        "address", "hours_text", "hours", "cost", "audience", "age_min", "age_max", "ages_text", "formats",
        "duration", "weeks_min", "weeks_max", "session", "routes", "referral_routes", "eligibility",
        "exclusions", "takes", "requires", "excludes", "risks", "languages", "accreditation",
        "accreditation_text", "partner_support", "description", "partner_support_text", "cautions",
        "contradictions", "phone_alternatives", "source", "source_notes", "editor_notes", "last_checked",
        "check_months", "check_due", "never_hides", "confirmed_by", "is_active", "updated_at", "edited_at",
    ], _DIRECTORY)  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def is_reachable(self) -> bool:
        return self.as_entry().is_reachable

    @property
    def is_fresh(self) -> bool:
        """Tell whether the details were checked, and need not be checked again today (London's date)."""
        return is_fresh(self.as_entry(), timezone.localdate())

    @property
    def is_public(self) -> bool:
        """Tell whether a page for anybody may list it today."""
        return is_public(self.as_entry(), timezone.localdate())

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
            formats=tuple(self.formats),
            routes=tuple(self.routes),
            languages=tuple(self.languages),
            takes=tuple(self.takes),
            requires=tuple(self.requires),
            excludes=tuple(self.excludes),
            risks=tuple(self.risks),
            accreditation=self.accreditation,
            partner_support=self.partner_support,
            hours=notation_stored(self.hours),
            phone=self.phone,
            text_number=self.text_number,
            email=self.email,
            website=self.website,
            address=self.address,
            last_checked=self.last_checked,
            check_due=self.check_due,
            never_hides=self.never_hides,
            is_active=self.is_active,
        )
