"""The questions after the end. Whoever handled the contact is told nothing of them."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from chat.access import locked
from chat.errors import ContactNotFound, SurveyClosed, SurveyNotYet
from chat.models import Contact
from chat.states import OVER, EndReason
from helpline.statistics.answers import SurveyAnswers
from helpline.statistics.facts import month_of
from helpline.statistics.surveys import has_answered, record_answers, settled_on


def may_answer(contact: Contact, *, now: datetime) -> bool:
    """Tell whether the caller of an ended contact can answer, and has not yet."""
    return is_asked(contact, now=now) and not has_answered(contact.pk)


@transaction.atomic
def answer_survey(*, contact: UUID, answers: SurveyAnswers) -> None:
    """Keep a caller's answers, once; a second time is thanked for and changes nothing.

    Nothing is announced and nothing goes into the audit log: it would tell when somebody answered.
    Raises SurveyNotYet while the contact is open, SurveyClosed once it is too late.
    """
    found = locked_while_asked(contact)
    record_answers(contact=found.pk, month=month_of(found.consented_at), answers=answers)


def locked_while_asked(contact: UUID) -> Contact:
    """Return an ended contact, locked, whose caller may still be asked; call it in a transaction.

    Raises SurveyNotYet while the contact is open, SurveyClosed once it is too late.
    """
    try:
        found = locked(contact)
    except ContactNotFound:
        raise SurveyClosed from None
    if found.state not in OVER:
        raise SurveyNotYet
    if not is_asked(found, now=timezone.now()):
        raise SurveyClosed
    return found


def is_asked(contact: Contact, *, now: datetime) -> bool:
    """Tell whether somebody was talked with, a day has not passed, and nothing of it was sealed.

    Nobody is asked how it was after an ending for abuse.
    """
    if contact.end_reason == EndReason.BOUNDARY:
        return False
    if contact.first_taken_at is None or contact.ended_at is None or contact.counted_at is not None:
        return False
    hours = settings.HELPLINE_DEADLINES["correctable_hours"]
    in_time = now - contact.ended_at < timedelta(hours=hours)
    # A month that supervisors may have looked at stays as it was.
    return in_time and now.date() < settled_on(month_of(contact.consented_at))
