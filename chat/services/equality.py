"""The equality questions after the end: each answer becomes one more of a year, and of nothing else."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from chat.models import Contact
from chat.services.survey import is_asked, locked_while_asked
from helpline.statistics.bands import month_of
from helpline.statistics.equality import has_told, tally_equality


def may_tell(contact: Contact, *, now: datetime) -> bool:
    """Tell whether the caller of an ended contact can answer, and has not yet."""
    return is_asked(contact, now=now) and not has_told(contact.pk)


@transaction.atomic
def tell_equality(*, contact: UUID, answers: Mapping[str, str]) -> None:
    """Count a caller's answers, once; a second time is thanked for and changes nothing.

    Nothing is announced, nothing goes into the audit log, and no answer is kept under the contact.
    Raises SurveyNotYet while the contact is open, SurveyClosed once it is too late.
    """
    found = locked_while_asked(contact)
    tally_equality(contact=found.pk, year=month_of(found.consented_at).year, answers=answers)
