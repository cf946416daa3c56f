"""Answers after the end: once, cut off from the contact, and shown as the mean of a whole month alone."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.core.serializers import serialize
from django.db import connection

from helpline.kernel.errors import RequestInvalid
from helpline.kernel.privacy import Destroy, Keep
from helpline.statistics.answers import SurveyAnswers, read_answers
from helpline.statistics.disclosure import masked_mean
from helpline.statistics.models import SurveyAnswer, SurveyDraft
from helpline.statistics.surveys import (
    has_answered,
    record_answers,
    seal_surveys,
    settled_on,
    survey_report,
)
from tests.statistics.conftest import NOVEMBER

pytestmark = pytest.mark.django_db
CONTACT = UUID("5eed0000-1111-4222-8333-444455556666")
OTHERS = [UUID(int=number) for number in (3, 1, 2)]
SETTLED = date(2026, 12, 4)
NOTHING = {"heard": None, "clearer": None, "likely": None}


def answers(contact: UUID = CONTACT, month: date = NOVEMBER, **given: int) -> None:
    record_answers(contact=contact, month=month, answers=SurveyAnswers(**given))


@pytest.fixture
def answered() -> Callable[..., None]:
    """Return a maker of sealed answers: `answered([7, 8, 9], clearer=[3])`."""

    def make(month: date = NOVEMBER, **given: list[int]) -> None:
        longest = max(len(numbers) for numbers in given.values())
        rows = [{name: (given[name] + [None] * longest)[i] for name in given} for i in range(longest)]  # type: ignore[operator]
        SurveyAnswer.objects.bulk_create([SurveyAnswer(month=month, **row) for row in rows])

    return make


# -- what may be answered --------------------------------------------------------------------


def test_what_is_missing_was_left_out_and_what_is_unknown_is_not_looked_at() -> None:
    assert read_answers({"heard": 0, "likely": 10, "words": "hello"}) == SurveyAnswers(heard=0, likely=10)


@pytest.mark.parametrize("wrong", [-1, 11, 7.0, "7", True, [], {}])
@pytest.mark.parametrize("name", ["heard", "clearer", "likely"])
def test_an_answer_is_a_whole_number_from_0_to_10(name: str, wrong: object) -> None:
    with pytest.raises(RequestInvalid) as refusal:
        read_answers({"heard": 5, "clearer": 5, "likely": 5, name: wrong})

    assert list(refusal.value.extra["fields"]) == [name]


@pytest.mark.parametrize("body", [{}, NOTHING])
def test_at_least_one_question_is_answered(body: dict[str, Any]) -> None:
    with pytest.raises(RequestInvalid) as refusal:
        read_answers(body)

    assert list(refusal.value.extra["fields"]) == ["heard", "clearer", "likely"]


def test_a_second_time_changes_nothing() -> None:
    assert has_answered(CONTACT) is False
    answers(heard=7, clearer=3)
    answers(heard=0)

    assert has_answered(CONTACT) is True
    assert list(SurveyDraft.objects.values()) == [
        {"contact": CONTACT, "month": NOVEMBER, "heard": 7, "clearer": 3, "likely": None}
    ]


# -- sealing ----------------------------------------------------------------------------------


def test_sealing_cuts_the_named_contacts_off_and_leaves_the_others() -> None:
    answers(OTHERS[0], heard=1)
    answers(OTHERS[1], heard=2, likely=9)
    answers(OTHERS[2], heard=3)

    seal_surveys(OTHERS[:2])

    assert sorted(SurveyAnswer.objects.values_list("month", "heard", "likely"), key=str) == [
        (NOVEMBER, 1, None),
        (NOVEMBER, 2, 9),
    ]
    assert SurveyDraft.objects.get().contact == OTHERS[2]
    assert has_answered(OTHERS[0]) is False


def test_a_sealed_answer_cannot_be_joined_to_its_contact() -> None:
    answers(heard=7)
    assert CONTACT.hex in str(list(SurveyDraft.objects.values())).replace("-", "")

    seal_surveys([CONTACT])

    answer = SurveyAnswer.objects.get()
    assert CONTACT.hex not in serialize("json", [answer]).replace("-", "")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM statistics_surveyanswer")
        assert CONTACT.hex not in str(cursor.fetchall()).replace("-", "")
    fields = {field.name for field in SurveyAnswer._meta.concrete_fields}
    assert fields == {"id", "month", "heard", "clearer", "likely"}


def test_one_sealed_alone_does_not_lie_behind_the_others_of_its_month(
    monkeypatch: pytest.MonkeyPatch, answered: Callable[..., None]
) -> None:
    class Backwards:
        def shuffle(self, rows: list[SurveyAnswer]) -> None:
            rows.sort(key=lambda row: -(row.heard or 0))

    answered(heard=[1, 2, 3])
    answered(date(2026, 10, 1), heard=[4])
    before = set(SurveyAnswer.objects.values_list("pk", flat=True))
    october = SurveyAnswer.objects.get(month=date(2026, 10, 1)).pk
    monkeypatch.setattr("helpline.statistics.surveys.secrets.SystemRandom", Backwards)
    written: list[int | None] = []
    create = SurveyAnswer.objects.bulk_create

    def bulk_create(rows: list[SurveyAnswer]) -> list[SurveyAnswer]:
        written.extend(row.heard for row in rows)
        return create(rows)

    monkeypatch.setattr(SurveyAnswer.objects, "bulk_create", bulk_create)
    answers(heard=2)

    seal_surveys([CONTACT])

    assert written == [3, 2, 2, 1]
    # The ids of the month are drawn anew; another month is not touched.
    assert before & set(SurveyAnswer.objects.values_list("pk", flat=True)) == {october}


@pytest.mark.parametrize("number", [1, 3])
def test_sealing_takes_the_same_queries_for_one_and_for_three(
    number: int, django_assert_num_queries: Any
) -> None:
    for contact in OTHERS[:number]:
        answers(contact, heard=5)

    # A savepoint and its release; read both, delete, write, delete.
    with django_assert_num_queries(8):
        seal_surveys(OTHERS)


# -- what is shown ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("month", "settled"),
    [(NOVEMBER, SETTLED), (date(2026, 12, 1), date(2027, 1, 4)), (date(2028, 2, 1), date(2028, 3, 4))],
)
def test_a_month_is_settled_on_the_fourth_of_the_next(month: date, settled: date) -> None:
    assert settled_on(month) == settled


@pytest.mark.parametrize(
    ("total", "number", "mean"),
    [
        (40, 4, None),
        (0, 0, None),
        (36, 5, "7.2"),
        (43, 6, "7.2"),  # 7.1666
        (61, 8, "7.6"),  # 7.625
        (145, 20, "7.3"),  # 7.25, half up
        (3, 6, "0.5 or less"),
        (0, 5, "0.5 or less"),
        (4, 7, "0.6"),
        (47, 5, "9.4"),
        (48, 5, "9.5 or more"),
        (50, 5, "9.5 or more"),
    ],
)
def test_a_mean_is_shown_from_five_answers_on_and_never_its_very_ends(
    total: int, number: int, mean: str | None
) -> None:
    assert masked_mean(total, number) == mean


def test_a_settled_month_shows_how_many_answered_and_each_mean(answered: Callable[..., None]) -> None:
    answered(heard=[8, 8, 7, 9, 6, 10], clearer=[5, 6, 4, 7], likely=[3, 4, 5, 6, 7])
    answered(date(2026, 10, 1), heard=[0] * 9)

    report = survey_report(month=NOVEMBER, today=SETTLED)

    assert (report.answered, report.shown_from) == (6, None)
    assert report.means == {"heard": "8.0", "clearer": None, "likely": "5.0"}


@pytest.mark.parametrize("number", [0, 1, 4])
def test_nought_and_four_answers_look_alike(number: int, answered: Callable[..., None]) -> None:
    if number:
        answered(heard=[9] * number)

    report = survey_report(month=NOVEMBER, today=SETTLED)

    assert (report.answered, report.means, report.shown_from) == (None, NOTHING, None)


@pytest.mark.parametrize("today", [date(2026, 11, 30), date(2026, 12, 3)])
def test_a_month_that_is_not_settled_shows_nothing(today: date, answered: Callable[..., None]) -> None:
    answered(heard=[9] * 20)

    report = survey_report(month=NOVEMBER, today=today)

    assert (report.answered, report.means, report.shown_from) == (None, NOTHING, SETTLED)


def test_while_an_answer_of_the_month_waits_to_be_sealed_nothing_is_shown(
    answered: Callable[..., None],
) -> None:
    answered(heard=[9] * 20)
    answers(OTHERS[0], month=date(2026, 12, 1), heard=1)
    assert survey_report(month=NOVEMBER, today=SETTLED).answered == 20
    answers(heard=1)

    assert survey_report(month=NOVEMBER, today=SETTLED).answered is None


@pytest.mark.parametrize("number", [5, 50])
def test_a_report_takes_two_queries(
    number: int, answered: Callable[..., None], django_assert_num_queries: Any
) -> None:
    answered(heard=[5] * number)

    with django_assert_num_queries(2):
        survey_report(month=NOVEMBER, today=SETTLED)


@pytest.mark.parametrize(("model", "decision"), [(SurveyDraft, Destroy), (SurveyAnswer, Keep)])
def test_every_field_says_what_becomes_of_it(model: Any, decision: type) -> None:
    assert set(model.privacy) == {field.name for field in model._meta.concrete_fields}
    assert all(isinstance(reason, decision) for reason in model.privacy.values())
