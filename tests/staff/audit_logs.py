"""Audit logs for tests, and a forger who writes to them past the guards."""

from datetime import datetime
from typing import Any

import time_machine
from django.db import connection

from helpline.staff.audit import digest_of, record
from helpline.staff.audit_guards import fall
from helpline.staff.models import AuditEvent, AuditHead


def written(*moments: datetime) -> list[AuditEvent]:
    """Write one line at each of these moments."""
    lines = []
    for number, moment in enumerate(moments, 1):
        with time_machine.travel(moment, tick=False):
            lines.append(
                record(event="contact.taken", by=None, subject=f"contact {number}", detail={"n": number})
            )
    return lines


class Forger:
    """Somebody who owns the database. Lines are counted from 0, in the order of the log."""

    def __init__(self) -> None:
        fall(connection)

    def line(self, number: int) -> AuditEvent:
        return AuditEvent.objects.order_by("pk")[number]

    def changes(self, number: int, **fields: Any) -> None:
        AuditEvent.objects.filter(pk=self.line(number).pk).update(**fields)

    def writes_anew(self, number: int, *, on: bool = False, **fields: Any) -> None:
        """Change a line and its digest; with `on` every line after it and the head as well."""
        lines = list(AuditEvent.objects.order_by("pk"))[number:]
        previous = lines[0].previous
        for line in lines if on else lines[:1]:
            for name, value in fields.items() if line is lines[0] else ():
                setattr(line, name, value)
            line.previous = previous
            previous = line.digest = digest_of(line)
            line.save()
        if on:
            self.turns_head(previous)

    def deletes(self, *numbers: int) -> None:
        AuditEvent.objects.filter(pk__in=[self.line(number).pk for number in numbers]).delete()

    def swaps(self, first: int, second: int) -> None:
        one, other = self.line(first).pk, self.line(second).pk
        for was, now in ((one, -1), (other, one), (-1, other)):
            AuditEvent.objects.filter(pk=was).update(id=now)

    def puts_in(self, after: int) -> int:
        """Put a line in that continues another and fits its own digest; return its id."""
        before = self.line(after)
        made = AuditEvent(
            pk=before.pk + 1, at=before.at, event="contact.taken", actor="x", previous=before.digest
        )
        made.digest = digest_of(made)
        self._makes_room(made.pk)
        made.save(force_insert=True)
        return made.pk

    def turns_head(self, digest: str) -> None:
        AuditHead.objects.update(digest=digest)

    def _makes_room(self, pk: int) -> None:
        for line in AuditEvent.objects.filter(pk__gte=pk).order_by("-pk"):
            AuditEvent.objects.filter(pk=line.pk).update(id=line.pk + 1)
