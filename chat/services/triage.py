"""Recording what a handler asked and heard, in one's own contacts alone."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from chat import events
from chat.access import contact_of_handler
from helpline.kernel.live import announce_on_commit
from helpline.staff.models import Account
from triage.services import record_triage


@transaction.atomic
def assess(*, contact: UUID, changes: Mapping[str, Any], by: Account) -> dict[str, Any]:
    """Record answers about one's own contact, also during the wrap-up; return all of them.

    Raises ContactNotFound, or triage's refusal naming the fields that do not fit.
    """
    found = contact_of_handler(by, contact, lock=True)
    recorded = record_triage(contact=found.pk, changes=changes, by=by)
    # Whoever follows the talk sees it as well.
    announce_on_commit(events.staff_group(found.pk), events.beside_hint(found.pk))
    return recorded
