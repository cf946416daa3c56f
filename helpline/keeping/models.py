"""How much was destroyed: today's counts, and the signed reports; when backups were made."""

from typing import ClassVar

from django.db import models

from helpline.kernel.privacy import Decision, Keep

COUNTS = Keep("a number of a whole day; no id of anything that was destroyed")


class PurgeCount(models.Model):
    """How many of one class were destroyed on one day in London; gone with the day's report."""

    day = models.DateField()
    kind = models.CharField(max_length=20)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["day", "kind"], name="one_count_a_day_and_kind")
        ]

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(["id", "day", "kind", "number"], COUNTS)

    def __str__(self) -> str:
        return f"{self.day} {self.kind}: {self.number}"


class PurgeReport(models.Model):
    """What was destroyed on one day and what remained, signed. Never changed.

    `statement` is what the signature is over (helpline/keeping/reports.py).
    """

    day = models.DateField(primary_key=True)
    statement = models.JSONField()
    public_key = models.CharField(max_length=60)
    signature = models.CharField(max_length=120)

    class Meta:
        ordering: ClassVar[list[str]] = ["-day"]

    privacy: ClassVar[dict[str, Decision]] = {
        "day": Keep("a calendar day"),
        "statement": COUNTS,
        "public_key": Keep("made to be shown"),
        "signature": Keep("over the statement"),
    }

    def __str__(self) -> str:
        return str(self.day)


class BackupNote(models.Model):
    """When a backup of each kind was last made, and whether the last try failed: one row for each kind.

    `why` is a code, "" where the last try went well.
    """

    class Kind(models.TextChoices):
        DATABASE = "database"
        KEYS = "keys"
        RESTORE = "restore"

    kind = models.CharField(max_length=20, primary_key=True, choices=Kind)
    tried_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    size = models.PositiveBigIntegerField(null=True)
    why = models.CharField(max_length=40, blank=True)

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        ["kind", "tried_at", "done_at", "size", "why"],
        Keep("of a backup as a whole; overwritten by the next"),
    )

    def __str__(self) -> str:
        return self.kind
