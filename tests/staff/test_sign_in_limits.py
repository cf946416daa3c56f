"""Guessing is slowed where it comes from; the real person signs in from elsewhere, and no address is kept."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from helpline.staff.models import Account
from tests.chat.acts import BOTH
from tests.staff.codes import PASSWORD, SECOND, SIGN_IN, code_of, is_in, with_app

pytestmark = pytest.mark.django_db(databases=BOTH)
ATTACKER, PERSON = "192.0.2.66", "198.51.100.7"
STOPPED = "There were too many wrong tries. Wait five minutes, then try again."


@pytest.fixture(autouse=True)
def _within_one_hour() -> Iterator[None]:
    """Networks have other names in the next hour, and what is counted begins anew."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


def attempt(address: str, username: str, password: str) -> tuple[Client, str]:
    client = Client(REMOTE_ADDR=address)
    answer = client.post(SIGN_IN, {"login": username, "password": password})
    return client, answer.content.decode()


def test_who_hammers_an_account_is_stopped_and_its_person_is_not(handler: Account) -> None:
    said = [attempt(ATTACKER, "handler1", f"guess {number}")[1] for number in range(40)]
    assert STOPPED not in said[4]
    assert STOPPED in said[5]

    stopped, page = attempt(ATTACKER, "HANDLER1", PASSWORD)
    assert not is_in(stopped)
    assert "Too many attempts from here" in page
    client, _ = attempt(PERSON, "handler1", PASSWORD)

    assert is_in(client)


def test_many_accounts_from_one_network_are_stopped_too(handler: Account) -> None:
    said = [attempt(ATTACKER, f"nobody{number}", "a guess")[1] for number in range(31)]

    assert STOPPED not in said[19]
    assert STOPPED in said[20]
    assert is_in(attempt(PERSON, "handler1", PASSWORD)[0])


def test_a_whole_ipv6_network_counts_as_one(handler: Account) -> None:
    for number in range(5):
        attempt(f"2001:db8:1:1::{number}", "handler1", "a guess")

    assert STOPPED in attempt("2001:db8:1:1::ffff", "handler1", PASSWORD)[1]
    assert is_in(attempt("2001:db8:1:2::1", "handler1", PASSWORD)[0])


def test_codes_cannot_be_tried_through(handler: Account, settings: Any) -> None:
    with_app(handler)
    client, _ = attempt(ATTACKER, "handler1", PASSWORD)

    for number in range(6):
        page = client.post(SECOND, {"code": f"{number:06}"}).content.decode()

    assert STOPPED in page
    client.post(SECOND, {"code": code_of()})
    assert not is_in(client)
    assert Account.objects.get(pk=handler.pk).failed_sign_ins == 5


def test_the_cache_holds_no_address(handler: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[str] = []
    add, put = type(cache._connections[cache._alias]).add, type(cache._connections[cache._alias]).set  # type: ignore[attr-defined]
    backend = type(cache._connections[cache._alias])  # type: ignore[attr-defined]
    monkeypatch.setattr(backend, "add", lambda self, *a, **k: kept.append(repr(a)) or add(self, *a, **k))
    monkeypatch.setattr(backend, "set", lambda self, *a, **k: kept.append(repr(a)) or put(self, *a, **k))

    attempt(ATTACKER, "handler1", "a guess")

    assert any("allauth:rl" in each for each in kept)
    assert ATTACKER not in str(kept)
    assert "192.0.2" not in str(kept)
