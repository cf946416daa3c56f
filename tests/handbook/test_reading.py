"""Reading and searching the handbook in the product, and taking it along."""

from collections.abc import Callable

import pytest
from django.test import Client

from helpline.handbook.held import search
from helpline.handbook.one_file import one_file
from helpline.staff.models import Account

Signed = Callable[[Account], Client]


@pytest.mark.parametrize("who", ["handler", "supervisor", "analyst", "admin"])
def test_whoever_works_here_reads_all_four_parts(
    signed_in: Signed, who: str, request: pytest.FixtureRequest
) -> None:
    client = signed_in(request.getfixturevalue(who))
    page = client.get("/help/").content.decode()

    parts = [
        part
        for part in ("caller", "handler", "supervisor", "administrator")
        if f'href="/help/{part}/"' in page
    ]
    assert len(parts) == 4
    for part in parts:
        assert client.get(f"/help/{part}/").status_code == 200
        assert client.get(f"/help/{part}/whole/").status_code == 200


def test_ones_own_part_stands_first(signed_in: Signed, admin: Account, handler: Account) -> None:
    first = {
        account.username: min(
            ("caller", "handler", "supervisor", "administrator"),
            key=lambda part: page.index(f'id="part-{part}"'),
        )
        for account in (admin, handler)
        for page in [signed_in(account).get("/help/").content.decode()]
    }

    assert first == {"admin1": "administrator", "handler1": "handler"}


@pytest.mark.parametrize(
    "path", ["/help/", "/help/handler/", "/help/handler/danger/", "/help/search/?words=x", "/help/new/"]
)
def test_nobody_reads_it_without_signing_in(client: Client, db: None, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(
    ("old", "now"),
    [("/console/guide/", "/help/handler/"), ("/console/guide/safety/", "/help/handler/own-safety/")],
)
def test_an_old_address_leads_on(signed_in: Signed, handler: Account, old: str, now: str) -> None:
    answer = signed_in(handler).get(old)

    assert (answer.status_code, answer["Location"]) == (301, now)


@pytest.mark.parametrize(
    "path", ["/help/nothing/", "/help/handler/nothing/", "/help/nothing/whole/", "/help/index/"]
)
def test_what_is_not_there_is_not_found(signed_in: Signed, handler: Account, path: str) -> None:
    assert signed_in(handler).get(path).status_code == 404


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("take a break", "Keys"),
        ("somebody leaves", "Accounts and passwords"),
        ("forgotten passwords", "Accounts and passwords"),
        ("999 card", "Immediate danger"),
        ("i know the caller", "If you know the person, or a line is crossed"),
        ("4 words", "How to leave without a trace"),
        ("log out", "Before you start"),
        ("hold ends", "Safeguarding"),
    ],
)
def test_a_search_finds_the_page(words: str, title: str) -> None:
    found = search(words)

    assert title in [each.page.title for each in found[:6]]


def test_a_search_shows_the_sentence_with_the_words_marked(signed_in: Signed, admin: Account) -> None:
    page = signed_in(admin).get("/help/search/", {"words": "forgotten PASSWORD"}).content.decode()

    assert "<mark>password</mark>" in page
    assert 'href="/help/administrator/accounts/#a-forgotten-password"' in page


@pytest.mark.parametrize("words", ["", "   ", "?!", "zzzzz", "<script>alert(1)</script>", "a" * 5000, "\x00"])
def test_a_search_for_anything_answers(signed_in: Signed, admin: Account, words: str) -> None:
    answer = signed_in(admin).get("/help/search/", {"words": words})

    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content


def test_the_file_is_taken_along(signed_in: Signed, handler: Account) -> None:
    answer = signed_in(handler).get("/help/handbook.html")

    assert answer["Content-Disposition"] == 'attachment; filename="handbook.html"'
    assert answer.content == one_file()
