"""Sign-ins, failed ones and refusals are recorded: for staff, without a typed name and without an address."""

import json
import logging

import pytest
from django.test import Client

from helpline.kernel.logs import safe_record
from helpline.staff.models import Account, AuditEvent
from tests.chat.acts import BOTH
from tests.staff.codes import PASSWORD, SECOND, SIGN_IN, code_of, is_in, recovery_codes, sign_in, with_app

pytestmark = pytest.mark.django_db(databases=BOTH)
TYPED, ADDRESS = "Ermintrude", "192.0.2.66"


def recorded() -> list[tuple[str, str, str, object]]:
    rows = AuditEvent.objects.order_by("pk")
    return [(row.event, row.actor, row.subject, row.detail) for row in rows]


def logged(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [safe_record(record).getMessage() for record in caplog.records if "helpline" in record.name]


def fails(username: str, *, times: int = 1) -> None:
    for number in range(times):
        # Each from elsewhere: no limit of one network hides one of them.
        Client(REMOTE_ADDR=f"203.0.113.{number}").post(SIGN_IN, {"login": username, "password": "a guess"})


def test_a_sign_in_is_a_line_with_what_was_shown(handler: Account, admin: Account) -> None:
    sign_in(handler)
    with_app(admin)
    sign_in(admin, code=code_of())
    codes = recovery_codes(admin)
    sign_in(admin, code=codes[0])

    assert recorded() == [
        ("sign_in.begun", "handler1", "handler1", {"with": ["password"]}),
        ("sign_in.begun", "admin1", "admin1", {"with": ["password", "totp"]}),
        ("sign_in.code_used", "admin1", "admin1", {}),
        ("sign_in.begun", "admin1", "admin1", {"with": ["password", "recovery_codes"]}),
    ]


def test_a_password_alone_is_no_sign_in_where_a_second_factor_is_asked_for(admin: Account) -> None:
    client = sign_in(with_app(admin))
    assert not is_in(client)
    client.post(SECOND, {"code": "000000"})

    assert recorded() == [("sign_in.failed", "system", "admin1", {"failed": 1})]


def test_failed_ones_are_lines_that_grow_fewer_until_the_person_comes(handler: Account) -> None:
    fails("HANDLER1", times=26)
    sign_in(handler)
    fails("handler1")

    assert recorded() == [
        *[("sign_in.failed", "system", "handler1", {"failed": number}) for number in (1, 5, 25)],
        ("sign_in.begun", "handler1", "handler1", {"with": ["password"]}),
        ("sign_in.failed", "system", "handler1", {"failed": 1}),
    ]


def test_neither_a_typed_name_nor_an_address_is_anywhere(
    handler: Account, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    for name in (TYPED, "handler1"):
        Client(REMOTE_ADDR=ADDRESS).post(SIGN_IN, {"login": name, "password": TYPED})

    lines = logged(caplog)
    assert lines == ["a sign-in failed: account.unknown", "a sign-in failed: account.known"]
    assert recorded() == [("sign_in.failed", "system", "handler1", {"failed": 1})]
    held = json.dumps([*lines, list(AuditEvent.objects.values())], default=str)
    assert [planted for planted in (TYPED, ADDRESS, PASSWORD) if planted in held] == []


def test_what_a_role_is_refused_is_logged_as_route_and_role(
    analyst: Account, handler: Account, caplog: pytest.LogCaptureFixture
) -> None:
    client, contact = Client(), "5f0c2c4e-8a57-4f0e-9a43-0d6f6ad1c001"
    client.force_login(analyst)
    for path in ("/supervision/audit/", "/console/api/directory/", f"/console/api/contacts/{contact}/"):
        assert client.get(path).status_code == 403
    client.force_login(handler)
    assert client.post("/supervision/staff/add/").status_code == 403
    # To somebody who is not signed in a page says to sign in, and nobody was refused anything.
    assert Client().get("/supervision/audit/").status_code == 302

    lines = logged(caplog)
    assert lines == [
        "403 GET supervision/audit/ analyst",
        "403 GET console/api/directory/ analyst",
        "403 GET console/api/contacts/<uuid:contact>/ analyst",
        "403 POST supervision/staff/add/ handler",
    ]
