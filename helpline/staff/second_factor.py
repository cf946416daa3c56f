"""Whether somebody showed a second factor, where one is asked for."""

from collections.abc import Mapping
from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as SHOWN
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone

from helpline.staff.models import Account

# Beside `SHOWN`, which holds what was shown in this session, by whom.
SHOWN_BY = "account_authentication_methods_user"
ENROLLED = "staff.enrolled"
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_factor(account: Account) -> bool:
    """Tell whether this account has a second factor; recovery codes alone are none."""
    return factors_left(account) > 0


def factors_left(account: Account) -> int:
    """Return how many second factors this account has."""
    count: int = Authenticator.objects.filter(user=account, type__in=FACTORS).count()
    return count


def who_have_factors() -> set[int]:
    """Return the accounts that have a second factor. One query."""
    return set(Authenticator.objects.filter(type__in=FACTORS).values_list("user", flat=True))


def may_enrol(account: Account) -> bool:
    """Tell whether a first factor may be enrolled: in the demo always, else for a while after a link."""
    if not settings.HELPLINE_SECOND_FACTOR:
        return True
    until = account.may_enrol_until
    return until is not None and until > timezone.now()


def was_shown(held: Mapping[str, Any] | SessionBase, account: Account) -> bool:
    """Tell whether a second factor was shown in this session, or enrolled in it."""
    if held.get(ENROLLED) == account.pk:
        return True
    shown = held.get(SHOWN) or []
    theirs = held.get(SHOWN_BY) == str(account.pk)
    return theirs and any(each.get("method") == "mfa" for each in shown)


def is_wanting(held: Mapping[str, Any] | SessionBase, account: Account) -> bool:
    """Tell whether a second factor is asked for and was not shown."""
    return settings.HELPLINE_SECOND_FACTOR and not was_shown(held, account)
