"""How long a caller waited, handed on as one more of a sum by month and minute: of no contact."""

from datetime import datetime
from functools import partial

from django.db import transaction

from chat.models import Contact
from helpline.statistics.waits import tally_wait


def count_wait(contact: Contact, *, answered: bool, now: datetime) -> None:
    """Count the wait of a caller who is answered for the first time now, or leaves unanswered; no practice.

    After the commit: whoever gives several contacts at once locks no rows of sums in an order of its own.
    """
    if contact.practice:
        return
    waited = (now - contact.consented_at).total_seconds()
    add = partial(tally_wait, joined_at=contact.consented_at, seconds=waited, answered=answered)
    transaction.on_commit(add, robust=True)
