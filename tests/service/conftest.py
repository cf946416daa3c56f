"""Whoever answers, by the name that the tests of the chat give them."""

from collections.abc import Callable

import pytest

from helpline.staff.models import Account
from helpline.staff.roles import Role


@pytest.fixture
def ann(make_account: Callable[..., Account]) -> Account:
    return make_account(Role.HANDLER, "ann")
