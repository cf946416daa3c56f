"""Whether callers who came back had rung the service they were told about: sums of a month, of no contact.

See docs/adr/0014-a-survey-nobody-can-trace.md.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F

from helpline.statistics.answers import RANG
from helpline.statistics.disclosure import masked_counts
from helpline.statistics.made_up import is_made_up
from helpline.statistics.models import RangTally
from helpline.statistics.surveys import settled_on


@dataclass(frozen=True)
class RangReport:
    """The answers of one month by their words, None where not shown.

    `shown_from` is the day from which a month is shown at all, None once it is shown.
    """

    answers: Mapping[str, int | None]
    shown_from: date | None = None

    @property
    def is_shown(self) -> bool:
        return any(number is not None for number in self.answers.values())


@transaction.atomic
def tally_rang(answers: Iterable[tuple[date, str]]) -> None:
    """Add answers of a month (its first day) to its sums. Raises ValueError for one that is not in RANG.

    Call it in the transaction that seals the facts of those contacts.
    """
    for (month, answer), number in sorted(Counter(answers).items()):
        if answer not in RANG:
            raise ValueError(f"{answer} is no answer to whether they rang")
        if is_made_up():
            continue
        RangTally.objects.get_or_create(month=month, answer=answer)
        RangTally.objects.filter(month=month, answer=answer).update(number=F("number") + number)


def rang_report(*, month: date, today: date) -> RangReport:
    """Return what those said who came back in one calendar month, under the policy called internal.

    Nothing before the month is settled, as with the survey: two looks at a month that goes on would tell
    one answer.
    """
    shown_from = settled_on(month)
    if today < shown_from:
        return RangReport(dict.fromkeys(RANG.values()), shown_from)
    held = dict(RangTally.objects.filter(month=month).values_list("answer", "number"))
    counts = {words: held.get(answer, 0) for answer, words in RANG.items()}
    return RangReport(masked_counts(counts, sum(counts.values())).cells)
