"""Figures for everybody: off until an admin says so, released, and counted by no visit."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from helpline.staff.models import Account, AuditEvent
from helpline.staff.roles import Role
from helpline.statistics.models import DraftFact, Fact, PublicFigures, QueryLog
from helpline.statistics.reports.public import closed_periods, refresh_public, set_public
from tests.chat.at_once import at_once
from tests.statistics.conftest import CORRECTABLE_UNTIL, values

pytestmark = pytest.mark.once
PAGE, SWITCH = "/chat/figures", "/supervision/public-figures/"
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
AUGUST = date(2026, 8, 1)


@pytest.fixture(autouse=True)
def _in_november() -> Iterator[None]:
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield
    cache.clear()


@pytest.fixture
def on(admin: Account, django_capture_on_commit_callbacks: Any) -> Callable[..., None]:
    def switch(to: bool = True) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            set_public(on=to, by=admin)

    return switch


def text_of(client: Client, query: str = "") -> str:
    answer = client.get(PAGE + query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


@pytest.mark.django_db
def test_the_page_is_not_there_until_it_is_switched_on_and_gone_when_it_is_off(
    client: Client, on: Callable[..., None]
) -> None:
    assert client.get(PAGE).status_code == 404
    on()
    assert client.get(PAGE).status_code == 200
    on(False)
    assert client.get(PAGE).status_code == 404
    assert PublicFigures.objects.get().content == {}


@pytest.mark.django_db
def test_it_says_released_figures_of_closed_years_and_quarters_in_both_languages(
    client: Client, on: Callable[..., None], sealed: Callable[..., None]
) -> None:
    sealed(211, month=AUGUST)
    sealed(307, month=AUGUST, answered=False)
    sealed(3, month=date(2025, 5, 1))
    sealed(413, month=date(2026, 11, 1))
    on()

    text, welsh = text_of(client), text_of(client, "?lang=cy")

    assert "July to September 2026" in text
    # The running quarter and year are not there, nor what is fewer than five.
    assert "October to December" not in text
    assert "<h2>2026</h2>" not in text
    assert "<h2>2025</h2>" not in text
    row = PublicFigures.objects.get().content["rows"][0]
    assert row["contacts"] % 5 == row["answered"] % 5 == 0
    assert abs(row["contacts"] - 518) <= 4
    assert row["share"] in {40, 41, 42}
    assert not {"211", "307", "518"} & set(text.replace("<", " ").replace(">", " ").split())
    assert "a difference of less than" in text
    assert "Gorffennaf i Fedi 2026" in welsh
    assert '<html lang="cy"' in welsh
    assert "<script" not in text
    assert "set-cookie" not in {name.lower() for name in client.get(PAGE).headers}


@pytest.mark.django_db
def test_a_visit_asks_nothing_of_the_database_while_it_is_known(
    client: Client, on: Callable[..., None], django_assert_num_queries: Any
) -> None:
    on()
    # The figures, how the service is called, and the texts for callers.
    with django_assert_num_queries(3):
        client.get(PAGE)
    with django_assert_num_queries(0):
        client.get(PAGE)
    on(False)
    with django_assert_num_queries(1):
        client.get(PAGE)
    with django_assert_num_queries(0):
        assert client.get(PAGE).status_code == 404


@pytest.mark.django_db
def test_a_service_without_figures_says_so(client: Client, on: Callable[..., None]) -> None:
    on()

    assert "There are no figures to show yet" in text_of(client)
    asked = QueryLog.objects.count()
    assert refresh_public(now=NOW) is False
    assert QueryLog.objects.count() == asked


@pytest.mark.django_db
def test_new_figures_appear_when_a_quarter_has_closed_and_nothing_may_change_any_more(
    client: Client, on: Callable[..., None], sealed: Callable[..., None]
) -> None:
    sealed(60, month=AUGUST)
    on()
    sealed(60, month=date(2026, 10, 1))
    new_year = datetime(2027, 1, 4, 12, 0, tzinfo=UTC)
    assert refresh_public(now=NOW) is False
    draft = DraftFact.objects.create(
        contact=uuid4(), correctable_until=CORRECTABLE_UNTIL, **values(month=date(2026, 10, 1)).columns()
    )
    with time_machine.travel(new_year, tick=False):
        assert refresh_public(now=new_year) is False
        draft.delete()
        assert [refresh_public(now=new_year), refresh_public(now=new_year)] == [True, False]
    rows = PublicFigures.objects.get().content["rows"]
    assert [row["period"] for row in rows] == ["2026", "2026-Q4", "2026-Q3"]


@pytest.mark.django_db
def test_what_is_off_is_not_counted(sealed: Callable[..., None]) -> None:
    sealed(60, month=AUGUST)

    assert refresh_public(now=NOW) is False


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.HANDLER, Role.SUPERVISOR, Role.ANALYST])
def test_only_an_admin_may_switch(
    role: Role, make_account: Callable[..., Account], signed_in: Callable[[Account], Client]
) -> None:
    client = signed_in(make_account(role))

    assert client.get(SWITCH).status_code == client.post(SWITCH, {"figures": "on"}).status_code == 403
    assert not PublicFigures.objects.exists()


@pytest.mark.django_db
def test_an_admin_switches_with_a_line_in_the_audit_and_twice_is_once(
    admin: Account, signed_in: Callable[[Account], Client]
) -> None:
    client = signed_in(admin)

    assert "The page is not there." in client.get(SWITCH).content.decode()
    assert client.post(SWITCH, {"figures": "perhaps"}).status_code == 400
    for answer in ("on", "on", "off"):
        assert client.post(SWITCH, {"figures": answer}).status_code == 302

    events = AuditEvent.objects.filter(event__startswith="report.").order_by("pk")
    assert list(events.values_list("event", "actor")) == [
        ("report.public_on", admin.username),
        ("report.public_off", admin.username),
    ]


@pytest.mark.django_db
def test_it_is_not_switched_on_while_a_contact_of_its_periods_may_change(
    admin: Account, signed_in: Callable[[Account], Client]
) -> None:
    DraftFact.objects.create(
        contact=uuid4(), correctable_until=CORRECTABLE_UNTIL, **values(month=AUGUST).columns()
    )

    answer = signed_in(admin).post(SWITCH, {"figures": "on"})

    assert answer.status_code == 409
    assert "not closed yet" in answer.content.decode()
    assert not PublicFigures.objects.filter(is_on=True).exists()


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_twenty_visitors_at_once_read_the_same(admin: Account) -> None:
    Fact.objects.bulk_create([Fact(**values(month=AUGUST).columns()) for _ in range(60)])
    set_public(on=True, by=admin)

    answers = at_once(*(partial(Client().get, PAGE) for _ in range(20)))

    assert {answer.status_code for answer in answers} == {200}  # type: ignore[union-attr]
    assert len({answer.content for answer in answers}) == 1  # type: ignore[union-attr]


@pytest.mark.django_db
@pytest.mark.parametrize(("query", "label"), [("", "Our figures"), ("?lang=cy", "Ein ffigurau")])
def test_callers_pages_link_to_it_while_it_is_there(
    client: Client, on: Callable[..., None], query: str, label: str
) -> None:
    def linked(path: str) -> int:
        return client.get(path + query).content.decode().count(f'<a href="{PAGE}{query}">{label}</a>')

    pages = ("/chat/", "/chat/guide", "/chat/privacy")
    assert [linked(page) for page in pages] == [0, 0, 0]
    on()
    # In the foot, and on the page about privacy once more.
    assert [linked(page) for page in pages] == [1, 1, 2]
    on(False)
    assert [linked(page) for page in pages] == [0, 0, 0]


def test_the_last_closed_years_and_quarters() -> None:
    assert [each.code for each in closed_periods(date(2026, 11, 21))] == [
        "2025", "2024", "2026-Q3", "2026-Q2", "2026-Q1", "2025-Q4",
    ]  # fmt: skip
    assert [each.code for each in closed_periods(date(2027, 1, 3))][::2] == ["2025", "2026-Q3", "2026-Q1"]
