"""Alerts: what a supervisor must look at, until one says that they have.

What happens is **raised**: again while nobody has looked, it is the same alert with its number and its
newest time, so that an old one swallows none. What **stands** for as long as it lasts (nobody may take
somebody who waits) is one alert however often it is found, also once a supervisor has it, and is taken
away when it is over.
"""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from chat import events
from chat.errors import AlertGone, OwnProposal, PracticeOnly
from chat.models import Alert, Contact, Danger
from chat.services.supervisors import tell_supervisors
from helpline.kernel.live import announce_on_commit
from helpline.staff.access import check_may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission

# What was answered is of use to nobody after that, and says when something happened at which contact.
ANSWERED_KEPT = timedelta(hours=24)
# Sooner it is the same happening: three talks of one handler that dropped, or a press whose answer was lost.
AGAIN_AFTER = timedelta(minutes=1)
# A hand that is up is up: it comes down when a supervisor has seen it.
NEVER_AGAIN = frozenset({Alert.Kind.HELP})
# Beside its moment and its handler a line would say for ever how a talk ended (docs/adr/0019), who knows a
# caller, or how one was judged. Dangers and breaks of confidence are audited under ids of their own,
# and unreadable words when they are found.
IN_NO_AUDIT = frozenset(
    {
        Alert.Kind.BOUNDARY, Alert.Kind.DEBRIEF, Alert.Kind.UNTAKEN, Alert.Kind.UNWRAPPED,
        Alert.Kind.LEFT_OPEN, Alert.Kind.CORRECTED, Alert.Kind.DANGER, Alert.Kind.CONFIDENCE,
        Alert.Kind.UNREADABLE,
    }
)  # fmt: skip


@transaction.atomic
def raise_alert(
    *,
    kind: Alert.Kind,
    contact: UUID | None = None,
    about: Account | None = None,
    queue: str = "main",
    id: UUID | None = None,
    because: Alert.Because | None = None,
) -> Alert:
    """Raise an alert for the supervisors. One that is open about the same contact and person counts again.

    Again: a minute or more after the last time; its `times` and `again_at` change, and the boards say so.
    A raised hand counts once. Call it before `record`: alerts are locked before the audit, as everywhere.
    Raises PracticeOnly for a practice contact: nobody real is there to worry about.
    """
    _check_real(contact)
    same = Alert.objects.filter(kind=kind, contact=contact, about=about, queue=queue)
    held = same.filter(answered_at__isnull=True).select_for_update(of=("self",), no_key=True)
    if found := held.order_by("raised_at", "pk").first():
        return _again(found)
    return _new(kind, contact=contact, about=about, queue=queue, id=id, because=because)


def _again(alert: Alert) -> Alert:
    now = timezone.now()
    if alert.kind in NEVER_AGAIN or now - (alert.again_at or alert.raised_at) < AGAIN_AFTER:
        return alert
    alert.times, alert.again_at = alert.times + 1, now
    alert.save(update_fields=["times", "again_at"])
    _tell(alert, "alert.raised_again", by=alert.about)
    return alert


@transaction.atomic
def stand(
    *, kind: Alert.Kind, contact: UUID | None = None, about: Account | None = None, queue: str = "main"
) -> Alert | None:
    """Raise an alert that stands until `stand_down`; None where it stands already, answered or not.

    One for each contact, and without a contact one for the queue. Raises PracticeOnly.
    """
    _check_real(contact)
    if Alert.objects.filter(kind=kind, contact=contact, queue=queue).exists():
        return None
    return _new(kind, contact=contact, about=about, queue=queue)


@transaction.atomic
def stand_down(alerts: QuerySet[Alert], *, by: Account | None = None) -> int:
    """Take away alerts whose reason is over, looked at or not; return how many. The audit keeps that.

    `by` is who took it back, None where it was over by itself.
    """
    over = list(alerts.select_for_update(of=("self",)).order_by("pk"))
    if not over:
        return 0
    Alert.objects.filter(pk__in=[alert.pk for alert in over]).delete()
    for alert in over:
        _tell(alert, "alert.over", by=by)
    return len(over)


def _check_real(contact: UUID | None) -> None:
    if contact and Contact.objects.filter(pk=contact, practice=True).exists():
        raise PracticeOnly


def _new(
    kind: Alert.Kind,
    *,
    contact: UUID | None,
    about: Account | None,
    queue: str,
    id: UUID | None = None,
    because: Alert.Because | None = None,
) -> Alert:
    alert = Alert.objects.create(
        id=id or uuid4(),
        kind=kind,
        contact=contact,
        about=about,
        queue=queue,
        raised_at=timezone.now(),
        because=because or "",
    )
    _tell(alert, "alert.raised", by=about)
    return alert


def _tell(alert: Alert, event: str, *, by: Account | None) -> None:
    if alert.kind not in IN_NO_AUDIT:
        detail = {"kind": str(alert.kind), "alert": str(alert.pk)}
        record(event=event, by=by, subject=alert.contact, detail=detail)
    announce_on_commit(events.board_group(alert.queue), events.board_hint())


@transaction.atomic
def answer_alert(*, alert: UUID, by: Account) -> Alert:
    """Note that this supervisor looked; answered already by somebody: that stays.

    Raises Forbidden or AlertGone; OwnProposal where they raised the danger that it calls others to.
    """
    check_may(by, Permission.FOLLOW_CONTACTS)
    found = Alert.objects.select_for_update(of=("self",)).filter(pk=alert).first()
    if found is None:
        raise AlertGone
    if found.kind == Alert.Kind.DANGER and found.about_id == by.pk:
        raise OwnProposal
    if found.answered_at is None:
        found.answered_at, found.answered_by = timezone.now(), by
        found.save(update_fields=["answered_at", "answered_by"])
        _answer_dangers(found)
        if found.kind not in IN_NO_AUDIT:
            record(event="alert.answered", by=by, subject=found.contact, detail={"alert": str(found.pk)})
        announce_on_commit(events.board_group(found.queue), events.board_hint())
        if found.contact:
            announce_on_commit(events.staff_group(found.contact), events.beside_hint(found.contact))
    return found


def _answer_dangers(alert: Alert) -> None:
    """Let the dangers of an alert say who came; the alert itself is forgotten sooner."""
    if alert.kind != Alert.Kind.DANGER:
        return
    called = Danger.objects.filter(alert=alert.pk, answered_at__isnull=True)
    for danger in called.values_list("pk", flat=True):
        record(event="danger.answered", by=alert.answered_by, subject=danger)
    called.update(answered_at=alert.answered_at, answered_by=alert.answered_by)
    tell_supervisors()


def forget_alerts(*, now: datetime) -> int:
    """Delete what was answered a day ago; return how many. What is open stays until a person has looked.

    What stands is found again, and raised anew, where its reason lasts longer than that.
    """
    return Alert.objects.filter(answered_at__lte=now - ANSWERED_KEPT).delete()[0]
