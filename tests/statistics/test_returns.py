"""Whether those who came back had rung: sums of a settled month, with what is small hidden."""

from datetime import date

import pytest

from chat.starting import RANG as ASKED
from helpline.statistics.answers import RANG
from helpline.statistics.models import RangTally
from helpline.statistics.returns import rang_report, tally_rang

pytestmark = pytest.mark.django_db
NOVEMBER, SETTLED = date(2026, 11, 1), date(2026, 12, 4)


def test_the_answers_are_those_that_callers_are_asked_for() -> None:
    assert set(RANG) == set(ASKED)


def test_answers_are_added_to_the_sums_of_their_month_and_to_nothing_else() -> None:
    tally_rang([(NOVEMBER, "yes"), (NOVEMBER, "not_yet"), (date(2026, 12, 1), "yes")])
    tally_rang([(NOVEMBER, "yes")])
    tally_rang([])

    rows = RangTally.objects.order_by("month", "answer").values_list("month", "answer", "number")
    assert list(rows) == [(NOVEMBER, "not_yet", 1), (NOVEMBER, "yes", 2), (date(2026, 12, 1), "yes", 1)]
    assert {field.name for field in RangTally._meta.concrete_fields} == {"id", "month", "answer", "number"}


def test_what_is_no_answer_is_not_counted() -> None:
    with pytest.raises(ValueError, match="is no answer"):
        tally_rang([(NOVEMBER, "yes"), (NOVEMBER, "perhaps")])

    assert not RangTally.objects.exists()


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"yes": 12, "not_yet": 7, "none_given": 5}, [12, 7, 5]),
        # Nought is small too, and one hidden figure alone would be told by the others.
        ({"yes": 12, "not_yet": 7, "none_given": 0}, [12, None, None]),
        ({"yes": 12, "not_yet": 3, "none_given": 3}, [None, None, None]),
        ({"yes": 4}, [None, None, None]),
        ({}, [None, None, None]),
    ],
)
def test_a_settled_month_shows_what_is_not_small_nor_would_reveal_it(
    counts: dict[str, int], shown: list[int | None]
) -> None:
    tally_rang((NOVEMBER, answer) for answer, number in counts.items() for _ in range(number))

    report = rang_report(month=NOVEMBER, today=SETTLED)

    assert list(report.answers.items()) == list(zip(RANG.values(), shown, strict=True))
    assert report.is_shown == any(shown)
    assert report.shown_from is None


def test_a_month_that_goes_on_shows_nothing_and_says_from_when_on() -> None:
    tally_rang([(NOVEMBER, answer) for answer in RANG for _ in range(20)])

    report = rang_report(month=NOVEMBER, today=date(2026, 12, 3))

    assert (report.is_shown, report.shown_from) == (False, SETTLED)
