"""Who waits and can come to nobody: found by the timer, alerted, and taken away when it is over.

Waiting longer helps nobody whom all who are available know, and nobody at all while nobody is available.
What a contact needs, a pause and a full desk never stand in its way for long: see chat/routing.py.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from chat.models import Alert, Contact
from chat.routing import Line
from chat.selectors import known_waiting, waiting
from chat.services.alerts import stand, stand_down
from chat.services.line import line_now
from chat.states import State

# Whoever changes places with somebody, or comes in for the day, alarms nobody.
PATIENCE = timedelta(minutes=1)


def watch_waiting(*, now: datetime, queue: str = "main") -> int:
    """Raise what is to be raised about who waits, take away what is over; return how many were raised."""
    line = line_now(queue, now=now)
    return _watch_each(queue, line) + _watch_line(queue, line, now)


def alert_if_unattended(*, now: datetime, queue: str = "main") -> None:
    """Alert at once where somebody waits and the service has just set away the last one who was available."""
    if not line_now(queue, now=now).desks and waiting(queue).exists():
        stand(kind=Alert.Kind.UNATTENDED, queue=queue)


def _watch_each(queue: str, line: Line) -> int:
    """One alert for each whom everybody there knows; where nobody is there, those of before stand."""
    stuck = _reach_nobody(queue, line)
    _take_away(Alert.objects.filter(kind=Alert.Kind.UNTAKEN, queue=queue).exclude(contact__in=stuck))
    return sum(_stand(contact, queue) for contact in stuck) if line.desks else 0


def _reach_nobody(queue: str, line: Line) -> list[UUID]:
    """Return who waits, is known to somebody, and can come to nobody who is there."""
    not_for: dict[str, set[int]] = {}
    for handler, contacts in known_waiting(queue).items():
        for contact in contacts:
            not_for.setdefault(contact, set()).add(handler)
    return [UUID(contact) for contact, handlers in not_for.items() if line.reaches_nobody(handlers)]


@transaction.atomic
def _stand(contact: UUID, queue: str) -> bool:
    still = Contact.objects.filter(pk=contact, state=State.WAITING).exists()
    return still and stand(kind=Alert.Kind.UNTAKEN, contact=contact, queue=queue) is not None


def _watch_line(queue: str, line: Line, now: datetime) -> int:
    some = waiting(queue)
    if line.desks or not some.exists():
        _take_away(Alert.objects.filter(kind=Alert.Kind.UNATTENDED, queue=queue))
        return 0
    if not some.filter(joined_at__lte=now - PATIENCE).exists():
        return 0
    return int(stand(kind=Alert.Kind.UNATTENDED, queue=queue) is not None)


def _take_away(alerts: QuerySet[Alert]) -> None:
    """Nearly always there is none: then it is one look."""
    if alerts.exists():
        stand_down(alerts)
