"""Taking a file in: what would change, shown first; then all of it in one transaction, or nothing."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from helpline.configuration.differences import Difference, differences
from helpline.configuration.exporting import in_force
from helpline.configuration.mistakes import ConfigurationMoved, FileRefused, Mistake
from helpline.configuration.never_out import not_for_a_file
from helpline.configuration.reading import Read, read_configuration
from helpline.configuration.schema import misfits
from helpline.configuration.section import Data, Section
from helpline.configuration.sections import SECTIONS
from helpline.kernel.errors import Forbidden, HelplineError
from helpline.staff.access import check_may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission


@dataclass(frozen=True)
class Change:
    """One section that the file changes; `waits` says that a second person has to approve it."""

    section: Section
    then: Data
    differences: tuple[Difference, ...]

    @property
    def waits(self) -> bool:
        return self.section.second_person


@dataclass(frozen=True)
class Plan:
    """What taking a file in would do. `same` and `left_out` are titles; `seen` is what was in force."""

    changes: tuple[Change, ...]
    same: tuple[str, ...]
    left_out: tuple[str, ...]
    seen: str

    @property
    def waiting(self) -> list[str]:
        """Return the titles of what waits for a second person."""
        return [change.section.title for change in self.changes if change.waits]


def plan_import(content: bytes, sections: Sequence[Section] = SECTIONS) -> Plan:
    """Return what a file would change; nothing is changed. Raises FileRefused with every mistake."""
    read = read_configuration(content)
    if wrong := misfits(read, sections) or _mistakes(read, sections):
        raise FileRefused(wrong)
    now = in_force(sections)
    named = [section for section in sections if section.name in read.tree]
    changes = tuple(
        _change(section, now.get(section.name), read.tree[section.name])
        for section in named
        if now.get(section.name) != read.tree[section.name]
    )
    changed = {change.section.name for change in changes}
    return Plan(
        changes=changes,
        same=tuple(section.title for section in named if section.name not in changed),
        left_out=tuple(section.title for section in sections if section.name not in read.tree),
        seen=_digest(now),
    )


@transaction.atomic
def import_configuration(
    *, content: bytes, by: Account, seen: str | None = None, sections: Sequence[Section] = SECTIONS
) -> Plan:
    """Take a file in whole, and return what that changed; what needs a second person waits for one.

    `seen` is `Plan.seen` of what was shown; None skips the check. Raises Forbidden, FileRefused, or
    ConfigurationMoved; nothing at all is changed then.
    """
    check_may(by, Permission.MANAGE_SERVICE)
    plan = plan_import(content, sections)
    if seen is not None and seen != plan.seen:
        raise ConfigurationMoved
    for change in plan.changes:
        _take_in(change, by)
    if plan.changes:
        detail = {
            "sections": [change.section.name for change in plan.changes],
            "waits": [change.section.name for change in plan.changes if change.waits],
        }
        record(event="configuration.imported", by=by, subject="configuration", detail=detail)
    return plan


def _take_in(change: Change, by: Account) -> None:
    try:
        change.section.apply(change.then, by)
    except Forbidden:
        says = "Your role does not allow this part. Take it out of the file, or ask somebody whose role does."
        raise FileRefused([Mistake(says, change.section.title)]) from None
    except HelplineError as refused:
        raise FileRefused([Mistake(refused.message, change.section.title)]) from refused


def _mistakes(read: Read, sections: Sequence[Section]) -> list[Mistake]:
    found = []
    for section in sections:
        if section.name not in read.tree:
            continue
        data, line = read.tree[section.name], read.line_at([section.name])
        found += [Mistake(says, section.title, line) for says in section.check(data)]
        found += [
            Mistake(
                "What stands here is a person's name or address, or a key: none may be in a file.",
                place,
                line,
            )
            for place in not_for_a_file(section, data)
        ]
    return found


def _change(section: Section, now: Data, then: Data) -> Change:
    shown = section.shown or (lambda data: data)
    before = shown(now) if now is not None else None
    return Change(section, then, tuple(differences(before, shown(then))))


def _digest(now: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(now, sort_keys=True).encode()).hexdigest()
