"""Callers' pages that say hello, many at once: who each of them is, and that they are there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chat.access import contacts_of_tokens
from chat.models import Contact
from chat.selectors import words_allowed_after
from chat.services.presence import renew_caller
from chat.states import OPEN
from helpline.kernel import clock


@dataclass(frozen=True)
class Opened:
    """What a token opens: its contact, the token's digest, and after which number its words may be shown."""

    contact: UUID
    token: str
    words_after: int | None


def open_pages(tokens: Sequence[str]) -> list[Opened | None]:
    """Note the callers who hold these tokens as there, and return what each opens; None for nothing.

    However many there are, it is one read and one write.
    """
    found = contacts_of_tokens(tokens)
    there = [row.pk for row in found.values() if row.state in OPEN]
    if len(there) == 1:
        renew_caller(contact=there[0])
    elif there:
        _renew(there)
    now = timezone.now()
    return [_opened(found.get(token), now) for token in tokens]


def _opened(row: Contact | None, now: datetime) -> Opened | None:
    return None if row is None else Opened(row.pk, row.token_digest, words_allowed_after(row, now=now))


@transaction.atomic
def _renew(contacts: Sequence[UUID]) -> None:
    # In one order, as posts lock them, so that nobody waits for somebody who waits for them.
    rows = Contact.objects.select_for_update(of=("self",)).filter(pk__in=contacts, state__in=OPEN)
    there = list(rows.order_by("pk").values_list("pk", flat=True))
    Contact.objects.filter(pk__in=there).update(caller_seen_at=clock.now())
