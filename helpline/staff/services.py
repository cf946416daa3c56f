"""Who works here: accounts are made, changed and closed, never deleted.

`by` is the admin who does it and needs MANAGE_STAFF; None is the system (first start, demo).
Every change is audited, without passwords; every loss of standing ends the sessions.
"""

from collections.abc import Iterable

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet

from helpline.kernel.errors import RequestInvalid
from helpline.kernel.live import announce_on_commit
from helpline.staff.access import check_may
from helpline.staff.audit import record
from helpline.staff.errors import ONLY_ADMIN, LastAdmin, OwnAccount, UsernameTaken
from helpline.staff.hints import account_group, account_hint
from helpline.staff.links import make_link
from helpline.staff.models import Account, Departure, Link
from helpline.staff.roles import Permission, Role
from helpline.staff.second_factor import has_factor
from helpline.staff.sessions import end_sessions
from helpline.staff.skills import MOST_SKILLS, is_skill


@transaction.atomic
def create_account(
    *,
    username: str,
    role: Role,
    by: Account | None,
    password: str | None = None,
    display_name: str = "Adviser",
) -> Account:
    """Let somebody in; `display_name` is the name of a role, which callers see.

    Without a password nobody signs in until a link was used (helpline/staff/links.py).

    Raises Forbidden, UsernameTaken, or RequestInvalid with `fields`.
    """
    _check(by)
    username = Account.normalize_username(username)
    if Account.objects.filter(username__iexact=username).exists():
        raise UsernameTaken
    account = Account(username=username, display_name=display_name, role=role)
    if password is None:
        account.set_unusable_password()
    else:
        _set_password(account, password)
    _check_fields(account)
    account.save(force_insert=True)
    record(event="staff.created", by=by, subject=account.username, detail={"role": role.value})
    return account


@transaction.atomic
def set_role(*, account: Account, role: Role, by: Account | None) -> Account:
    """Give somebody another role. Raises Forbidden, OwnAccount or LastAdmin."""
    account = _held(account, by=by)
    if account.role == role:
        return account
    _check_an_admin_remains(account)
    detail = {"from": account.role, "to": role.value}
    account.role = role
    account.save(update_fields=["role"])
    end_sessions(account=account)
    record(event="staff.role_changed", by=by, subject=account.username, detail=detail)
    return account


@transaction.atomic
def set_skills(*, account: Account, skills: Iterable[str], by: Account | None) -> Account:
    """Say what somebody is trained for or able to do; what they have open keeps going.

    Raises Forbidden, OwnAccount, or RequestInvalid with `fields` for what is no skill or too many.
    """
    account, wanted = _held(account, by=by), list(dict.fromkeys(skills))
    if unknown := [skill for skill in wanted if not is_skill(skill)]:
        raise RequestInvalid(fields={"skills": f"no such skill: {', '.join(unknown)}"})
    if len(wanted) > MOST_SKILLS:
        raise RequestInvalid(fields={"skills": f"at most {MOST_SKILLS} skills"})
    before, after = set(account.skills), set(wanted)
    if before == after:
        return account
    account.skills = wanted
    account.save(update_fields=["skills"])
    detail = {"added": sorted(after - before), "removed": sorted(before - after)}
    record(event="staff.skills_changed", by=by, subject=account.username, detail=detail)
    # An open console shows at once which of them can be switched off.
    announce_on_commit(account_group(account.pk), account_hint())
    return account


@transaction.atomic
def deactivate(*, account: Account, by: Account | None, **moved: int) -> Account:
    """Shut somebody out at once; the account and its history stay, and a list of what is still to do begins.

    `moved` says what whoever calls has taken from them: `talks_handed`, `talks_back`.
    Raises Forbidden, OwnAccount or LastAdmin.
    """
    account = _held(account, by=by)
    if not account.is_active:
        return account
    _check_an_admin_remains(account)
    account.is_active = False
    account.save(update_fields=["is_active"])
    ended = {
        "sessions_ended": end_sessions(account=account),
        "links_void": Link.objects.filter(account=account).delete()[0],
    }
    Departure.objects.filter(account=account).delete()
    Departure.objects.create(account=account, by=by, **ended, **moved)
    record(event="staff.deactivated", by=by, subject=account.username, detail={**ended, **moved})
    return account


@transaction.atomic
def reactivate(*, account: Account, by: Account | None) -> Account:
    """Let somebody in again, with the role, the password and the second factor they had. Raises Forbidden."""
    account = _held(account, by=by)
    if account.is_active:
        return account
    account.is_active = True
    account.save(update_fields=["is_active"])
    record(event="staff.reactivated", by=by, subject=account.username)
    return account


@transaction.atomic
def sign_out_everywhere(*, account: Account, by: Account | None) -> int:
    """End all of somebody's sign-ins; return how many. Raises Forbidden or OwnAccount."""
    account = _held(account, by=by)
    ended = end_sessions(account=account)
    record(event="staff.signed_out", by=by, subject=account.username, detail={"sessions_ended": ended})
    return ended


@transaction.atomic
def invite(
    *, username: str, role: Role, by: Account | None, display_name: str = "Adviser"
) -> tuple[Account, str]:
    """Make an account and return it with the secret of its invitation, which is kept nowhere.

    Raises as `create_account`.
    """
    account = create_account(username=username, role=role, by=by, display_name=display_name)
    return account, make_link(account=account, purpose=Link.Purpose.INVITATION, by=by)


@transaction.atomic
def reset_password(*, account: Account, by: Account | None) -> str:
    """Make somebody's password worthless at once; return the secret of a link to choose a new one.

    Whoever has no second factor yet is invited anew. Raises Forbidden or OwnAccount.
    """
    account = _held(account, by=by)
    account.set_unusable_password()
    account.save(update_fields=["password"])
    detail = {"sessions_ended": end_sessions(account=account)}
    record(event="staff.password_reset", by=by, subject=account.username, detail=detail)
    purpose = Link.Purpose.PASSWORD if has_factor(account) else Link.Purpose.INVITATION
    return make_link(account=account, purpose=purpose, by=by)


def _check(by: Account | None) -> None:
    if by is not None:
        check_may(by, Permission.MANAGE_STAFF)


def _held(account: Account, *, by: Account | None) -> Account:
    """Return the account as it stands in the database, locked, once `by` may change it."""
    _check(by)
    if by is not None and by.pk == account.pk:
        raise OwnAccount if _admins_besides(account).exists() else LastAdmin(ONLY_ADMIN)
    # All admins are locked too, in one order: of two who demote each other, one comes second.
    wanted = Q(pk=account.pk) | Q(role=Role.ADMIN, is_active=True)
    # Without the key: whoever holds the audit's head may go on to name one of them in a row, and commit.
    locked = Account.objects.select_for_update(no_key=True).filter(wanted).order_by("pk")
    return {each.pk: each for each in locked}[account.pk]


def _check_an_admin_remains(leaving: Account) -> None:
    if leaving.role != Role.ADMIN or not leaving.is_active:
        return
    if not _admins_besides(leaving).exists():
        raise LastAdmin


def _admins_besides(account: Account) -> QuerySet[Account]:
    return Account.objects.filter(role=Role.ADMIN, is_active=True).exclude(pk=account.pk)


def _set_password(account: Account, password: str) -> None:
    try:
        validate_password(password, account)
    except ValidationError as mistake:
        raise RequestInvalid(fields={"password": " ".join(mistake.messages)}) from None
    account.set_password(password)


def _check_fields(account: Account) -> None:
    try:
        account.clean_fields()
    except ValidationError as mistake:
        fields = {name: " ".join(texts) for name, texts in mistake.message_dict.items()}
        raise RequestInvalid(fields=fields) from None
