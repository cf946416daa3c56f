"""Something that a supervisor must look at, until one says that they have."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models

from helpline.kernel.privacy import Decision, Destroy

GOES = Destroy("deleted a day after a supervisor has looked; open until then, since somebody must look")


class Alert(models.Model):
    """One alert. `contact` is an id and no key to a row: an alert outlives what it is about.

    `times` counts how often it happened while nobody had looked, `again_at` says when last (None: once).
    `because` says why a contact was closed while a danger was open, as its handler chose.
    """

    class Kind(models.TextChoices):
        DANGER = "danger", "Immediate danger"
        HELP = "help", "A handler asks for help"
        CONFIDENCE = "confidence", "A break of confidence waits for a second person"
        UNREVIEWED = "unreviewed", "A danger was not reviewed within 24 hours"
        DROPPED = "dropped", "A handler's connection dropped"
        MISSED = "missed", "A handler missed two offers and was set away"
        BOUNDARY = "boundary", "A talk was ended for abuse"
        DEBRIEF = "debrief", "A handler asks for a debrief"
        UNTAKEN = "untaken", "Nobody available may take a caller who waits"
        UNATTENDED = "unattended", "Somebody waits and nobody is available"
        UNWRAPPED = "unwrapped", "A wrap-up closed by itself while a danger was open"
        LEFT_OPEN = "left_open", "A contact was closed while a danger was open"
        CORRECTED = "corrected", "A closed contact was corrected to immediate or urgent"
        STRANDED = "stranded", "A talk could not be given back when its handler left"
        UNREADABLE = "unreadable", "Words of a contact could not be read: what is stored was changed"

    class Because(models.TextChoices):
        ACTED_ON = "acted_on", "It was acted on: 999, the police or another service"
        TOLD = "told", "A supervisor knows already"
        JUDGED = "judged", "It was judged: nobody is in danger"
        TOO_LATE = "too_late", "The caller was gone before it could be asked"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=Kind)
    queue = models.CharField(max_length=40, default="main")
    contact = models.UUIDField(null=True)
    about = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="alerts"
    )
    raised_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)
    again_at = models.DateTimeField(null=True)
    because = models.CharField(max_length=12, choices=Because, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, db_index=True)

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        [
            "id", "kind", "queue", "contact", "about", "raised_at", "times", "again_at", "because",
            "answered_by", "answered_at",
        ],
        GOES,
    )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.raised_at:%H:%M}"
