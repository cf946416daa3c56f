"""What stands before every staff page: a sign-in that lasts no longer than it may, and a second factor."""

import logging
from collections.abc import Callable

from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from helpline.kernel.errors import Forbidden
from helpline.kernel.middleware import STAFF_PREFIXES
from helpline.staff.access import API_PREFIX
from helpline.staff.confirming import to_confirm
from helpline.staff.errors import SecondFactorMissing
from helpline.staff.models import Account
from helpline.staff.second_factor import has_factor, is_wanting, may_enrol
from helpline.staff.sessions import is_over, note_use

logger = logging.getLogger(__name__)

# Where somebody may be who has no second factor yet, and where one enrols it.
WITHOUT_FACTOR = ("account_logout", "own_account", "account_reauthenticate")
ENROLLING = ("mfa_activate_totp", "totp_picture", "mfa_add_webauthn", "mfa_view_recovery_codes")


class StaffSessions:
    """Ends a sign-in that is over; without the second factor that is asked for, only enrolment is open."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(STAFF_PREFIXES):
            account = request.user
            if isinstance(account, Account):
                refusal = self._look(request, account)
                if refusal is not None:
                    return refusal
        response = self.get_response(request)
        if response.status_code == Forbidden.status and isinstance(request.user, Account):
            # As it is logged: status, method, route and role; no name, and no id of what was asked for.
            told = {"request": request, "status_code": response.status_code, "role": request.user.role}
            logger.warning("forbidden", extra=told)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Ask whoever it is to confirm it; allauth would keep what they sent, and from where, meanwhile."""
        if isinstance(exception, ReauthenticationRequired) and isinstance(request.user, Account):
            return to_confirm(request)
        return None

    def _look(self, request: HttpRequest, account: Account) -> HttpResponse | None:
        if is_over(request.session):
            logout(request)
            messages.info(request, "You were signed out, because nothing was done here for long.")
            return None
        # The console asks by HEAD whether it is still signed in: that is no use of it.
        if request.method != "HEAD":
            note_use(request.session)
        if not is_wanting(request.session, account):
            return None
        if has_factor(account):
            # Signed in without it: by a setting that was another one then.
            logout(request)
            return None
        allowed = WITHOUT_FACTOR + (ENROLLING if may_enrol(account) else ())
        if request.path in {reverse(name) for name in allowed}:
            return None
        if request.path.startswith(API_PREFIX):
            refused = SecondFactorMissing()
            return JsonResponse({"error": refused.as_wire()}, status=refused.status)
        return redirect("own_account")
