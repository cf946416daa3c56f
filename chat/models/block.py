"""A caller's network that may start no talk for a while; what it is stands only in memory."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models

from helpline.kernel.privacy import Decision, Destroy

NO_NETWORK = Destroy(
    "goes in the night after the block's time; the audit keeps who and the day (docs/adr/0019). "
    "The hash itself is in no database (docs/confidentiality.md, 1)"
)


class Block(models.Model):
    """One block, 24 hours at most. The keyed hash it acts by is held in memory or Redis under this id."""

    class Reason(models.TextChoices):
        ABUSIVE = "abusive", "Abusive"
        SEXUAL = "sexual", "Sexual"
        PRANK = "prank", "Prank"
        THREAT = "threat", "Threats to the handler"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    contact = models.UUIDField()
    reason = models.CharField(max_length=10, choices=Reason)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    until = models.DateTimeField(db_index=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True)

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        ["id", "contact", "reason", "by", "at", "until", "lifted_by", "lifted_at"], NO_NETWORK
    )

    def __str__(self) -> str:
        return f"{self.reason} until {self.until:%d %b %H:%M}"
