"""What happens by itself: not a moment before its time, and once."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine

from chat.access import locked
from chat.models import Contact, LineSettings, Presence
from chat.selectors import waiting
from chat.services import deadlines
from chat.services.deadlines import (
    close_unwrapped,
    closing_words,
    end_left,
    end_waiting_at_closing,
    return_dropped,
)
from chat.services.ending import end_by_caller, end_by_handler
from chat.services.presence import renew_caller, renew_presence
from chat.states import Outcome
from chat.system_texts import TEXTS
from helpline.hours.services import publish_hours
from helpline.staff.models import Account, AuditEvent
from helpline.statistics.models import DraftFact
from tests.chat.acts import BOTH, bodies, is_there, says, starts, takes
from tests.hours.schedules import OFFICE

pytestmark = pytest.mark.django_db(databases=BOTH)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


# -- a handler who drops --------------------------------------------------------------------


@pytest.mark.parametrize(("seconds", "returned"), [(44.999, 0), (45, 1), (3_600, 1)])
def test_a_talk_goes_back_when_the_lease_has_run_out(
    seconds: float, returned: int, contact_talking: Contact
) -> None:
    assert return_dropped(now=after(seconds)) == returned

    kept = Contact.objects.get()
    assert kept.state == ("waiting" if returned else "talking")
    assert kept.joined_at == NOON
    assert Presence.objects.get().available is not bool(returned)


def test_a_returned_caller_stands_in_front_and_is_told(
    content: None, ann: Account, ben: Account, clock: Any
) -> None:
    earlier = starts().contact
    clock.shift(30)
    talk = takes(ann, starts(first_message="hello").contact)
    clock.shift(100)
    renew_presence(by=ben)

    assert return_dropped(now=after(130)) == 1

    assert list(waiting()) == [talk, earlier]
    assert bodies(talk) == ["hello", TEXTS["returned"]["en"]]
    line = AuditEvent.objects.get(event="contact.returned")
    assert (line.actor, line.subject, line.detail) == ("system", str(talk.pk), {"handler": "ann"})


def test_all_talks_of_a_dropped_handler_go_back_and_nobody_else_s(
    content: None, ann: Account, ben: Account, clock: Any
) -> None:
    talks = [takes(ann, starts().contact) for _ in range(2)]
    kept = takes(ben, starts().contact)
    clock.shift(44)
    renew_presence(by=ben)

    assert return_dropped(now=after(45)) == 2
    assert set(waiting()) == set(talks)
    assert Contact.objects.get(pk=kept.pk).state == "talking"
    assert return_dropped(now=after(46)) == 0


def test_a_wrap_up_stays_with_the_handler_who_dropped(contact_talking: Contact, ann: Account) -> None:
    end_by_caller(contact=contact_talking.pk)

    assert return_dropped(now=after(100)) == 0
    assert (Contact.objects.get().state, Contact.objects.get().handler) == ("ended", ann)


def comes_back_meanwhile(monkeypatch: pytest.MonkeyPatch, act: Any) -> None:
    """Let `act` happen between the search for what is due and the lock on it."""

    def lock(contact: UUID) -> Contact:
        act()
        return locked(contact)

    monkeypatch.setattr(deadlines, "locked", lock)


def test_a_handler_who_comes_back_at_the_last_moment_keeps_the_talk(
    contact_talking: Contact, ann: Account, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.shift(45)
    comes_back_meanwhile(monkeypatch, lambda: renew_presence(by=ann))

    assert return_dropped(now=after(45)) == 0
    assert Contact.objects.get().state == "talking"


def test_a_talk_that_ends_at_the_last_moment_is_not_returned(
    contact_talking: Contact, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    comes_back_meanwhile(monkeypatch, lambda: end_by_caller(contact=contact_talking.pk))

    assert return_dropped(now=after(45)) == 0
    assert Contact.objects.get().state == "ended"


# -- a caller who is gone -------------------------------------------------------------------


@pytest.mark.parametrize(("seconds", "ended"), [(119.999, 0), (120, 1)])
def test_a_waiting_caller_has_left_after_two_minutes(
    seconds: float, ended: int, contact_waiting: Contact
) -> None:
    assert end_left(now=after(seconds)) == ended

    kept = Contact.objects.get()
    assert (kept.state, kept.end_reason, kept.outcome) == (
        ("closed", "caller_gone", "abandoned") if ended else ("waiting", "", "")
    )


@pytest.mark.parametrize(("seconds", "ended"), [(120, 0), (599.999, 0), (600, 1)])
def test_a_talking_caller_has_left_after_ten_minutes(
    seconds: float, ended: int, contact_talking: Contact
) -> None:
    assert end_left(now=after(seconds)) == ended

    kept = Contact.objects.get()
    assert (kept.state, kept.end_reason) == (("ended", "caller_gone") if ended else ("talking", ""))


def test_any_sign_of_life_begins_the_time_anew(contact_waiting: Contact, clock: Any) -> None:
    clock.shift(119)
    renew_caller(contact=contact_waiting.pk)

    assert end_left(now=after(120)) == 0
    assert end_left(now=after(238)) == 0
    assert end_left(now=after(239)) == 1


def test_a_caller_who_comes_back_at_the_last_moment_stays(
    contact_waiting: Contact, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.shift(120)
    comes_back_meanwhile(monkeypatch, lambda: renew_caller(contact=contact_waiting.pk))

    assert end_left(now=after(120)) == 0
    assert Contact.objects.get().state == "waiting"


def test_one_taken_at_the_last_moment_has_ten_minutes(
    contact_waiting: Contact, ann: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    comes_back_meanwhile(monkeypatch, lambda: takes(ann, contact_waiting))

    assert end_left(now=after(120)) == 0
    assert Contact.objects.get().state == "talking"


def test_a_row_that_went_meanwhile_stops_nobody(content: None, monkeypatch: pytest.MonkeyPatch) -> None:
    gone, left = starts().contact, starts().contact
    comes_back_meanwhile(monkeypatch, lambda: Contact.objects.filter(pk=gone.pk).delete())

    assert end_left(now=after(120)) == 1
    assert Contact.objects.get().pk == left.pk


# -- a wrap-up that nobody does -------------------------------------------------------------


@pytest.mark.parametrize(("seconds", "closed"), [(599.999, 0), (600, 1)])
def test_a_wrap_up_has_ten_minutes(seconds: float, closed: int, contact_talking: Contact) -> None:
    end_by_caller(contact=contact_talking.pk)

    assert close_unwrapped(now=after(seconds)) == closed
    assert DraftFact.objects.count() == closed
    assert close_unwrapped(now=after(seconds)) == 0


@pytest.mark.parametrize(("seconds", "closed"), [(179.999, 0), (180, 1)])
def test_a_supervisor_says_how_long_a_wrap_up_may_take(
    seconds: float, closed: int, contact_talking: Contact
) -> None:
    LineSettings.objects.create(version=1, wrap_up_minutes=3)
    LineSettings.objects.create(queue="other", version=1, wrap_up_minutes=1)
    end_by_caller(contact=contact_talking.pk)

    assert close_unwrapped(now=after(seconds)) == closed


def test_each_line_has_a_time_for_wrap_ups_of_its_own(content: None, ann: Account) -> None:
    talks = [takes(ann, starts().contact) for _ in range(2)]
    Contact.objects.filter(pk=talks[1].pk).update(queue="other")
    LineSettings.objects.create(queue="other", version=1, wrap_up_minutes=1)
    for talk in talks:
        end_by_caller(contact=talk.pk)

    assert close_unwrapped(now=after(60)) == 1
    assert Contact.objects.get(state="ended").pk == talks[0].pk


@pytest.mark.parametrize(
    ("given", "kept"),
    [(None, "completed"), (Outcome.REFERRED_ON, "referred_on"), (Outcome.PLAN_MADE, "plan_made")],
)
def test_what_the_handler_said_at_the_end_counts(
    given: Outcome | None, kept: str, contact_talking: Contact, ann: Account
) -> None:
    end_by_handler(contact=contact_talking.pk, by=ann, outcome=given)
    close_unwrapped(now=after(1_800))

    assert DraftFact.objects.get().outcome == kept


@pytest.mark.parametrize("gone", [False, True])
def test_without_a_word_a_caller_who_went_left_early(gone: bool, contact_talking: Contact) -> None:
    if gone:
        end_left(now=after(600))
    else:
        end_by_caller(contact=contact_talking.pk)
    close_unwrapped(now=after(600 + 1_800))

    assert DraftFact.objects.get().outcome == "left_early"


# -- the hours are over ---------------------------------------------------------------------

FIVE = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
LINES = ["Police, ambulance", "Samaritans"]


@pytest.fixture
def office(supervisor: Account) -> None:
    publish_hours(schedule=OFFICE, by=supervisor)


def test_before_the_hours_are_over_nobody_is_sent_away(contact_waiting: Contact, office: None) -> None:
    for moment in (FIVE - timedelta(minutes=30), FIVE - timedelta(seconds=1)):
        assert end_waiting_at_closing(now=moment) == 0
    assert Contact.objects.get().state == "waiting"


def test_whoever_waits_at_closing_gets_words_and_lines_and_is_not_left_waiting(
    content: None, office: None
) -> None:
    contacts = [starts(first_message="hello", area="Cardiff").contact, starts().contact]

    assert end_waiting_at_closing(now=FIVE) == 2

    for contact in contacts:
        kept = Contact.objects.get(pk=contact.pk)
        assert (kept.state, kept.end_reason, kept.outcome) == ("closed", "hours.closed", "closed_by_hours")
        assert (kept.ended_at, kept.closed_at) == (FIVE, FIVE)
    said = bodies(contacts[0])
    assert said[0] == "hello"
    assert said[1] == (
        "The chat has closed and nobody could be with you today. We are sorry. It opens again on Monday "
        "23 November at 9 in the morning. If anyone is in danger now, ring 999. Below are lines that you can "
        "ring."
    )
    assert said[2:4] == LINES
    assert "Live Fear Free" in said
    assert end_waiting_at_closing(now=FIVE) == 0
    assert DraftFact.objects.filter(outcome="closed_by_hours", ended_by="system", answered=False).count() == 2


def test_a_talk_goes_on_when_the_hours_are_over(contact_talking: Contact, ann: Account, office: None) -> None:
    assert end_waiting_at_closing(now=FIVE) == 0
    assert says(contact_talking, "we are still here", by=ann).seq == 1  # type: ignore[union-attr]


def test_one_who_is_taken_at_the_last_moment_talks_on(
    contact_waiting: Contact, office: None, ann: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    comes_back_meanwhile(monkeypatch, lambda: takes(ann, contact_waiting))

    assert end_waiting_at_closing(now=FIVE) == 0
    assert bodies(contact_waiting) == []


def test_a_talk_that_comes_back_after_hours_is_not_left_waiting(
    contact_talking: Contact, office: None, clock: Any
) -> None:
    clock.move_to(FIVE)
    return_dropped(now=FIVE)

    assert end_waiting_at_closing(now=FIVE) == 1
    assert DraftFact.objects.get().outcome == "closed_by_hours"


def test_without_a_directory_the_emergency_line_is_still_given(office: None) -> None:
    contact = starts().contact
    end_waiting_at_closing(now=FIVE)

    assert bodies(contact)[1:] == ["Police, ambulance"]


def test_closing_words_in_welsh_name_the_day_in_welsh() -> None:
    opens_at = datetime(2026, 12, 29, 9, 0, tzinfo=UTC)

    assert "Bydd yn agor eto ddydd Mawrth 29 Rhagfyr am 9 y bore." in closing_words("cy", opens_at)


def test_closing_words_without_a_next_opening_promise_none() -> None:
    assert closing_words("en", None) == TEXTS["hours_over"]["en"].format(opening="")
    assert "opens again" not in closing_words("en", None)
    assert (
        closing_words("en", datetime(2026, 6, 30, 23, 30, tzinfo=UTC)).count(
            "on Wednesday 1 July at half past midnight"
        )
        == 1
    )


def test_many_are_handled_one_by_one(content: None, office: None) -> None:
    for _ in range(3):
        starts()

    assert end_left(now=after(120)) == 3
    assert Contact.objects.filter(state="closed").count() == 3


def test_who_is_there_is_left_alone(ann: Account) -> None:
    is_there(ann)
    return_dropped(now=after(44))

    assert Presence.objects.get().available is True


def test_one_talk_that_cannot_be_put_back_keeps_no_other(
    content: None, ann: Account, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    is_there(ann)
    broken, other = (takes(ann, starts().contact) for _ in range(2))
    put_back = deadlines.put_back

    def breaks(contact: Contact, text: str) -> None:
        if contact.pk == broken.pk:
            raise RuntimeError("my secret")
        put_back(contact, text)

    monkeypatch.setattr(deadlines, "put_back", breaks)
    assert return_dropped(now=after(45)) == 1

    assert Contact.objects.get(pk=other.pk).state == "waiting"
    assert Contact.objects.get(pk=broken.pk).state == "talking"
    assert "RuntimeError" in caplog.text
    assert "my secret" not in caplog.text
