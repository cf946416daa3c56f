"""What one key does when a handler knows the caller: somebody else has the contact, and nobody asks why."""

from uuid import UUID

from django.db import transaction

from chat.access import contact_of_handler, locked
from chat.channels import check_written
from chat.errors import ContactClosed
from chat.models import Acquaintance, Contact
from chat.services.practice import check_real
from chat.services.queue import put_back
from chat.states import State
from helpline.staff.access import check_may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission


@transaction.atomic
def hand_over_known(*, contact: UUID, by: Account) -> Contact:
    """Put a talk back to the front of the queue; it never comes to this handler again.

    The caller is told what everybody is told whose handler had to stop: nothing says that they are known.
    Asked again because the answer was lost: the same answer. Raises ContactNotFound, or ContactClosed
    when the talk has ended.
    """
    check_may(by, Permission.TAKE_CONTACTS)
    found = locked(contact)
    if found.handler_id != by.pk and found.acquaintances.filter(handler=by).exists():
        return found
    found = contact_of_handler(by, contact, lock=True)
    check_real(found)
    check_written(found.channel)
    if found.state != State.TALKING:
        raise ContactClosed
    Acquaintance.objects.get_or_create(contact=found, handler=by)
    put_back(found, "released")
    # As of every contact that is given back: what is never deleted must not say who knows a caller.
    record(event="contact.released", by=by, subject=found.pk)
    return found
