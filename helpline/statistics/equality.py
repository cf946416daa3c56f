"""A caller's answers to the equality questions: added to sums of a year at once, under no contact.

See docs/adr/0057-what-a-fact-holds.md.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from helpline.statistics.cells import NOTHING, Codes, Tally
from helpline.statistics.equality_answers import EQUALITY, NAMES
from helpline.statistics.made_up import is_made_up
from helpline.statistics.models import EqualityTally, EqualityTicket
from helpline.statistics.questions import Period
from helpline.statistics.record_keys import new_record_key
from helpline.statistics.release import released


def has_told(contact: UUID) -> bool:
    """Tell whether this contact's caller has answered; it is forgotten when the fact is sealed."""
    return EqualityTicket.objects.filter(contact=contact).exists()


def forget_tickets(contacts: Collection[UUID]) -> None:
    """Forget who has answered, of contacts whose facts are sealed: nobody is asked again by then."""
    EqualityTicket.objects.filter(contact__in=contacts).delete()


@dataclass(frozen=True)
class EqualityReport:
    """What callers said in one year, by the names of questions and answers; None is not shown.

    `shown_from` is the day from which a year is shown at all, None once it is shown.
    """

    answers: Mapping[str, Mapping[str, int | None]]
    shown_from: date | None = None


def equality_report(*, year: int, today: date) -> EqualityReport:
    """Return the sums of a year that is over, under the policy called release: with noise, rounded to 5."""
    shown_from = Period.parse(str(year)).closes_on
    if today < shown_from:
        return EqualityReport({}, shown_from)
    rows = EqualityTally.objects.filter(year=year)
    held = {(row.question, row.answer): Tally(row.number, row.key) for row in rows}
    return EqualityReport({
        NAMES[question]: _released(question, {(code,): held.get((question, code), NOTHING) for code in codes})
        for question, codes in EQUALITY.items()
    })  # fmt: skip


def years_told() -> list[int]:
    """Return the years in which anybody answered, the newest first."""
    return sorted(EqualityTally.objects.values_list("year", flat=True).distinct(), reverse=True)


def _released(question: str, tallies: dict[Codes, Tally]) -> dict[str, int | None]:
    cells = released(tallies, "year", (f"equality.{question}",)).cells
    return {EQUALITY[question][code]: figure for (code,), figure in cells.items()}


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
