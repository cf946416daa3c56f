"""Telling staff by mail that a report is ready, and where: once each, in the audit, and never a figure."""

import smtplib
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client

from helpline.environment import EnvironmentMistake
from helpline.mailing import mail_settings
from helpline.staff.models import Account, AuditEvent
from helpline.staff.roles import Role
from helpline.statistics.models import KeptReport, ReportNotice, ReportRecipient, ReportTemplate
from helpline.statistics.reports.keeping import make_due_reports
from helpline.statistics.reports.telling import SUBJECT, may_be_told, tell_of_reports
from tests.statistics.test_report_templates import ADD, LIST, sent

NOON = datetime(2026, 11, 5, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_november() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def has_mail(settings: Any) -> None:
    settings.HELPLINE_MAIL_FROM = "figures@line.example"
    settings.HELPLINE_ORIGINS = ["https://line.example"]


@pytest.fixture
def eve(analyst: Account) -> Account:
    analyst.email = "eve@council.example"
    analyst.save()
    return analyst


@pytest.fixture
def made(eve: Account) -> KeptReport:
    """A report that is ready, of which eve is to be told."""
    template = ReportTemplate.objects.create(
        name="Council of Leeds", blocks=["channel"], kind="month", language="en", due_day=5,
        since=date(2026, 10, 20), changed_at=NOON,
    )  # fmt: skip
    ReportRecipient.objects.create(template=template, account=eve)
    assert make_due_reports(now=NOON, services=dict) == 1
    return KeptReport.objects.get()


@pytest.mark.django_db
@pytest.mark.usefixtures("has_mail")
def test_each_is_told_once_that_a_report_is_ready_and_where(made: KeptReport, eve: Account) -> None:
    assert [tell_of_reports(now=NOON), tell_of_reports(now=NOON)] == [1, 0]

    (message,) = mail.outbox
    address = f"https://line.example/figures/reports/kept/{made.pk}/"
    assert (message.subject, message.to, message.from_email) == (SUBJECT, [eve.email], "figures@line.example")
    assert address in message.body
    # No name of the report, no period, no figure: whoever reads along learns that there are reports.
    said = message.body.replace(address, "")
    assert not any(letter.isdigit() for letter in said)
    assert "Leeds" not in said + message.subject
    assert "October" not in said
    line = AuditEvent.objects.get(event="report.told")
    assert (line.actor, line.subject, line.detail) == ("system", str(made.pk), {"account": eve.pk})


@pytest.mark.django_db
def test_nobody_is_told_where_mail_is_not_set_up_and_the_pages_say_so(
    made: KeptReport, eve: Account, signed_in: Callable[[Account], Client]
) -> None:
    assert tell_of_reports(now=NOON) == 0
    assert mail.outbox == []

    client = signed_in(eve)
    assert "mail is not set up" in client.get(LIST).content.decode()
    assert "Mail is not set up in this service" in client.get(ADD).content.decode()


@pytest.mark.django_db
@pytest.mark.usefixtures("has_mail")
def test_what_fails_is_tried_again_and_given_up_after_three_days(
    made: KeptReport, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refused(self: EmailMessage, fail_silently: bool = False) -> int:
        raise smtplib.SMTPRecipientsRefused({"eve@council.example": (550, b"no such person")})

    with monkeypatch.context() as patched:
        patched.setattr(EmailMessage, "send", refused)
        assert tell_of_reports(now=NOON) == 0
    assert "eve@" not in caplog.text
    assert not AuditEvent.objects.filter(event="report.told").exists()
    # Not at every round of the timers.
    assert tell_of_reports(now=NOON + timedelta(minutes=14)) == 0
    assert tell_of_reports(now=NOON + timedelta(days=4)) == 0
    assert tell_of_reports(now=NOON + timedelta(minutes=15)) == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("has_mail")
@pytest.mark.parametrize("change", [{"is_active": False}, {"role": Role.HANDLER}, {"email": ""}])
def test_whoever_left_or_makes_no_reports_any_more_is_told_nothing(
    made: KeptReport, eve: Account, change: dict[str, Any]
) -> None:
    Account.objects.filter(pk=eve.pk).update(**change)

    assert tell_of_reports(now=NOON) == 0
    assert not ReportNotice.objects.exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("has_mail")
def test_a_template_names_those_who_may_make_reports_and_have_an_address(
    eve: Account, supervisor: Account, handler: Account, signed_in: Callable[[Account], Client]
) -> None:
    Account.objects.filter(pk=handler.pk).update(email="han@line.example")
    assert may_be_told() == [eve]
    client = signed_in(eve)

    for pk in (handler.pk, supervisor.pk):
        assert client.post(ADD, sent(told=[str(pk)])).status_code == 400
    assert client.post(ADD, sent(told=[str(eve.pk)]))["Location"] == LIST
    template = ReportTemplate.objects.get()
    assert [row.account for row in template.recipients.all()] == [eve]
    assert "1 told by mail" in " ".join(client.get(LIST).content.decode().split())
    assert (
        "checked"
        in client.get(f"/figures/reports/templates/{template.pk}/")
        .content.decode()
        .partition('name="told"')[2]
        .partition(">")[0]
    )

    # One that is not made by itself tells nobody.
    client.post(f"/figures/reports/templates/{template.pk}/", sent(told=[str(eve.pk)], due_day=""))
    assert not template.recipients.exists()
    saved = AuditEvent.objects.filter(event="report.template_saved").order_by("pk")
    assert [line.detail["told"] for line in saved] == [[eve.pk], []]


@pytest.mark.parametrize(
    ("address", "host", "port", "at_once"),
    [
        ("smtp://name:p%40ss@mail.example", "mail.example", 587, False),
        ("smtps://name:p%40ss@mail.example:4650", "mail.example", 4650, True),
    ],
)
def test_mail_goes_encrypted_or_not_at_all(address: str, host: str, port: int, at_once: bool) -> None:
    found = mail_settings(address)

    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_HOST_PASSWORD"]) == (host, port, "p@ss")
    assert (found["EMAIL_USE_SSL"], found["EMAIL_USE_TLS"]) == (at_once, not at_once)


@pytest.mark.parametrize("address", ["http://mail.example", "mail.example", "smtp://", "smtp://a:b@c:port"])
def test_an_address_that_cannot_be_is_told_without_what_stands_in_it(
    address: str,
) -> None:
    with pytest.raises(EnvironmentMistake) as told:
        mail_settings(address)
    assert address not in str(told.value)


def test_without_an_address_nothing_is_sent() -> None:
    assert mail_settings("")["EMAIL_BACKEND"].endswith("dummy.EmailBackend")
