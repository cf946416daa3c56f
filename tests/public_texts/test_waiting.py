"""The second person finds the text that waits for their approval: on the first pages, and for nobody else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from chat.views.console_data import console_data
from helpline.public_texts.kinds import Kind
from helpline.public_texts.waiting import Waiting, waiting_for
from helpline.staff.models import Account
from helpline.staff.roles import Role
from tests.public_texts.acts import approves, plans, proposes, writes

pytestmark = [pytest.mark.django_db, pytest.mark.once]
MakeAccount = Callable[..., Account]
SignIn = Callable[[Account], Client]
DRAFT = "/supervision/texts/closing/draft/"
WAITS = f'A text for callers waits for your approval: <a href="{DRAFT}">Closing text</a>.'


def closing_is_proposed(by: Account, *, written_by: Account | None = None) -> None:
    writes(written_by or by, Kind.CLOSING, ended_heading="Our chat has ended")
    plans(written_by or by, timezone.localdate(), Kind.CLOSING)
    proposes(by, Kind.CLOSING)


def test_it_waits_for_whoever_may_approve_it_and_for_nobody_else(make_account: MakeAccount) -> None:
    ada, zoe = make_account(Role.ADMIN, "ada"), make_account(Role.ADMIN, "zoe")
    sue = make_account(Role.SUPERVISOR, "sue")
    writes(zoe, Kind.PRIVACY)
    closing_is_proposed(ada, written_by=zoe)

    assert waiting_for(sue) == [Waiting("Closing text", DRAFT)]
    assert waiting_for(make_account(Role.ADMIN, "eve")) == waiting_for(sue)
    for other in (ada, zoe, make_account(Role.HANDLER, "hal"), make_account(Role.ANALYST, "ann")):
        assert waiting_for(other) == []
    approves(sue, Kind.CLOSING)
    assert waiting_for(make_account(Role.SUPERVISOR, "sam")) == []


def test_a_handler_s_console_asks_the_database_nothing_for_it(
    make_account: MakeAccount, django_assert_num_queries: Any
) -> None:
    handler = make_account(Role.HANDLER, "hal")
    with django_assert_num_queries(0):
        assert waiting_for(handler) == []


def test_the_first_pages_say_so_and_lead_there(make_account: MakeAccount, signed_in: SignIn) -> None:
    ada, sue = make_account(Role.ADMIN, "ada"), make_account(Role.SUPERVISOR, "sue")
    closing_is_proposed(ada)
    eve = make_account(Role.ADMIN, "eve")

    assert WAITS in signed_in(sue).get("/supervision/").content.decode()
    assert WAITS in signed_in(eve).get("/supervision/service/").content.decode()
    assert WAITS not in signed_in(ada).get("/supervision/service/").content.decode()
    link = {"title": "Closing text", "url": DRAFT}
    assert console_data(sue)["texts_waiting"] == [link]


@pytest.mark.parametrize("page", ["/supervision/", "/supervision/line/"])
def test_a_supervisor_finds_the_texts_also_while_none_waits(
    page: str, make_account: MakeAccount, signed_in: SignIn
) -> None:
    words = signed_in(make_account(Role.SUPERVISOR, "sue")).get(page).content.decode()

    assert 'href="/supervision/texts/"' in words
