"""What a line under attack has stored, read and cleared for a walk."""

from typing import Any

from django.db.models import Count

from chat.consumers import limits
from chat.models import Alert, Block, Contact, DoneCommand, Message, PracticeRun, Presence
from chat.selectors import events_after
from chat.services.ending import wrap_up
from chat.states import Outcome, State
from helpline.kernel.errors import HelplineError
from helpline.staff.models import Account
from helpline.staff.roles import Role
from tests.attacks.witness import Violation
from tests.chat.acts import nobody_is_blocked
from tests.people import _session_cookie

STAFF = {"ann": Role.HANDLER, "ben": Role.HANDLER, "sue": Role.SUPERVISOR}


def staff() -> tuple[dict[str, Account], dict[str, bytes]]:
    """Return the accounts of a walk and the cookies of their sessions."""
    limits.buckets.cache_clear()
    accounts = {}
    for name, role in STAFF.items():
        found = Account.objects.filter(username=name).first()
        accounts[name] = found or Account.objects.create_account(username=name, password=None, role=role)
    return accounts, {name: _session_cookie(account) for name, account in accounts.items()}


def readers() -> dict[str, set[int]]:
    """Return which accounts have or follow each contact."""
    rows = Contact.objects.values_list("pk", "handler_id", "watchers__supervisor_id")
    readers: dict[str, set[int]] = {}
    for contact, handler, watcher in rows:
        readers.setdefault(str(contact), set()).update({handler, watcher} - {None})
    return readers


def stored_messages() -> dict[tuple[str, str, str], Any]:
    """Return the numbers of what is stored, by sender, contact and id. Raises Violation for a gap."""
    kept: dict[tuple[str, str, str], Any] = {}
    rows = Message.objects.exclude(client_id=None).values_list("sender", "contact_id", "client_id", "seq")
    for sender, contact, id, seq in rows:
        kept.setdefault((sender, str(contact), str(id)), []).append(seq)
    contacts = list(Contact.objects.annotate(held=Count("messages")))
    for contact in contacts:
        numbers = list(contact.messages.order_by("seq").values_list("seq", flat=True))
        if numbers != list(range(1, contact.last_seq + 1)):
            raise Violation(f"the numbers of {contact.pk} are {numbers}, its last is {contact.last_seq}")
        assert [event["seq"] for event in events_after(contact.pk, 0)] == numbers
    kept["contacts", "", ""] = {str(contact.pk) for contact in contacts}
    return kept


def wrap_up_all(account: Account) -> None:
    """Close what this handler has ended."""
    for contact in Contact.objects.filter(handler=account, state=State.ENDED):
        try:
            wrap_up(contact=contact.pk, outcome=Outcome.COMPLETED, by=account, because=Alert.Because.JUDGED)
        except HelplineError:
            # In the way of another rule: it stays as it is.
            continue


def forget_all() -> None:
    """Leave nothing for the next walk."""
    for model in (PracticeRun, DoneCommand, Alert, Block, Contact, Presence):
        model.objects.all().delete()
    nobody_is_blocked()
