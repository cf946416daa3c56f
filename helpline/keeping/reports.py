"""The report of a day: what was destroyed by class, what remained, and which holds stood in the way; signed.

It holds counts and whole hours, and no id of anybody. Each names the digest of the one before, so that one
that was taken away leaves a gap. See docs/adr/0047-purge-reports-and-backups-of-keys.md.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from chat.services.confidence import held_contacts
from helpline.face.in_force import service_name
from helpline.keeping.models import PurgeCount, PurgeReport
from helpline.keeping.schedule import SCHEDULE, Kept
from helpline.kernel.signing import is_signed, public_key, sign

PURPOSE = "purge report"
BEGINNING = "0" * 64
A_DAY = timedelta(days=1)
# After a long pause the rest is made in the next rounds.
MOST_AT_ONCE = 31


def report_days(*, now: datetime) -> int:
    """Make and sign the report of each day in London that is over and has none; return how many."""
    made = 0
    while made < MOST_AT_ONCE and (day := _next_day()) is not None and day < timezone.localdate(now):
        _report(day, now)
        made += 1
    return made


def digest_of(statement: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a statement, as the next report names it."""
    spelt = json.dumps(statement, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(spelt.encode()).hexdigest()


def as_paper(report: PurgeReport) -> dict[str, Any]:
    """Return what is downloaded: the statement with its signature and the key to check it by."""
    return {
        "report": PURPOSE,
        "statement": report.statement,
        "public_key": report.public_key,
        "signature": report.signature,
    }


def is_sound(paper: Mapping[str, Any]) -> bool:
    """Tell whether a paper is as it was signed, by the public key that stands in it."""
    parts = [paper.get(name) for name in ("statement", "public_key", "signature")]
    if paper.get("report") != PURPOSE or not isinstance(parts[0], dict):
        return False
    statement, public, signature = parts[0], str(parts[1]), str(parts[2])
    try:
        return bool(parts[1]) and is_signed(PURPOSE, statement, signature, public=public)
    except ValueError:
        # Numbers that JSON has not, such as NaN: never signed by us.
        return False


def follows(report: PurgeReport) -> bool:
    """Tell whether a report names the digest of the one before it, and that is the day before."""
    before = PurgeReport.objects.filter(day__lt=report.day).first()
    named = report.statement.get("previous")
    if before is None:
        return bool(named == BEGINNING)
    return bool(named == digest_of(before.statement)) and before.day == report.day - A_DAY


def _next_day() -> date | None:
    last = PurgeReport.objects.values_list("day", flat=True).first()
    if last is not None:
        return last + A_DAY
    first: date | None = PurgeCount.objects.aggregate(first=Min("day"))["first"]
    return first


@transaction.atomic
def _report(day: date, now: datetime) -> None:
    counts = PurgeCount.objects.select_for_update().filter(day=day)
    destroyed = {count.kind: count.number for count in counts}
    before = PurgeReport.objects.first()
    statement = {
        "service": service_name(),
        "day": str(day),
        "made_at": now.replace(microsecond=0).isoformat(),
        "retention_hours": settings.HELPLINE_RETENTION_HOURS,
        "destroyed": destroyed,
        "remaining": {kept.id: remaining(kept, now=now) for kept in SCHEDULE if kept.job and kept.models},
        "held": held_contacts().count(),
        "previous": digest_of(before.statement) if before else BEGINNING,
    }
    PurgeReport.objects.create(
        day=day, statement=statement, public_key=public_key(), signature=sign(PURPOSE, statement)
    )
    counts.delete()


def remaining(kept: Kept, *, now: datetime) -> dict[str, int | None]:
    """Return {"rows", "oldest_hours"} of a class, of all its tables; whole hours tell of no moment."""
    installed = {model._meta.label: model for model in apps.get_models()}
    tables = [installed[label] for label in kept.models if label in installed]
    rows = sum(table._default_manager.count() for table in tables)
    if kept.oldest is None:
        return {"rows": rows, "oldest_hours": None}
    label, field = kept.oldest
    oldest = apps.get_model(label)._default_manager.aggregate(oldest=Min(field))["oldest"]
    return {"rows": rows, "oldest_hours": None if oldest is None else _hours(oldest, now)}


def _hours(since: date | datetime, now: datetime) -> int:
    if not isinstance(since, datetime):
        return (timezone.localdate(now) - since).days * 24
    return int((now - since) / timedelta(hours=1))
