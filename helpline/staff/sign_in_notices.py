"""What somebody is told at sign-in: when they last were here, who failed since, what changed meanwhile."""

import logging
from datetime import UTC, datetime, timedelta

from django.contrib import messages
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format

from helpline.staff.audit import record
from helpline.staff.models import Account, SignInNotice

logger = logging.getLogger(__name__)

KEPT = timedelta(days=90)
BEFORE = "staff.before"
MOST = 2_000_000_000
# Of failed attempts at an account the audit holds the first, the fifth, the 25th ... since its person came.
TOLD_EVERY_TIMES = 5

# What happened, as its person reads it; each is audited under its code as well.
WORDS = {
    "totp_added": "An authenticator app was added to your account.",
    "totp_removed": "The authenticator app was removed from your account.",
    "passkey_added": "A passkey or security key was added to your account.",
    "passkey_removed": "A passkey or security key was removed from your account.",
    "codes_made": "New recovery codes were made; the old ones stopped working.",
    "code_used": "A recovery code was used to sign in as you.",
    "password_changed": "Your password was changed.",
    "link_used": "A link from an admin was used for your account.",
    "factors_removed": "Your second factors were removed, as two people decided.",
}
# As allauth calls them.
_OWN = {
    "mfa/email/totp_activated": "totp_added",
    "mfa/email/totp_deactivated": "totp_removed",
    "mfa/email/webauthn_added": "passkey_added",
    "mfa/email/webauthn_removed": "passkey_removed",
    "mfa/email/recovery_codes_generated": "codes_made",
    "account/email/password_changed": "password_changed",
    "account/email/password_set": "password_changed",
}


def own_codes(template: str) -> str:
    """Return our code of what allauth would send a mail about."""
    return _OWN[template]


def note(*, account: Account, code: str) -> None:
    """Keep it for the account's person, and in the audit log, where it is theirs."""
    SignInNotice.objects.create(account=account, code=code)
    record(event=f"sign_in.{code}", by=account, subject=account.username)


def count_failure(username: str) -> None:
    """Count an attempt that failed, and tell log and audit: not the name that was typed, and not from where.

    A name that is nobody's stands in the log alone, as a code. The audit is append-only, and anybody can
    fail: so it holds fewer lines the more there are.
    """
    theirs = Account.objects.filter(username__iexact=username, failed_sign_ins__lt=MOST)
    with transaction.atomic():
        known = theirs.update(failed_sign_ins=F("failed_sign_ins") + 1)
        account = Account.objects.filter(username__iexact=username).first() if known else None
        if account is not None and _is_told(account.failed_sign_ins):
            detail = {"failed": account.failed_sign_ins}
            record(event="sign_in.failed", by=None, subject=account.username, detail=detail)
    logger.warning("a sign-in failed: %s", "account.known" if known else "account.unknown")


def _is_told(failed: int) -> bool:
    while failed % TOLD_EVERY_TIMES == 0:
        failed //= TOLD_EVERY_TIMES
    return failed == 1


def greet(request: HttpRequest, account: Account, *, before: datetime | None) -> bool:
    """Keep when they were here `before`, and say what happened since; tell whether anything did."""
    request.session[BEFORE] = before.timestamp() if before else None
    failed = Account.objects.values_list("failed_sign_ins", flat=True).get(pk=account.pk)
    if failed:
        attempts = "1 attempt" if failed == 1 else f"{failed} attempts"
        since = f"Since you last signed in, {attempts} to sign in as you failed."
        messages.warning(request, f"{since} If that was not you, tell an admin, and change your password.")
        Account.objects.filter(pk=account.pk).update(failed_sign_ins=0)
    untold = list(SignInNotice.objects.filter(account=account, told=False))
    for notice in reversed(untold):
        messages.warning(request, f"{_moment(notice.at)}: {WORDS[notice.code]}")
    SignInNotice.objects.filter(pk__in=[notice.pk for notice in untold]).update(told=True)
    return bool(failed or untold)


def last_here(session: SessionBase) -> datetime | None:
    """Return when the sign-in before this one began; None at the first."""
    seconds = session.get(BEFORE)
    return datetime.fromtimestamp(seconds, tz=UTC) if seconds else None


def forget_notices(*, now: datetime) -> int:
    """Delete what is older than 90 days; return how many."""
    return SignInNotice.objects.filter(at__lt=now - KEPT).delete()[0]


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j F Y, H:i")
