"""What a handler has read of a contact: one number, the same in every window of theirs."""

from uuid import UUID

from chat.access import own_contacts
from helpline.staff.models import Account


def mark_seen(*, contact: UUID, seq: int, by: Account) -> None:
    """Keep that this handler's console has shown everything up to `seq`.

    It only ever grows, and a number that no message has yet is not kept. Somebody else's contact
    stays as it is, without a word.
    """
    rows = own_contacts(by).filter(pk=contact, handler_seen_seq__lt=seq, last_seq__gte=seq)
    rows.update(handler_seen_seq=seq)
