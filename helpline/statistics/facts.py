"""From a closed contact to a sealed fact: draft, correct, seal; and counts of refusals."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from helpline.kernel.errors import HelplineError, RequestInvalid
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.statistics.bands import hour_band, month_of, talk_band, wait_band
from helpline.statistics.categories import COUNTERS
from helpline.statistics.made_up import is_made_up
from helpline.statistics.models import DailyCounter, DraftFact, Fact
from helpline.statistics.month_versions import note_changed
from helpline.statistics.noted import MARKER_FIELDS, NOTED
from helpline.statistics.values import COARSE_FIELDS, FactValues

__all__ = [
    "CORRECTABLE", "Draft", "DraftSealed", "FactValues", "correct_draft", "count", "draft_fact",
    "drafts_of", "hour_band", "month_of", "seal_due", "talk_band", "wait_band",
]  # fmt: skip

# What the handler judged; when, how long and by which channel are measured, not judged.
CORRECTABLE = frozenset({
    "about", "caller_type", "age_band", "gender", "nation", "area", "level", "level_by", "outcome",
    "readiness_before", "readiness_after", "importance", "confidence", "confidentiality_given", "behaviours",
    "signposts", "programme_given", *NOTED, *MARKER_FIELDS,
})  # fmt: skip

# These follow from what is corrected; the audit names the cause alone.
DERIVED = frozenset({"nation", "level_by", "programme_given"})


class DraftSealed(HelplineError):
    """The fact can no longer be found or corrected: its time is over, or there never was one."""

    code = "statistics.sealed"
    status = 409
    message = (
        "This contact has been counted and can no longer be corrected. It stays as it is; tell a "
        "supervisor if it matters for somebody's safety."
    )


@dataclass(frozen=True)
class Draft:
    """What of a draft may be corrected, by the names in CORRECTABLE, and until when."""

    values: Mapping[str, Any]
    correctable_until: datetime


def drafts_of(contacts: Iterable[UUID], *, now: datetime) -> dict[UUID, Draft]:
    """Return the drafts of these contacts that can be corrected at `now`. Who may, the caller checks."""
    rows = DraftFact.objects.filter(contact__in=list(contacts), correctable_until__gt=now)
    return {
        row.contact: Draft({name: getattr(row, name) for name in CORRECTABLE}, row.correctable_until)
        for row in rows
    }


@transaction.atomic
def draft_fact(*, contact: UUID, values: FactValues, correctable_until: datetime) -> None:
    """Put down the fact of a contact that has closed; a second call replaces the first."""
    defaults = {**values.columns(), "correctable_until": correctable_until}
    DraftFact.objects.update_or_create(contact=contact, defaults=defaults)


@transaction.atomic
def correct_draft(*, contact: UUID, changes: Mapping[str, Any], by: Account | None) -> None:
    """Change what the handler judged about a contact, while that is possible.

    `changes` maps names in CORRECTABLE to values as in FactValues. Whether `by` may see this
    contact is the caller's to check. The audit names the fields and keeps no value.
    Raises DraftSealed, or RequestInvalid with `fields`.
    """
    draft = DraftFact.objects.select_for_update().filter(contact=contact).first()
    if draft is None or draft.correctable_until <= timezone.now():
        raise DraftSealed
    if refused := sorted(set(changes) - CORRECTABLE):
        raise RequestInvalid(fields=dict.fromkeys(refused, "cannot be corrected"))
    corrected = replace(_values_of(draft), **_as_values(changes))
    DraftFact.objects.filter(contact=contact).update(**corrected.columns())
    record(event="fact.corrected", by=by, subject=contact, detail={"fields": sorted(set(changes) - DERIVED)})


def _values_of(draft: DraftFact) -> FactValues:
    return FactValues(**_as_values({name: getattr(draft, name) for name in COARSE_FIELDS}))


def _as_values(columns: Mapping[str, Any]) -> dict[str, Any]:
    """Return columns as FactValues takes them: a list of signposts becomes a tuple."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in columns.items()}


@transaction.atomic
def seal_due(*, now: datetime) -> list[UUID]:
    """Seal every draft that can no longer be corrected; return the contacts they came from.

    Call it inside the transaction that deletes those contacts' rows: afterwards nothing
    here knows them. Facts are written in random order, with keys drawn anew; none beside made-up ones.
    """
    drafts = list(DraftFact.objects.select_for_update().filter(correctable_until__lte=now))
    # A table keeps the order of arrival somewhere (a row number, a page): it must tell nothing.
    secrets.SystemRandom().shuffle(drafts)
    if drafts and not is_made_up():
        note_changed(draft.month for draft in drafts)
        Fact.objects.bulk_create(
            [Fact(**{name: getattr(draft, name) for name in COARSE_FIELDS}) for draft in drafts]
        )
    # Sorted: the order in which the facts were written stays unknown.
    contacts = sorted(draft.contact for draft in drafts)
    DraftFact.objects.filter(contact__in=contacts).delete()
    return contacts


@transaction.atomic
def count(*, kind: str, day: date) -> None:
    """Count one refusal or visit of that kind (a key of categories.COUNTERS) on a day in London."""
    if kind not in COUNTERS:
        raise ValueError(f"{kind} is not a kind that is counted")
    if is_made_up():
        return
    DailyCounter.objects.get_or_create(day=day, kind=kind)
    DailyCounter.objects.filter(day=day, kind=kind).update(number=F("number") + 1)
