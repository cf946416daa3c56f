"""Making the reports that are due, once each, and keeping them as they were published."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from helpline.kernel.errors import HelplineError
from helpline.statistics.bands import LONDON
from helpline.statistics.dashboard.texts import texts_for
from helpline.statistics.models import KeptReport, ReportTemplate
from helpline.statistics.query_log import write_down_overview
from helpline.statistics.questions import Period
from helpline.statistics.reports.report import report_of
from helpline.statistics.reports.scheduling import due
from helpline.statistics.reports.telling import note_whom_to_tell
from helpline.statistics.reports.writing import as_bytes, as_html

KEPT_YEARS = 7
NEW_FOR = timedelta(days=7)


def make_due_reports(*, now: datetime, services: Callable[[], Mapping[str, str]]) -> int:
    """Make each report that is due and not made yet; return how many.

    One whose last contact may still be corrected waits for the next round.
    """
    today = now.astimezone(LONDON).date()
    made = 0
    for template in ReportTemplate.objects.filter(due_day__isnull=False, since__isnull=False):
        assert template.due_day is not None
        assert template.since is not None
        known = set(template.kept.values_list("period", flat=True))
        for period in due(template.kind, template.due_day, since=template.since, today=today):  # type: ignore[arg-type]
            if period.code not in known:
                made += _made(template, period, services(), now)
    return made


def _made(template: ReportTemplate, period: Period, services: Mapping[str, str], now: datetime) -> bool:
    t = texts_for(template.language)
    today = now.astimezone(LONDON).date()
    try:
        report = report_of(period, keys=template.blocks, t=t, services=services, today=today)
    except HelplineError:
        # Not closed yet, or a part of it does not exist any more: no other report waits for it.
        return False
    kept = KeptReport(
        template=template, name=template.name, period=period.code, language=t.language, made_at=now,
        page=as_html(report), csv=as_bytes(report, "csv"), ods=as_bytes(report, "ods"),
    )  # fmt: skip
    try:
        with transaction.atomic():
            kept.save(force_insert=True)
            note_whom_to_tell(kept, template)
            write_down_overview(period, what=f"report of template {template.pk}", policy="release", by=None)
    except IntegrityError:
        # Another process made it meanwhile, or the template was just deleted.
        return False
    return True


def new_reports(*, now: datetime) -> list[KeptReport]:
    """Return the reports of the last days, the newest first, without their contents."""
    lately = KeptReport.objects.filter(made_at__gt=now - NEW_FOR)
    return list(lately.only("name", "period", "made_at").order_by("-made_at", "-pk"))


def forget_kept_reports(*, now: datetime) -> int:
    """Delete reports that were made KEPT_YEARS ago; return how many."""
    return KeptReport.objects.filter(made_at__lt=now - timedelta(days=365 * KEPT_YEARS + 2)).delete()[0]
