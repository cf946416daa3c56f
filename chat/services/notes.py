"""Notes beside a contact: for its handler, and for whoever gets it next."""

from uuid import UUID

from django.db import transaction

from chat.access import contact_of_handler
from chat.models import Aside
from chat.services.asides import write_aside
from helpline.staff.models import Account


@transaction.atomic
def add_note(*, contact: UUID, body: str, client_id: UUID, by: Account) -> UUID:
    """Write a note beside one's own contact, also during the wrap-up. The same id again is the same note.

    Raises ContactNotFound, MessageEmpty or MessageTooLong.
    """
    found = contact_of_handler(by, contact, lock=True)
    write_aside(found, kind=Aside.Kind.NOTE, body=body, by=by, client_id=client_id)
    return found.pk
