"""A reply that a handler or the whole team keeps for use again."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models

from helpline.kernel.privacy import Decision, Keep


class SavedReply(models.Model):
    """One reply; without an owner it is the team's. `[...]` in its words are fields to fill."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="saved_replies"
    )
    title = models.CharField(max_length=60)
    words = models.CharField(max_length=1000)
    changed_at = models.DateTimeField()

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        ["id", "owner", "title", "words", "changed_at"], Keep("the service's own words, never a caller's")
    )

    def __str__(self) -> str:
        return self.title
