"""Published versions of the guidance."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from helpline.kernel.privacy import Decision, Keep

GUIDANCE = Keep("guidance for handlers; nothing of a caller")


class ScriptVersion(models.Model):
    """One published version of a script with its cues, as text; never changed afterwards.

    A contact names the version that it was held with, so `is_running` alone moves. `sha256` is
    over both texts: see `scripts.versions.digest_of`. `published_by` is the second person, who approved
    what `proposed_by` proposed; files have neither. `restores` is the number of the older version
    whose texts these are again.
    """

    slug = models.SlugField(max_length=40)
    number = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    source_text = models.TextField()
    cues_text = models.TextField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_running = models.BooleanField(default=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    restores = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["slug", "-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["slug", "number"], name="one_script_version_per_number"),
            models.UniqueConstraint(
                fields=["slug"], condition=Q(is_running=True), name="one_running_version_per_script"
            ),
        ]

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        (
            "id", "slug", "number", "sha256", "source_text", "cues_text",
            "published_at", "published_by", "is_running", "proposed_by", "restores",
        ),
        GUIDANCE,
    )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.slug} {self.number}"


class ScriptDraft(models.Model):
    """The one draft of a script; `source_text` is the truth, in YAML, and may hold mistakes.

    `base` is the version that was running when it was begun, and `cues_text` is that version's.
    `revision` grows with every change, so that nobody overwrites what they have not seen.
    """

    slug = models.SlugField(max_length=40, unique=True)
    source_text = models.TextField()
    cues_text = models.TextField()
    base = models.ForeignKey(ScriptVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    edited_at = models.DateTimeField()
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    proposed_at = models.DateTimeField(null=True, blank=True)

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        (
            "id", "slug", "source_text", "cues_text", "base", "revision", "edited_by", "edited_at",
            "proposed_by", "proposed_at",
        ),
        GUIDANCE,
    )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.slug}, draft"


class PromptSignOff(models.Model):
    """One reviewer's agreement to the exact words of one prompt, in every version that has them.

    `by` is the account that recorded it. No reviewer is named: see
    docs/adr/0029-a-script-is-edited-by-two.md.
    """

    class Kind(models.TextChoices):
        PRACTITIONER = "practitioner", "Practitioner"
        SURVIVOR = "survivor_reviewer", "Survivor reviewer"

    digest = models.CharField(max_length=64)
    node = models.CharField(max_length=100)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["digest", "kind"], name="one_sign_off_of_a_kind_per_words"),
        ]

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        ("id", "digest", "node", "kind", "by", "at"), GUIDANCE
    )

    def __str__(self) -> str:
        return f"{self.node}, {self.kind}"


class RollBack(models.Model):
    """Somebody asks to publish an older version's texts again; a second person does it."""

    slug = models.SlugField(max_length=40, unique=True)
    version = models.ForeignKey(ScriptVersion, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField()

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        ("id", "slug", "version", "asked_by", "asked_at"), GUIDANCE
    )

    def __str__(self) -> str:
        return f"{self.slug}, back to {self.version_id}"
