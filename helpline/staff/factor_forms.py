"""The forms for codes of an authenticator app and recovery codes."""

import hashlib
from typing import Any

from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as allauth
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, generate_totp_secret
from django import forms
from django.core.cache import cache
from django.http import HttpRequest

from helpline.staff.models import Account
from helpline.staff.sign_in_notices import count_failure, note


class ActivateForm(ActivateTOTPForm):
    """Enrols an app. Until the first code fits, its secret stands in the session, sealed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.user = kwargs.pop("user")
        forms.Form.__init__(self, *args, **kwargs)
        self.secret = _secret_to_show(context.request, new=not self.is_bound)

    @property
    def secret_in_fours(self) -> str:
        """The secret as somebody reads it off a screen and types it; apps pass over the spaces."""
        return " ".join(self.secret[at : at + 4] for at in range(0, len(self.secret), 4))


def _secret_to_show(request: HttpRequest, *, new: bool) -> str:
    secret = None if new else waiting_secret(request)
    if secret is None:
        secret = generate_totp_secret()
        request.session[SECRET_SESSION_KEY] = get_adapter().encrypt(secret)
    return secret


def waiting_secret(request: HttpRequest) -> str | None:
    """Return the secret of an app that is being enrolled in this session."""
    sealed = request.session.get(SECRET_SESSION_KEY)
    return get_adapter().decrypt(sealed) if sealed else None


class _Once:
    """Takes a code once within all the time in which it would fit, and counts those that do not."""

    user: Account

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        seconds = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
        digest = hashlib.sha256(normalize_user_code(code).encode()).hexdigest()
        if not cache.add(f"staff.code-used.{self.user.pk}.{digest}", "y", timeout=seconds):
            raise get_adapter().validation_error("incorrect_code")
        return code

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        count_failure(self.user.username)


class CodeForm(_Once, allauth.AuthenticateForm):
    """The second step of signing in."""

    authenticator: Authenticator

    def save(self) -> None:
        super().save()
        _note_recovery(self.user, self.authenticator)


class ConfirmCodeForm(_Once, allauth.ReauthenticateForm):
    """Confirms with a code that it is still the same person."""

    authenticator: Authenticator

    def save(self) -> None:
        super().save()
        _note_recovery(self.user, self.authenticator)


def _note_recovery(account: Account, used: Authenticator) -> None:
    if used.type == Authenticator.Type.RECOVERY_CODES:
        note(account=account, code="code_used")
