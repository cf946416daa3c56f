"""How the queue stood at one minute, for the lines of the supervisors' board."""

from typing import ClassVar

from django.db import models

from helpline.kernel.privacy import Decision, Destroy

GOES = Destroy("exact numbers of one minute; deleted after a day")


class QueueMinute(models.Model):
    """Counts at one moment: callers waiting and talking, handlers available. No ids, nobody's name."""

    queue = models.CharField(max_length=40, default="main")
    at = models.DateTimeField()
    waiting = models.PositiveIntegerField()
    talking = models.PositiveIntegerField()
    available = models.PositiveIntegerField()
    longest_wait_seconds = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["queue", "at"], name="one_minute_of_a_queue")
        ]

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        ["id", "queue", "at", "waiting", "talking", "available", "longest_wait_seconds"], GOES
    )

    def __str__(self) -> str:
        return f"{self.queue} {self.at:%H:%M}"
