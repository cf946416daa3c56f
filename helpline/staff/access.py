"""Permission checks: `may` asks, `check_may` raises, `requires` guards a view."""

import logging
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse

from helpline.kernel.errors import Forbidden
from helpline.staff.models import Account
from helpline.staff.roles import Permission, Role, role_may
from helpline.staff.sessions import held_in, session_stands, stands

logger = logging.getLogger(__name__)

API_PREFIX = "/console/api/"

type_of_view = Callable[..., HttpResponse]
# An account, and the key of the session that it is signed in with.
SignIn: TypeAlias = tuple[int, str | None]


def may(account: Account | AnonymousUser, permission: Permission) -> bool:
    """Tell whether this account holds the permission; a deactivated one holds none."""
    return isinstance(account, Account) and account.is_active and role_may(account.role, permission)


def check_may(account: Account | AnonymousUser, permission: Permission) -> None:
    """Raise Forbidden when the account does not hold the permission."""
    if not may(account, permission):
        raise Forbidden


def others_may(account: Account, permission: Permission) -> bool:
    """Tell whether anybody else here holds the permission: what takes two needs a second person."""
    roles = [role for role in Role if role_may(role, permission)]
    return Account.objects.filter(is_active=True, role__in=roles).exclude(pk=account.pk).exists()


def still_allowed(
    account: int, session_key: str | None, permission: Permission, *, idle: bool = True
) -> Account | None:
    """Return the account as it is now; None when it lost the permission, or was signed out."""
    found = Account.objects.filter(pk=account).first()
    stays = found is not None and may(found, permission) and session_stands(session_key, found, idle=idle)
    return found if stays else None


def may_open_socket(
    account: object, session: SessionBase, permission: Permission, *, idle: bool = True
) -> bool:
    """Tell whether a socket may be opened by whom it came in as; the way in has just read both.

    What is shown over it is asked for again with `still_allowed`.
    """
    if not isinstance(account, Account):
        return False
    if not may(account, permission):
        logger.warning("forbidden over a socket: %s", account.role)
        return False
    return stands(session, account, idle=idle)


def who_stay(
    sign_ins: Iterable[SignIn], permission: Permission, *, idle: bool = True
) -> dict[SignIn, Account]:
    """Return what `still_allowed` does for each of many; who may not stay is left out. Two queries."""
    asked = {sign_in for sign_in in sign_ins if sign_in[1]}
    accounts = Account.objects.in_bulk({account for account, _ in asked})
    held = held_in(str(key) for _, key in asked)
    return {
        (account, key): accounts[account]
        for account, key in asked
        if account in accounts
        and key in held
        and may(accounts[account], permission)
        and stands(held[key], accounts[account], idle=idle)
    }


def requires(permission: Permission) -> Callable[[type_of_view], type_of_view]:
    """Guard a view: a stranger is sent to sign in, a wrong role gets the 403 page.

    A script gets the coded refusal instead of a page.
    """

    def decorate(view: type_of_view) -> type_of_view:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if may(request.user, permission):
                return view(request, *args, **kwargs)
            if request.path.startswith(API_PREFIX):
                return JsonResponse({"error": Forbidden().as_wire()}, status=Forbidden.status)
            if request.user.is_authenticated:
                raise PermissionDenied
            return redirect_to_login(request.get_full_path())

        return guarded

    return decorate


def account_of(request: HttpRequest) -> Account:
    """Return the signed-in account; `requires` lets nobody else into a view."""
    assert isinstance(request.user, Account)
    return request.user
