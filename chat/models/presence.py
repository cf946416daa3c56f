"""Whether a handler is there: a lease that the console renews, never a connection alone."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from chat.assignment import DEFAULT_CAPACITY
from helpline.kernel.privacy import Decision, Keep


class BreakReason(models.TextChoices):
    """Why a handler is not there for a while; a supervisor sees it, callers never."""

    REST = "rest", "Rest"
    MEAL = "meal", "Meal"
    SUPERVISION = "supervision", "Supervision"
    DEBRIEF = "debrief", "Debrief"
    TRAINING = "training", "Training"
    OTHER = "other", "Other work"


class AwayBecause(models.TextChoices):
    """Why the service, and not the handler, set them away."""

    IDLE = "idle", "Asked whether they were there, and did not answer"
    MISSED = "missed", "Missed two offers in a row"
    DROPPED = "dropped", "The connection was gone for too long"
    HELD_BACK = "held_back", "Training, vetting or supervision is out of date"


class Presence(models.Model):
    """One handler's lease. It has run out once `leased_until` has passed.

    `break_reason` stands only while not available. `active_at` is the last thing the person did, as
    opposed to the page's heart-beat; `asked_at` is when an idle handler was asked whether they are
    there. `misses` counts offers in a row that nobody answered. Until `paused_until` no contact is
    offered. `training` shows that practice is going on. `skills` are those of the account that are
    switched on, and count until `skills_until`; after it (or without it) all of the account's do.
    `away_because` says why a handler was set away by the service, until they set themselves again.
    """

    handler = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="presence"
    )
    available = models.BooleanField(default=False)
    break_reason = models.CharField(max_length=20, blank=True, choices=BreakReason)
    capacity = models.PositiveSmallIntegerField(default=DEFAULT_CAPACITY)
    skills = models.JSONField(default=list)
    skills_until = models.DateTimeField(null=True)
    away_because = models.CharField(max_length=12, blank=True, choices=AwayBecause)
    leased_until = models.DateTimeField()
    seen_at = models.DateTimeField()
    active_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    misses = models.PositiveSmallIntegerField(default=0)
    paused_until = models.DateTimeField(null=True)
    training = models.BooleanField(default=False)

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        [
            "handler", "available", "break_reason", "capacity", "skills", "leased_until", "seen_at",
            "skills_until", "away_because", "active_at", "asked_at", "misses", "paused_until", "training",
        ],
        Keep("about a member of staff; overwritten at every sign of life"),
    )  # fmt: skip

    def __str__(self) -> str:
        return str(self.handler_id)
