"""How long a sign-in lasts, with and without use, over sockets too; and how it ends everywhere."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from helpline.staff.access import still_allowed
from helpline.staff.models import Account, AuditEvent, SignInNotice
from helpline.staff.roles import Permission
from helpline.staff.sessions import note_socket_use, sign_ins
from helpline.staff.sign_in_notices import KEPT, forget_notices, note
from tests.chat.acts import BOTH
from tests.staff.codes import PASSWORD, SIGN_IN, is_in, sign_in

pytestmark = pytest.mark.django_db(databases=BOTH)
IDLE = timedelta(minutes=30)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


def stands(client: Client, account: Account, *, idle: bool = True) -> bool:
    key = client.session.session_key
    return still_allowed(account.pk, key, Permission.TAKE_CONTACTS, idle=idle) is not None


def test_thirty_minutes_without_use_end_a_sign_in(handler: Account, clock: time_machine.Traveller) -> None:
    client = sign_in(handler)

    clock.shift(IDLE - SECOND)
    assert client.get("/console/").status_code == 200
    clock.shift(IDLE - SECOND)
    assert client.get("/console/api/replies/").status_code == 200
    clock.shift(IDLE)

    assert not stands(client, handler)
    assert client.get("/console/").status_code == 302
    assert not is_in(client)
    assert "nothing was done here for long" in client.get(SIGN_IN).content.decode()


def test_twelve_hours_end_it_whatever_is_done(handler: Account, clock: time_machine.Traveller) -> None:
    client = sign_in(handler)

    for _ in range(12 * 3 - 1):
        clock.shift(timedelta(minutes=20))
        assert client.get("/console/").status_code == 200
    clock.shift(timedelta(minutes=20))

    assert client.get("/console/").status_code == 302


def test_whether_one_is_still_signed_in_is_asked_without_being_a_use(
    handler: Account, clock: time_machine.Traveller
) -> None:
    client = sign_in(handler)

    clock.shift(IDLE - SECOND)
    assert client.head("/console/").status_code == 405
    clock.shift(SECOND)

    assert client.head("/console/").status_code == 302


def test_who_only_writes_over_a_socket_stays_and_loses_nothing_else(
    handler: Account, clock: time_machine.Traveller
) -> None:
    client = sign_in(handler)
    for _ in range(3):
        clock.shift(IDLE - SECOND)
        note_socket_use(client.session.session_key, handler)
        assert stands(client, handler)
    assert client.get("/console/").status_code == 200

    clock.shift(IDLE)
    note_socket_use(client.session.session_key, handler)

    assert not stands(client, handler)
    assert stands(client, handler, idle=False)


def test_the_page_lists_sign_ins_and_ends_the_others(handler: Account, supervisor: Account) -> None:
    here, elsewhere, other = sign_in(handler), sign_in(handler), sign_in(supervisor)
    page = here.get("/accounts/").content.decode()
    assert page.count("Since ") == 2
    assert page.count("this one") == 1
    assert "127.0.0.1" not in page

    here.post("/accounts/sign-out-elsewhere/")

    assert stands(here, handler)
    assert stands(other, supervisor)
    assert not stands(elsewhere, handler)
    assert elsewhere.get("/console/").status_code == 302
    assert [each.key for each in sign_ins(handler)] == [here.session.session_key]
    assert AuditEvent.objects.get(event="sign_in.ended_elsewhere").detail == {"ended": 1}


def test_one_is_told_when_one_was_here_last_and_who_failed_since(
    handler: Account, clock: time_machine.Traveller
) -> None:
    first = sign_in(handler)
    assert "Last here" not in first.get("/console/").content.decode()
    clock.shift(timedelta(days=1))
    for _ in range(3):
        Client().post(SIGN_IN, {"login": "HANDLER1", "password": "a guess"})

    client = Client()
    sent = {"login": "handler1", "password": PASSWORD, "next": "/console/corrections/"}
    answer = client.post(SIGN_IN, sent)

    assert answer.headers["Location"] == "/accounts/?next=%2Fconsole%2Fcorrections%2F"
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Before this you signed in on " in page
    assert "3 attempts to sign in as you failed." in page
    assert 'href="/console/corrections/">Go on' in page
    again = Client()
    assert again.post(SIGN_IN, sent).headers["Location"] == "/console/corrections/"
    assert "Last here" in again.get("/console/").content.decode()


def test_a_changed_password_is_told_at_the_next_sign_in_and_ends_the_others(handler: Account) -> None:
    here, elsewhere = sign_in(handler), sign_in(handler)
    new = "a new one nobody knows"
    sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}

    answer = here.post("/accounts/password/change/", sent)

    assert answer.headers["Location"] == "/accounts/"
    assert stands(here, Account.objects.get(pk=handler.pk))
    assert not stands(elsewhere, Account.objects.get(pk=handler.pk))
    client = Client()
    client.post(SIGN_IN, {"login": "handler1", "password": new})
    assert "Your password was changed." in client.get("/accounts/").content.decode()
    changes = AuditEvent.objects.exclude(event="sign_in.begun")
    assert [line.event for line in changes] == ["sign_in.password_changed"]


def test_what_happened_is_forgotten_after_ninety_days(
    handler: Account, clock: time_machine.Traveller
) -> None:
    note(account=handler, code="code_used")
    assert forget_notices(now=timezone.now() + KEPT) == 0
    assert forget_notices(now=timezone.now() + KEPT + SECOND) == 1
    assert not SignInNotice.objects.exists()
