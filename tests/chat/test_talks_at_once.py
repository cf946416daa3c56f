"""How long talks take by how many a handler has at once: the rule, and what stays of it."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from chat.models import Contact
from chat.services import retention
from chat.services.ending import end_by_handler, wrap_up
from chat.services.talk_lengths import tally_lengths
from chat.states import Outcome
from chat.talks_at_once import Held, mean_at_once
from helpline.staff.models import Account
from helpline.statistics.models import TalkTally
from helpline.statistics.talk_lengths import TalkLength, mean_minutes, tally_talks
from tests.chat.acts import BOTH, starts, takes

NOON = datetime(2026, 11, 20, 12, 0)
NOVEMBER = date(2026, 11, 1)


def held(begin: int, end: int) -> Held:
    return Held(NOON + timedelta(minutes=begin), NOON + timedelta(minutes=end))


@pytest.mark.parametrize(
    ("others", "at_once"),
    [
        ([], 1),
        ([(0, 30)], 2),
        ([(-60, 90), (-60, 90)], 3),
        # A third of the time two, the rest alone.
        ([(20, 60)], 1),
        # Half the time one more, half the time another.
        ([(-5, 15), (15, 45)], 2),
        ([(30, 60), (-9, 0)], 1),
    ],
)
def test_at_once_is_the_mean_over_the_talk(others: list[tuple[int, int]], at_once: int) -> None:
    assert mean_at_once(held(0, 30), [held(*other) for other in others]) == at_once


def test_a_talk_without_length_was_alone() -> None:
    assert mean_at_once(held(0, 0), [held(-10, 10)]) == 1


def tallied() -> list[tuple[int, int, int]]:
    return list(TalkTally.objects.order_by("at_once").values_list("at_once", "talks", "minutes"))


@pytest.mark.django_db(databases=BOTH)
def test_talks_are_tallied_from_taking_to_wrapping_up_when_their_facts_are_sealed(
    clock: Any, ann: Account, ben: Account
) -> None:
    both = [takes(ann, starts().contact), takes(ann, starts().contact)]
    alone = takes(ben, starts().contact)
    starts()
    clock.shift(timedelta(minutes=40))
    for account, contact in [(ann, both[0]), (ann, both[1]), (ben, alone)]:
        end_by_handler(contact=contact.pk, by=account)
        wrap_up(contact=contact.pk, outcome=Outcome.COMPLETED, by=account)
    Contact.objects.filter(pk=alone.pk).update(closed_at=timezone.now() - timedelta(minutes=15))

    assert tallied() == []
    retention.let_go(now=timezone.now() + timedelta(hours=25))

    assert tallied() == [(1, 1, 25), (2, 2, 80)]
    assert {field.name for field in TalkTally._meta.concrete_fields} == {
        "id", "month", "at_once", "talks", "minutes",
    }  # fmt: skip


@pytest.mark.django_db(databases=BOTH)
def test_two_talks_take_as_many_queries_as_one(
    clock: Any, ann: Account, django_assert_num_queries: Any
) -> None:
    talks = [takes(ann, starts().contact).pk for _ in range(2)]
    clock.shift(timedelta(minutes=10))
    Contact.objects.update(closed_at=timezone.now())
    tally_lengths(talks)

    for number in (1, 2):
        with django_assert_num_queries(15):
            tally_lengths(talks[:number])


@pytest.mark.django_db
def test_a_mean_is_shown_from_five_talks_on_and_of_recent_months_alone() -> None:
    tally_talks([TalkLength(NOVEMBER, 1, 20)] * 3 + [TalkLength(NOVEMBER, 2, 45)] * 4)
    tally_talks([TalkLength(date(2026, 10, 1), 1, 31)] * 3 + [TalkLength(date(2025, 10, 1), 2, 60)])

    assert mean_minutes(since=date(2026, 10, 1)) == {1: (26, 6)}
    assert mean_minutes(since=date(2025, 1, 1)) == {1: (26, 6), 2: (48, 5)}


@pytest.mark.django_db
def test_what_cannot_be_is_brought_within_bounds() -> None:
    tally_talks([TalkLength(NOVEMBER, 0, -3), TalkLength(NOVEMBER, 40, 10**9)])

    assert tallied() == [(1, 1, 0), (6, 1, 1440)]
