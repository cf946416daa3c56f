"""The questions after the end: once, within a day, and sealed with the contact's fact."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chat.boundaries import Kind
from chat.caller_view import caller_view
from chat.errors import SurveyClosed, SurveyNotYet
from chat.models import Contact
from chat.services.boundaries import end_for_abuse
from chat.services.ending import end_by_caller, end_by_handler, wrap_up
from chat.services.retention import let_go, purge_expired
from chat.services.survey import answer_survey
from chat.states import Outcome
from helpline.staff.models import Account, AuditEvent
from helpline.statistics.answers import SurveyAnswers
from helpline.statistics.models import Fact, RangTally, SurveyAnswer, SurveyDraft
from tests.chat.acts import BOTH, starts, takes

pytestmark = pytest.mark.django_db(databases=BOTH)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
DAY = timedelta(hours=24)


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def contact_ended(contact_talking: Contact) -> Contact:
    return end_by_caller(contact=contact_talking.pk)


def answers(contact: Contact, **given: int) -> None:
    answer_survey(contact=contact.pk, answers=SurveyAnswers(**given or {"heard": 7}))


def is_asked(contact: Contact) -> bool:
    view = caller_view(contact.pk, after=0)
    assert view is not None
    return view.survey


def test_answers_are_kept_under_the_month_of_the_contact_once(contact_ended: Contact) -> None:
    assert is_asked(contact_ended) is True
    answers(contact_ended, heard=7, likely=0)
    answers(contact_ended, heard=1)

    assert list(SurveyDraft.objects.values()) == [
        {"contact": contact_ended.pk, "month": date(2026, 11, 1), "heard": 7, "clearer": None, "likely": 0}
    ]
    assert is_asked(contact_ended) is False


@pytest.mark.parametrize("state", ["waiting", "talking"])
def test_while_the_contact_is_open_nothing_is_asked(
    state: str, contact_waiting: Contact, ann: Account
) -> None:
    contact = takes(ann, contact_waiting) if state == "talking" else contact_waiting

    with pytest.raises(SurveyNotYet):
        answers(contact)

    assert is_asked(contact) is False


def test_who_talked_with_nobody_is_not_asked(contact_waiting: Contact) -> None:
    ended = end_by_caller(contact=contact_waiting.pk)

    with pytest.raises(SurveyClosed):
        answers(ended)

    assert is_asked(ended) is False


def test_after_an_ending_for_abuse_nobody_is_asked(contact_talking: Contact, ann: Account) -> None:
    ended = end_for_abuse(contact=contact_talking.pk, kind=Kind.THREAT, by=ann)

    with pytest.raises(SurveyClosed):
        answers(ended)

    assert is_asked(ended) is False


@pytest.mark.parametrize(("after", "open_still"), [(DAY - timedelta(microseconds=1), True), (DAY, False)])
def test_a_day_after_the_end_it_is_too_late(
    after: timedelta, open_still: bool, contact_ended: Contact, clock: Any
) -> None:
    clock.move_to(NOON + after)

    assert is_asked(contact_ended) is open_still
    if open_still:
        answers(contact_ended)
    else:
        with pytest.raises(SurveyClosed):
            answers(contact_ended)
    assert SurveyDraft.objects.count() == int(open_still)


def test_once_the_fact_is_sealed_nothing_comes_in(contact_ended: Contact, ann: Account) -> None:
    wrap_up(contact=contact_ended.pk, outcome=Outcome.COMPLETED, by=ann)
    let_go(now=NOON + DAY)

    with pytest.raises(SurveyClosed):
        answers(contact_ended)

    assert (Fact.objects.count(), SurveyDraft.objects.count()) == (1, 0)
    assert is_asked(contact_ended) is False


def test_a_contact_that_is_gone_is_too_late(db: None) -> None:
    with pytest.raises(SurveyClosed):
        answer_survey(contact=uuid4(), answers=SurveyAnswers(heard=1))


def test_a_month_that_may_have_been_looked_at_stays_as_it_was(contact_talking: Contact, clock: Any) -> None:
    Contact.objects.update(consented_at=datetime(2026, 11, 30, 23, 50, tzinfo=UTC))
    clock.move_to(datetime(2026, 12, 3, 23, 0, tzinfo=UTC))
    ended = end_by_caller(contact=contact_talking.pk)
    assert is_asked(ended) is True

    clock.move_to(datetime(2026, 12, 4, 0, 0, tzinfo=UTC))

    assert is_asked(ended) is False
    with pytest.raises(SurveyClosed):
        answers(ended)


def test_answers_are_sealed_with_the_fact_and_their_contact_goes(
    contact_ended: Contact, ann: Account
) -> None:
    answers(contact_ended, heard=7, clearer=2)
    wrap_up(contact=contact_ended.pk, outcome=Outcome.COMPLETED, by=ann)
    later = end_by_handler(contact=takes(ann, starts().contact).pk, by=ann)
    answers(later, heard=1)
    let_go(now=NOON + DAY - timedelta(seconds=1))
    assert SurveyAnswer.objects.count() == 0

    let_go(now=NOON + DAY)

    assert list(SurveyAnswer.objects.values_list("heard", "clearer", "likely")) == [(7, 2, None)]
    assert SurveyDraft.objects.get().contact == later.pk
    purge_expired(now=NOON + timedelta(hours=72))
    let_go(now=NOON + timedelta(hours=72))
    assert list(Contact.objects.values_list("pk", flat=True)) == [later.pk]


def test_whether_somebody_rang_goes_into_a_sum_when_the_fact_is_sealed_and_no_sooner(ann: Account) -> None:
    contact = end_by_handler(contact=takes(ann, starts().contact).pk, by=ann)
    Contact.objects.update(rang_programme="not_yet")
    wrap_up(contact=contact.pk, outcome=Outcome.COMPLETED, by=ann)
    let_go(now=NOON + DAY - timedelta(seconds=1))
    assert not RangTally.objects.exists()

    let_go(now=NOON + DAY)
    let_go(now=NOON + DAY)

    assert list(RangTally.objects.values_list("month", "answer", "number")) == [
        (date(2026, 11, 1), "not_yet", 1)
    ]
    assert not {field.name for field in Fact._meta.get_fields()} & {"rang", "rang_programme"}


def test_a_sealing_that_fails_keeps_fact_and_answers_together(
    contact_ended: Contact, ann: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(contact_ended)
    wrap_up(contact=contact_ended.pk, outcome=Outcome.COMPLETED, by=ann)
    monkeypatch.setattr(SurveyAnswer.objects, "bulk_create", lambda rows: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        let_go(now=NOON + DAY)

    assert (Fact.objects.count(), SurveyDraft.objects.count()) == (0, 1)


def test_answering_is_in_no_audit_and_changes_no_row_of_the_contact(contact_ended: Contact) -> None:
    before = (list(Contact.objects.values()), AuditEvent.objects.count())
    with CaptureQueriesContext(connection) as asked:
        answers(contact_ended)

    assert (list(Contact.objects.values()), AuditEvent.objects.count()) == before
    written = [query["sql"] for query in asked if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert len(written) == 1
    assert 'INTO "statistics_surveydraft"' in written[0]
