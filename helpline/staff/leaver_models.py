"""Somebody who left: what the software did by itself, and what people ticked since."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from helpline.kernel.privacy import STAFF_RECORD, Decision


class Departure(models.Model):
    """One deactivation, with how much of each was ended; the next one of the same account takes its place."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="departure"
    )
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    sessions_ended = models.PositiveIntegerField(default=0)
    links_void = models.PositiveIntegerField(default=0)
    talks_handed = models.PositiveIntegerField(default=0)
    talks_back = models.PositiveIntegerField(default=0)
    shifts_freed = models.PositiveIntegerField(default=0)

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        [
            "id", "account", "at", "by", "sessions_ended", "links_void", "talks_handed", "talks_back",
            "shifts_freed",
        ],
        STAFF_RECORD,
    )  # fmt: skip

    def __str__(self) -> str:
        return str(self.account_id)


class LeaverTick(models.Model):
    """One thing that a person saw to; `item` is one of helpline/staff/leaver_items.py."""

    departure = models.ForeignKey(Departure, on_delete=models.CASCADE, related_name="ticks")
    item = models.CharField(max_length=30)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["departure", "item"], name="leaver_tick_once"),
        ]

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        ["id", "departure", "item", "by", "at"], STAFF_RECORD
    )

    def __str__(self) -> str:
        return f"{self.departure_id} {self.item}"
