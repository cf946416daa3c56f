"""Handlers' load today, read from rows that exist anyway: the audit log, contacts and alerts until they go.

A contact's row lives for a day after its end at least (the fact may be corrected that long), and an alert for
a day after somebody looked, so that the rows of one day are always there. Nothing of a caller is read
but the level.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from chat.load import Load, Move, Talk, load_of, talks_of
from chat.models import Alert, Contact
from helpline.staff.models import AuditEvent
from helpline.statistics.bands import LONDON

# A night's shift is one day: it begins where hardly anybody is there.
DAY_BEGINS = 4
PRESSING = ("immediate", "urgent")
# Who has a contact after each of these: whoever did it, whom it names, or nobody.
BY_ACTOR = ("contact.taken", "contact.taken_over", "transfer.accepted")
BY_NAME = ("contact.assigned",)
TO_NOBODY = ("contact.released", "contact.handed_over", "contact.returned")


def day_of(at: datetime) -> date:
    """Return the day of service that a moment belongs to."""
    return day_began(at).date()


def day_began(now: datetime) -> datetime:
    """Return when this day of service began: 4 in the morning, in the wall time of London."""
    here = now.astimezone(LONDON)
    today = here.replace(hour=DAY_BEGINS, minute=0, second=0, microsecond=0)
    return today if here >= today else today - timedelta(days=1)


def loads_today(*, now: datetime) -> list[Load]:
    """Return the load of every handler who had a talk today; who needs a break stands first."""
    since = day_began(now)
    kept = AuditEvent.objects.filter(at__gte=since, at__lte=now, event__in=(*BY_ACTOR, *BY_NAME, *TO_NOBODY))
    lines = list(kept.order_by("id").values_list("at", "event", "actor", "subject", "detail"))
    rows = _rows({UUID(subject) for _, _, _, subject, _ in lines}, since)
    moves = [*_from_before(rows, since), *_moves(lines, rows)]
    ended = {pk: row.ended_at for pk, row in rows.items() if row.ended_at}
    talks: dict[str, list[Talk]] = defaultdict(list)
    for talk in talks_of(moves, ended=ended, now=now):
        talks[talk.handler].append(talk)
    abuse = _endings_for_abuse(since, now)
    pressing = frozenset(pk for pk, row in rows.items() if row.level in PRESSING)
    loads = [load_of(who, had, pressing=pressing, abuse=abuse[who], now=now) for who, had in talks.items()]
    return sorted(loads, key=Load.key)


def _endings_for_abuse(since: datetime, now: datetime) -> dict[str, list[datetime]]:
    """Return when each handler ended a talk for abuse: the alerts know, and the audit does not."""
    ended: dict[str, list[datetime]] = defaultdict(list)
    raised = Alert.objects.filter(kind=Alert.Kind.BOUNDARY, raised_at__gte=since, raised_at__lte=now)
    for handler, at in raised.values_list("about__username", "raised_at"):
        ended[handler].append(at)
    return ended


def _rows(subjects: set[UUID], since: datetime) -> dict[UUID, Contact]:
    """Return the contacts that were moved today, and those that were already talked with when it began."""
    fields = ("pk", "level", "taken_at", "ended_at", "handler__username")
    known = Contact.objects.filter(practice=False).select_related("handler").only(*fields)
    before = known.filter(taken_at__lt=since, handler__isnull=False).exclude(ended_at__lt=since)
    return {row.pk: row for row in known.filter(pk__in=subjects).union(before)}


def _from_before(rows: dict[UUID, Contact], since: datetime) -> Iterator[Move]:
    """Yield the talks that began on the day before and go on: they count from the day's beginning."""
    for pk, row in rows.items():
        if row.handler is not None and row.taken_at is not None and row.taken_at < since:
            yield Move(since, pk, row.handler.username)


def _moves(
    lines: list[tuple[datetime, str, str, str, dict[str, str]]], rows: dict[UUID, Contact]
) -> Iterator[Move]:
    for at, event, actor, subject, detail in lines:
        # What is not among the rows was practice.
        if UUID(subject) not in rows:
            continue
        holder = actor if event in BY_ACTOR else detail["handler"] if event in BY_NAME else None
        yield Move(at, UUID(subject), holder)
