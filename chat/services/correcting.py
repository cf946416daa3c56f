"""Correcting what a closed contact is counted with, for a day: codes alone, no words."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chat.access import contacts_to_correct, locked
from chat.assignment import LEVEL_RANKS, PRESSING
from chat.channels import Channel
from chat.errors import ContactNotFound
from chat.models import Alert, Contact
from chat.nation_codes import nation_code
from chat.services.alerts import raise_alert
from chat.services.fact_of_contact import level_by
from chat.services.lowering import keep_lowering
from chat.states import HANDLER_OUTCOMES, Outcome
from helpline.kernel.errors import RequestInvalid
from helpline.staff.access import may
from helpline.staff.models import Account
from helpline.staff.roles import Permission
from helpline.statistics.facts import DERIVED, correct_draft, drafts_of
from triage.areas import AREA_NAMES
from triage.services import programme_slugs, service_names

# Beyond that nobody reads a list; the oldest are those whose time is nearly over.
MOST_LISTED = 200


@dataclass(frozen=True)
class Correctable:
    """One closed contact with what it is counted with; `values` are codes as in `FactValues`."""

    contact: UUID
    handler: str
    taken_at: datetime
    ended_at: datetime
    until: datetime
    values: Mapping[str, Any]
    for_abuse: bool
    channel: Channel

    @property
    def short(self) -> str:
        return str(self.contact)[:8]


def correctable(*, by: Account) -> list[Correctable]:
    """Return the closed contacts that `by` may correct now, the latest first, `MOST_LISTED` at most.

    Raises Forbidden.
    """
    rows = contacts_to_correct(by).select_related("handler").order_by("-closed_at", "pk")
    return _with_drafts(list(rows[:MOST_LISTED]))


def one_correctable(*, contact: UUID, by: Account) -> Correctable:
    """Return one of them. Raises Forbidden, or ContactNotFound: gone, or not theirs."""
    row = contacts_to_correct(by).select_related("handler").filter(pk=contact).first()
    found = _with_drafts([row] if row else [])
    if not found:
        raise ContactNotFound
    return found[0]


@transaction.atomic
def correct(
    *,
    contact: UUID,
    changes: Mapping[str, Any],
    by: Account,
    given: Collection[str] = (),
    not_given: Collection[str] = (),
    because: str | None = None,
) -> None:
    """Change what a closed contact is counted with; services go in and out by their slugs.

    What is not named stays, so that two who correct at once undo nothing of each other's. The audit names the
    fields and no value. A level that becomes immediate or urgent alerts the supervisors; one that is less
    than the answers suggest needs `because`, a code of the risk instrument that asks for no sentence.
    Raises Forbidden, ContactNotFound, DraftSealed, LevelReasonNeeded, or RequestInvalid with `fields`.
    """
    found = one_correctable(contact=contact, by=by)
    _check(found, changes, given, by)
    wanted = dict(changes)
    before = set(found.values["signposts"])
    after = (before | set(given)) - set(not_given)
    if after != before:
        wanted["signposts"] = sorted(after)
        wanted["programme_given"] = bool(after & programme_slugs())
    if "area" in wanted:
        wanted["nation"] = nation_code(wanted["area"])
    if "level" in wanted and wanted["level"] != found.values["level"]:
        wanted["level_by"] = _judge_anew(contact, wanted["level"], by, because)
    if wanted:
        correct_draft(contact=contact, changes=wanted, by=by)


def _judge_anew(contact: UUID, level: str | None, by: Account, because: str | None) -> str | None:
    """Let the contact's row say what its fact says: whoever looks at a handler's load reads it there.

    Return who set it, as a fact says it.
    """
    row = locked(contact)
    keep_lowering(row, level, because=because, note="", by=by)
    row.level, row.level_by, row.level_at = level or "", by.username, timezone.now()
    row.save(update_fields=["level", "level_by", "level_at"])
    if level in PRESSING:
        raise_alert(kind=Alert.Kind.CORRECTED, contact=contact, about=row.handler, queue=row.queue)
    return level_by(row)


def outcome_is_fixed(found: Correctable, *, by: Account) -> bool:
    """Tell whether the outcome stays: an ending for abuse, with its alert and block, is a supervisor's."""
    return found.for_abuse and not may(by, Permission.CORRECT_ANY)


def _check(found: Correctable, changes: Mapping[str, Any], given: Collection[str], by: Account) -> None:
    wrong = dict.fromkeys(DERIVED & set(changes), "follows from another field")
    if "outcome" in changes and (
        changes["outcome"] not in HANDLER_OUTCOMES or outcome_is_fixed(found, by=by)
    ):
        wrong["outcome"] = "cannot be corrected to that"
    if changes.get("level") not in {None, *LEVEL_RANKS}:
        wrong["level"] = "is no level"
    if changes.get("area") is not None and changes["area"] not in AREA_NAMES:
        wrong["area"] = "is no area"
    if not set(given) <= service_names().keys():
        wrong["signposts"] = "names a service that is not in the directory"
    if wrong:
        raise RequestInvalid(fields=wrong)


def _with_drafts(rows: list[Contact]) -> list[Correctable]:
    drafts = drafts_of([row.pk for row in rows], now=timezone.now())
    return [
        Correctable(
            contact=row.pk,
            handler=row.handler.username if row.handler else "",
            taken_at=row.first_taken_at or row.joined_at,
            ended_at=row.ended_at or row.joined_at,
            until=drafts[row.pk].correctable_until,
            values=drafts[row.pk].values,
            for_abuse=row.outcome == Outcome.ENDED_INAPPROPRIATE,
            channel=Channel(row.channel),
        )
        for row in rows
        if row.pk in drafts
    ]
