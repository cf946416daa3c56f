"""A supervisor who reads along with a talk, or has joined it."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from chat.models.contact import Contact
from helpline.kernel.privacy import Decision, Destroy

GOES = Destroy("deleted when the supervisor leaves or the contact goes; the audit log keeps that it was")


class Watching(models.Model):
    """One supervisor at one talk. `joined_at` is null while they read along without being seen."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="watchers")
    supervisor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="watching"
    )
    since = models.DateTimeField()
    joined_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["contact", "supervisor"], name="one_watching_a_supervisor")
        ]

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        ["id", "contact", "supervisor", "since", "joined_at"], GOES
    )

    def __str__(self) -> str:
        return f"{self.supervisor_id} at {self.contact_id}"
