"""How each matter stands now: what other parts of the program know, in words for an administrator."""

import hashlib
import logging
import re
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from chat.services.retention import overdue_seconds
from helpline.doctor import machine, running
from helpline.doctor.finding import Finding
from helpline.doctor.finding import State as Doctored
from helpline.keeping.backup_state import states
from helpline.keeping.models import PurgeReport
from helpline.kernel import health
from helpline.kernel.models import Lease
from helpline.kernel.yaml_tree import read_tree
from helpline.service.sign_offs import missing
from helpline.staff.audit_watch import standing_fault
from helpline.staff.models import AuditCheck, AuditEvent
from helpline.state.certificate import NoCertificate, ends_at
from helpline.state.mail_notes import is_set_up
from helpline.state.matters import Found, State
from helpline.state.models import MailNote, RestoreTried
from scripts.sign_offs import unsigned_nodes
from scripts.versions import running_version
from triage.services import checks_overdue
from triage.services.history import waiting_changes

logger = logging.getLogger(__name__)

ENDS_SOON = timedelta(days=14)
TRIED_FOR = timedelta(days=183)
KEYS_OLD = timedelta(days=400)
KEY_EVENTS = ("keys.rotated", "keys.rotation_begun")
PARTS = {
    "database": "the database",
    "channel_layer": "what carries words between processes",
    "key_store": "the key store",
}
CHANGELOG = Path(settings.BASE_DIR) / "CHANGELOG.md"

SUPERVISORS_MEND = (
    "Only a supervisor can mend this: under Script, Begin a draft, and publish it with a second supervisor."
)
WELL, NEEDS, UNKNOWN = State.WELL, State.NEEDS_A_PERSON, State.UNKNOWN


def look_at(code: str, *, now: datetime) -> Found:
    """Return how one matter stands; one that stumbles is not known, and hides none of the others."""
    try:
        return LOOKS[code](now)
    except Exception:  # whatever is wrong with a machine, the page is there to say so
        logger.exception("the matter %s could not be looked at", code)
        return Found(UNKNOWN, "It could not be looked at. The log of the service says why.")


def _running(now: datetime) -> Found:
    parts = health.parts()
    away = [words for part, words in PARTS.items() if not parts.get(part)]
    return (
        Found(NEEDS, f"Away: {' and '.join(away)}.")
        if away
        else Found(WELL, "Database, key store and channel answer.")
    )


def _timers(now: datetime) -> Found:
    until = Lease.objects.filter(name="timers").values_list("expires_at", flat=True).first()
    return _as_found(running.timers(until, now), "Deadlines are acted on, and what is due is destroyed.")


def _purge(now: datetime) -> Found:
    late = running.overdue(overdue_seconds(now=now))
    last = PurgeReport.objects.order_by("-day").values_list("day", flat=True).first()
    said = f" The last signed report is of {last:%-d %B %Y}." if last else " No day is reported yet."
    return _as_found(late, f"Nothing is past its time.{said}")


def _backups(now: datetime) -> Found:
    found = states(now=now)
    if wrong := [state for state in found if state.late or state.failed]:
        return Found(NEEDS, " ".join(_told(state.what, state.done_at, state.failed) for state in wrong))
    return Found(WELL, " ".join(_told(state.what, state.done_at, "") for state in found))


def _told(what: str, done_at: datetime | None, failed: str) -> str:
    failed = " The last try failed." if failed else ""
    if done_at is None:
        return f"There is none of {what} yet.{failed}"
    return f"The last of {what} was made on {timezone.localtime(done_at):%-d %B, %H:%M}.{failed}"


def _restore(now: datetime) -> Found:
    last = RestoreTried.objects.order_by("-on").values_list("on", flat=True).first()
    if last is None:
        return Found(NEEDS, "Nobody has written down that a backup was ever restored.")
    says = f"One was restored and proved on {last:%-d %B %Y}."
    return Found(WELL if timezone.localdate(now) - last <= TRIED_FOR else NEEDS, says)


def _keys(now: datetime) -> Found:
    last = (
        AuditEvent.objects.filter(event__in=KEY_EVENTS).order_by("-id").values_list("at", flat=True).first()
    )
    begun = AuditEvent.objects.order_by("id").values_list("at", flat=True).first()
    since = last or begun
    if since is None:
        return Found(UNKNOWN, "The service is too young to tell.")
    day = f"{timezone.localtime(since):%-d %B %Y}"
    says = (
        f"They were changed on {day}." if last else f"They are as old as the service, which began on {day}."
    )
    return Found(NEEDS if now - since > KEYS_OLD else WELL, says)


def _certificate(now: datetime) -> Found:
    try:
        ends = ends_at()
    except NoCertificate as unknown:
        return Found(UNKNOWN, str(unknown))
    day = f"{timezone.localtime(ends):%-d %B %Y}"
    if ends <= now:
        return Found(NEEDS, f"It ended on {day}: browsers warn callers away.", ends)
    return Found(NEEDS if ends - now < ENDS_SOON else WELL, f"It is good until {day}.", ends)


def _disk(now: datetime) -> Found:
    folder: Path = settings.HELPLINE_DATA_DIR
    usage = shutil.disk_usage(folder)
    says = f"{usage.free / 1024**3:,.1f} GB are free of {usage.total / 1024**3:,.1f} GB."
    return _as_found(machine.room(folder, usage.free, usage.total), says, says)


def _audit(now: datetime) -> Found:
    if standing_fault():
        return Found(NEEDS, "It does not hold: somebody changed it, or the database is damaged.")
    last = AuditCheck.objects.order_by("-at").values_list("at", flat=True).first()
    if last is None:
        return Found(UNKNOWN, "It was never checked yet. That happens by itself each night.")
    return Found(WELL, f"It was checked on {timezone.localtime(last):%-d %B, %H:%M}, and holds.")


def _mail(now: datetime) -> Found:
    if not is_set_up():
        return Found(UNKNOWN, "No mail server is set up: nobody is told of anything by mail.")
    note = MailNote.objects.filter(pk=1).first()
    sent = f"{timezone.localtime(note.sent_at):%-d %B, %H:%M}" if note and note.sent_at else ""
    if note and note.why:
        return Found(
            NEEDS,
            f"The last try failed ({note.why}). {f'One went on {sent}.' if sent else 'None ever went.'}",
        )
    return Found(WELL, f"The last one went on {sent}.") if sent else Found(UNKNOWN, "None was ever sent.")


def _directory(now: datetime) -> Found:
    late, waiting = checks_overdue(), waiting_changes().count()
    says = f"To be checked: {late}. Changes that wait for a second person: {waiting}."
    return Found(NEEDS if late else WELL, says)


def _content(now: datetime) -> Found:
    records = missing() if settings.HELPLINE_ASKS_SIGN_OFFS else []
    running = running_version()
    unsigned = len(unsigned_nodes(read_tree(running.source_text, source="script"))) if running else 0
    lacks = [
        *([f"Records before opening that are missing: {len(records)}."] if records else []),
        *([f"Prompts of the script without a sign-off: {unsigned}."] if unsigned else []),
        *([] if running else ["No script is in use."]),
    ]
    if lacks:
        return Found(NEEDS, " ".join(lacks), others="" if records else SUPERVISORS_MEND)
    return Found(WELL, "Every prompt is signed, and every record is there.")


def _version(now: datetime) -> Found:
    name = f"Version {VERSION} runs."
    if _digest() != STARTED_WITH:
        return Found(NEEDS, f"{name} Another one lies on the machine, and is used from the next start on.")
    return Found(WELL, f"{name} What is new in it stands in the help.")


def _as_found(finding: Finding, well: str, otherwise: str = "") -> Found:
    """Return what a doctor's finding means here; his way to mend is for a command line, and stays there."""
    states = {Doctored.WELL: WELL, Doctored.UNKNOWN: UNKNOWN}
    state = states.get(finding.state, NEEDS)
    return Found(state, well if state is WELL else otherwise or finding.says)


def _digest() -> str:
    try:
        return hashlib.sha256(CHANGELOG.read_bytes()).hexdigest()
    except OSError:
        return ""


def _version_name() -> str:
    try:
        text = (Path(settings.BASE_DIR) / "pyproject.toml").read_text(encoding="utf-8")
    except OSError:
        return "unknown"
    found = re.search(r'^version = "([^"]+)"', text, re.MULTILINE)
    return found[1] if found else "unknown"


VERSION = _version_name()
STARTED_WITH = _digest()

LOOKS: dict[str, Callable[[datetime], Found]] = {
    "running": _running,
    "timers": _timers,
    "purge": _purge,
    "backups": _backups,
    "restore": _restore,
    "keys": _keys,
    "certificate": _certificate,
    "disk": _disk,
    "audit": _audit,
    "mail": _mail,
    "directory": _directory,
    "content": _content,
    "version": _version,
}
