"""Admins are told by mail, through a real server, that something needs a person; once, and nothing of it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from helpline.staff.models import Account, AuditEvent
from helpline.state import watching
from helpline.state.matters import Found, State
from helpline.state.models import MailNote, MatterState, MatterTold, NoMail
from helpline.state.watching import forget_told, watch_state
from tests.state.smtp import Kept, mail_server

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 5, 12, 0, tzinfo=UTC)


@pytest.fixture
def server(settings: Any) -> Iterator[Kept]:
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address[:2]
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.HELPLINE_MAIL_FROM = "helpline@line.example"
        settings.HELPLINE_ORIGINS = ["https://line.example"]
        yield server


@pytest.fixture
def ann(admin: Account) -> Account:
    admin.email = "ann@charity.example"
    admin.save()
    return admin


@pytest.fixture
def stands(monkeypatch: pytest.MonkeyPatch) -> dict[str, Found]:
    """How the matters stand: all well, until a test says otherwise."""
    found: dict[str, Found] = {}
    monkeypatch.setattr(
        watching, "look_at", lambda code, *, now: found.get(code, Found(State.WELL, "7 are well."))
    )
    return found


NEEDS = Found(State.NEEDS_A_PERSON, "There are 31 of them, and 5 GB.")


def minutes(number: int) -> datetime:
    return NOON + timedelta(minutes=number)


def test_a_matter_that_lasts_is_told_once_on_a_day_and_once_when_it_is_well_again(
    server: Kept, ann: Account, stands: dict[str, Found]
) -> None:
    stands["backups"] = NEEDS
    assert [watch_state(now=minutes(at)) for at in (0, 5, 10, 15, 60)] == [0, 0, 1, 0, 0]
    ((to, text),) = server.mails
    assert to == "ann@charity.example"
    assert "Subject: Your helpline needs a person" in text
    assert "- Backups are taken" in text
    assert "https://line.example/supervision/state/" in text

    assert watch_state(now=minutes(24 * 60)) == 1, "the next day it is told again"
    del stands["backups"]
    assert [watch_state(now=minutes(24 * 60 + at)) for at in (5, 10, 15, 20, 300)] == [0, 0, 1, 0, 0]
    assert "Subject: Your helpline: well again" in server.mails[-1][1]
    assert "- Backups are taken" in server.mails[-1][1]
    assert len(server.mails) == 3
    told = AuditEvent.objects.filter(event__in=("service.told", "service.well_told")).order_by("id")
    assert [line.detail for line in told] == [{"account": ann.pk, "what": ["backups"]}] * 3


def test_no_figure_and_nothing_of_what_was_found_is_in_a_mail(
    server: Kept, ann: Account, stands: dict[str, Found]
) -> None:
    stands["disk"] = stands["directory"] = NEEDS
    watch_state(now=NOON)
    watch_state(now=minutes(10))

    ((_, text),) = server.mails
    body = text.partition("\n\n")[2]
    assert "- Room on the disk\n- Services are checked in time" in body
    assert not any(letter.isdigit() for letter in body)
    assert "GB" not in body


def test_what_passes_by_itself_wakes_nobody(server: Kept, ann: Account, stands: dict[str, Found]) -> None:
    stands["disk"] = NEEDS
    watch_state(now=NOON)
    del stands["disk"]
    for at in (5, 10, 30):
        watch_state(now=minutes(at))

    assert server.mails == []
    assert MatterState.objects.get(code="disk").since == minutes(5)


def test_who_switched_it_off_or_has_no_address_or_is_no_admin_is_not_told(
    server: Kept, ann: Account, supervisor: Account, stands: dict[str, Found]
) -> None:
    supervisor.email = "sue@charity.example"
    supervisor.save()
    NoMail.objects.create(account=ann)
    stands["disk"] = NEEDS

    assert [watch_state(now=minutes(at)) for at in (0, 10)] == [0, 0]
    NoMail.objects.all().delete()
    assert watch_state(now=minutes(15)) == 1
    assert [to for to, _ in server.mails] == ["ann@charity.example"]


def test_a_mail_that_was_not_taken_is_noted_by_its_error_and_tried_again_later(
    server: Kept, ann: Account, stands: dict[str, Found], caplog: pytest.LogCaptureFixture
) -> None:
    stands["disk"] = NEEDS
    watch_state(now=NOON)
    server.refuses = True

    assert watch_state(now=minutes(10)) == 0
    assert MailNote.objects.get().why == "SMTPRecipientsRefused"
    assert "ann@charity" not in caplog.text
    assert not MatterTold.objects.exists()

    server.refuses = False
    assert [watch_state(now=minutes(at)) for at in (15, 25)] == [0, 1]
    note = MailNote.objects.get()
    assert (note.why, note.sent_at) == ("", minutes(25))


def test_who_was_told_is_forgotten_after_a_month(ann: Account) -> None:
    MatterTold.objects.create(account=ann, code="disk", day=NOON.date())

    assert forget_told(now=NOON + timedelta(days=30)) == 0
    assert forget_told(now=NOON + timedelta(days=32)) == 1
