"""The hours of each queue, one row for every version ever in force."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from helpline.hours.rules import MAIN_QUEUE
from helpline.kernel.privacy import Decision, Keep


class HoursVersion(models.Model):
    """One published schedule; the highest number of a queue is in force.

    Rows are never changed: undoing publishes a copy of an earlier one.
    `schedule` has the shape of `codec.py`.
    """

    queue = models.CharField(max_length=40, default=MAIN_QUEUE)
    number = models.PositiveIntegerField()
    schedule: "models.JSONField[Any, Any]" = models.JSONField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["queue", "-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["queue", "number"], name="hours_version_number_once"),
        ]

    privacy: ClassVar[dict[str, Decision]] = {
        "id": Keep("a row number"),
        "queue": Keep("a key of the service"),
        "number": Keep("order of the versions"),
        "schedule": Keep("hours of the service; about no caller"),
        "created_by": Keep("a member of staff"),
        "created_at": Keep("when staff changed the hours"),
    }

    def __str__(self) -> str:
        return f"{self.queue} {self.number}"
