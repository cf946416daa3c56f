"""What the guidance does, in tallies that know no contact.

See docs/adr/0030-prompts-are-judged-not-handlers.md.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F, Sum

from helpline.statistics.disclosure import ShareBand, masked, share_band
from helpline.statistics.made_up import is_made_up
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
    if contacts and is_made_up():
        return
    # In an order of their own, so that a new row tells nothing and two batches never wait for each other.
    for key in sorted(contacts):
        month, version, kind, name = key
        row, _ = GuidanceTally.objects.get_or_create(month=month, version=version, kind=kind, name=name)
        GuidanceTally.objects.filter(pk=row.pk).update(
            contacts=F("contacts") + contacts[key], times=F("times") + times[key]
        )


@dataclass(frozen=True)
class Usage:
    """One thing of the guidance over all months of a version; None is a figure that is not shown.

    `contacts` says in how many it was used; `shares` are in the order in which they were asked for.
    """

    name: str
    contacts: int | None
    shares: tuple[ShareBand | None, ...]


def versions_tallied() -> list[int]:
    """Return the script versions of which anything is tallied, the newest first."""
    rows = GuidanceTally.objects.order_by("-version").values_list("version", flat=True)
    return list(rows.distinct())


def usages(*, version: int, used: str, shares: Sequence[tuple[str, str]]) -> list[Usage]:
    """Return what of a version may be shown, under the policy called internal.

    `used` is the kind that is counted, each share a pair of kinds: the part, and the whole. The whole
    of "cue_refused" may name two kinds, as "cue_confirmed+cue_refused". A thing of which no figure
    may be shown is left out. Sorted by the last share, then by how much it was used, then by name.
    """
    counts: dict[str, dict[str, int]] = {}
    rows = GuidanceTally.objects.filter(version=version).values_list("name", "kind")
    for name, kind, contacts in rows.annotate(Sum("contacts")):
        counts.setdefault(name, {})[kind] = contacts
    found = [_usage(name, of, used, shares) for name, of in counts.items()]
    shown = [each for each in found if each.contacts is not None or any(each.shares)]
    return sorted(shown, key=_order)


def _usage(name: str, counts: Mapping[str, int], used: str, shares: Sequence[tuple[str, str]]) -> Usage:
    def of(kinds: str) -> int:
        return sum(counts.get(kind, 0) for kind in kinds.split("+"))

    # A prompt may be taken that the panel had no time to tell of: no part is more than its whole.
    bands = tuple(share_band(min(of(part), of(whole)), of(whole)) for part, whole in shares)
    return Usage(name, masked(of(used)), bands)


def _order(usage: Usage) -> tuple[float, int, str]:
    last = usage.shares[-1] if usage.shares else None
    return (-last.middle if last else 1.0, -(usage.contacts or 0), usage.name)
