"""The audit checked by itself once a day, and what admins are told on every page while it does not hold."""

import logging
from datetime import datetime
from typing import Any

from django.db.models import Q, Subquery
from django.http import HttpRequest
from django.utils import timezone

from helpline.staff.access import may
from helpline.staff.audit_check import check_audit
from helpline.staff.models import Account, AuditCheck, AuditEvent, SealedDay
from helpline.staff.roles import Permission

logger = logging.getLogger(__name__)

# Read in a few seconds, which the other timers wait. A longer log is read on from a sealed day.
WHOLE_UP_TO_LINES = 20_000


def check_daily(*, now: datetime) -> int:
    """Check the audit where nobody has since midnight in London; return how many faults that found, 0 or 1.

    Runs after the days are sealed. A short log is read whole, a long one from the last sealed day that a
    sound check has passed: the whole of it is for `manage.py verify_audit`, beside the service.
    """
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    if AuditCheck.objects.filter(at__gte=midnight).exists():
        return 0
    fault = check_audit(since=_since()).fault
    if fault is None:
        return 0
    logger.critical("the audit does not hold: %s", f"audit.{fault.code}")
    return 1


def _since() -> SealedDay | None:
    sound = AuditCheck.objects.filter(fault="").order_by("at").last()
    if sound is None or AuditEvent.objects.count() <= WHOLE_UP_TO_LINES:
        return None
    return SealedDay.objects.filter(sealed_at__lte=sound.at).last()


def last_whole() -> AuditCheck | None:
    """Return how the last check of the whole log went."""
    return AuditCheck.objects.filter(began=0).last()


def standing_fault() -> AuditCheck | None:
    """Return the last check, or the last of the whole log, where it found a fault.

    A later check that read from a sealed day on says nothing of what lies before it.
    """
    newest = AuditCheck.objects.order_by("-at", "-pk").values("pk")
    last, whole = Subquery(newest[:1]), Subquery(newest.filter(began=0)[:1])
    # In one query, since every page of an admin asks; what the whole log had stands first.
    return AuditCheck.objects.filter(Q(pk=last) | Q(pk=whole)).exclude(fault="").order_by("began").first()


def audit_fault(request: HttpRequest) -> dict[str, Any]:
    """Context for every template: `audit_fault`, None for whoever does not read the audit."""
    account = getattr(request, "user", None)
    reads = isinstance(account, Account) and may(account, Permission.READ_AUDIT)
    return {"audit_fault": standing_fault() if reads else None}
