"""A level that is less than suggested: a person may set it, and says why.

None of it is audited: see triage/services/assessment.py.
"""

from typing import Any
from uuid import UUID

from django.utils import timezone

from helpline.staff.models import Account
from triage.answers import TriageInvalid
from triage.models import LoweredLevel, TriageRecord
from triage.risk import Level, LoweringReason
from triage.services.instruments import instrument_of


def lowering_reason(contact: UUID, because: str) -> LoweringReason:
    """Return the reason that a code names in the contact's version. Raises TriageInvalid with `because`."""
    instrument = instrument_of(_version_of(contact))
    if reason := instrument.lowering_reason(because):
        return reason
    ids = ", ".join(reason.id for reason in instrument.lowering)
    raise TriageInvalid(fields={"because": f"must be one of {ids}"})


def record_lowering(*, contact: UUID, suggested: Level, because: LoweringReason, by: Account) -> None:
    """Keep why a level is less than was suggested; it replaces what was kept."""
    kept = {"suggested": suggested, "because": because.id, "by": by, "at": timezone.now()}
    LoweredLevel.objects.update_or_create(contact=contact, defaults=kept)


def take_back_lowering(contact: UUID) -> None:
    """Forget it: the level is no longer less than suggested."""
    LoweredLevel.objects.filter(contact=contact).delete()


def lowering_of(contact: UUID) -> dict[str, Any] | None:
    """Return {"suggested", "because", "label"} where the level is less than was suggested, else None."""
    row = LoweredLevel.objects.filter(contact=contact).first()
    if row is None:
        return None
    reason = instrument_of(_version_of(contact)).lowering_reason(row.because)
    label = reason.label if reason else row.because
    return {"suggested": row.suggested, "because": row.because, "label": label}


def _version_of(contact: UUID) -> int | None:
    return TriageRecord.objects.filter(contact=contact).values_list("instrument", flat=True).first()
