"""Wrong passwords without end, for one account, from a few networks: its person signs in all the same."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from helpline.staff.models import Account
from helpline.staff.roles import Role

FLOODS, HOME = ("203.0.113.50", "203.0.113.51"), "198.51.100.7"
PASSWORD = "correct horse battery"


@pytest.fixture
def person(db: None, settings: Settings, make_account: Callable[..., Account]) -> Account:
    settings.HELPLINE_TRUSTED_PROXIES = 1
    return make_account(Role.HANDLER, "handler1")


def tries(username: str, password: str, network: str) -> int:
    """Post the form as a browser of this network does; 302 is signed in, or asked for the second factor."""
    form = {"login": username, "password": password}
    return Client().post("/accounts/login/", form, headers={"X-Forwarded-For": network}).status_code


def test_a_flood_of_wrong_passwords_shuts_its_own_network_out_and_nobody_else(person: Account) -> None:
    flood = [tries("handler1", f"wrong {n}", FLOODS[n % 2]) for n in range(80)]

    assert set(flood) == {200, 429}
    # 30 a minute of each network are answered at all.
    assert flood[-2:] == [429, 429]
    assert tries("handler1", PASSWORD, FLOODS[0]) == 429
    assert tries("handler1", PASSWORD, HOME) == 302


def test_a_few_wrong_passwords_shut_this_account_to_this_network(person: Account) -> None:
    flood = [tries("handler1", f"wrong {n}", FLOODS[0]) for n in range(6)]

    assert flood == [200] * 6
    # The form again, and not signed in: right or wrong looks alike.
    assert tries("handler1", PASSWORD, FLOODS[0]) == 200
    assert tries("handler1", PASSWORD, HOME) == 302


def test_a_network_that_tries_many_names_shuts_itself_out(person: Account) -> None:
    flood = [tries(f"nobody{n}", "wrong", FLOODS[0]) for n in range(40)]

    assert flood[-1] == 429
    assert flood.count(200) <= 30
    assert tries("handler1", PASSWORD, HOME) == 302


def test_a_made_up_hop_does_not_make_a_new_network(person: Account) -> None:
    flood = [tries("handler1", "wrong", f"10.0.0.{n}, {FLOODS[0]}") for n in range(40)]

    assert flood[-1] == 429
    assert tries("handler1", PASSWORD, HOME) == 302
