"""Every test here speaks the real protocol over a real database, with the real content."""

import inspect
from collections.abc import AsyncIterator, Iterator

import pytest
from channels.layers import channel_layers

from chat.consumers import limits
from chat.services.contacts import Started
from helpline.staff.models import Account
from helpline.staff.roles import Role
from tests.conformance.ending import end_all
from tests.content import put_content_in


@pytest.fixture(autouse=True)
def _content(transactional_db: None) -> Iterator[None]:
    put_content_in()
    limits.buckets.cache_clear()
    # A reader that a test's loop left behind would hold the layer's lock against every loop that follows.
    channel_layers.backends.clear()
    yield
    limits.buckets.cache_clear()


@pytest.fixture
async def ends_what_it_began() -> AsyncIterator[None]:
    """After a test, end what still runs in its loop."""
    yield
    await end_all()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "conformance" in str(item.path):
            item.add_marker(pytest.mark.django_db(transaction=True, databases=["default", "keys"]))
            if inspect.iscoroutinefunction(getattr(item, "function", None)):
                # The first fixture of all: the others end before it does.
                item.fixturenames.insert(0, "ends_what_it_began")


@pytest.fixture
def handler1(transactional_db: None) -> Account:
    return Account.objects.create_account(username="handler1", password=None, role=Role.HANDLER)


@pytest.fixture
def handler2(transactional_db: None) -> Account:
    return Account.objects.create_account(username="handler2", password=None, role=Role.HANDLER)


@pytest.fixture
def supervisor1(transactional_db: None) -> Account:
    return Account.objects.create_account(username="supervisor1", password=None, role=Role.SUPERVISOR)


@pytest.fixture
async def started() -> Started:
    from tests.people import a_caller_starts

    return await a_caller_starts()
