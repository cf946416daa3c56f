"""The second factor: asked of every role in a service, of nobody in the demo, and kept sealed."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from helpline.kernel import keyring
from helpline.staff.links import ENROL_WITHIN
from helpline.staff.models import Account, AuditEvent
from helpline.staff.roles import Role
from tests.chat.acts import BOTH
from tests.staff.codes import (
    PASSWORD,
    SECOND,
    SECRET,
    SIGN_IN,
    code_of,
    is_in,
    recovery_codes,
    sign_in,
    with_app,
)

pytestmark = pytest.mark.django_db(databases=BOTH)
FIRST_PAGE = {
    Role.HANDLER: "/console/",
    Role.SUPERVISOR: "/console/",
    Role.ANALYST: "/supervision/",
    Role.ADMIN: "/supervision/staff/",
}


@pytest.fixture
def service(settings: Any) -> None:
    settings.HELPLINE_SECOND_FACTOR = True


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


@pytest.mark.parametrize("asked", [False, True], ids=["demo", "service"])
@pytest.mark.parametrize("role", list(Role))
def test_every_role_needs_a_second_factor_in_a_service_and_none_in_the_demo(
    role: Role, asked: bool, settings: Any, make_account: Callable[..., Account]
) -> None:
    settings.HELPLINE_SECOND_FACTOR = asked

    client = sign_in(make_account(role))
    page, api = client.get(FIRST_PAGE[role]), client.get("/console/api/replies/")

    if asked:
        assert (page.status_code, page.headers["Location"]) == (302, "/accounts/")
        assert (api.status_code, api.json()["error"]["code"]) == (403, "staff.second_factor")
        assert client.post("/supervision/staff/add/", {}).headers["Location"] == "/accounts/"
        assert client.get("/accounts/").status_code == 200
    else:
        assert "/accounts/" not in page.headers.get("Location", "")
        assert api.json().get("error", {}).get("code") != "staff.second_factor"


@pytest.mark.parametrize("role", list(Role))
def test_a_code_of_the_app_lets_every_role_in(
    role: Role, service: None, make_account: Callable[..., Account]
) -> None:
    account = with_app(make_account(role))

    first = sign_in(account)
    assert not is_in(first)
    assert first.get(FIRST_PAGE[role]).headers["Location"].startswith("/accounts/login/")
    first.post(SECOND, {"code": code_of()})

    assert is_in(first)
    assert first.get(FIRST_PAGE[role]).headers.get("Location") != "/accounts/"


def test_enrolment_is_open_for_a_while_after_a_link_and_not_before(
    service: None, handler: Account, clock: time_machine.Traveller
) -> None:
    client = sign_in(handler)
    assert "can be set up with a link only" in client.get("/accounts/").content.decode()
    assert client.get("/accounts/app/add/").headers["Location"] == "/accounts/"

    handler.may_enrol_until = timezone.now() + ENROL_WITHIN
    handler.save()
    assert client.get("/accounts/app/add/").status_code == 200

    clock.shift(ENROL_WITHIN)
    again = sign_in(handler)
    assert again.get("/accounts/app/add/").headers["Location"] == "/accounts/"


def enrol(client: Client) -> str:
    page = client.get("/accounts/app/add/").content.decode()
    secret = page.split('class="totp-key">')[1].split("<")[0].replace(" ", "")
    client.post("/accounts/app/add/", {"code": code_of(secret)})
    return secret


# allauth tells of a new app once it is committed.
@pytest.mark.django_db(transaction=True, databases=BOTH)
def test_whoever_enrols_goes_on_at_once_and_sees_the_recovery_codes_once(
    service: None, handler: Account
) -> None:
    handler.may_enrol_until = timezone.now() + ENROL_WITHIN
    handler.save()
    client = sign_in(handler)

    secret = enrol(client)

    assert client.get("/console/").status_code == 200
    codes = recovery_codes(handler)
    shown, again = (client.get("/accounts/codes/").content.decode() for _ in range(2))
    assert len(codes) == 10
    assert all(code in shown for code in codes)
    assert not any(code in again for code in codes)
    bookmark = "From tomorrow you sign in at <strong><code>http://testserver/console/</code></strong>."
    assert (bookmark in shown, bookmark in again) == (True, False)
    assert is_in(sign_in(handler, code=code_of(secret, steps=1)))
    changes = AuditEvent.objects.exclude(event="sign_in.begun")
    assert [line.event for line in changes] == ["sign_in.totp_added"]


def test_the_square_is_a_picture_of_its_own_and_shows_what_the_key_says(handler: Account) -> None:
    client = sign_in(handler)
    assert client.get("/accounts/app/add/picture.svg").status_code == 404

    client.get("/accounts/app/add/")
    picture = client.get("/accounts/app/add/picture.svg")

    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert picture.headers["Cache-Control"] == "no-store"
    assert b"<path" in picture.content


def test_neither_the_database_nor_the_session_holds_a_secret_in_clear(handler: Account) -> None:
    client = sign_in(handler)
    page = client.get("/accounts/app/add/").content.decode()
    secret = page.split('class="totp-key">')[1].split("<")[0].replace(" ", "")
    assert len(secret) == 32
    assert secret not in str(dict(client.session.items()))

    client.post("/accounts/app/add/", {"code": code_of(secret)})

    rows = {row.type: row.data for row in Authenticator.objects.all()}
    assert set(rows) == {"totp", "recovery_codes"}
    assert secret not in str(rows)
    # A seed in clear is 80 hexadecimal digits.
    assert len(rows["recovery_codes"]["seed"]) > 100


def test_a_code_of_the_app_works_once_in_all_the_time_in_which_it_fits(
    service: None, handler: Account, clock: time_machine.Traveller
) -> None:
    with_app(handler)
    code = code_of(steps=1)

    assert is_in(sign_in(handler, code=code))
    for _ in range(2):
        assert not is_in(sign_in(handler, code=code))
        clock.shift(29)
    assert is_in(sign_in(handler, code=code_of()))


def test_a_recovery_code_works_once_and_its_person_is_told(service: None, handler: Account) -> None:
    with_app(handler)
    code = recovery_codes(handler)[0]

    client = sign_in(handler, code=code)
    assert "A recovery code was used to sign in as you." in client.get("/accounts/").content.decode()
    assert "9 recovery codes left" in client.get("/accounts/").content.decode()
    assert not is_in(sign_in(handler, code=code))
    assert AuditEvent.objects.filter(event="sign_in.code_used").count() == 1


def test_the_last_second_factor_stays_in_a_service(service: None, handler: Account) -> None:
    with_app(handler)
    client = sign_in(handler, code=code_of())

    page = client.post("/accounts/app/remove/").content.decode()

    assert "This is your only second factor." in page
    assert Authenticator.objects.filter(type="totp").exists()


def test_in_the_demo_a_second_factor_can_be_tried_and_removed(handler: Account) -> None:
    client = sign_in(handler)
    secret = enrol(client)
    assert not is_in(sign_in(handler))
    again = sign_in(handler, code=code_of(secret, steps=1))

    again.post("/accounts/app/remove/")

    assert not Authenticator.objects.exists()
    assert is_in(sign_in(handler))


# allauth tells of a new app once it is committed.
@pytest.mark.django_db(transaction=True, databases=BOTH)
def test_the_first_admin_comes_in_by_the_command(service: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("invite_admin", "ada")
    secret = capsys.readouterr().out.strip().partition("#")[2]
    client = Client()

    asked = client.post("/accounts/link/", {"link": secret}).content.decode()
    assert "You sign in as <strong>ada</strong>" in asked
    chosen = {"link": secret, "password": PASSWORD, "again": PASSWORD}
    assert client.post("/accounts/link/", chosen).headers["Location"] == "/accounts/"
    assert client.get("/supervision/staff/").headers["Location"] == "/accounts/"
    enrol(client)

    assert client.get("/supervision/staff/").status_code == 200
    assert Account.objects.get().role == "admin"


def test_a_sign_in_without_the_factor_ends_when_a_demo_setting_becomes_a_services(
    settings: Any, handler: Account
) -> None:
    client = sign_in(handler)
    with_app(handler)
    settings.HELPLINE_SECOND_FACTOR = True

    assert client.get("/console/").headers["Location"] == f"{SIGN_IN}?next=/console/"
    assert SECRET not in str(client.session.items())


@pytest.mark.parametrize("path", ["/figures/reports/", "/figures/overview/", "/help/"])
def test_figures_and_the_handbook_ask_for_the_factor_as_every_page_does(
    settings: Any, supervisor: Account, path: str
) -> None:
    client = sign_in(supervisor)
    with_app(supervisor)
    settings.HELPLINE_SECOND_FACTOR = True

    assert client.get(path).headers["Location"] == f"{SIGN_IN}?next={path}"


def test_a_key_store_that_dies_with_the_process_leaves_the_way_in(
    settings: Any, handler: Account, service: None
) -> None:
    settings.HELPLINE_KEK = "memory"
    keyring.forget_ring()
    with_app(handler)

    keyring.forget_ring()

    assert is_in(sign_in(handler, code=code_of()))
