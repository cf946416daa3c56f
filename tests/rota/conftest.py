"""A handler called ann and one called ben, and a Monday to come."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone

from helpline.rota.cover import week_of
from helpline.staff.models import Account
from helpline.staff.roles import Role


@pytest.fixture
def ann(make_account: Callable[..., Account]) -> Account:
    return make_account(Role.HANDLER, "ann")


@pytest.fixture
def ben(make_account: Callable[..., Account]) -> Account:
    return make_account(Role.HANDLER, "ben")


@pytest.fixture
def monday() -> date:
    """Monday of the week after next: all of its week is to come."""
    return week_of(timezone.localdate()) + timedelta(weeks=2)
