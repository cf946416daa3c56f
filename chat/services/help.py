"""A handler asks a supervisor in, or takes the asking back."""

from uuid import UUID

from django.db import transaction

from chat import events
from chat.access import contact_of_handler
from chat.models import Alert
from chat.services.alerts import raise_alert, stand_down
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


@transaction.atomic
def withdraw_help(*, contact: UUID, by: Account) -> UUID:
    """Take back that help is asked for. Nobody asked, or somebody has seen it: no change.

    Nothing else lowers a hand that nobody has seen, the end of the talk neither: somebody must look.
    Raises ContactNotFound.
    """
    found = contact_of_handler(by, contact, lock=True)
    hands = Alert.objects.filter(kind=Alert.Kind.HELP, contact=found.pk, answered_at__isnull=True)
    if stand_down(hands, by=by):
        announce_on_commit(events.staff_group(found.pk), events.beside_hint(found.pk))
    return found.pk
