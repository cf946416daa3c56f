"""How much feedback a handler has not read, on every page of theirs."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from chat.services.feedback import count_unread
from helpline.staff.access import may
from helpline.staff.models import Account
from helpline.staff.roles import Permission


def unread(request: HttpRequest) -> dict[str, Any]:
    """Context for every template: `feedback_unread`, counted only where it is shown."""
    account = getattr(request, "user", None)
    if not isinstance(account, Account) or not may(account, Permission.READ_OWN_CONTACTS):
        return {"feedback_unread": 0}
    return {"feedback_unread": SimpleLazyObject(lambda: count_unread(by=account))}
