"""What is new for one account: entries of the changelog since they last looked."""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction

from helpline.handbook.changelog import Entry, read_changelog
from helpline.handbook.models import ReadingMarks
from helpline.staff.models import Account
from helpline.staff.roles import Role

SECTIONS = {
    Role.HANDLER: ("Handlers",),
    Role.SUPERVISOR: ("Handlers", "Supervisors and administrators"),
    Role.ANALYST: ("Supervisors and administrators",),
    Role.ADMIN: ("Supervisors and administrators", "Whoever runs it"),
}
KEPT = "news"


@dataclass(frozen=True)
class Told:
    """One section as it stands on the page, what is new first."""

    name: str
    new: list[Entry]
    known: list[Entry]
    is_own: bool


@cache
def entries() -> list[Entry]:
    """Return the changelog; it changes only with the code."""
    file = settings.BASE_DIR / "CHANGELOG.md"
    return read_changelog(file.read_text(encoding="utf-8")) if file.is_file() else []


@cache
def _state() -> str:
    return sha256("".join(entry.digest for entry in entries()).encode()).hexdigest()[:12]


def told(account: Account) -> list[Told]:
    """Return the sections, one's own first."""
    seen = set(marks_of(account).seen)
    own = SECTIONS[Role(account.role)]
    names = dict.fromkeys([*own, *(entry.section for entry in entries())])
    return [
        Told(
            name,
            [entry for entry in entries() if entry.section == name and entry.digest not in seen],
            [entry for entry in entries() if entry.section == name and entry.digest in seen],
            name in own,
        )
        for name in names
    ]


def count_new(account: Account, session: SessionBase, *, look: bool) -> int:
    """Return how many entries of one's own sections are new, as the session holds it.

    With `look` the database is asked where the session does not know: once in a sign-in.
    """
    kept = session.get(KEPT)
    if not isinstance(kept, list) or kept[0] != _state():
        if not look:
            return 0
        kept = session[KEPT] = [_state(), sum(len(each.new) for each in told(account) if each.is_own)]
    return int(kept[1])


@transaction.atomic
def mark_read(*, by: Account, session: SessionBase) -> None:
    """Note that this account has seen everything that stands there now."""
    marks = marks_of(by)
    marks.seen = _all()
    marks.save(update_fields=["seen"])
    session.pop(KEPT, None)


def marks_of(account: Account) -> ReadingMarks:
    """Return the account's marks; for a newcomer nothing is new."""
    return ReadingMarks.objects.get_or_create(account=account, defaults={"seen": _all()})[0]


def _all() -> list[str]:
    return sorted({entry.digest for entry in entries()})
