"""How sign-in behaves here: nobody signs themselves up, and no address is kept of those who try."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.http import urlencode

from helpline.kernel.networks import address_of
from helpline.kernel.throttle import network_of
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Role
from helpline.staff.second_factor import ENROLLED
from helpline.staff.sessions import begin, is_confirmed
from helpline.staff.sign_in_notices import count_failure, greet, note, own_codes

HOME = {
    Role.HANDLER: "/console/",
    Role.SUPERVISOR: "/console/",
    Role.ANALYST: "/supervision/",
    Role.ADMIN: "/supervision/service/",
}
TELL = "staff.tell"
ENROLLING = ("mfa/email/totp_activated", "mfa/email/webauthn_added")


class StaffAdapter(DefaultAccountAdapter):
    """Invitation only; each role lands on its own first page."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This account is closed. Ask your admin if you need it again.",
        "enter_current_password": "That is not your password. Write the one you sign in with now.",
        "incorrect_code": "That code is not right. Wait for the next one, then try again.",
        "incorrect_password": "That password is not right. Try again.",
        "invalid_login": "That did not sign you in. Check username and password, then try again.",
        "too_many_login_attempts": "There were too many wrong tries. Wait five minutes, then try again.",
        "username_password_mismatch": "Username and password do not fit. Check both, then try again.",
        "rate_limited": "That was a lot at once. Wait a minute, then try again.",
        "username_taken": "Somebody here already signs in with that username. Choose another one.",
        "username_blacklisted": "This username cannot be used. Choose another one.",
        "same_as_current": "That is what it was already. Choose another one.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        account = request.user
        return HOME[Role(account.role)] if isinstance(account, Account) else "/console/"

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return a keyed name of the network instead: the cache, which keeps it, holds no address."""
        return network_name(request)

    def get_http_user_agent(self, request: HttpRequest) -> str:
        return ""

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # By account and network together: who floods an account does not shut its person out elsewhere.
        return f"{network_name(request)}:{credentials.get('username', '').casefold()}"

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        count_failure(str(credentials.get("username", "")))

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Begin a sign-in, and tell its person what happened since the last one."""
        assert isinstance(user, Account)
        before = user.last_login
        super().login(request, user)
        begin(request.session)
        record(event="sign_in.begun", by=user, subject=user.username, detail={"with": means(request, user)})
        if greet(request, user, before=before):
            request.session[TELL] = True

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        """Go on to where they wanted, but by way of their own account where there is something to tell."""
        answer: HttpResponse = super().post_login(request, user, **kwargs)
        if request.session.pop(TELL, False):
            query = urlencode({"next": answer.headers["Location"]})
            answer.headers["Location"] = f"{reverse('own_account')}?{query}"
        return answer

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Keep for the next sign-in what would be mailed elsewhere: no mail server is assumed."""
        assert isinstance(user, Account)
        note(account=user, code=own_codes(template_prefix))
        if template_prefix in ENROLLING:
            self.request.session[ENROLLED] = user.pk

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("own_account")

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Leave out the messages that only say what the page says, such as "signed in as"."""
        template = args[0] if args else kwargs.get("message_template")
        if template not in UNSAID:
            super().add_message(request, level, *args, **kwargs)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Point all of allauth's own questions at our one page."""
        return [{"id": "reauthenticate", "description": "", "url": reverse("account_reauthenticate")}]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        return not is_confirmed(self.request.session)


UNSAID = ("account/messages/logged_in.txt", "mfa/messages/recovery_codes_generated.txt")


def means(request: HttpRequest, account: Account) -> list[str]:
    """Return by what somebody has just shown who they are, as codes: password, totp, webauthn ..."""
    shown = get_authentication_records(request, account)
    return list(dict.fromkeys(str(each.get("type") or each["method"]) for each in shown))


def network_name(request: HttpRequest) -> str:
    """Return a name of the network a request comes from: the same in every process, another each hour."""
    network = network_of(address_of(request)) or "unknown"
    hour = int(time.time() // 3_600)
    return salted_hmac(f"staff.network.{hour}", network, algorithm="sha256").hexdigest()[:32]
