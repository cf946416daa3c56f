"""How many complaints are overdue, on every page of those who answer them."""

from typing import Any

from django.http import HttpRequest

from helpline.complaints.services import count_overdue
from helpline.staff.access import may
from helpline.staff.models import Account
from helpline.staff.roles import Permission


def overdue(request: HttpRequest) -> dict[str, Any]:
    """Context for every template: `complaints_overdue`, 0 for whoever does not answer complaints."""
    account = getattr(request, "user", None)
    answers = isinstance(account, Account) and may(account, Permission.MANAGE_COMPLAINTS)
    return {"complaints_overdue": count_overdue() if answers else 0}
