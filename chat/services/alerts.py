"""Alerts: what a supervisor must look at, until one says that they have."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from chat import events
from chat.errors import AlertGone, PracticeOnly
from chat.models import Alert, Contact
from helpline.kernel.live import announce_on_commit
from helpline.staff.access import check_may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission

# What was answered is of use to nobody after that, and says when something happened at which contact.
ANSWERED_KEPT = timedelta(hours=24)
# Beside its moment and its handler a line would say how a talk ended, for ever: docs/adr/0019.
IN_NO_AUDIT = frozenset({Alert.Kind.BOUNDARY, Alert.Kind.DEBRIEF})


@transaction.atomic
def raise_alert(
    *,
    kind: Alert.Kind,
    contact: UUID | None = None,
    about: Account | None = None,
    queue: str = "main",
    id: UUID | None = None,
) -> Alert:
    """Raise an alert for the supervisors; one that is still open is not raised again.

    Raises PracticeOnly for a practice contact: nobody real is there to worry about.
    """
    if contact and Contact.objects.filter(pk=contact, practice=True).exists():
        raise PracticeOnly
    same = Alert.objects.filter(kind=kind, contact=contact, about=about, queue=queue)
    if found := same.filter(answered_at__isnull=True).first():
        return found
    alert = Alert.objects.create(
        id=id or uuid4(), kind=kind, contact=contact, about=about, queue=queue, raised_at=timezone.now()
    )
    if kind not in IN_NO_AUDIT:
        record(event="alert.raised", by=about, subject=contact, detail={"kind": kind, "alert": str(alert.pk)})
    announce_on_commit(events.board_group(queue), events.board_hint())
    return alert


@transaction.atomic
def answer_alert(*, alert: UUID, by: Account) -> Alert:
    """Note that this supervisor looked; answered already by somebody: that stays.

    Raises Forbidden or AlertGone.
    """
    check_may(by, Permission.FOLLOW_CONTACTS)
    found = Alert.objects.select_for_update(of=("self",)).filter(pk=alert).first()
    if found is None:
        raise AlertGone
    if found.answered_at is None:
        found.answered_at, found.answered_by = timezone.now(), by
        found.save(update_fields=["answered_at", "answered_by"])
        if found.kind not in IN_NO_AUDIT:
            record(event="alert.answered", by=by, subject=found.contact, detail={"alert": str(found.pk)})
        announce_on_commit(events.board_group(found.queue), events.board_hint())
        if found.contact:
            announce_on_commit(events.staff_group(found.contact), events.beside_hint(found.contact))
    return found


def forget_alerts(*, now: datetime) -> int:
    """Delete what was answered a day ago; return how many. What is open stays until a person has looked."""
    return Alert.objects.filter(answered_at__lte=now - ANSWERED_KEPT).delete()[0]
