"""Single-use links: an invitation, a new password, a second factor enrolled anew.

The link's secret stands behind the "#" of its address, which browsers do not send: no log holds it.
What is stored is its digest. A newer link takes the older ones of its account along.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from helpline.kernel.errors import RequestInvalid
from helpline.staff.audit import record
from helpline.staff.errors import LinkGone
from helpline.staff.models import Account, Link
from helpline.staff.sessions import end_sessions
from helpline.staff.sign_in_notices import note

SECRET_BYTES = 32
GOOD_FOR = {
    Link.Purpose.INVITATION: timedelta(days=3),
    Link.Purpose.PASSWORD: timedelta(hours=24),
    Link.Purpose.FACTORS: timedelta(hours=24),
}
# Once the link was used: long enough to find one's telephone.
ENROL_WITHIN = timedelta(hours=1)


@transaction.atomic
def make_link(*, account: Account, purpose: Link.Purpose, by: Account | None) -> str:
    """Return the secret of a new link, which is kept nowhere; the caller has checked that `by` may."""
    Link.objects.filter(account=account).delete()
    secret = secrets.token_urlsafe(SECRET_BYTES)
    Link.objects.create(
        account=account,
        purpose=purpose,
        digest=_digest(secret),
        expires_at=timezone.now() + GOOD_FOR[purpose],
    )
    record(event="staff.link_made", by=by, subject=account.username, detail={"purpose": purpose.value})
    return secret


def address_of_link(secret: str) -> str:
    """Return the path of a link, secret and all."""
    return f"{reverse('staff_link')}#{secret}"


def find_link(secret: str) -> Link:
    """Return the link that somebody holds. Raises LinkGone, also for an account that was shut out."""
    return _found(secret, lock=False)


@transaction.atomic
def choose_password(*, secret: str, password: str) -> Account:
    """Use up an invitation or a password link. Raises LinkGone, or RequestInvalid with `fields`."""
    link = _found(secret, lock=True)
    if link.purpose == Link.Purpose.FACTORS:
        raise LinkGone
    account = link.account
    try:
        validate_password(password, account)
    except ValidationError as mistake:
        raise RequestInvalid(fields={"password": " ".join(mistake.messages)}) from None
    account.set_password(password)
    account.save(update_fields=["password"])
    if link.purpose == Link.Purpose.INVITATION:
        _open_enrolment(account)
    end_sessions(account=account)
    _used(link)
    return account


@transaction.atomic
def open_enrolment(*, secret: str, account: Account) -> None:
    """Use up a link for second factors, for its account, whose password was checked. Raises LinkGone."""
    link = _found(secret, lock=True)
    if link.purpose != Link.Purpose.FACTORS or link.account_id != account.pk:
        raise LinkGone
    _open_enrolment(account)
    _used(link)


def forget_links(*, now: datetime) -> int:
    """Delete the links that have run out; return how many."""
    return Link.objects.filter(expires_at__lte=now).delete()[0]


def _found(secret: str, *, lock: bool) -> Link:
    rows = Link.objects.select_related("account")
    rows = rows.select_for_update(of=("self",)) if lock else rows
    wanted = _digest(secret) if secret.isascii() else ""
    link = rows.filter(digest=wanted, expires_at__gt=timezone.now(), account__is_active=True).first()
    if link is None:
        raise LinkGone
    return link


def _open_enrolment(account: Account) -> None:
    account.may_enrol_until = timezone.now() + ENROL_WITHIN
    account.save(update_fields=["may_enrol_until"])


def _used(link: Link) -> None:
    if link.purpose == Link.Purpose.INVITATION:
        record(event="staff.invitation_used", by=link.account, subject=link.account.username)
    else:
        note(account=link.account, code="link_used")
    link.delete()


def _digest(secret: str) -> str:
    # A random secret needs no salt and no slow hash.
    return hashlib.sha256(secret.encode()).hexdigest()


def own_origin() -> str:
    """Return where this service is, for a link that is printed on the server."""
    origins: list[str] = settings.HELPLINE_ORIGINS
    return origins[0] if origins else ""
