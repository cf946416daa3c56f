"""Whether a handler is there: a lease that the console renews, never a connection alone."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from chat.assignment import DEFAULT_CAPACITY
from helpline.kernel.privacy import Decision, Keep


class Presence(models.Model):
    """One handler's lease. It has run out once `leased_until` has passed."""

    handler = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="presence"
    )
    available = models.BooleanField(default=False)
    capacity = models.PositiveSmallIntegerField(default=DEFAULT_CAPACITY)
    skills = models.JSONField(default=list)
    leased_until = models.DateTimeField()
    seen_at = models.DateTimeField()

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        ["handler", "available", "capacity", "skills", "leased_until", "seen_at"],
        Keep("about a member of staff; overwritten at every sign of life"),
    )

    def __str__(self) -> str:
        return str(self.handler_id)
