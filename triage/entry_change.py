"""The model of one change to the directory: what was, what is instead, who wrote it and who approved."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from helpline.kernel.privacy import Decision, Keep

_ABOUT_A_SERVICE = Keep("about a service and who wrote of it, never about a caller; goes after three years")


class EntryChange(models.Model):
    """One change to one entry, or one that waits for a second person.

    `entry` is the entry's id and no key: a service that waits to be added has no row yet. `fields` maps each
    field to [before, after], empty where a file added the entry. `took_effect_at` is empty until handlers and
    callers are shown it; `decided_by` approved it or sent it back, and is empty where nobody had to.
    `revision` grows when its author writes on, so that nobody approves what they have not read.
    """

    class How(models.TextChoices):
        ADDED = "added", "Added"
        EDITED = "edited", "Changed"
        WITHDRAWN = "out_of_use", "Taken out of use"
        RETURNED = "in_use", "Brought back into use"
        RESTORED = "restored", "Put back as it was"
        IMPORTED = "imported", "Imported from a file"
        LOADED = "loaded", "Loaded with the program"

    class State(models.TextChoices):
        WAITING = "waiting", "Waits for a second person"
        DONE = "done", "In effect"
        SENT_BACK = "sent_back", "Sent back"
        TAKEN_BACK = "taken_back", "Taken back"

    entry = models.UUIDField(db_index=True)
    name = models.CharField(max_length=200)
    how = models.CharField(max_length=12, choices=How.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DONE)
    fields: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    checked = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    took_effect_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        app_label = "triage"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["entry"], condition=Q(state="waiting"), name="one_change_waits_for_an_entry"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["at"], name="entry_change_at")]

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        (
            "id", "entry", "name", "how", "state", "fields", "checked", "revision", "by", "at",
            "took_effect_at", "decided_by", "decided_at", "note",
        ),
        _ABOUT_A_SERVICE,
    )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.name}: {self.how}, {self.state}"

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def after(self) -> dict[str, Any]:
        """Return what each field becomes."""
        return {field: pair[1] for field, pair in self.fields.items()}


NEWEST_FIRST = (F("took_effect_at").desc(nulls_first=True), F("id").desc())
