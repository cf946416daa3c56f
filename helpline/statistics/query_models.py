"""That somebody asked for figures: who, what and when, without any figure."""

from typing import ClassVar

from django.db import models

from helpline.kernel.privacy import Decision, Keep


class QueryLog(models.Model):
    """One question that was put to the figures. `who` is empty where the service itself asked.

    `period` and `what` are codes as `questions.Period` and `query_log` write them.
    """

    at = models.DateTimeField(db_index=True)
    who = models.CharField(max_length=150, blank=True)
    policy = models.CharField(max_length=10)
    period = models.CharField(max_length=7)
    what = models.CharField(max_length=160)

    class Meta:
        verbose_name = "question to the figures"

    privacy: ClassVar[dict[str, Decision]] = {
        "id": Keep("a row number"),
        "at": Keep("when a member of staff asked; of no contact"),
        "who": Keep("a member of staff"),
        "policy": Keep("a code"),
        "period": Keep("a period of the calendar"),
        "what": Keep("names of dimensions, and the code looked into; no figure"),
    }

    def __str__(self) -> str:
        return f"{self.who or 'the service'} asked of {self.period}"
