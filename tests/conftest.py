"""Fixtures that every room may use: one account for each role, and clean caches."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.signals import user_logged_in
from django.core.cache import cache as django_cache
from django.db import connections
from django.http import HttpRequest
from django.test import Client
from playwright.sync_api import Browser

from chat.services.rates import forget_rates
from helpline.embedding.services import forget_known as forget_sites
from helpline.face.in_force import forget_face
from helpline.kernel import keyring, keystore
from helpline.public_texts.in_force import forget_texts
from helpline.service.sign_offs import forget_known
from helpline.staff.models import Account
from helpline.staff.roles import Role
from helpline.staff.sessions import begin
from scripts.services import forget_versions
from tests.chromium import close_chromium, kept_chromium
from tests.emptying import delete_instead_of_truncating
from tests.redis_layer import stop_listening_when_told
from tests.shared import begin_with_databases_that_are_there, leave_databases
from tests.static_files import read_static_files_once
from triage.services import forget_directory

HERE = Path(__file__).parent
# The caller's page against a played service, and the tools: there is no database behind them.
WITHOUT_DATABASE = {HERE / "caller", HERE / "tools"}
# What commits nothing here, make test runs on PostgreSQL alone: it forgives less than SQLite does.
STRICT = {HERE / "chat", HERE / "leaks"}

delete_instead_of_truncating()
begin_with_databases_that_are_there()
read_static_files_once()
stop_listening_when_told()


# First: marks that come later deselect nothing.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent in WITHOUT_DATABASE:
            item.add_marker(pytest.mark.once)
        elif item.path.parent in STRICT and not _commits(item):
            item.add_marker(pytest.mark.strict)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if "chromium" not in getattr(item, "fixturenames", ()):
        close_chromium()


def pytest_sessionfinish() -> None:
    close_chromium()


def _commits(item: pytest.Item) -> bool:
    database = item.get_closest_marker("django_db")
    return database is not None and bool(database.kwargs.get("transaction"))


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser, empty; it stays open for the next module that wants it."""
    with kept_chromium() as browser:
        yield browser


@pytest.fixture(autouse=True)
def _signed_in_just_now() -> Iterator[None]:
    """Let `force_login` begin a sign-in as the real way in does."""

    def note(sender: object, request: HttpRequest, **_: object) -> None:
        begin(request.session)

    user_logged_in.connect(note)
    yield
    user_logged_in.disconnect(note)


@pytest.fixture(autouse=True)
def _clean_caches() -> Iterator[None]:
    keystore.cache.clear()
    keyring.forget_ring()
    django_cache.clear()
    # A test database gives ids again; a version parsed under an id must not outlive it.
    forget_versions()
    forget_directory()
    forget_rates()
    forget_face()
    forget_known()
    forget_texts()
    forget_sites()
    yield
    keystore.cache.clear()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """End what a cancelled request's thread still holds: PostgreSQL drops no database that is in use."""
    with django_db_blocker.unblock():
        leave_databases()
    yield
    with django_db_blocker.unblock():
        for alias in connections:
            if connections[alias].vendor == "postgresql":
                with connections[alias].cursor() as cursor:
                    cursor.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                    )


@pytest.fixture
def make_account(db: None) -> Callable[..., Account]:
    """Return a maker of accounts: `make_account(Role.HANDLER, "handler1")`."""

    def make(role: Role, username: str | None = None) -> Account:
        return Account.objects.create_account(
            username=username or f"{role.value}1", password="correct horse battery", role=role
        )

    return make


@pytest.fixture
def handler(make_account: Callable[..., Account]) -> Account:
    return make_account(Role.HANDLER)


@pytest.fixture
def supervisor(make_account: Callable[..., Account]) -> Account:
    return make_account(Role.SUPERVISOR)


@pytest.fixture
def analyst(make_account: Callable[..., Account]) -> Account:
    return make_account(Role.ANALYST)


@pytest.fixture
def admin(make_account: Callable[..., Account]) -> Account:
    return make_account(Role.ADMIN)


@pytest.fixture
def signed_in() -> Callable[[Account], Client]:
    """Return a maker of test clients with a session of that account."""

    def sign_in(account: Account) -> Client:
        client = Client()
        client.force_login(account)
        return client

    return sign_in
