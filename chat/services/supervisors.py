"""Calling every supervisor who has a console open, until one of them answers."""

from chat import events
from helpline.kernel.live import announce_on_commit
from helpline.staff.models import Account
from helpline.staff.roles import Permission, Role, role_may


def tell_supervisors() -> None:
    """Let the consoles of all supervisors look again, after commit; their boards hear of the alert itself."""
    roles = [role for role in Role if role_may(role, Permission.SAFEGUARD)]
    for account in Account.objects.filter(is_active=True, role__in=roles).values_list("pk", flat=True):
        announce_on_commit(events.handler_group(account), events.own_hint())
