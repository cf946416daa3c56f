"""Finding lines of the audit: by group, who, what it was done to, and days in London; newest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from helpline.staff.audit import record
from helpline.staff.models import Account, AuditCheck, AuditEvent, SealedDay

ON_A_PAGE = 50
EXPORTED_AT_ONCE = 2_000


@dataclass(frozen=True)
class Filters:
    """What is looked for; what is empty narrows nothing."""

    group: str = ""
    actor: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None

    def named(self) -> dict[str, str]:
        """Return those that narrow something, as they are written in an address."""
        every = {"group": self.group, "actor": self.actor, "subject": self.subject}
        days = {"since": self.since, "until": self.until}
        return {
            **{name: value for name, value in every.items() if value},
            **{name: day.isoformat() for name, day in days.items() if day},
        }


@dataclass(frozen=True)
class Page:
    """Some lines, newest first; the ids to go on from, None where there is nothing more."""

    lines: list[AuditEvent]
    older: int | None
    newer: int | None


def found(filters: Filters) -> QuerySet[AuditEvent]:
    """Return the lines that fit, in no order yet."""
    rows = AuditEvent.objects.all()
    if filters.group:
        rows = rows.filter(event__startswith=f"{filters.group}.")
    if filters.actor:
        rows = rows.filter(actor=filters.actor)
    if filters.subject:
        # The beginning will do: pages show the first letters of an id.
        rows = rows.filter(subject__startswith=filters.subject)
    if filters.since:
        rows = rows.filter(at__gte=_begins(filters.since))
    if filters.until:
        rows = rows.filter(at__lt=_begins(filters.until + timedelta(days=1)))
    return rows


def page_of(filters: Filters, *, before: int | None = None, after: int | None = None) -> Page:
    """Return a page of what fits: the newest, else those before or after a line. Costs the same on each."""
    rows = found(filters)
    if after is not None:
        nearest = list(rows.filter(pk__gt=after).order_by("pk")[: ON_A_PAGE + 1])
        lines, more = nearest[:ON_A_PAGE][::-1], len(nearest) > ON_A_PAGE
        return Page(lines, lines[-1].pk if lines else None, lines[0].pk if more else None)
    held = rows if before is None else rows.filter(pk__lt=before)
    nearest = list(held.order_by("-pk")[: ON_A_PAGE + 1])
    lines, more = nearest[:ON_A_PAGE], len(nearest) > ON_A_PAGE
    newer = lines[0].pk if lines and before is not None else None
    return Page(lines, lines[-1].pk if more else None, newer)


def export(filters: Filters, *, form: str, by: Account) -> Iterator[AuditEvent]:
    """Note that somebody takes these lines away, and return them, oldest first, up to that note."""
    rows = found(filters)
    noted = record(
        event="audit.exported",
        by=by,
        detail={"form": form, "lines": rows.count(), "filters": sorted(filters.named())},
    )
    return _in_pages(rows.filter(pk__lt=noted.pk))


def _in_pages(rows: QuerySet[AuditEvent]) -> Iterator[AuditEvent]:
    last = 0
    while page := list(rows.filter(pk__gt=last).order_by("pk")[:EXPORTED_AT_ONCE]):
        yield from page
        last = page[-1].pk


def last_check() -> AuditCheck | None:
    """Return how the last check went."""
    return AuditCheck.objects.last()


def last_sealed() -> SealedDay | None:
    """Return the newest sealed day."""
    return SealedDay.objects.last()


def _begins(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
