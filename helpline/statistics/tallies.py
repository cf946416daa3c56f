"""Sums that no fact is part of: waits to the minute, and what callers said of themselves in a year."""

from typing import ClassVar

from django.db import models

from helpline.kernel.privacy import Decision, Destroy, Keep


class WaitTally(models.Model):
    """How many of one month's callers waited this many whole minutes, and were answered or not.

    Joined to no fact, so that a median can be told and no fact holds a wait to the minute. The last minute
    (helpline.statistics.bands.LONGEST_WAIT) stands for all longer waits.
    """

    month = models.DateField()  # the first day of it
    minutes = models.PositiveSmallIntegerField()
    answered = models.BooleanField()
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["month", "minutes", "answered"], name="one_wait_tally_a_minute")
        ]

    privacy: ClassVar[dict[str, Decision]] = {
        "id": Keep("a row number"),
        **{
            name: Keep("a month and whole minutes, of no contact")
            for name in ("month", "minutes", "answered")
        },
        "number": Keep("a sum over contacts, shown as shares of a month"),
    }

    def __str__(self) -> str:
        return f"waits of {self.minutes} min in {self.month:%Y-%m}"


class EqualityTally(models.Model):
    """How many gave one answer to one equality question in one year: no row for anybody.

    `question` and `answer` are codes of helpline.statistics.equality_answers. `key` is the sum of random
    numbers, one drawn for each answer: what the noise of released figures needs.
    """

    year = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=20)
    answer = models.CharField(max_length=20)
    number = models.PositiveIntegerField(default=0)
    key = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["year", "question", "answer"], name="one_equality_tally_a_year")
        ]

    privacy: ClassVar[dict[str, Decision]] = {
        "id": Keep("a row number"),
        **{name: Keep("a year and a code, of no contact") for name in ("year", "question", "answer")},
        "number": Keep("a sum over callers, released once the year is over"),
        "key": Keep("a sum of random numbers, for the noise of released figures"),
    }

    def __str__(self) -> str:
        return f"{self.question} {self.answer} in {self.year}"


class EqualityTicket(models.Model):
    """That a contact's caller has answered: never what. Gone when the contact's fact is sealed."""

    contact = models.UUIDField(primary_key=True)

    privacy: ClassVar[dict[str, Decision]] = {
        "contact": Destroy("so that nobody answers twice; goes when the contact's fact is sealed")
    }

    def __str__(self) -> str:
        return f"answered by {self.contact}"


class MadeUpData(models.Model):
    """That all figures of this service are made up, for training. One row, or none.

    While it stands no real contact is counted: the two are never mixed (helpline/statistics/made_up.py).
    """

    facts = models.PositiveIntegerField()
    seed = models.BigIntegerField()
    made_at = models.DateTimeField()

    privacy: ClassVar[dict[str, Decision]] = {
        name: Keep("about data that were made up") for name in ("id", "facts", "seed", "made_at")
    }

    def __str__(self) -> str:
        return f"{self.facts} made up"
