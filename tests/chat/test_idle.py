"""Whether a handler is really there: asked after a long time, and set away only without a talk."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from chat.handler_view import presence_event
from chat.models import Contact, LineSettings, Presence
from chat.services.ending import end_by_caller
from chat.services.idle import ask_idle, note_active, set_idle_away, still_here
from chat.services.presence import renew_presence, set_presence
from helpline.kernel.errors import Forbidden
from helpline.staff.models import Account, AuditEvent
from helpline.staff.roles import Role
from tests.chat.acts import BOTH, finishes, starts, takes

pytestmark = pytest.mark.django_db(databases=BOTH)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TWENTY = 20 * 60


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def goes_by(clock: Any, seconds: float, *here: Account) -> datetime:
    """So many seconds pass, in which these consoles stay open; returns the moment."""
    clock.shift(seconds)
    for account in here:
        renew_presence(by=account)
    return NOON + timedelta(seconds=seconds)


@pytest.mark.parametrize(("seconds", "asked"), [(TWENTY - 1, 0), (TWENTY, 1)])
def test_who_does_nothing_for_twenty_minutes_is_asked_once(
    seconds: int, asked: int, ann: Account, clock: Any
) -> None:
    now = goes_by(clock, seconds, ann)

    assert ask_idle(now=now) == asked
    assert ask_idle(now=now) == 0
    told = presence_event(ann)["asked"]
    assert told == ({"until": "2026-11-20T12:22:00+00:00", "seconds_left": 120} if asked else None)
    assert presence_event(ann)["state"] == "available"


def test_a_supervisor_says_after_how_long_and_whether_at_all(ann: Account, clock: Any) -> None:
    LineSettings.objects.create(version=1, idle_minutes=5)
    now = goes_by(clock, 299, ann)
    assert ask_idle(now=now) == 0
    now = goes_by(clock, 1, ann)
    LineSettings.objects.create(version=2, idle_minutes=0)
    assert ask_idle(now=NOON + timedelta(hours=5)) == 0
    LineSettings.objects.create(version=3, idle_minutes=5)
    assert ask_idle(now=NOON + timedelta(seconds=300)) == 1


@pytest.mark.parametrize(("seconds", "away"), [(119, 0), (120, 1)])
def test_without_an_answer_in_two_minutes_they_are_set_away_and_told_why(
    seconds: int, away: int, ann: Account, clock: Any
) -> None:
    ask_idle(now=goes_by(clock, TWENTY, ann))
    goes_by(clock, seconds, ann)
    now = NOON + timedelta(seconds=TWENTY + seconds)

    assert set_idle_away(now=now) == away
    assert set_idle_away(now=now) == 0
    shown = presence_event(ann)
    assert (shown["available"], shown["away_because"]) == ((False, "idle") if away else (True, None))
    assert (shown["asked"] is None) is bool(away)
    assert AuditEvent.objects.filter(event="presence.set_away", actor="system").count() == away


@pytest.mark.parametrize("answer", [note_active, still_here])
def test_whatever_one_does_answers_the_question_and_begins_the_time_anew(
    answer: Callable[..., None], ann: Account, clock: Any
) -> None:
    ask_idle(now=goes_by(clock, TWENTY, ann))
    goes_by(clock, 119, ann)
    answer(by=ann)

    assert presence_event(ann)["asked"] is None
    assert set_idle_away(now=NOON + timedelta(seconds=TWENTY + 500)) == 0
    assert ask_idle(now=goes_by(clock, TWENTY - 1, ann) + timedelta(seconds=TWENTY + 119)) == 0
    renew_presence(by=ann)
    clock.shift(1)
    assert ask_idle(now=NOON + timedelta(seconds=2 * TWENTY + 119)) == 1


def test_the_console_s_own_sign_of_life_is_none_of_the_person(ann: Account, clock: Any) -> None:
    for _ in range(40):
        goes_by(clock, 30, ann)

    assert ask_idle(now=NOON + timedelta(seconds=TWENTY)) == 1


def test_who_has_a_talk_is_neither_asked_nor_set_away(
    contact_talking: Contact, ann: Account, clock: Any
) -> None:
    goes_by(clock, 3 * TWENTY, ann)

    assert ask_idle(now=NOON + timedelta(seconds=3 * TWENTY)) == 0


def test_a_talk_that_comes_after_the_question_keeps_its_handler_there(
    content: None, ann: Account, clock: Any
) -> None:
    ask_idle(now=goes_by(clock, TWENTY, ann))
    takes(ann, starts().contact)
    goes_by(clock, 300, ann)

    assert set_idle_away(now=NOON + timedelta(seconds=TWENTY + 300)) == 0
    shown = presence_event(ann)
    assert (shown["available"], shown["asked"], shown["open"]) == (True, None, 1)


def test_who_wraps_up_is_on_a_break_paused_or_practises_is_not_asked(
    contact_talking: Contact, ann: Account, make_account: Callable[..., Account], clock: Any
) -> None:
    end_by_caller(contact=contact_talking.pk)
    away, paused, trains = (make_account(Role.HANDLER, name) for name in ("cat", "dan", "eve"))
    set_presence(by=away, available=False, capacity=2, break_reason="meal")
    for account in (paused, trains):
        set_presence(by=account, available=True, capacity=2)
    Presence.objects.filter(handler=paused).update(paused_until=NOON + timedelta(hours=9))
    Presence.objects.filter(handler=trains).update(training=True)
    now = goes_by(clock, 2 * TWENTY, ann, away, paused, trains)

    assert ask_idle(now=now) == 0
    finishes(contact_talking)
    assert ask_idle(now=now) == 1


def test_who_is_gone_is_not_asked(ann: Account) -> None:
    assert ask_idle(now=NOON + timedelta(seconds=TWENTY)) == 0


def test_setting_oneself_available_again_is_an_answer_and_ends_the_reason(ann: Account, clock: Any) -> None:
    ask_idle(now=goes_by(clock, TWENTY, ann))
    goes_by(clock, 120, ann)
    set_idle_away(now=NOON + timedelta(seconds=TWENTY + 120))
    set_presence(by=ann, available=True, capacity=2)

    shown = presence_event(ann)
    assert (shown["state"], shown["away_because"], shown["asked"]) == ("available", None, None)


def test_what_is_saved_over_http_is_a_sign_of_the_person_and_what_is_only_read_is_none(
    contact_talking: Contact, ann: Account, clock: Any, signed_in: Callable[[Account], Client]
) -> None:
    client = signed_in(ann)
    path = f"/console/api/contacts/{contact_talking.pk}"
    clock.shift(60)
    assert client.get(f"{path}/").status_code == 200
    assert Presence.objects.get().active_at == NOON

    answer = {"caller_type": "person_using_abuse"}
    saved = client.post(f"{path}/triage/", answer, content_type="application/json")
    assert saved.status_code == 200
    assert Presence.objects.get().active_at == NOON + timedelta(seconds=60)


def test_who_takes_no_contacts_has_nothing_to_answer(admin: Account) -> None:
    with pytest.raises(Forbidden):
        still_here(by=admin)
