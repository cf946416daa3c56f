"""The models of the risk instrument: its versions, and what is being written for the next."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from helpline.kernel.privacy import Decision, Keep

_GUIDANCE = Keep("guidance for handlers; nothing of a caller")


class RiskInstrument(models.Model):
    """One version of the risk instrument, as text; never changed afterwards. The highest number is in use.

    `loaded_by` put it into use: the second person, who approved what `proposed_by` proposed; files have
    neither. `restores` is the number of the older version whose words these are again.
    """

    number = models.PositiveIntegerField(unique=True)
    sha256 = models.CharField(max_length=64)
    source_text = models.TextField()
    loaded_at = models.DateTimeField(default=timezone.now)
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    restores = models.PositiveIntegerField(null=True)

    class Meta:
        app_label = "triage"

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        ["id", "number", "sha256", "source_text", "loaded_at", "loaded_by", "proposed_by", "restores"],
        _GUIDANCE,
    )

    def __str__(self) -> str:
        return f"risk instrument {self.number}"


class RiskDraft(models.Model):
    """What may become the next version: the one draft that is written on, or the one way back asked for.

    `source_text` has no mistakes: what has any is not saved. `base` is the version it was begun from; of a
    way back, the one whose words it holds. `revision` grows with every change.
    """

    class Kind(models.TextChoices):
        DRAFT = "draft", "Draft"
        ROLL_BACK = "roll_back", "Way back"

    kind = models.CharField(max_length=10, choices=Kind.choices, unique=True)
    source_text = models.TextField()
    base = models.PositiveIntegerField()
    revision = models.PositiveIntegerField(default=1)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    edited_at = models.DateTimeField(default=timezone.now)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    proposed_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "triage"

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        (
            "id", "kind", "source_text", "base", "revision", "edited_by", "edited_at", "proposed_by",
            "proposed_at",
        ),
        _GUIDANCE,
    )  # fmt: skip

    def __str__(self) -> str:
        return f"risk instrument, {self.kind}"
