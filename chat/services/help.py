"""A handler asks a supervisor in."""

from uuid import UUID

from django.db import transaction

from chat import events
from chat.access import contact_of_handler
from chat.models import Alert
from chat.services.alerts import raise_alert
from helpline.kernel.live import announce_on_commit
from helpline.staff.models import Account


@transaction.atomic
def raise_help(*, contact: UUID, client_id: UUID, by: Account) -> UUID:
    """Ask for help with one's own talk or its wrap-up; asked already and not answered yet: that stands.

    The same client id again is the same asking, also once it was answered.
    Raises ContactNotFound; PracticeOnly for a practice.
    """
    if Alert.objects.filter(pk=client_id, about=by).exists():
        return contact
    found = contact_of_handler(by, contact, lock=True)
    raise_alert(id=client_id, kind=Alert.Kind.HELP, contact=found.pk, about=by, queue=found.queue)
    announce_on_commit(events.staff_group(found.pk), events.beside_hint(found.pk))
    return found.pk
