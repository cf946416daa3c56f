"""What reports are made of and when, those that are kept, and the figures that anybody may read."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from helpline.kernel.privacy import Decision, Keep
from helpline.statistics.questions import Period


class ReportTemplate(models.Model):
    """How somebody wants a report: which blocks in which order, of a month or a quarter, in which language.

    With `due_day` it is made by itself on that day after the period's end (1 is the first day after it), for
    the first time where that day is `since` or later.
    """

    name = models.CharField(max_length=80)
    blocks = models.JSONField()
    kind = models.CharField(max_length=7)
    language = models.CharField(max_length=2)
    due_day = models.PositiveSmallIntegerField(null=True)
    since = models.DateField(null=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = "report template"

    privacy: ClassVar[dict[str, Decision]] = {
        "id": Keep("a row number"),
        "name": Keep("what a member of staff calls a report; no caller has a part in it"),
        **dict.fromkeys(
            ("blocks", "kind", "language", "due_day", "since"), Keep("what a report is made of, and when")
        ),
        **dict.fromkeys(("owner", "changed_at"), Keep("a member of staff, and when they changed it")),
    }

    def __str__(self) -> str:
        return f"template {self.pk}"


class KeptReport(models.Model):
    """A finished report as it was published: the very page and files, whatever changes later."""

    template = models.ForeignKey(ReportTemplate, null=True, on_delete=models.SET_NULL, related_name="kept")
    name = models.CharField(max_length=80)
    period = models.CharField(max_length=7)
    language = models.CharField(max_length=2)
    made_at = models.DateTimeField(db_index=True)
    page = models.TextField()
    csv = models.BinaryField()
    ods = models.BinaryField()

    class Meta:
        verbose_name = "kept report"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["template", "period"], name="one_report_a_period")
        ]

    privacy: ClassVar[dict[str, Decision]] = {
        "id": Keep("a row number"),
        **dict.fromkeys(
            ("template", "name", "period", "language", "made_at"), Keep("which report it is, and when made")
        ),
        **dict.fromkeys(("page", "csv", "ods"), Keep("released figures, with noise: they point at nobody")),
    }

    @property
    def period_name(self) -> str:
        """As people write it."""
        return Period.parse(self.period).name

    def __str__(self) -> str:
        return f"report {self.pk} of {self.period}"


class ReportRecipient(models.Model):
    """A member of staff who is told by mail when a template's report was made."""

    template = models.ForeignKey(ReportTemplate, on_delete=models.CASCADE, related_name="recipients")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "report recipient"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["template", "account"], name="one_recipient_a_template")
        ]

    privacy: ClassVar[dict[str, Decision]] = {
        "id": Keep("a row number"),
        **dict.fromkeys(("template", "account"), Keep("a member of staff, and which report they wait for")),
    }

    def __str__(self) -> str:
        return f"recipient {self.pk}"


class ReportNotice(models.Model):
    """That somebody is to be told of one report by mail, when it was tried last, and when it was sent."""

    report = models.ForeignKey(KeptReport, on_delete=models.CASCADE, related_name="notices")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    tried_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "notice of a report"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["report", "account"], name="one_notice_a_report")
        ]

    privacy: ClassVar[dict[str, Decision]] = {
        "id": Keep("a row number"),
        **dict.fromkeys(("report", "account"), Keep("a member of staff, and which report they were told of")),
        **dict.fromkeys(("tried_at", "sent_at"), Keep("when a machine did it")),
    }

    def __str__(self) -> str:
        return f"notice {self.pk}"


class PublicFigures(models.Model):
    """The one row that says whether anybody may read the headline figures, and which they are."""

    is_on = models.BooleanField(default=False)
    content = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "public figures"

    privacy: ClassVar[dict[str, Decision]] = {
        "id": Keep("a row number"),
        "is_on": Keep("a setting"),
        "content": Keep("released figures, with noise: they point at nobody"),
        **dict.fromkeys(("by", "at"), Keep("an admin, and when they set it")),
    }

    def __str__(self) -> str:
        return "public figures"
