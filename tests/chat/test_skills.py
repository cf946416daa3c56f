"""Which skills count now: those an admin put on the account, less what is off for today."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from chat.errors import SkillNotYours
from chat.models import Presence
from chat.selectors import skills_now
from chat.services.presence import renew_presence, set_presence
from helpline.staff.models import Account
from helpline.staff.roles import Role

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def trained(handler: Account) -> Account:
    """A handler with three skills on the account."""
    handler.skills = ["women", "men", "language:cy"]
    handler.save(update_fields=["skills"])
    return handler


def switches(account: Account, *on: str) -> None:
    set_presence(by=account, available=True, capacity=2, skills=on)


def now_of(account: Account) -> set[str]:
    """As another request would see it."""
    return set(skills_now(Account.objects.get(pk=account.pk)))


def test_without_a_word_all_skills_of_the_account_count(trained: Account, ann_untrained: Account) -> None:
    assert now_of(trained) == {"women", "men", "language:cy"}
    renew_presence(by=trained)
    assert now_of(trained) == {"women", "men", "language:cy"}
    assert now_of(ann_untrained) == set()


def test_what_is_switched_off_does_not_count_and_comes_back_after_twelve_hours(
    trained: Account, clock: Any
) -> None:
    switches(trained, "men", "language:cy")
    assert now_of(trained) == {"men", "language:cy"}

    clock.shift(timedelta(hours=12) - timedelta(seconds=1))
    assert now_of(trained) == {"men", "language:cy"}
    clock.shift(1)
    assert now_of(trained) == {"women", "men", "language:cy"}


def test_all_can_be_switched_off_and_on_again(trained: Account) -> None:
    switches(trained)
    assert now_of(trained) == set()

    switches(trained, "men", "women", "language:cy")
    assert now_of(trained) == {"women", "men", "language:cy"}
    assert Presence.objects.get().skills_until is None


def test_setting_something_else_leaves_skills_as_they_are(trained: Account) -> None:
    switches(trained, "men")
    set_presence(by=trained, available=False, capacity=1)

    assert now_of(trained) == {"men"}


@pytest.mark.parametrize("wanted", ["under_18", "language:pl", "no such skill", "cy"])
def test_a_skill_that_is_not_theirs_is_refused_and_nothing_is_changed(trained: Account, wanted: str) -> None:
    switches(trained, "men")
    with pytest.raises(SkillNotYours) as refused:
        set_presence(by=trained, available=False, capacity=4, skills=("men", wanted))

    assert refused.value.code == "presence.skill_not_yours"
    kept = Presence.objects.get()
    assert (kept.available, kept.capacity, kept.skills) == (True, 2, ["men"])


def test_a_skill_that_an_admin_took_away_counts_no_more(trained: Account) -> None:
    switches(trained, "men", "language:cy")
    Account.objects.filter(pk=trained.pk).update(skills=["women", "language:cy"])

    assert now_of(trained) == {"language:cy"}


@pytest.mark.parametrize("many", [1, 3])
def test_all_handlers_who_are_there_are_read_in_one_query(
    many: int, make_account: Callable[..., Account], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(many):
        renew_presence(by=make_account(Role.HANDLER, f"handler{number}"))

    with django_assert_num_queries(1):
        found = [skills_now(row.handler) for row in Presence.objects.select_related("handler")]
    assert len(found) == many


@pytest.fixture
def ann_untrained(make_account: Callable[..., Account]) -> Account:
    return make_account(Role.HANDLER, "ann")
