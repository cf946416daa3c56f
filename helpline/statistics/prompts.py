"""What prompts do, in tallies that know no contact. See docs/adr/0030-prompts-are-judged-not-handlers.md."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F

from helpline.statistics.models import GuidanceTally


@dataclass(frozen=True)
class Used:
    """One contact's use of one thing: how many `times`. `name` is an id of the guidance, never words."""

    month: date
    version: int
    kind: str
    name: str
    times: int


@transaction.atomic
def tally(uses: Iterable[Used]) -> None:
    """Add uses of contacts whose facts are sealed; each counts as one contact and as its number of times."""
    contacts: Counter[tuple[date, int, str, str]] = Counter()
    times: Counter[tuple[date, int, str, str]] = Counter()
    for use in uses:
        key = (use.month, use.version, use.kind, use.name)
        contacts[key] += 1
        times[key] += use.times
    # In an order of their own, so that a new row tells nothing and two batches never wait for each other.
    for key in sorted(contacts):
        month, version, kind, name = key
        row, _ = GuidanceTally.objects.get_or_create(month=month, version=version, kind=kind, name=name)
        GuidanceTally.objects.filter(pk=row.pk).update(
            contacts=F("contacts") + contacts[key], times=F("times") + times[key]
        )
