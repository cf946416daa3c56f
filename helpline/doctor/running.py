"""What goes on while it runs: timers, purges, backups; and whether anybody can answer."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from chat.services.retention import overdue_seconds
from helpline.doctor.finding import Finding, Findings, unknown, unwise, well, wrong
from helpline.hours.services import version_in_force
from helpline.keeping.backup_state import states
from helpline.keeping.backups import KEPT, SUFFIX
from helpline.kernel.models import Lease
from helpline.staff.models import Account
from helpline.staff.roles import Role
from helpline.start_refusals import Schema, schema_of
from helpline.state.mail_notes import is_set_up

OVERDUE_UNWISE_SECONDS = 15 * 60
OVERDUE_WRONG_SECONDS = 3600
KEYS_OLD = timedelta(hours=2)
WORDS_OLD = timedelta(hours=26)
SET_UP = "Set them up, which begins with a key on paper (docs/backups.md), and start their timer."


def look_at_running() -> Findings:
    """Yield what the database knows of it."""
    if schema_of("default") != Schema():
        yield unknown("timers", "The database cannot be asked.", "Mend the database 'default' first.")
        return
    try:
        now = timezone.now()
        yield timers(Lease.objects.filter(name="timers").values_list("expires_at", flat=True).first(), now)
        yield overdue(overdue_seconds(now=now))
        yield from _people()
        yield from _failed_backups(now)
    except DatabaseError:
        yield unknown("timers", "The database stopped answering.", "Ask again.")


def timers(lease_until: datetime | None, now: datetime) -> Finding:
    """Return whether somebody holds the lease of the timers."""
    if lease_until is not None and lease_until > now:
        return well("timers", "They run.")
    since = f"since {timezone.localtime(lease_until):%d %B, %H:%M}" if lease_until else "yet"
    return unwise(
        "timers",
        f"Nobody has run them {since}: nothing is purged, nobody is given back.",
        "Start the service; with HELPLINE_TIMERS=elsewhere also `manage.py run_timers`.",
    )


def overdue(seconds: float) -> Finding:
    """Return how late the purge is."""
    says = f"The oldest words are {seconds / 60:.0f} minutes past their purge."
    mend = "Run `manage.py purge_expired`; what failed stands in the log."
    if seconds > OVERDUE_WRONG_SECONDS:
        return wrong("purge", says, mend)
    return (
        unwise("purge", says, mend) if seconds > OVERDUE_UNWISE_SECONDS else well("purge", "Nothing is late.")
    )


def _people() -> Findings:
    if not Account.objects.filter(role=Role.ADMIN, is_active=True).exists():
        yield unwise("people", "There is no admin: nobody can get in.", "manage.py invite_admin")
    if version_in_force() is None and settings.HELPLINE_MODE == "service":
        yield unwise("people", "No hours are set: the service is closed.", "Set them at /supervision/hours/.")


def _failed_backups(now: datetime) -> Findings:
    """Yield what the last try of each backup noted of itself, where it failed."""
    for state in states(now=now):
        if state.failed:
            says = f"The last try to back up {state.what} failed ({state.failed})."
            yield unwise("backups", says, "Run deploy/backup.sh, and read what it says.")


def look_at_mail() -> Findings:
    """Yield whether staff can be told by mail; callers never get any."""
    if is_set_up():
        yield well("mail", "A server is set up. When one went last stands at /supervision/state/.")
    else:
        yield unknown(
            "mail", "No server is set up: nobody is told by mail.", "HELPLINE_MAIL_URL, HELPLINE_MAIL_FROM."
        )


def look_at_backups(now: datetime | None = None) -> Findings:
    """Yield how old the newest backups are, where this process is told where they lie."""
    now = now or timezone.now()
    if not _is_memory():
        yield from _keys_backed_up(now)
    folder = settings.HELPLINE_BACKUP_DIR
    if not folder:
        yield unknown(
            "backups", "Where those of the main database lie is not known.", "Set HELPLINE_BACKUP_DIR to it."
        )
        return
    yield _age("the main database", Path(folder), "*", WORDS_OLD, now)


def _keys_backed_up(now: datetime) -> Findings:
    folder = settings.HELPLINE_KEY_BACKUP_DIR
    if not folder:
        yield unknown(
            "backups", "Where those of the keys lie is not known.", "Set HELPLINE_KEY_BACKUP_DIR to it."
        )
        return
    old = [path for path, at in _files(Path(folder), f"*{SUFFIX}") if now - at > KEPT + timedelta(hours=1)]
    if old:
        yield wrong(
            "backups",
            f"{len(old)} backups of keys are older than 24 hours: they could bring destroyed words back.",
            f"Delete them: {folder}. The timers do it where they may write there.",
        )
    yield _age("the keys", Path(folder), f"*{SUFFIX}", KEYS_OLD, now)


def _age(what: str, folder: Path, pattern: str, old: timedelta, now: datetime) -> Finding:
    if not folder.is_dir():
        return unwise("backups", f"{folder} cannot be looked into.", "Make it, or name the right folder.")
    times = [at for _, at in _files(folder, pattern)]
    if not times:
        return unwise("backups", f"There is none of {what} in {folder}.", SET_UP)
    hours = (now - max(times)) / timedelta(hours=1)
    says = f"The newest of {what} is {hours:.1f} hours old."
    if now - max(times) > old:
        return unwise("backups", says, "Look why its timer did not run: systemctl list-timers")
    return well("backups", says)


def _files(folder: Path, pattern: str) -> list[tuple[Path, datetime]]:
    try:
        found = [path for path in folder.glob(pattern) if path.is_file()]
        return [(path, datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)) for path in found]
    except OSError:
        return []


def _is_memory() -> bool:
    return settings.HELPLINE_KEK == "memory"
