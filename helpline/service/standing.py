"""How the steps stand whose owners have no `step()` of their own yet, read from what exists."""

from chat.selectors import line_settings
from helpline.service.steps import Step
from helpline.staff.models import Account
from helpline.staff.roles import Role
from scripts.versions import running_version
from triage.models import DirectoryEntry
from triage.services import checks_overdue

# A script is published by two; an admin who lost their telephone is let in again by another.
SUPERVISORS, ADMINS = 2, 2


def line() -> Step:
    """Saved once, or confirmed."""
    version = line_settings().version
    return Step(version > 0, "Set by you." if version else "The defaults count.", own=version > 0)


def directory() -> Step:
    """There are services, and each was looked at in time."""
    entries = DirectoryEntry.objects.filter(is_active=True).count()
    if not entries:
        return Step(False, "Nothing is in the directory: handlers can send nobody on.")
    overdue = checks_overdue()
    if overdue:
        is_or_are = "service is" if overdue == 1 else "services are"
        return Step(
            False,
            f"{overdue} {is_or_are} unchecked. The emergency number and the national lines are shown all the "
            "same; all others wait until somebody confirms them. "
            "Take out of use those that are not near you.",
        )
    return Step(False, f"{entries} services, each checked in time.")


def script() -> Step:
    """A version of the script is in force."""
    running = running_version()
    if running is None:
        return Step(
            False,
            "Handlers have no prompts until two supervisors have published a script. Ask a supervisor to "
            "open Script, Begin a draft. Words of danger are marked all the same.",
        )
    return Step(True, f"Version {running.number} is in use.")


def staff() -> Step:
    """One handler and two supervisors, all of whom have used their link: scripts and texts take two."""
    there = [account for account in Account.objects.filter(is_active=True) if account.has_usable_password()]
    handlers = sum(account.role == Role.HANDLER for account in there)
    supervisors = sum(account.role == Role.SUPERVISOR for account in there)
    admins = sum(account.role == Role.ADMIN for account in there)
    invited = Account.objects.filter(is_active=True).count() - len(there)
    said = f"{_many(handlers, 'handler')} and {_many(supervisors, 'supervisor')} can sign in"
    sentences = [said[0].upper() + said[1:] + (f"; {invited} invited and not here yet." if invited else ".")]
    if supervisors < SUPERVISORS:
        sentences.append("A script is proposed by one supervisor and approved by the other.")
    if admins < ADMINS:
        sentences.append("Invite a second admin as well, to let you in again.")
    return Step(handlers > 0 and supervisors >= SUPERVISORS, " ".join(sentences))


def _many(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'s' if number > 1 else ''}"
