"""Contacts to work with, over the real content."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings

from chat.models import Contact
from chat.services.contacts import Started
from helpline.staff.models import Account
from helpline.staff.roles import Role
from tests.chat.acts import UTC_NOON, is_there, starts, takes
from tests.chat.on_disk import databases_in_files
from tests.content import put_content_in


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if "postgresql" in settings.DATABASES["default"]["ENGINE"]:
        return
    reason = "needs PostgreSQL: SQLite has one writer at a time and no SKIP LOCKED (make test runs it there)"
    for item in items:
        if item.get_closest_marker("postgres_only"):
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture
def content(db: None) -> None:
    """The real script, directory and consent texts."""
    put_content_in()


@pytest.fixture
def clock(content: None) -> Iterator[Any]:
    """Noon, with the content loaded; time stands still unless a test moves it."""
    with time_machine.travel(UTC_NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def contact_waiting(content: None) -> Contact:
    """A contact that waits and has said nothing."""
    return starts().contact


@pytest.fixture
def started(content: None) -> Started:
    """A contact that waits, with its token."""
    return starts()


@pytest.fixture
def ann(make_account: Callable[..., Account]) -> Account:
    """A handler who is available for two."""
    return is_there(make_account(Role.HANDLER, "ann"))


@pytest.fixture
def ben(make_account: Callable[..., Account]) -> Account:
    """Another handler who is available for two."""
    return is_there(make_account(Role.HANDLER, "ben"))


@pytest.fixture
def sue(make_account: Callable[..., Account]) -> Account:
    """A supervisor."""
    return make_account(Role.SUPERVISOR, "sue")


@pytest.fixture
def contact_talking(contact_waiting: Contact, ann: Account) -> Contact:
    """A contact that talks with Ann."""
    return takes(ann, contact_waiting)


@pytest.fixture
def on_disk(db: None, tmp_path: Path) -> Iterator[dict[str, Path]]:
    """On SQLite: databases in files (by alias), so that threads meet as in a service."""
    with databases_in_files(tmp_path) as files:
        yield files
