"""Telling staff by mail that a report is ready: that it is, and where; no name, no period, no figure."""

import logging
import smtplib
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from helpline.staff.access import may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission
from helpline.state.mail_notes import note_failed, note_sent
from helpline.statistics.models import KeptReport, ReportNotice, ReportRecipient, ReportTemplate

logger = logging.getLogger(__name__)

TRIED_FOR = timedelta(days=3)
AGAIN_AFTER = timedelta(minutes=15)
SUBJECT = "A report is ready"
TEXT = """A report is ready. Sign in to read it:

{address}

There is no figure in this mail. You get it because a saved template of reports names you.
"""


def is_set_up() -> bool:
    """Tell whether this service can send mail at all."""
    return bool(settings.HELPLINE_MAIL_FROM and _base()) and not settings.EMAIL_BACKEND.endswith(
        "dummy.EmailBackend"
    )


def may_be_told() -> list[Account]:
    """Return who can be named: those who make reports and have an address."""
    accounts = Account.objects.filter(is_active=True).exclude(email="").order_by("username")
    return [account for account in accounts if may(account, Permission.MAKE_REPORTS)]


def told_by(template: ReportTemplate) -> list[int]:
    """Return the ids of those whom a template names."""
    rows = ReportRecipient.objects.filter(template=template).order_by("account__username")
    return list(rows.values_list("account", flat=True))


def name_recipients(template: ReportTemplate, accounts: list[int]) -> None:
    """Have these told of a template's reports from now on, and nobody else; call it in its transaction."""
    ReportRecipient.objects.filter(template=template).exclude(account__in=accounts).delete()
    known = {account.pk for account in may_be_told()}
    ReportRecipient.objects.bulk_create(
        [ReportRecipient(template=template, account_id=pk) for pk in accounts if pk in known],
        ignore_conflicts=True,
    )


def note_whom_to_tell(report: KeptReport, template: ReportTemplate) -> None:
    """Note whom to tell of a report; call it in the transaction that keeps it."""
    ReportNotice.objects.bulk_create([ReportNotice(report=report, account_id=pk) for pk in told_by(template)])


def tell_of_reports(*, now: datetime) -> int:
    """Send each mail that is due, once; return how many were sent.

    What fails is tried again for three days.
    """
    if not is_set_up():
        return 0
    waiting = ReportNotice.objects.filter(sent_at=None, report__made_at__gt=now - TRIED_FOR)
    waiting = waiting.exclude(tried_at__gt=now - AGAIN_AFTER).select_related("account")
    return sum(_told(notice, now) for notice in waiting)


def _told(notice: ReportNotice, now: datetime) -> bool:
    account = notice.account
    if not (account.is_active and account.email and may(account, Permission.MAKE_REPORTS)):
        notice.delete()
        return False
    # Before it is sent: a process that ends meanwhile sends no second one at once.
    ReportNotice.objects.filter(pk=notice.pk).update(tried_at=now)
    address = f"{_base()}/figures/reports/kept/{notice.report_id}/"
    mail = EmailMessage(SUBJECT, TEXT.format(address=address), settings.HELPLINE_MAIL_FROM, [account.email])
    try:
        mail.send()
    except (OSError, smtplib.SMTPException) as error:
        # Without its words: an address may stand in them.
        logger.warning("a mail of a report was not sent: %s", type(error).__name__)
        note_failed(error, now=now)
        return False
    with transaction.atomic():
        note_sent(now=now)
        ReportNotice.objects.filter(pk=notice.pk).update(sent_at=now)
        record(event="report.told", by=None, subject=notice.report_id, detail={"account": account.pk})
    return True


def _base() -> str:
    """Return the service's own address, as browsers name it."""
    return next((origin for origin in settings.HELPLINE_ORIGINS if "://" in origin), "")
