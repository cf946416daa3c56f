"""How much feedback a handler has not read, on every page of theirs."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from chat.services.feedback import count_unread
from helpline.quality.kept import feedback_of
from helpline.staff.access import may
from helpline.staff.models import Account
from helpline.staff.roles import Permission


def unread(request: HttpRequest) -> dict[str, Any]:
    """Context for every template: `feedback_unread`, counted only where it is shown."""
    account = getattr(request, "user", None)
    if not isinstance(account, Account) or not may(account, Permission.READ_OWN_CONTACTS):
        return {"feedback_unread": 0}
    return {"feedback_unread": SimpleLazyObject(lambda: _count(account))}


def _count(account: Account) -> int:
    kept = sum(not row.read for row in feedback_of(account))
    return count_unread(by=account) + kept
