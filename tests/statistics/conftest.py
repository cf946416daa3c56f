"""Facts as a closed contact leaves them behind."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from helpline.statistics.facts import FactValues
from helpline.statistics.models import Fact

NOVEMBER = date(2026, 11, 1)
CLOSED_AT = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
CORRECTABLE_UNTIL = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)


def values(**changes: Any) -> FactValues:
    """Return the values of an answered contact, with what the test changes."""
    usual: dict[str, Any] = {
        "month": NOVEMBER,
        "hour_band": "12-15",
        "language": "en",
        "about": "own_behaviour",
        "caller_type": "person_using_abuse",
        "outcome": "completed",
        "ended_by": "caller",
        "answered": True,
        "wait_band": "1_to_5",
        "talk_band": "15_to_30",
    }
    return FactValues(**usual | changes)


@pytest.fixture
def sealed(db: None) -> Callable[..., None]:
    """Return a maker of sealed facts: `sealed(7, outcome="signposted")`."""

    def make(number: int, **changes: Any) -> None:
        Fact.objects.bulk_create([Fact(**values(**changes).columns()) for _ in range(number)])

    return make
