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
from triage.models import MarkerAnswer, SignpostGiven, TriageRecord
from triage.risk import MARKERS, Answer, check_changes

FIELDS = ("caller_type", "readiness_before", "readiness_after", "confidentiality_given")


@transaction.atomic
def record_triage(*, contact: UUID, changes: Mapping[str, Any], by: Account) -> dict[str, Any]:
    """Store what changed and return the whole triage, as `triage_of` does.

    `changes` may hold caller_type, markers {id: "yes"|"no"|"not_asked"},
    readiness_before and readiness_after (0 to 10, or None) and
    confidentiality_given; what it leaves out stays as it was.
    Raises TriageInvalid (request.invalid) with every wrong field and stores nothing then.
    """
    check_may(by, Permission.TAKE_CONTACTS)
    checked = check_changes(changes)
    markers = checked.pop("markers", {})
    now = timezone.now()
    TriageRecord.objects.update_or_create(
        contact=contact, defaults={**checked, "updated_at": now, "updated_by": by}
    )
    MarkerAnswer.objects.bulk_create(
        [MarkerAnswer(contact=contact, marker=m, answer=a, by=by, at=now) for m, a in markers.items()],
        update_conflicts=True,
        unique_fields=["contact", "marker"],
        update_fields=["answer", "by", "at"],
    )
    return triage_of(contact)


def triage_of(contact: UUID) -> dict[str, Any]:
    """Return {caller_type, readiness_before, readiness_after, confidentiality_given, markers, updated_at}.

    `markers` holds all of them; one without an answer reads "not_asked", never "no".
    """
    record = TriageRecord.objects.filter(contact=contact).first() or TriageRecord(contact=contact)
    answers = dict(MarkerAnswer.objects.filter(contact=contact).values_list("marker", "answer"))
    return {
        **{field: getattr(record, field) for field in FIELDS},
        "markers": {marker.id: answers.get(marker.id, Answer.NOT_ASKED.value) for marker in MARKERS},
        "updated_at": record.updated_at.isoformat() if record.pk else None,
    }


@transaction.atomic
def forget(contacts: Iterable[UUID]) -> int:
    """Delete everything that triage holds of these contacts; return how many rows that was."""
    ids = list(contacts)
    held = (TriageRecord, MarkerAnswer, SignpostGiven)
    return sum(model._default_manager.filter(contact__in=ids).delete()[0] for model in held)
