"""What a handler finds out about a contact, and forgetting it.

None of this is audited: the audit log outlives a contact, and what was judged of a
caller must not. See docs/confidentiality.md, point 5.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from helpline.staff.access import check_may
from helpline.staff.models import Account
from helpline.staff.roles import Permission
from triage.answers import CallerType, check_changes
from triage.models import LoweredLevel, MarkerAnswer, SignpostGiven, TriageRecord
from triage.noted import NOTED, SCALES
from triage.risk import MARKER_IDS, NOT_SAFE_NOW, UNDER_18, Answer, Suggestion, suggest
from triage.services.instruments import instrument_of, number_for_answers

FIELDS = (
    "caller_type", "readiness_before", "readiness_after", "confidentiality_given",
    *SCALES, *NOTED, "behaviours",
)  # fmt: skip


@transaction.atomic
def record_triage(*, contact: UUID, changes: Mapping[str, Any], by: Account) -> dict[str, Any]:
    """Store what changed and return the whole triage, as `triage_of` does.

    `changes` may hold caller_type, markers {id: "yes"|"no"|"not_asked"},
    readiness_before and readiness_after (0 to 10, or None), confidentiality_given and what
    `triage.noted` names; what it leaves out stays as it was. The first answer fixes the version of
    the instrument for this contact.
    Raises TriageInvalid (request.invalid) with every wrong field and stores nothing then.
    """
    check_may(by, Permission.TAKE_CONTACTS)
    checked = check_changes(changes)
    markers = checked.pop("markers", {})
    now = timezone.now()
    judged: dict[str, Any] = {**checked, "updated_at": now, "updated_by": by}
    # Asked for only where this is the first answer.
    first: dict[str, Any] = {**judged, "instrument": number_for_answers}
    TriageRecord.objects.update_or_create(contact=contact, defaults=judged, create_defaults=first)
    MarkerAnswer.objects.bulk_create(
        [MarkerAnswer(contact=contact, marker=m, answer=a, by=by, at=now) for m, a in markers.items()],
        update_conflicts=True,
        unique_fields=["contact", "marker"],
        update_fields=["answer", "by", "at"],
    )
    return triage_of(contact)


def triage_of(contact: UUID) -> dict[str, Any]:
    """Return the fields of FIELDS with {"markers", "instrument", "updated_at"}.

    `markers` holds all of them; one without an answer reads "not_asked", never "no". `instrument` is the
    version under which they were answered, None before the first answer.
    """
    record = TriageRecord.objects.filter(contact=contact).first() or TriageRecord(contact=contact)
    answers = dict(MarkerAnswer.objects.filter(contact=contact).values_list("marker", "answer"))
    return {
        **{field: getattr(record, field) for field in FIELDS},
        "markers": {marker: answers.get(marker, Answer.NOT_ASKED.value) for marker in MARKER_IDS},
        "instrument": record.instrument,
        "updated_at": record.updated_at.isoformat() if record.pk else None,
    }


def suggestion_from(triage: Mapping[str, Any], *, safe_now: bool | None, under_18: bool) -> Suggestion:
    """Return what is suggested, from `triage` as `triage_of` returns it and what the caller answered.

    `under_18` is the caller's own answer; a handler's "child or young person" says the same.
    """
    is_child = under_18 or triage["caller_type"] == CallerType.CHILD_OR_YOUNG_PERSON
    known = {NOT_SAFE_NOW: safe_now is False, UNDER_18: is_child}
    instrument = instrument_of(triage["instrument"])
    return suggest(instrument, triage["markers"], known=frozenset(id for id, so in known.items() if so))


@transaction.atomic
def forget(contacts: Iterable[UUID]) -> int:
    """Delete everything that triage holds of these contacts; return how many rows that was."""
    ids = list(contacts)
    held = (TriageRecord, MarkerAnswer, LoweredLevel, SignpostGiven)
    return sum(model._default_manager.filter(contact__in=ids).delete()[0] for model in held)
