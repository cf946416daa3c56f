"""What stays of a contact when its words are gone: one coarse fact."""

import uuid
from typing import ClassVar

from django.db import models

from helpline.kernel.privacy import Decision, Destroy, Keep
from helpline.statistics.fact_fields import CoarseFields
from helpline.statistics.query_models import QueryLog
from helpline.statistics.record_keys import new_record_key
from helpline.statistics.report_models import (
    KeptReport,
    PublicFigures,
    ReportNotice,
    ReportRecipient,
    ReportTemplate,
)
from helpline.statistics.staffing_models import ArrivalTally, TalkTally
from helpline.statistics.sum_models import HandlerMonth, LoadTally, MonthSums
from helpline.statistics.tallies import EqualityTally, EqualityTicket, MadeUpData, WaitTally
from helpline.statistics.values import COARSE_FIELDS

__all__ = [
    "ArrivalTally", "CoarseFields", "DailyCounter", "DraftFact", "EqualityTally", "EqualityTicket", "Fact",
    "GuidanceTally", "HandlerMonth", "KeptReport", "LoadTally", "MadeUpData", "MonthSums", "PublicFigures",
    "QueryLog", "RangTally", "ReportNotice", "ReportRecipient", "ReportTemplate", "SurveyAnswer",
    "SurveyDraft", "SurveyFields", "TalkTally", "WaitTally", "new_record_key",
]  # fmt: skip


class DraftFact(CoarseFields):
    """The fact of a closed contact while it may still be corrected."""

    contact = models.UUIDField(primary_key=True)
    correctable_until = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "draft fact"

    privacy: ClassVar[dict[str, Decision]] = {
        "contact": Destroy("the link to the contact goes when the fact is sealed"),
        "correctable_until": Destroy("goes with the draft"),
        **{name: Destroy("goes with the draft; the sealed fact has it") for name in COARSE_FIELDS},
    }

    def __str__(self) -> str:
        return f"draft of {self.contact}"


class Fact(CoarseFields):
    """One contact in the figures, joined to nothing.

    The primary key and `record_key` are random, so that neither tells an order.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record_key = models.PositiveIntegerField(default=new_record_key)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["month"], name="fact_month")]

    privacy: ClassVar[dict[str, Decision]] = {
        "id": Keep("random, made when the fact is sealed"),
        "record_key": Keep("random, for the noise of released figures"),
        **{name: Keep("a code or a band; shown through disclosure control only") for name in COARSE_FIELDS},
    }

    def __str__(self) -> str:
        return f"fact of {self.month:%Y-%m}"


class SurveyFields(models.Model):
    """What a caller's answers are while they are kept and after: scales from 0 to 10, None left out."""

    month = models.DateField()  # the first day of it
    heard = models.PositiveSmallIntegerField(null=True)
    clearer = models.PositiveSmallIntegerField(null=True)
    likely = models.PositiveSmallIntegerField(null=True)

    class Meta:
        abstract = True


class SurveyDraft(SurveyFields):
    """A caller's answers until the contact's fact is sealed: no longer, so that nobody answers twice."""

    contact = models.UUIDField(primary_key=True)

    class Meta:
        verbose_name = "survey draft"

    privacy: ClassVar[dict[str, Decision]] = {
        "contact": Destroy("the link to the contact goes when its fact is sealed"),
        **{
            name: Destroy("goes with the draft; the sealed answer has it")
            for name in ("month", "heard", "clearer", "likely")
        },
    }

    def __str__(self) -> str:
        return f"survey of {self.contact}"


class SurveyAnswer(SurveyFields):
    """One caller's answers in the figures, joined neither to a contact nor to a fact."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["month"], name="survey_month")]

    privacy: ClassVar[dict[str, Decision]] = {
        "id": Keep("random, drawn anew whenever an answer of its month is sealed"),
        **{
            name: Keep("a month and scales about the service; shown as a month's mean only")
            for name in ("month", "heard", "clearer", "likely")
        },
    }

    def __str__(self) -> str:
        return f"survey answer of {self.month:%Y-%m}"


class DailyCounter(models.Model):
    """How often something was refused, or the closed page opened, on one day: a number without persons."""

    day = models.DateField()
    kind = models.CharField(max_length=20)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["day", "kind"], name="one_counter_a_day")
        ]

    privacy: ClassVar[dict[str, Decision]] = {
        "id": Keep("a row number"),
        "day": Keep("a day"),
        "kind": Keep("a code"),
        "number": Keep("a count of refusals or visits, without any contact"),
    }

    def __str__(self) -> str:
        return f"{self.kind} on {self.day}"


class RangTally(models.Model):
    """How many who came back in one month said so of whether they had rung: no contact, no service.

    `answer` is a key of helpline.statistics.answers.RANG.
    """

    month = models.DateField()  # the first day of it
    answer = models.CharField(max_length=12)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["month", "answer"], name="one_rang_tally_a_month")
        ]

    privacy: ClassVar[dict[str, Decision]] = {
        "id": Keep("a row number"),
        "month": Keep("a month"),
        "answer": Keep("a code"),
        "number": Keep("a sum over contacts, shown of a settled month and from five on"),
    }

    def __str__(self) -> str:
        return f"{self.answer} in {self.month:%Y-%m}"


class GuidanceTally(models.Model):
    """How often one thing of the guidance was used in one month, over all contacts: no contact, no handler.

    `version` is the script's, `name` an id of the guidance; `contacts` says in how many it was used,
    `times` how often.
    """

    month = models.DateField()  # the first day of it
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    contacts = models.PositiveIntegerField(default=0)
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["version", "month", "kind", "name"], name="one_guidance_tally_a_month"
            )
        ]

    privacy: ClassVar[dict[str, Decision]] = {
        "id": Keep("a row number"),
        **{
            name: Keep("a month and an id of our own guidance")
            for name in ("month", "version", "kind", "name")
        },
        **{name: Keep("a sum over contacts, shown from five on") for name in ("contacts", "times")},
    }

    def __str__(self) -> str:
        return f"{self.kind} {self.name} in {self.month:%Y-%m}"
