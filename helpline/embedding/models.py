"""Which sites may show the chat in a frame, as the administrator set it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from helpline.kernel.privacy import Decision, Keep


class Site(models.Model):
    """One site by its exact origin. `allowed` is False for one of the server's list that was taken away."""

    origin = models.CharField(max_length=260, unique=True)
    allowed = models.BooleanField(default=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    privacy: ClassVar[dict[str, Decision]] = {
        **dict.fromkeys(["id", "origin", "allowed"], Keep("a site of the charity's")),
        "by": Keep("a member of staff"),
        "at": Keep("when staff set it"),
    }

    def __str__(self) -> str:
        return self.origin
