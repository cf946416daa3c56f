"""The live board: exact numbers for supervisors, places for everyone else, words for nobody."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client

from chat.models import Alert, Contact
from chat.services.alerts import raise_alert
from chat.services.ending import end_by_caller
from helpline.staff.models import Account
from helpline.staff.roles import Role
from tests.chat.acts import BOTH, UTC_NOON, is_there, starts, takes

pytestmark = pytest.mark.django_db(databases=BOTH)
BOARD = "/supervision/"
THREAT = "tell her I'll top myself if she doesn't come home"


def test_a_stranger_is_sent_to_sign_in() -> None:
    answer = Client().get(BOARD)

    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/login/?next=/supervision/")


def test_an_empty_board_says_so_in_words(supervisor: Account, signed_in: Callable[[Account], Client]) -> None:
    page = signed_in(supervisor).get(BOARD).content.decode()

    assert "Nobody is waiting." in page
    assert "No handler has the console open." in page
    assert (
        "<noscript> Without JavaScript it stands still: load the page again for the newest.</noscript>"
        in page
    )


@time_machine.travel(UTC_NOON, tick=False)
def test_a_supervisor_sees_what_goes_on_now_without_words(
    content: None, ann: Account, supervisor: Account, signed_in: Callable[[Account], Client]
) -> None:
    is_there(ann)
    takes(ann, starts().contact)
    ended = takes(ann, starts().contact)
    end_by_caller(contact=ended.pk)
    starts(about="being_hurt", safe_now=False, age_band="16_17", first_message=THREAT)
    starts(about="work")

    answer = signed_in(supervisor).get(BOARD)
    page = answer.content.decode()

    board = answer.context["board"]
    assert (board["line"]["talking"], board["line"]["wrapping_up"]) == (1, 1)
    assert [(e["about_label"], e["position"]) for e in board["waiting"]] == [
        ("Being hurt", 1),
        ("Through work", 2),
    ]
    assert [handler["handler"] for handler in board["handlers"]] == ["ann"]
    for shown in ("Not safe now", "Under 18", "Self-harm or suicide?", "12:00", "ann"):
        assert shown in page
    assert "top myself" not in page


def test_a_talk_that_goes_on_can_be_followed_from_its_alert_and_one_that_has_ended_cannot(
    contact_talking: Contact, ann: Account, supervisor: Account, signed_in: Callable[[Account], Client]
) -> None:
    ended = takes(ann, starts().contact)
    for contact in (contact_talking, ended):
        raise_alert(kind=Alert.Kind.HELP, contact=contact.pk, about=ann)
    end_by_caller(contact=ended.pk)

    page = signed_in(supervisor).get(BOARD).content.decode()
    assert f'href="/console/?follow={contact_talking.pk}" target="_blank" rel="noopener"' in page
    assert f"/console/?follow={ended.pk}" not in page


@pytest.mark.parametrize("role", [Role.HANDLER, Role.ANALYST, Role.ADMIN])
def test_who_may_not_see_the_board_is_shown_other_places(
    role: Role,
    make_account: Callable[..., Account],
    signed_in: Callable[[Account], Client],
    contact_waiting: Contact,
) -> None:
    answer = signed_in(make_account(role)).get(BOARD)

    assert answer.status_code == 200
    assert "board" not in answer.context
    assert "Who waits" not in answer.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_board_asks_as_much_of_the_database_for_many(
    number: int,
    content: None,
    make_account: Callable[..., Account],
    supervisor: Account,
    signed_in: Callable[[Account], Client],
    django_assert_num_queries: Any,
) -> None:
    for n in range(number):
        starts()
        takes(is_there(make_account(Role.HANDLER, f"handler{n}")), starts().contact)
    client = signed_in(supervisor)
    client.get(BOARD)

    # Session and account; the board's nine, whom nobody may be given among them; the version of the hours;
    # what waits for approval, of services and of texts; which reports are ready.
    with django_assert_num_queries(16):
        client.get(BOARD)
