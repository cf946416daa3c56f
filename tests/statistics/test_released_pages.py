"""What an analyst sees, is refused and may take away; and what an admin sees of their questions."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from helpline.kernel.throttle import ProcessBuckets
from helpline.staff.models import Account
from helpline.statistics import query_log
from helpline.statistics.models import MadeUpData, QueryLog

pytestmark = pytest.mark.django_db
PAGE, FILE, QUERIES = "/supervision/released/", "/supervision/released/table.csv", "/supervision/queries/"


@pytest.fixture(autouse=True)
def december(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    buckets = ProcessBuckets()
    monkeypatch.setattr(query_log, "_buckets", lambda: buckets)
    with time_machine.travel(datetime(2026, 12, 20, 12, 0, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def client(analyst: Account, signed_in: Callable[[Account], Client]) -> Client:
    return signed_in(analyst)


def planted(sealed: Callable[..., None]) -> None:
    sealed(83, channel="web_chat", level="standard")
    sealed(41, channel="phone", level="urgent")
    sealed(22, channel="email", level="urgent")
    sealed(3, channel="email", level="immediate")


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_first_page_offers_closed_periods_alone_and_asks_nothing(client: Client) -> None:
    page = text(client, PAGE)

    assert '<option value="2026-11">November 2026</option>' in page
    assert '<option value="2026-Q3">July to September 2026</option>' in page
    assert '<option value="2025">2025</option>' in page
    assert not any(f'value="{code}"' in page for code in ("2026-12", "2026-Q4", "2026"))
    assert QueryLog.objects.count() == 0


def test_a_table_says_its_period_its_policy_and_what_the_noise_means(
    client: Client, sealed: Callable[..., None]
) -> None:
    planted(sealed)
    page = text(client, f"{PAGE}?period=2026-11&by=channel&by=")

    assert "<h1>Contacts by channel, November 2026</h1>" in page
    assert "little random noise" in page
    assert "Policy: release" in page
    assert "not shown" not in page.split("About this table")[0]
    assert not any(f">{true}<" in page for true in (83, 41, 149))
    assert QueryLog.objects.get().what == "by channel"


def test_a_table_of_two_has_both_margins_and_hides_the_few(
    client: Client, sealed: Callable[..., None]
) -> None:
    planted(sealed)
    page = text(client, f"{PAGE}?period=2026-11&by=channel&by=level")

    assert "<h1>Contacts by channel and level, November 2026</h1>" in page
    assert "Look into" not in page
    assert ">3<" not in page


def test_a_line_is_looked_into_and_one_of_few_is_refused_in_plain_words(
    client: Client, sealed: Callable[..., None]
) -> None:
    planted(sealed)
    page = text(client, f"{PAGE}?period=2026-11&by=channel")
    assert 'href="/supervision/released/?period=2026-11&amp;where=channel&amp;code=phone"' in page

    page = text(client, f"{PAGE}?period=2026-11&where=channel&code=phone&by=level")
    assert "of “Channel: Phone”, November 2026" in page
    page = text(client, f"{PAGE}?period=2026-11&where=level&code=immediate&by=channel", 409)
    assert "fewer than 5 contacts, or all but fewer than 5" in page
    assert "<table" not in page


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("period=2026-11&by=channel&by=level&by=outcome", 400, "A table counts by two things at most"),
        (
            "period=2026-11&by=channel&by=level&where=outcome&code=completed",
            400,
            "A table counts by two things at most",
        ),
        ("period=2026-11-01..2026-11-20", 400, "whole months, quarters and years"),
        ("period=2026-W46", 400, "whole months, quarters and years"),
        ("period=2026-12", 409, "may be asked for from 4 January 2027"),
        ("period=2026", 409, "may be asked for from 4 January 2027"),
        ("period=2026-11&by=record_key", 400, "There is no such table"),
        ("period=2026-11&by=level&by=level", 400, "There is no such table"),
        ("period=2026-11&where=nothing&code=x", 400, "There is no such table"),
        ("period=2026-11&by=%00%F0%9F", 400, "There is no such table"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_plain_words(
    client: Client, query: str, status: int, words: str
) -> None:
    for address in (PAGE, FILE):
        page = text(client, f"{address}?{query}", status)
        assert words in page
        assert "Closed period" in page
    assert QueryLog.objects.count() == 0


def test_an_empty_period_says_so(client: Client) -> None:
    assert "Nothing is shown of this" in text(client, f"{PAGE}?period=2024&by=channel")


def test_who_asks_too_much_is_told_when_to_go_on(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query_log, "PACE", query_log.Rate(burst=1, per_second=0.1))
    text(client, f"{PAGE}?period=2024")

    assert "Try again in 10 seconds" in text(client, f"{PAGE}?period=2024", 429)


def test_the_file_is_the_table_on_the_page(client: Client, sealed: Callable[..., None]) -> None:
    planted(sealed)
    query = "?period=2026-11&by=channel&by=level"
    answer = client.get(FILE + query)
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    table = rows[rows.index([]) + 1 :]
    page = text(client, PAGE + query)

    assert answer["Content-Disposition"] == 'attachment; filename="released-2026-11-channel-level.csv"'
    assert ["Policy", "release"] in rows
    assert ["Period", "November 2026", "2026-11"] in rows
    assert any(row[:1] == ["Note"] and "noise" in row[1] for row in rows)
    assert table[0][0] == "Channel"
    shown = [cell for row in table[1:] for cell in row[1:]]
    assert set(shown) > {"not shown"}
    for row in table[1:]:
        line = page.split(f'<th scope="row">{row[0]}</th>')[1].split("</tr>")[0]
        assert [cell.split("<")[0] for cell in line.split(">") if cell.split("<")[0].strip()] == row[1:]


def test_an_area_that_looks_like_a_formula_is_none_in_the_file(
    client: Client, sealed: Callable[..., None]
) -> None:
    sealed(40, area="=1+1")
    sealed(40, area="Leeds")

    assert "'=1+1" in client.get(f"{FILE}?period=2026-11&by=area").content.decode()


def test_made_up_figures_say_so_on_the_page_and_in_the_file(client: Client) -> None:
    MadeUpData.objects.create(facts=1, seed=1, made_at=datetime(2026, 12, 1, tzinfo=UTC))

    for address in (PAGE, FILE):
        assert "Made-up data" in text(client, f"{address}?period=2026-11")


def test_an_admin_sees_who_asked_what_and_no_figure(
    client: Client, admin: Account, signed_in: Callable[[Account], Client], sealed: Callable[..., None]
) -> None:
    planted(sealed)
    text(client, f"{PAGE}?period=2026-11&by=channel")
    page = text(signed_in(admin), QUERIES)

    assert "by channel" in page
    assert "1 table" in page
    assert not any(f">{number}<" in page for number in (85, 80, 40, 150, 25))
    assert "Nobody has asked" in text(signed_in(admin), f"{QUERIES}?who=nobody")
