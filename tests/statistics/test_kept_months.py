"""Sums of closed months that are kept: as good as counting, and never used once a fact has changed."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction

from helpline import timers
from helpline.statistics.dashboard import kept_months as keeping
from helpline.statistics.dashboard.counting import (
    TABLES,
    by_month,
    counted,
    in_lists,
    unmet_by_area,
)
from helpline.statistics.dashboard.kept_months import keep_sums, kept_months
from helpline.statistics.facts import draft_fact, seal_due
from helpline.statistics.models import Fact, MonthSums
from helpline.statistics.questions import Period
from tests.chat.at_once import at_once
from tests.statistics.conftest import CORRECTABLE_UNTIL, values

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
JULY, AUGUST, NOVEMBER = date(2026, 7, 1), date(2026, 8, 1), date(2026, 11, 1)
QUARTER = Period.parse("2026-Q3")


@pytest.fixture(autouse=True)
def _in_november() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def seals(number: int, **said: Any) -> None:
    """Close so many contacts and seal their facts, as the timers do."""
    for _ in range(number):
        draft_fact(contact=uuid4(), values=values(**said), correctable_until=CORRECTABLE_UNTIL)
    assert len(seal_due(now=CORRECTABLE_UNTIL)) == number


def told(*, from_kept: bool) -> list[Any]:
    kept = kept_months(QUARTER.months, drafts=False) if from_kept else {}
    (sums,) = counted([QUARTER], drafts=False, kept=kept).values()
    months = QUARTER.months
    lists = [in_lists(name, months, drafts=False, kept=kept) for name in ("signposts", "cues")]
    unmet = unmet_by_area(months, drafts=False, kept=kept)
    return [sums, by_month(months, drafts=False, kept=kept), *lists, unmet]


@pytest.mark.django_db
def test_what_is_kept_is_what_is_counted_and_facts_are_not_read_again(
    django_assert_num_queries: Any,
) -> None:
    seals(6, month=JULY, area="Leeds", unmet_need="cost", cues=("denial", "remorse"), signposts=("a", "b"))
    seals(3, month=AUGUST, channel="phone", cues=("remorse",), caller_type=None, readiness_before=4)
    assert keep_sums(now=NOW) == 2
    assert keep_sums(now=NOW) == 0

    assert told(from_kept=True) == told(from_kept=False)
    sums = told(from_kept=True)
    assert sums[0].whole.number == 9
    # Of September there is nothing, and what is not there is not kept: one look for each table.
    with django_assert_num_queries(1):
        kept = kept_months((JULY, AUGUST), drafts=False)
        by_month((JULY, AUGUST), drafts=False, kept=kept)


@pytest.mark.django_db
def test_a_contact_that_closes_late_is_counted_at_once_and_kept_again() -> None:
    seals(6, month=JULY)
    keep_sums(now=NOW)
    seals(1, month=JULY, channel="phone")

    assert kept_months([JULY], drafts=False) == {}
    assert told(from_kept=True)[0].whole.number == 7
    assert keep_sums(now=NOW) == 1
    assert kept_months([JULY], drafts=False)[JULY]["whole"][0][0] == 7


@pytest.mark.django_db
def test_no_month_is_kept_that_goes_on_or_has_drafts() -> None:
    seals(6, month=NOVEMBER)
    seals(6, month=JULY)
    draft_fact(contact=uuid4(), values=values(month=JULY), correctable_until=CORRECTABLE_UNTIL)

    assert keep_sums(now=NOW) == 0
    assert keep_sums(now=datetime(2026, 12, 3, 12, tzinfo=UTC)) == 0
    assert keep_sums(now=datetime(2026, 12, 4, 12, tzinfo=UTC)) == 1


@pytest.mark.django_db
def test_a_kept_month_with_a_draft_is_counted_where_drafts_are() -> None:
    seals(6, month=JULY)
    keep_sums(now=NOW)
    draft_fact(contact=uuid4(), values=values(month=JULY), correctable_until=CORRECTABLE_UNTIL)

    assert set(kept_months([JULY], drafts=False)) == {JULY}
    kept = kept_months([JULY], drafts=True)
    assert by_month([JULY], drafts=True, kept=kept)[JULY].number == 7


@pytest.mark.django_db
def test_what_is_sealed_while_a_month_is_counted_is_counted_again(monkeypatch: pytest.MonkeyPatch) -> None:
    seals(6, month=JULY)
    count = keeping._counted

    def and_one_more(months: Any) -> Any:
        sums = count(months)
        seals(1, month=JULY)
        return sums

    monkeypatch.setattr(keeping, "_counted", and_one_more)
    assert keep_sums(now=NOW) == 0
    monkeypatch.undo()
    with time_machine.travel(NOW, tick=False):
        assert told(from_kept=True)[0].whole.number == 7
        assert keep_sums(now=NOW) == 1


@pytest.mark.django_db
def test_made_up_figures_come_with_their_sums_and_take_them_along(sealed: Callable[..., None]) -> None:
    call_command("make_facts", "--count", "3000", "--seed", "8", "--months", "12", "--until", "2026-10")
    assert MonthSums.objects.exclude(counted=None).count() == 12
    assert told(from_kept=True) == told(from_kept=False)

    call_command("make_facts", "--clear")
    assert not MonthSums.objects.exists()
    seals(5, month=JULY)
    assert told(from_kept=True)[0].whole.number == 5


@pytest.mark.django_db
def test_the_timers_keep_them_after_facts_are_sealed() -> None:
    names = list(timers.PURGE)

    assert names.index("let_go") < names.index("keep_sums") < names.index("make_reports")
    assert set(TABLES) >= {"whole", "ways", "cues", "signposts", "unmet"}


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_sealing_and_counting_at_once_never_leave_old_sums() -> None:
    seals(5, month=JULY)

    def seal() -> None:
        with transaction.atomic():
            draft_fact(contact=uuid4(), values=values(month=JULY), correctable_until=CORRECTABLE_UNTIL)
            seal_due(now=CORRECTABLE_UNTIL)

    at_once(*(act for _ in range(4) for act in (seal, partial(keep_sums, now=NOW))))

    kept = kept_months([JULY], drafts=False)
    assert by_month([JULY], drafts=False, kept=kept)[JULY].number == Fact.objects.count() == 9
