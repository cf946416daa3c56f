"""Sums of whole months: of closed ones, so that a page need not read every fact; of handlers' loads."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from helpline.kernel.privacy import Decision, Destroy, Keep


class MonthSums(models.Model):
    """What the pages of figures count of one month, kept once the month is closed: no fact, no order.

    `version` goes up whenever facts of the month are written or taken away; `sums` are good while `counted`
    is the same. `helpline.statistics.month_versions` and `dashboard.kept_months` are the ways in and out.
    """

    month = models.DateField(unique=True)  # the first day of it
    version = models.PositiveBigIntegerField(default=0)
    counted = models.PositiveBigIntegerField(null=True)
    sums = models.JSONField(default=dict)

    class Meta:
        verbose_name = "sums of a month"

    privacy: ClassVar[dict[str, Decision]] = {
        "id": Keep("a row number"),
        "month": Keep("a month"),
        **{name: Keep("how often facts of the month were sealed") for name in ("version", "counted")},
        "sums": Keep("sums of facts by code, as the facts give them; shown through disclosure control only"),
    }

    def __str__(self) -> str:
        return f"sums of {self.month:%Y-%m}"


class HandlerMonth(models.Model):
    """How many talks one handler had in a month, until the month is closed; nobody is shown it."""

    handler = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    month = models.DateField()  # the first day of it
    talks = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "handler's month"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["handler", "month"], name="one_handler_month")
        ]

    privacy: ClassVar[dict[str, Decision]] = {
        name: Destroy("goes into a number of handlers, without a name, once the month is closed")
        for name in ("id", "handler", "month", "talks")
    }

    def __str__(self) -> str:
        return f"a handler's {self.month:%Y-%m}"


class LoadTally(models.Model):
    """How many handlers had how many talks in one month, in bands: no handler, no talk.

    `band` is a key of helpline.statistics.load_bands.BANDS.
    """

    month = models.DateField()  # the first day of it
    band = models.CharField(max_length=8)
    handlers = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["month", "band"], name="one_load_tally_a_band")
        ]

    privacy: ClassVar[dict[str, Decision]] = {
        "id": Keep("a row number"),
        **{name: Keep("a month and a band, of nobody in particular") for name in ("month", "band")},
        "handlers": Keep("a number of handlers, shown from five on"),
    }

    def __str__(self) -> str:
        return f"{self.band} talks in {self.month:%Y-%m}"
