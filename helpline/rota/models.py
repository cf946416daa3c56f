"""Shifts of staff, who would swap one, how many are needed, and where calendars are read from."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from helpline.hours.rules import Span
from helpline.kernel.privacy import STAFF_RECORD, Decision, Keep


class Shift(models.Model):
    """From when to when somebody is on, in wall time; a shift that goes past midnight is of its first day."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="shifts")
    day = models.DateField(db_index=True)
    start = models.TimeField()
    end = models.TimeField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["account", "day", "start"], name="shift_once"),
        ]

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        ["id", "account", "day", "start", "end", "made_at"], STAFF_RECORD
    )

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    def __str__(self) -> str:
        return f"{self.account_id} {self.day} {self.start}"


class Swap(models.Model):
    """An open question: who takes this shift? `to` is whom it is asked of, None everybody.

    `in_return` is a shift of theirs that would come back for it.
    """

    shift = models.OneToOneField(Shift, on_delete=models.CASCADE, related_name="swap")
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="asked_swaps"
    )
    in_return = models.ForeignKey(Shift, null=True, on_delete=models.CASCADE, related_name="offered_for")
    asked_at = models.DateTimeField(default=timezone.now)

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        ["id", "shift", "to", "in_return", "asked_at"], STAFF_RECORD
    )

    def __str__(self) -> str:
        return str(self.shift_id)


class CoverVersion(models.Model):
    """How many should be on while the line is open; the highest number is in force."""

    number = models.PositiveIntegerField(unique=True)
    cover: "models.JSONField[Any, Any]" = models.JSONField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    privacy: ClassVar[dict[str, Decision]] = {
        "id": Keep("a row number"),
        "number": Keep("order of the versions"),
        "cover": Keep("numbers of a rule of the service, about nobody"),
        "created_by": STAFF_RECORD,
        "created_at": Keep("when staff decided"),
    }

    def __str__(self) -> str:
        return str(self.number)


class CalendarAddress(models.Model):
    """The secret address from which a calendar program reads shifts; only its digest is kept.

    `whole` is the rota of everybody, else one's own.
    """

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_addresses"
    )
    whole = models.BooleanField(default=False)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["account", "whole"], name="calendar_address_once"),
        ]

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        ["id", "account", "whole", "digest", "made_at"], STAFF_RECORD
    )

    def __str__(self) -> str:
        return f"{self.account_id} {self.whole}"
