"""The append-only, hash-chained record of what staff and the system did."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from helpline.staff.models import Account, AuditEvent, AuditHead

SYSTEM = "system"
BEGINNING = "0" * 64


def record(
    *, event: str, by: Account | None, subject: object = "", detail: Mapping[str, Any] | None = None
) -> AuditEvent:
    """Write one line in the caller's transaction, chained to the line before.

    `by=None` means the system. `detail` holds codes, ids and numbers, never words.
    """
    with transaction.atomic():
        # The lock on this row is what keeps two writers from continuing the same line.
        head, _ = AuditHead.objects.select_for_update().get_or_create(pk=1, defaults={"digest": BEGINNING})
        line = AuditEvent(
            at=timezone.now(),
            event=event,
            actor=by.username if by else SYSTEM,
            subject=str(subject),
            detail=dict(detail or {}),
            previous=head.digest,
        )
        line.digest = digest_of(line)
        line.save(force_insert=True)
        head.digest = line.digest
        head.save(update_fields=["digest"])
        return line


def digest_of(line: AuditEvent) -> str:
    """Return the SHA-256 that a line should have, as 64 hexadecimal digits."""
    at: datetime = line.at
    content = [line.previous, at.isoformat(), line.event, line.actor, line.subject, line.detail]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
