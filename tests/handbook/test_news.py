"""What is new since one last looked, by account."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from helpline.handbook import news
from helpline.handbook.changelog import Entry, read_changelog
from helpline.handbook.models import ReadingMarks
from helpline.staff.models import Account

Signed = Callable[[Account], Client]
Put = Callable[[list[Entry]], None]
BEFORE = [Entry("1", "Handlers", "Old for handlers."), Entry("1", "Callers", "Old for callers.")]
AFTER = [Entry("2", "Handlers", "Ring once more."), Entry("2", "Whoever runs it", "A setting."), *BEFORE]


@pytest.fixture
def changelog(monkeypatch: pytest.MonkeyPatch) -> Callable[[list[Entry]], None]:
    def put(entries: list[Entry]) -> None:
        monkeypatch.setattr(news, "entries", lambda: entries)
        news._state.cache_clear()

    return put


def test_the_changelog_is_read_entry_by_entry() -> None:
    text = (
        "# Changelog\n\nAbout.\n\n## Unreleased\n\n### Handlers\n- One\n  and more.\n- Two.\n\n"
        "## 1.0\n\n### Callers\n- Three.\n"
    )

    assert read_changelog(text) == [
        Entry("Unreleased", "Handlers", "One and more."),
        Entry("Unreleased", "Handlers", "Two."),
        Entry("1.0", "Callers", "Three."),
    ]


def test_the_real_one_has_something_for_everybody() -> None:
    sections = {entry.section for entry in news.entries()}

    assert {name for names in news.SECTIONS.values() for name in names} <= sections


def test_a_newcomer_has_nothing_new(changelog: Put, signed_in: Signed, handler: Account) -> None:
    changelog(BEFORE)
    page = signed_in(handler).get("/help/").content.decode()

    assert "staff-header__new" not in page


def test_an_entry_is_new_until_it_is_read(
    changelog: Put, signed_in: Signed, handler: Account, admin: Account
) -> None:
    changelog(BEFORE)
    signed_in(handler).get("/help/")
    signed_in(admin).get("/help/")
    changelog(AFTER)
    client = signed_in(handler)

    assert 'What\'s new <span class="staff-header__count">1</span>' in client.get("/help/").content.decode()
    page = client.get("/help/new/").content.decode()
    assert "1 thing is new for you" in page
    assert page.index("Ring once more.") < page.index("Old for handlers.")

    assert client.post("/help/new/").status_code == 302
    assert "staff-header__new" not in client.get("/help/").content.decode()
    assert "Nothing is new for you" in client.get("/help/new/").content.decode()
    # Somebody else's marks are their own.
    assert "1 thing is new" in signed_in(admin).get("/help/new/").content.decode()


def test_it_is_asked_of_the_database_once_in_a_sign_in(
    changelog: Put, signed_in: Signed, handler: Account, django_assert_num_queries: Any
) -> None:
    changelog(BEFORE)
    client = signed_in(handler)
    client.get("/help/handler/")
    assert ReadingMarks.objects.count() == 1

    with django_assert_num_queries(3) as asked:
        client.get("/help/handler/")
    assert not [each for each in asked.captured_queries if "readingmarks" in each["sql"]]
