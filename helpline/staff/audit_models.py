"""What is kept beside the audit log so that it can be checked: sealed days, and how the last checks went."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from helpline.kernel.privacy import Decision, Keep


class SealedDay(models.Model):
    """How the log stood at the end of a day in London, signed, to be sent elsewhere.

    `through` is the id of the last line that belongs to it, `total` how many lines there are up to that
    one. `sound` says whether the day's lines continued each other when they were sealed.
    """

    day = models.DateField(unique=True)
    lines = models.PositiveIntegerField()
    total = models.PositiveBigIntegerField()
    through = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    sound = models.BooleanField()
    sealed_at = models.DateTimeField()
    public_key = models.CharField(max_length=60)
    signature = models.CharField(max_length=120)

    class Meta:
        ordering: ClassVar[list[str]] = ["day"]

    privacy: ClassVar[dict[str, Decision]] = {
        "id": Keep("a number"),
        "day": Keep("a calendar day"),
        "lines": Keep("how much staff and the system did that day; no act among them names a caller"),
        "total": Keep("a count"),
        "through": Keep("order of the log"),
        "digest": Keep("chain"),
        "sound": Keep("whether the chain held"),
        "sealed_at": Keep("when a machine did it"),
        "public_key": Keep("made to be shown"),
        "signature": Keep("chain"),
    }

    def __str__(self) -> str:
        return str(self.day)


class AuditCheck(models.Model):
    """How one check of the log went. `line` and `fault` are of the first that is wrong.

    `began` is the id of the line after which it began to read; 0 is a check of the whole log.
    """

    at = models.DateTimeField(default=timezone.now)
    lines = models.PositiveBigIntegerField()
    days = models.PositiveIntegerField()
    papers = models.PositiveIntegerField(default=0)
    began = models.PositiveBigIntegerField(default=0)
    line = models.PositiveBigIntegerField(null=True)
    fault = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["at"]

    privacy: ClassVar[dict[str, Decision]] = {
        "id": Keep("a number"),
        "at": Keep("when a machine did it"),
        "lines": Keep("a count"),
        "days": Keep("a count"),
        "papers": Keep("a count"),
        "began": Keep("order of the log"),
        "line": Keep("order of the log"),
        "fault": Keep("a code"),
    }

    def __str__(self) -> str:
        return self.fault or "sound"
