"""What an administrator decided, and the dates of each person. Of a certificate its day alone is kept."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from helpline.kernel.privacy import STAFF_RECORD, Decision, Keep
from helpline.standing.rules import Kind, Reason

KINDS = [(kind.value, kind.value.title()) for kind in Kind]


class StandingRules(models.Model):
    """How often each is due; the highest number is in force, and rows are never changed."""

    number = models.PositiveIntegerField(unique=True)
    rules: "models.JSONField[Any, Any]" = models.JSONField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    privacy: ClassVar[dict[str, Decision]] = {
        "id": Keep("a row number"),
        "number": Keep("order of the versions"),
        "rules": Keep("a rule of the service, about nobody"),
        "created_by": STAFF_RECORD,
        "created_at": Keep("when staff decided"),
    }

    def __str__(self) -> str:
        return str(self.number)


class StandingDate(models.Model):
    """When somebody last had one of the three; a newer date takes the place of the older.

    `due_on` where a person gave the next day themselves; else the rule says it.
    """

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="standing_dates"
    )
    kind = models.CharField(max_length=20, choices=KINDS)
    done_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["account", "kind"], name="standing_date_once"),
        ]

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        ["id", "account", "kind", "done_on", "due_on"], STAFF_RECORD
    )

    def __str__(self) -> str:
        return f"{self.account_id} {self.kind}"


class Grace(models.Model):
    """Until when somebody may go on although one of the three is out of date, and why."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="standing_graces"
    )
    kind = models.CharField(max_length=20, choices=KINDS)
    until = models.DateField()
    reason = models.CharField(max_length=20, choices=[(each.value, each.value) for each in Reason])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["account", "kind"], name="standing_grace_once"),
        ]

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        ["id", "account", "kind", "until", "reason", "by"], STAFF_RECORD
    )

    def __str__(self) -> str:
        return f"{self.account_id} {self.kind}"
