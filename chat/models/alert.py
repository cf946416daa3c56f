"""Something that a supervisor must look at, until one says that they have."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models

from helpline.kernel.privacy import Decision, Destroy

GOES = Destroy("deleted a day after a supervisor has looked; open until then, since somebody must look")


class Alert(models.Model):
    """One alert. `contact` is an id and no key to a row: an alert outlives what it is about."""

    class Kind(models.TextChoices):
        HELP = "help", "A handler asks for help"
        DROPPED = "dropped", "A handler's connection dropped"
        MISSED = "missed", "A handler missed two offers and was set away"
        BOUNDARY = "boundary", "A talk was ended for abuse"
        DEBRIEF = "debrief", "A handler asks for a debrief"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=Kind)
    queue = models.CharField(max_length=40, default="main")
    contact = models.UUIDField(null=True)
    about = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="alerts"
    )
    raised_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, db_index=True)

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        ["id", "kind", "queue", "contact", "about", "raised_at", "answered_by", "answered_at"], GOES
    )

    def __str__(self) -> str:
        return f"{self.kind} {self.raised_at:%H:%M}"
