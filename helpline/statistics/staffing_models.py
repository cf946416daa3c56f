"""What is kept to plan staffing by: sums of when contacts arrive and of how long talks take."""

from typing import ClassVar

from django.db import models

from helpline.kernel.privacy import Decision, Keep


class ArrivalTally(models.Model):
    """How many began a chat in one hour of one weekday, over a whole month: no contact, no day.

    `weekday` 0 is Monday; BANK_HOLIDAY stands for all bank holidays of a year, and `month` is then the first
    day of that year, so that no row is one day's. `turned_away` counts starts refused because the line was
    full: one person may have tried several times. `helpline.statistics.arrivals` is the way in and out.
    """

    BANK_HOLIDAY: ClassVar[int] = 7

    month = models.DateField()
    weekday = models.PositiveSmallIntegerField()
    hour = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(default=0)
    turned_away = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["month", "weekday", "hour"], name="one_arrival_tally_an_hour")
        ]

    privacy: ClassVar[dict[str, Decision]] = {
        "id": Keep("a row number"),
        **{
            name: Keep("an hour of a weekday in a month; of bank holidays in a year")
            for name in ("month", "weekday", "hour")
        },
        **{name: Keep("a sum over contacts, shown from five on") for name in ("number", "turned_away")},
    }

    def __str__(self) -> str:
        return f"weekday {self.weekday} at {self.hour:02} in {self.month:%Y-%m}"


class TalkTally(models.Model):
    """How long talks of one month took, by how many their handlers had at once: no contact, no handler.

    `at_once` is the mean over a talk, rounded; `minutes` is the sum over `talks`.
    """

    month = models.DateField()  # the first day of it
    at_once = models.PositiveSmallIntegerField()
    talks = models.PositiveIntegerField(default=0)
    minutes = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["month", "at_once"], name="one_talk_tally_a_month")
        ]

    privacy: ClassVar[dict[str, Decision]] = {
        "id": Keep("a row number"),
        "month": Keep("a month"),
        "at_once": Keep("a number of talks at once, of nobody in particular"),
        **{name: Keep("a sum over contacts, shown from five talks on") for name in ("talks", "minutes")},
    }

    def __str__(self) -> str:
        return f"{self.at_once} at once in {self.month:%Y-%m}"
