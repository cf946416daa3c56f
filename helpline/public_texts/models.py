"""The models of texts for callers: published versions, and what is being written for the next."""

from datetime import UTC, date, datetime, time
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from helpline.hours.rules import LONDON
from helpline.kernel.privacy import Decision, Keep

_OWN_TEXT = Keep("the service's own text, and who answers for it")


def _person() -> Any:
    return models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")


def begins_at(day: date, approved_at: datetime) -> datetime:
    """Return from when on a text is in force: 00:00 in London, or its approval where that came later."""
    midnight = datetime.combine(day, time(), LONDON).astimezone(UTC)
    return max(midnight, approved_at)


class TextVersion(models.Model):
    """One approved text, by language; its words never change. In force from `from_date` until the next.

    `words` has English always, Welsh where it is published in both. `easy_of` is the version of the limits
    that an Easy Read puts into easy words. What is taken back before its date was never in force.
    """

    kind = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    words = models.JSONField()
    easy_of = models.PositiveIntegerField(null=True)
    from_date = models.DateField()
    written_by = _person()
    proposed_by = _person()
    approved_by = _person()
    approved_at = models.DateTimeField()
    taken_back_by = _person()
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "number"], name="one_public_text_a_number"),
            models.UniqueConstraint(
                fields=["kind", "from_date"],
                condition=models.Q(taken_back_at=None),
                name="one_public_text_a_date",
            ),
        ]

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        (
            "id", "kind", "number", "words", "easy_of", "from_date", "written_by", "proposed_by",
            "approved_by", "approved_at", "taken_back_by", "taken_back_at",
        ),
        _OWN_TEXT,
    )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    @property
    def begins_at(self) -> datetime:
        """From when on it is in force."""
        return begins_at(self.from_date, self.approved_at)


class TextDraft(models.Model):
    """What may become the next version of one text; it may be unfinished.

    `words` has both languages, also where only English is to be published (`in_welsh` is off). `base` is the
    number of the version that it was begun from; `revision` grows with every change.
    """

    kind = models.CharField(max_length=10, unique=True)
    words = models.JSONField()
    in_welsh = models.BooleanField(default=True)
    from_date = models.DateField(null=True)
    base = models.PositiveIntegerField()
    revision = models.PositiveIntegerField(default=1)
    edited_by = _person()
    edited_at = models.DateTimeField(default=timezone.now)
    proposed_by = _person()
    proposed_at = models.DateTimeField(null=True)

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        (
            "id", "kind", "words", "in_welsh", "from_date", "base", "revision", "edited_by", "edited_at",
            "proposed_by", "proposed_at",
        ),
        _OWN_TEXT,
    )  # fmt: skip

    def __str__(self) -> str:
        return f"draft of {self.kind}"
