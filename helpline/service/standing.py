"""How the steps stand whose owners have no `step()` of their own yet, read from what exists."""

from chat.selectors import line_settings
from helpline.service.steps import Step
from helpline.staff.models import Account
from helpline.staff.roles import Permission, Role, role_may
from triage.models import DirectoryEntry
from triage.services import checks_overdue


def line() -> Step:
    """Saved once, or confirmed."""
    version = line_settings().version
    return Step(version > 0, "Set by you." if version else "The defaults count.")


def directory() -> Step:
    """There are services, and each was looked at in time."""
    entries = DirectoryEntry.objects.filter(is_active=True).count()
    if not entries:
        return Step(False, "Nothing is in the directory: handlers can send nobody on.")
    overdue = checks_overdue()
    if overdue:
        return Step(False, f"{entries} services; {overdue} of them have to be checked.")
    return Step(False, f"{entries} services, each checked in time.")


def staff() -> Step:
    """One who answers and one who looks after them, both of whom have used their link."""
    there = [account for account in Account.objects.filter(is_active=True) if account.has_usable_password()]
    handlers = sum(account.role == Role.HANDLER for account in there)
    supervisors = sum(account.role == Role.SUPERVISOR for account in there)
    answer = sum(role_may(account.role, Permission.TAKE_CONTACTS) for account in there)
    invited = Account.objects.filter(is_active=True).count() - len(there)
    said = f"{_many(handlers, 'handler')} and {_many(supervisors, 'supervisor')} can sign in"
    waits = f"; {invited} invited and not here yet." if invited else "."
    return Step(answer > 0 and supervisors > 0, said + waits)


def _many(number: int, what: str) -> str:
    return f"{number or 'No'} {what}{'' if number == 1 else 's'}"
