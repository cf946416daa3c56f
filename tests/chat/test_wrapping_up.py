"""A wrap-up on its way: how it ended is noted at once, and the time it has is told."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from chat.errors import ContactNotFound, InvalidTransition
from chat.handler_view import why_gone
from chat.models import Contact, LineSettings
from chat.services.deadlines import close_unwrapped, wrap_up_until
from chat.services.ending import end_by_caller, end_by_handler, note_outcome, wrap_up
from chat.states import Outcome
from helpline.staff.models import Account, AuditEvent
from helpline.statistics.models import DraftFact
from tests.chat.acts import BOTH, UTC_NOON

pytestmark = pytest.mark.django_db(databases=BOTH)
NOON = datetime.fromisoformat(UTC_NOON)


@pytest.fixture
def contact_ended(contact_talking: Contact, ann: Account) -> Contact:
    with time_machine.travel(NOON, tick=False):
        return end_by_handler(contact=contact_talking.pk, by=ann)


def outcome_at_the_end_of_time() -> str:
    assert close_unwrapped(now=NOON + timedelta(hours=1)) == 1
    return str(DraftFact.objects.get().outcome)


def test_the_last_that_was_noted_counts_when_nobody_closes_it(contact_ended: Contact, ann: Account) -> None:
    note_outcome(contact=contact_ended.pk, outcome=Outcome.PLAN_MADE, by=ann)
    note_outcome(contact=contact_ended.pk, outcome=Outcome.SIGNPOSTED, by=ann)

    assert outcome_at_the_end_of_time() == "signposted"


def test_closing_says_more_than_the_note(contact_ended: Contact, ann: Account) -> None:
    note_outcome(contact=contact_ended.pk, outcome=Outcome.PLAN_MADE, by=ann)
    wrap_up(contact=contact_ended.pk, outcome=Outcome.REFERRED_ON, by=ann)

    assert DraftFact.objects.get().outcome == "referred_on"


def test_abuse_is_no_note_and_takes_back_the_one_before(contact_ended: Contact, ann: Account) -> None:
    note_outcome(contact=contact_ended.pk, outcome=Outcome.PLAN_MADE, by=ann)
    noted = note_outcome(contact=contact_ended.pk, outcome=Outcome.ENDED_INAPPROPRIATE, by=ann)
    assert noted.outcome == ""

    # The handler thinks better of it: what is closed with is what counts.
    wrap_up(contact=contact_ended.pk, outcome=Outcome.COMPLETED, by=ann)
    assert DraftFact.objects.get().outcome == "completed"


def test_an_ending_for_abuse_is_not_noted_away(contact_talking: Contact, ann: Account) -> None:
    end_by_handler(contact=contact_talking.pk, by=ann, outcome=Outcome.ENDED_INAPPROPRIATE)

    noted = note_outcome(contact=contact_talking.pk, outcome=Outcome.COMPLETED, by=ann)
    assert noted.outcome == "ended_inappropriate"


def test_a_talk_that_goes_on_and_somebody_elses_are_refused(
    contact_talking: Contact, ann: Account, ben: Account
) -> None:
    with pytest.raises(InvalidTransition):
        note_outcome(contact=contact_talking.pk, outcome=Outcome.COMPLETED, by=ann)
    end_by_caller(contact=contact_talking.pk)
    with pytest.raises(ContactNotFound):
        note_outcome(contact=contact_talking.pk, outcome=Outcome.COMPLETED, by=ben)
    wrap_up(contact=contact_talking.pk, outcome=Outcome.COMPLETED, by=ann)
    with pytest.raises(ContactNotFound):
        note_outcome(contact=contact_talking.pk, outcome=Outcome.PLAN_MADE, by=ann)


def test_a_note_is_in_no_audit_line(contact_ended: Contact, ann: Account) -> None:
    before = AuditEvent.objects.count()
    note_outcome(contact=contact_ended.pk, outcome=Outcome.PLAN_MADE, by=ann)

    assert AuditEvent.objects.count() == before


def test_when_it_closes_by_itself_follows_the_lines_settings(contact_ended: Contact, ann: Account) -> None:
    assert wrap_up_until(contact_ended) == datetime(2026, 11, 20, 12, 10, tzinfo=UTC)
    LineSettings.objects.create(version=1, wrap_up_minutes=3)
    until = datetime(2026, 11, 20, 12, 3, tzinfo=UTC)
    assert wrap_up_until(contact_ended) == until

    assert close_unwrapped(now=until - timedelta(seconds=1)) == 0
    assert close_unwrapped(now=until) == 1
    assert wrap_up_until(Contact.objects.get()) is None


def test_the_console_is_told_whether_it_closed_by_itself(contact_ended: Contact, ann: Account) -> None:
    with time_machine.travel(NOON + timedelta(minutes=9), tick=False):
        wrap_up(contact=contact_ended.pk, outcome=Outcome.COMPLETED, by=ann)
    assert why_gone(contact_ended.pk, ann) == "closed"

    Contact.objects.update(state="ended", closed_at=None)
    DraftFact.objects.all().delete()
    close_unwrapped(now=NOON + timedelta(minutes=10))
    assert why_gone(contact_ended.pk, ann) == "timed_out"


def test_a_talk_that_goes_on_has_no_such_time(contact_talking: Contact) -> None:
    assert wrap_up_until(contact_talking) is None
