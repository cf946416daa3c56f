"""How the line works, as its supervisors set it; each change is a new version."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from helpline.kernel.privacy import Decision, Keep


class LineSettings(models.Model):
    """One version of a queue's settings; the newest counts. Without any row the defaults here do.

    `routing`: "pull" (handlers take) or "push" (the next is offered to the least busy who fits).
    """

    class Routing(models.TextChoices):
        PULL = "pull", "Handlers take the next caller"
        PUSH = "push", "The next caller is offered to the least busy handler"

    queue = models.CharField(max_length=40, default="main")
    version = models.PositiveIntegerField()
    routing = models.CharField(max_length=4, choices=Routing, default=Routing.PULL)
    offer_seconds = models.PositiveSmallIntegerField(default=30)
    skill_wait_seconds = models.PositiveSmallIntegerField(default=120)
    idle_minutes = models.PositiveSmallIntegerField(default=20)
    wrap_up_minutes = models.PositiveSmallIntegerField(default=10)
    most_wait_minutes = models.PositiveSmallIntegerField(default=60)
    pause_minutes = models.PositiveSmallIntegerField(default=5)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["queue", "version"], name="one_line_settings_a_version")
        ]

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        [
            "id", "queue", "version", "routing", "offer_seconds", "skill_wait_seconds", "idle_minutes",
            "wrap_up_minutes", "most_wait_minutes", "pause_minutes", "by", "at",
        ],
        Keep("a setting, and who set it"),
    )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.queue} {self.version}"
