"""The page of the state, and what an admin does there."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from helpline.staff.models import Account, AuditEvent
from helpline.state.looking import SUPERVISORS_MEND
from helpline.state.matters import MATTERS
from helpline.state.models import NoMail, RestoreTried
from helpline.state.watching import watch_state
from tests.state.smtp import Kept, mail_server

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PAGE = "/supervision/state/"


@pytest.fixture
def client(signed_in: Callable[[Account], Client], admin: Account) -> Client:
    return signed_in(admin)


@pytest.fixture
def server(settings: Any) -> Iterator[Kept]:
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address[:2]
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.HELPLINE_MAIL_FROM = "helpline@line.example"
        settings.HELPLINE_ORIGINS = ["https://line.example"]
        yield server


def test_every_matter_stands_there_in_words_with_a_way_to_mend_what_is_not_well(client: Client) -> None:
    page = client.get(PAGE).content.decode()

    for matter in MATTERS:
        assert f"<h3>{matter.title}</h3>" in page
    assert "Needs a person" in page
    assert f"/help/administrator/state-of-the-service/#{MATTERS[1].anchor}" in page
    assert "docs/operations/alerts/timers-idle.md" in page


def test_what_only_a_supervisor_can_mend_leads_the_admin_to_no_page(client: Client) -> None:
    page = client.get(PAGE).content.decode()

    assert SUPERVISORS_MEND in page
    assert 'Go there<span class="visually-hidden">: Content is signed off' not in page


def test_with_records_missing_too_the_admin_is_led_to_them(client: Client, settings: Any) -> None:
    settings.HELPLINE_ASKS_SIGN_OFFS = True
    page = client.get(PAGE).content.decode()

    assert "Record what is missing before opening. The script only a supervisor can mend." in page
    assert 'Go there<span class="visually-hidden">: Content is signed off' in page


def test_since_when_is_what_the_timers_noted(client: Client, settings: Any) -> None:
    from django.utils import timezone

    assert "So since" not in client.get(PAGE).content.decode()
    watch_state(now=timezone.now())
    assert "So since" in client.get(PAGE).content.decode()


def test_a_test_mail_goes_to_oneself_alone(client: Client, admin: Account, server: Kept) -> None:
    refused = client.post(f"{PAGE}test-mail/")
    assert refused.status_code == 409
    assert "Say first to which address of yours. Nothing was sent." in refused.content.decode()

    client.post(f"{PAGE}mail/", {"address": "ann@charity.example", "wanted": "on"})
    client.post(f"{PAGE}test-mail/", {"address": "somebody@else.example"})

    assert [to for to, _ in server.mails] == ["ann@charity.example"]
    assert "A test mail of your helpline" in server.mails[0][1]
    assert "The last one went on" in client.get(PAGE).content.decode()
    server.refuses = True
    failed = client.post(f"{PAGE}test-mail/")
    assert failed.status_code == 409
    assert "The mail server did not take it, so nothing was sent." in failed.content.decode()
    assert AuditEvent.objects.filter(event="service.test_mail").count() == 1


def test_without_a_mail_server_the_page_says_so(client: Client) -> None:
    refused = client.post(f"{PAGE}test-mail/").content.decode()

    assert (
        "No mail server is set up, so nothing was sent. Ask whoever runs the machine to set one up."
        in refused
    )


def test_the_choice_not_to_be_told(client: Client, admin: Account) -> None:
    client.post(f"{PAGE}mail/", {"address": "ann@charity.example"})
    assert NoMail.objects.get().account == admin
    client.post(f"{PAGE}mail/", {"address": "ann@charity.example", "wanted": "on"})
    assert not NoMail.objects.exists()

    for wrong, says in (({"address": "ann"}, "Write it such as"), ({"wanted": "on"}, "Say to which address")):
        refused = client.post(f"{PAGE}mail/", wrong)
        assert refused.status_code in {400, 422}
        assert says in refused.content.decode()
    admin.refresh_from_db()
    assert admin.email == "ann@charity.example"


def test_a_restore_is_written_down_and_none_that_is_to_come(client: Client) -> None:
    for on in ("", "yesterday", "2999-01-01"):
        assert client.post(f"{PAGE}restore/", {"on": on}).status_code in {400, 422}
    assert not RestoreTried.objects.exists()

    client.post(f"{PAGE}restore/", {"on": "2026-01-02"})

    assert RestoreTried.objects.get().on.isoformat() == "2026-01-02"
