"""A lost second factor: one person proposes to take it away, another one decides.

Who may is RESET_FACTORS: admins, and supervisors as the second person of a service with one admin.
Nobody decides on what they proposed, and nobody has a hand in their own. The password stays, so that
two who act together still cannot sign in as a third.
"""

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from helpline.staff.access import check_may
from helpline.staff.audit import record
from helpline.staff.errors import AlreadyProposed, NothingToReset, ProposalGone, SecondPersonNeeded
from helpline.staff.links import make_link
from helpline.staff.models import Account, Link, LostFactor
from helpline.staff.roles import Permission
from helpline.staff.second_factor import has_factor
from helpline.staff.sessions import end_sessions
from helpline.staff.sign_in_notices import note


@transaction.atomic
def propose_reset(*, account: Account, reason: LostFactor.Reason, by: Account) -> LostFactor:
    """Propose to take somebody's second factors away; nothing changes until somebody else agrees.

    Raises Forbidden, SecondPersonNeeded for one's own account, NothingToReset or AlreadyProposed.
    """
    check_may(by, Permission.RESET_FACTORS)
    if account.pk == by.pk:
        raise SecondPersonNeeded
    if not has_factor(account):
        raise NothingToReset
    try:
        with transaction.atomic():
            proposal = LostFactor.objects.create(account=account, reason=reason, by=by)
    except IntegrityError:
        raise AlreadyProposed from None
    detail = {"reason": reason.value}
    record(event="staff.factor_reset_proposed", by=by, subject=account.username, detail=detail)
    return proposal


@transaction.atomic
def approve_reset(*, proposal: int, by: Account) -> tuple[Account, str]:
    """Take the factors away, sign the person out everywhere, and return the secret of their link.

    Raises Forbidden, SecondPersonNeeded or ProposalGone.
    """
    found = _held(proposal, by)
    if by.pk in (found.by_id, found.account_id):
        raise SecondPersonNeeded
    account = found.account
    detail = {"reason": found.reason, "proposed_by": found.by.username}
    found.delete()
    secret = remove_factors(account=account, by=by, detail=detail)
    return account, secret


@transaction.atomic
def refuse_reset(*, proposal: int, by: Account) -> Account:
    """Put a proposal away; whoever made it may, too. Raises Forbidden, SecondPersonNeeded or ProposalGone."""
    found = _held(proposal, by)
    if by.pk == found.account_id:
        raise SecondPersonNeeded
    record(event="staff.factor_reset_refused", by=by, subject=found.account.username)
    found.delete()
    return found.account


@transaction.atomic
def remove_factors(*, account: Account, by: Account | None, detail: dict[str, str]) -> str:
    """Do it: for `approve_reset`, and for the command on the server, where `by` is None."""
    count = Authenticator.objects.filter(user=account).delete()[0]
    account.may_enrol_until = None
    account.save(update_fields=["may_enrol_until"])
    note(account=account, code="factors_removed")
    ended = end_sessions(account=account)
    record(
        event="staff.factors_removed",
        by=by,
        subject=account.username,
        detail={**detail, "factors": count, "sessions_ended": ended},
    )
    return make_link(account=account, purpose=Link.Purpose.FACTORS, by=by)


def _held(proposal: int, by: Account) -> LostFactor:
    check_may(by, Permission.RESET_FACTORS)
    rows = LostFactor.objects.select_for_update(of=("self",)).select_related("account", "by")
    found = rows.filter(pk=proposal).first()
    if found is None:
        raise ProposalGone
    return found
