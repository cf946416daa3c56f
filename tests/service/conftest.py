"""Whoever answers, by the name that the tests of the chat give them."""

from collections.abc import Callable

import pytest

from helpline.staff.models import Account
from helpline.staff.roles import Role
from tests.content import put_content_in


@pytest.fixture
def ann(make_account: Callable[..., Account]) -> Account:
    return make_account(Role.HANDLER, "ann")


@pytest.fixture
def content(db: None) -> None:
    """The real script, directory and consent texts."""
    put_content_in()
