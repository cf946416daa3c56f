"""Waits to the minute are sums of a month, joined to no fact."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from helpline.statistics.models import MadeUpData, WaitTally
from helpline.statistics.waits import tally_wait

pytestmark = pytest.mark.django_db
# In London it is December already by summer's clock alone: it is not summer.
LATE = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)


def test_waits_are_summed_by_month_minute_and_answer() -> None:
    for seconds, answered in [(59, True), (0, True), (60, True), (65, False), (3 * 3600, False), (-2, True)]:
        tally_wait(joined_at=LATE, seconds=seconds, answered=answered)

    assert sorted(WaitTally.objects.values_list("month", "minutes", "answered", "number")) == [
        (date(2026, 11, 1), 0, True, 3),
        (date(2026, 11, 1), 1, False, 1),
        (date(2026, 11, 1), 1, True, 1),
        (date(2026, 11, 1), 60, False, 1),
    ]


def test_no_real_wait_is_counted_among_made_up_ones() -> None:
    MadeUpData.objects.create(facts=10, seed=1, made_at=timezone.now())
    tally_wait(joined_at=LATE, seconds=70, answered=True)

    assert not WaitTally.objects.exists()
