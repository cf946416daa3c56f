"""Bringing keys back from a backup, and never one that was destroyed since.

The main database says whose words are still wanted. A key comes back only for a contact that is there, whose
words were not destroyed and whose time has not come; what is due is destroyed instead.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from chat.models import Contact
from chat.services.confidence import held_contacts
from chat.states import State
from helpline.complaints.models import Complaint
from helpline.complaints.rules import State as ComplaintState
from helpline.keeping.backups import Backup, read_backup
from helpline.kernel.keystore import destroy_keys
from helpline.kernel.models import ContactKey, SiteSecret
from helpline.staff.audit import record

AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class Restored:
    """How many keys came back, and how many did not since nobody may read those words any more."""

    back: int
    left_out: int
    secrets: int


def restore_keys(path: Path, *, now: datetime) -> Restored:
    """Put back the keys that are missing and still wanted; one that is there is never overwritten.

    Raises BackupRefused.
    """
    backup = read_backup(path, now=now)
    secrets = _put_back_secrets(backup)
    back = 0
    for batch in _batches(backup.keys):
        back += _put_back(batch, now=now)
    there = ContactKey.objects.filter(pk__in=[key.contact for key in backup.keys]).count()
    done = Restored(back=back, left_out=len(backup.keys) - there, secrets=secrets)
    detail = {"back": done.back, "left_out": done.left_out, "secrets": done.secrets}
    record(event="keys.restored", by=None, subject=backup.made_at.isoformat(), detail=detail)
    return done


def destroy_keys_of_nobody() -> int:
    """Destroy the keys without a contact or complaint; return how many. With the service stopped alone.

    A main database that came back from a backup does not know of whoever came since: their words are lost
    with their rows, and no purge would ever end their keys.
    """
    keys = set(ContactKey.objects.values_list("pk", flat=True))
    for model in (Contact, Complaint):
        keys -= set(model._default_manager.values_list("pk", flat=True))
    return destroy_keys(keys)


def _put_back_secrets(backup: Backup) -> int:
    known = set(SiteSecret.objects.values_list("name", flat=True))
    missing = [secret for secret in backup.secrets if secret.name not in known]
    SiteSecret.objects.bulk_create(missing, ignore_conflicts=True)
    return len(missing)


@transaction.atomic
def _put_back(keys: Collection[ContactKey], *, now: datetime) -> int:
    """Put back some keys while their contacts are locked: no purge passes between the look and the insert."""
    ids = [UUID(str(key.contact)) for key in keys]
    there = set(ContactKey.objects.filter(pk__in=ids).values_list("pk", flat=True))
    wanted = (_wanted_contacts(ids, now) | _wanted_complaints(ids, now)) - there
    back = [key for key in keys if UUID(str(key.contact)) in wanted]
    ContactKey.objects.bulk_create(back, ignore_conflicts=True)
    return len(back)


def _wanted_contacts(ids: Collection[UUID], now: datetime) -> set[UUID]:
    """Return those whose words may still be read.

    Of one that is not closed the last sign of life counts: a main database that came back from a backup
    says "open" of a talk that was closed, and perhaps purged, since.
    """
    list(Contact.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))
    kept = timedelta(hours=settings.HELPLINE_RETENTION_HOURS)
    closed = Q(state=State.CLOSED, purge_at__gt=now)
    going_on = ~Q(state=State.CLOSED) & Q(last_sign__gt=now - kept)
    rows = Contact.objects.filter(pk__in=ids, words_destroyed_at__isnull=True)
    rows = rows.annotate(last_sign=Coalesce(F("ended_at"), F("caller_seen_at")))
    held = held_contacts()
    return set(rows.filter(closed | going_on | Q(pk__in=held)).values_list("pk", flat=True))


def _wanted_complaints(ids: Collection[UUID], now: datetime) -> set[UUID]:
    last = timezone.localdate(now) - timedelta(days=settings.HELPLINE_COMPLAINT_DAYS)
    rows = Complaint.objects.select_for_update().filter(pk__in=ids)
    over = Q(state=ComplaintState.CLOSED, closed_on__lte=last)
    return {row.pk for row in rows.exclude(over)}


def _batches(keys: list[ContactKey]) -> list[list[ContactKey]]:
    ordered = sorted(keys, key=lambda key: str(key.contact))
    return [ordered[start : start + AT_ONCE] for start in range(0, len(ordered), AT_ONCE)]
