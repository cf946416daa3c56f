"""Permission checks: `may` asks, `check_may` raises, `requires` guards a view."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from helpline.kernel.errors import Forbidden
from helpline.staff.models import Account
from helpline.staff.roles import Permission, role_may

type_of_view = Callable[..., HttpResponse]


def may(account: Account | AnonymousUser, permission: Permission) -> bool:
    """Tell whether this account holds the permission; a deactivated one holds none."""
    return isinstance(account, Account) and account.is_active and role_may(account.role, permission)


def check_may(account: Account | AnonymousUser, permission: Permission) -> None:
    """Raise Forbidden when the account does not hold the permission."""
    if not may(account, permission):
        raise Forbidden


def requires(permission: Permission) -> Callable[[type_of_view], type_of_view]:
    """Guard a view: a stranger is sent to sign in, a wrong role gets the 403 page."""

    def decorate(view: type_of_view) -> type_of_view:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not may(request.user, permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate
