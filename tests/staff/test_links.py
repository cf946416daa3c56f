"""Links: once, for a while, for one account, and never in clear."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from helpline.staff import services
from helpline.staff.errors import LinkGone
from helpline.staff.links import GOOD_FOR, choose_password, find_link, forget_links, make_link
from helpline.staff.models import Account, Link
from helpline.staff.roles import Role
from tests.chat.acts import BOTH
from tests.staff.codes import PASSWORD, code_of, is_in, sign_in, with_app

pytestmark = pytest.mark.django_db(databases=BOTH)
LINK = "/accounts/link/"
NEW = "another long password"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


@pytest.fixture
def invited(admin: Account) -> tuple[Account, str]:
    return services.invite(username="handler7", role=Role.HANDLER, by=admin)


def send(secret: str, password: str = NEW, client: Client | None = None) -> tuple[Client, int, str]:
    client = client or Client()
    answer = client.post(LINK, {"link": secret, "password": password, "again": password})
    return client, answer.status_code, answer.content.decode()


def test_an_invitation_signs_in_once(invited: tuple[Account, str]) -> None:
    account, secret = invited

    client, status, _ = send(secret)

    assert (status, is_in(client)) == (302, True)
    assert Account.objects.get(pk=account.pk).check_password(NEW)
    other, status, page = send(secret, "a third long password")
    assert (status, is_in(other)) == (410, False)
    assert "has been used or has run out" in page
    assert Account.objects.get(pk=account.pk).check_password(NEW)


def test_only_its_digest_is_kept(invited: tuple[Account, str]) -> None:
    assert invited[1] not in str(list(Link.objects.values_list()))


def test_an_invitation_runs_out(invited: tuple[Account, str], clock: time_machine.Traveller) -> None:
    clock.shift(GOOD_FOR[Link.Purpose.INVITATION] - timedelta(seconds=1))
    assert find_link(invited[1]).account == invited[0]

    clock.shift(timedelta(seconds=1))

    assert send(invited[1])[1] == 410
    assert forget_links(now=timezone.now()) == 1


def test_a_newer_link_takes_the_older_along(invited: tuple[Account, str], admin: Account) -> None:
    newer = services.reset_password(account=invited[0], by=admin)

    assert send(invited[1])[1] == 410
    assert send(newer)[1] == 302


@pytest.mark.parametrize("secret", ["x" * 43, "é", "#", "   "])
def test_what_is_no_link_gets_nobody_in(secret: str, invited: tuple[Account, str]) -> None:
    client, status, _ = send(secret)

    assert status in (400, 410)
    assert not is_in(client)


def test_whoever_is_shut_out_is_not_let_in_by_a_link(invited: tuple[Account, str], admin: Account) -> None:
    services.deactivate(account=invited[0], by=admin)

    assert send(invited[1])[1] == 410


@pytest.mark.parametrize(("password", "again"), [("short", "short"), (NEW, "something else 99")])
def test_a_password_that_does_not_fit_leaves_the_link_as_it_was(
    password: str, again: str, invited: tuple[Account, str]
) -> None:
    answer = Client().post(LINK, {"link": invited[1], "password": password, "again": again})

    assert answer.status_code == 400
    assert find_link(invited[1]).account == invited[0]


def test_a_new_password_leaves_the_second_factor_asked_for(
    handler: Account, admin: Account, settings: object
) -> None:
    with_app(handler)
    secret = services.reset_password(account=handler, by=admin)

    client, status, _ = send(secret)

    assert (status, is_in(client)) == (302, False)
    assert Account.objects.get(pk=handler.pk).may_enrol_until is None
    client.post("/accounts/login/", {"login": "handler1", "password": NEW})
    assert not is_in(client)
    client.post("/accounts/login/second/", {"code": code_of()})
    assert is_in(client)


def test_a_link_for_factors_needs_the_password_and_chooses_none(handler: Account, admin: Account) -> None:
    secret = make_link(account=handler, purpose=Link.Purpose.FACTORS, by=admin)

    with pytest.raises(LinkGone):
        choose_password(secret=secret, password=NEW)
    wrong, status, page = send(secret, "not the password")
    assert (status, is_in(wrong)) == (400, False)
    assert "That password is not right. Try again." in page
    client, status, _ = send(secret, PASSWORD)

    assert (status, is_in(client)) == (302, True)
    opened = Account.objects.get(pk=handler.pk).may_enrol_until
    assert opened is not None
    assert opened > timezone.now()


def test_a_link_ends_the_sign_in_of_whoever_sat_there_before(
    invited: tuple[Account, str], supervisor: Account
) -> None:
    client = sign_in(supervisor)

    send(invited[1], client=client)

    assert client.session["_auth_user_id"] == str(invited[0].pk)


def test_tries_from_one_network_are_limited(
    invited: tuple[Account, str], clock: time_machine.Traveller
) -> None:
    tries = [Client(REMOTE_ADDR="192.0.2.7").post(LINK, {"link": "x" * 43}).status_code for _ in range(25)]

    assert tries[0] == 410
    assert tries[-1] == 429
    elsewhere = Client(REMOTE_ADDR="192.0.2.8")
    assert send(invited[1], client=elsewhere)[1] == 302
