"""Before an act of weight somebody shows again that it is still them; what was sent goes on by itself."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from helpline.staff.models import Account
from tests.chat.acts import BOTH
from tests.staff.codes import PASSWORD, code_of, sign_in, with_app

pytestmark = pytest.mark.django_db(databases=BOTH)
TEN = timedelta(minutes=10)
CONFIRM = "/console/api/confirm/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


def role_page(account: Account) -> str:
    return f"/supervision/staff/{account.pk}/role/"


def role_of(account: Account) -> str:
    return Account.objects.get(pk=account.pk).role


def test_within_ten_minutes_of_signing_in_nothing_is_asked(
    admin: Account, handler: Account, clock: time_machine.Traveller
) -> None:
    client = sign_in(admin)

    clock.shift(TEN - timedelta(seconds=1))
    client.post(role_page(handler), {"role": "supervisor"})

    assert role_of(handler) == "supervisor"


def test_later_the_question_carries_what_was_sent_and_nothing_is_done_before(
    admin: Account, handler: Account, clock: time_machine.Traveller
) -> None:
    client = sign_in(admin)
    clock.shift(TEN)

    page = client.post(role_page(handler), {"role": "supervisor"}, REMOTE_ADDR="192.0.2.9").content.decode()
    assert "Is it still you?" in page
    assert '<input type="hidden" name="role" value="supervisor">' in page
    assert role_of(handler) == "handler"
    held = str([row.get_decoded() for row in Session.objects.all()])
    assert "192.0.2.9" not in held
    assert "'role'" not in held

    wrong = client.post(role_page(handler), {"role": "supervisor", "confirm_password": "a guess"})
    assert (wrong.status_code, role_of(handler)) == (403, "handler")
    assert "Nothing was done yet" in wrong.content.decode()
    right = client.post(role_page(handler), {"role": "supervisor", "confirm_password": PASSWORD})

    assert right.status_code == 302
    assert role_of(handler) == "supervisor"


def test_a_code_confirms_as_well(admin: Account, handler: Account, clock: time_machine.Traveller) -> None:
    with_app(admin)
    client = sign_in(admin, code=code_of())
    clock.shift(TEN)

    client.post(role_page(handler), {"role": "analyst", "confirm_code": "000000"})
    assert role_of(handler) == "handler"
    client.post(role_page(handler), {"role": "analyst", "confirm_code": code_of()})

    assert role_of(handler) == "analyst"


@pytest.mark.parametrize("act", ["add/", "{pk}/deactivate/", "{pk}/reactivate/", "{pk}/password/"])
def test_every_act_on_accounts_asks(
    act: str, admin: Account, handler: Account, clock: time_machine.Traveller
) -> None:
    client = sign_in(admin)
    clock.shift(TEN)

    page = client.post("/supervision/staff/" + act.format(pk=handler.pk), {"username": "x", "role": "admin"})

    assert "Is it still you?" in page.content.decode()
    assert Account.objects.filter(is_active=True).count() == 2
    assert Account.objects.get(pk=handler.pk).has_usable_password()


def test_one_s_own_factors_are_changed_after_the_question_alone(
    handler: Account, clock: time_machine.Traveller
) -> None:
    client = sign_in(handler)
    clock.shift(TEN)

    asked = client.get("/accounts/app/add/", REMOTE_ADDR="192.0.2.9")
    assert asked.headers["Location"] == "/accounts/reauthenticate/?next=%2Faccounts%2Fapp%2Fadd%2F"
    answer = client.post(asked.headers["Location"], {"confirm_password": PASSWORD})

    assert answer.headers["Location"] == "/accounts/app/add/"
    assert client.get("/accounts/app/add/").status_code == 200
    assert "192.0.2.9" not in str([row.get_decoded() for row in Session.objects.all()])


@pytest.mark.parametrize(
    "wanted", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"]
)
def test_the_question_leads_to_pages_of_this_service_alone(wanted: str, handler: Account) -> None:
    client = sign_in(handler)

    answer = client.post("/accounts/reauthenticate/", {"next": wanted, "confirm_password": PASSWORD})

    assert answer.headers["Location"] == "/accounts/"


def test_a_script_is_refused_by_code_and_confirms_by_a_call_of_its_own(
    handler: Account, supervisor: Account, clock: time_machine.Traveller
) -> None:
    client = sign_in(handler)
    clock.shift(TEN)
    propose = "/console/api/contacts/00000000-0000-4000-8000-000000000000/confidence/"

    def sent(path: str, body: dict[str, str]) -> tuple[int, str]:
        answer = client.post(path, body, content_type="application/json")
        return answer.status_code, answer.json().get("error", {}).get("code", "")

    assert sent(propose, {"reason": "child"}) == (403, "staff.confirm_first")
    assert sent(CONFIRM, {"password": "a guess"}) == (403, "staff.not_confirmed")
    assert sent(CONFIRM, {"code": "000000"}) == (403, "staff.not_confirmed")
    assert sent(CONFIRM, {"password": PASSWORD}) == (200, "")
    assert sent(propose, {"reason": "child"})[1] != "staff.confirm_first"


@pytest.mark.parametrize(("reason", "asked"), [("life", False), ("child", True), ("harm", True)])
def test_a_life_in_danger_waits_for_no_password(
    reason: str, asked: bool, handler: Account, clock: time_machine.Traveller
) -> None:
    client = sign_in(handler)
    clock.shift(TEN)
    contact = "00000000-0000-4000-8000-000000000000"

    call = client.post(
        f"/console/api/contacts/{contact}/confidence/", {"reason": reason}, content_type="application/json"
    )
    page = client.post(f"/supervision/safeguarding/propose/{contact}/", {"reason": reason})

    assert (call.json()["error"]["code"] == "staff.confirm_first") is asked
    assert ("Is it still you?" in page.content.decode()) is asked


def test_immediate_danger_never_asks(handler: Account, clock: time_machine.Traveller) -> None:
    client = sign_in(handler)
    clock.shift(TEN)
    contact = "/console/api/contacts/00000000-0000-4000-8000-000000000000/"

    for act in ("danger/", "danger/rang/", "danger/over/"):
        answer = client.post(contact + act, {}, content_type="application/json")
        assert answer.json()["error"]["code"] != "staff.confirm_first"


def test_guesses_are_limited(handler: Account, clock: time_machine.Traveller) -> None:
    client = sign_in(handler)
    clock.shift(TEN)

    answers = [
        client.post(CONFIRM, {"password": "a guess"}, content_type="application/json") for _ in range(11)
    ]

    assert [answer.status_code for answer in answers] == [403] * 10 + [429]
    assert Client().get("/console/").status_code == 302
