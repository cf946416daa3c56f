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
    over both texts: see `scripts.services.digest_of`.
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
            "published_at", "published_by", "is_running",
        ),
        GUIDANCE,
    )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.slug} {self.number}"
