"""A caller's answers to the equality questions: added to sums of a year at once, under no contact.

See docs/adr/0057-what-a-fact-holds.md.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from helpline.statistics.made_up import is_made_up
from helpline.statistics.models import EqualityTally, EqualityTicket
from helpline.statistics.record_keys import new_record_key


def has_told(contact: UUID) -> bool:
    """Tell whether this contact's caller has answered; it is forgotten when the fact is sealed."""
    return EqualityTicket.objects.filter(contact=contact).exists()


@transaction.atomic
def tally_equality(*, contact: UUID, year: int, answers: Mapping[str, str]) -> None:
    """Add a caller's answers to the sums of the year; a second time nothing is changed.

    Of the contact it is kept that somebody answered, for a day, and never what. Whether they may still
    answer is for whoever holds the contact's row to check.
    """
    if not EqualityTicket.objects.get_or_create(contact=contact)[1] or is_made_up():
        return
    for question, answer in sorted(answers.items()):
        of: dict[str, Any] = {"year": year, "question": question, "answer": answer}
        EqualityTally.objects.get_or_create(**of)
        EqualityTally.objects.filter(**of).update(number=F("number") + 1, key=F("key") + new_record_key())
