"""Who leaves the desk hands over at once, unless they are still signed in somewhere."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import Mock
from uuid import uuid4

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from chat.models import Alert, Contact, LineSettings, Presence
from chat.selectors import waiting
from chat.services import leaving
from chat.services.deadlines import return_dropped
from chat.services.ending import end_by_caller
from chat.services.leaving import hand_over, hand_over_of_those_who_left, leave_desk
from chat.services.practice import start_practice
from chat.services.presence import set_presence
from chat.services.rounds import go_round
from chat.system_texts import TEXTS
from helpline.kernel.crypto import SealBroken
from helpline.staff.models import Account, AuditEvent
from helpline.staff.roles import Role
from helpline.staff.services import deactivate, set_role
from scripts.services import scripted_callers
from tests.chat.acts import BOTH, bodies, starts, takes

pytestmark = pytest.mark.django_db(databases=BOTH)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
OUT = "/accounts/logout/"
BEFORE = "/console/api/sign-out/"


@pytest.fixture
def two_talks(content: None, ann: Account) -> list[Contact]:
    """Ann has two talks, and somebody waits who began before them."""
    talks = [takes(ann, starts().contact) for _ in range(2)]
    starts()
    return talks


def out(client: Client, confirmed: int | None = None) -> Any:
    return client.post(OUT, {} if confirmed is None else {"confirmed": confirmed})


# -- signing out ----------------------------------------------------------------------------


def test_signing_out_with_talks_asks_first_and_says_how_many_go_back(
    two_talks: list[Contact], ann: Account, signed_in: Callable[[Account], Client]
) -> None:
    client = signed_in(ann)
    asked = out(client)

    assert asked.status_code == 200
    assert "You still have <strong>2 talks</strong>" in asked.content.decode()
    assert 'name="confirmed" value="2"' in asked.content.decode()
    assert client.get("/console/").status_code == 200
    assert Contact.objects.filter(handler=ann).count() == 2


def test_the_console_asks_the_service_how_many_talks_go_back(
    two_talks: list[Contact], ann: Account, signed_in: Callable[[Account], Client]
) -> None:
    client = signed_in(ann)
    assert client.get(BEFORE).json() == {"talks": 2, "elsewhere": False}
    signed_in(ann)
    assert client.get(BEFORE).json() == {"talks": 2, "elsewhere": True}


def test_whoever_has_no_desk_is_not_told(analyst: Account, signed_in: Callable[[Account], Client]) -> None:
    assert signed_in(analyst).get(BEFORE).status_code == 403
    assert Client().get(BEFORE).status_code == 403


def test_once_confirmed_the_talks_go_to_the_front_at_once_and_the_callers_are_told(
    two_talks: list[Contact], ann: Account, signed_in: Callable[[Account], Client]
) -> None:
    client = signed_in(ann)
    out(client)
    answer = out(client, 2)

    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/login/")
    assert client.get("/console/").status_code == 302
    assert list(waiting())[:2] == two_talks
    for talk in two_talks:
        assert bodies(talk) == [TEXTS["released"]["en"]]
    handed = AuditEvent.objects.filter(event="contact.handed_over", actor="ann")
    assert {line.subject for line in handed} == {str(talk.pk) for talk in two_talks}
    assert Presence.objects.get().available is False
    # They left in order: nobody is alarmed, and nothing is left to be found dropped.
    assert return_dropped(now=datetime.now(UTC) + timedelta(minutes=5)) == 0
    assert Alert.objects.count() == 0


def test_one_that_came_meanwhile_is_asked_about_again(
    two_talks: list[Contact], ann: Account, signed_in: Callable[[Account], Client]
) -> None:
    client = signed_in(ann)
    set_presence(by=ann, available=True, capacity=3)
    out(client)
    takes(ann)

    assert "3 talks" in out(client, 2).content.decode()
    assert out(client, 3).status_code == 302
    assert Contact.objects.filter(state="waiting").count() == 3


def test_without_talks_one_press_signs_out(ann: Account, signed_in: Callable[[Account], Client]) -> None:
    client = signed_in(ann)
    assert "You have no talks" in client.get(OUT).content.decode()
    assert out(client).status_code == 302
    assert Presence.objects.get().available is False


def test_a_wrap_up_alone_is_no_reason_to_ask(
    contact_talking: Contact, ann: Account, signed_in: Callable[[Account], Client]
) -> None:
    end_by_caller(contact=contact_talking.pk)

    assert out(signed_in(ann)).status_code == 302
    assert Contact.objects.get().handler == ann


def test_while_signed_in_at_another_machine_the_talks_stay_there(
    two_talks: list[Contact], ann: Account, signed_in: Callable[[Account], Client]
) -> None:
    here, there = signed_in(ann), signed_in(ann)
    assert "also signed in elsewhere" in here.get(OUT).content.decode()
    assert out(here).status_code == 302

    assert Contact.objects.filter(handler=ann, state="talking").count() == 2
    assert Presence.objects.get().available is True
    assert out(there).status_code == 200
    assert out(there, 2).status_code == 302
    assert Contact.objects.filter(handler=ann, state="talking").count() == 0


def test_a_sign_in_that_ran_out_keeps_nothing(
    two_talks: list[Contact], ann: Account, signed_in: Callable[[Account], Client]
) -> None:
    signed_in(ann)
    Session.objects.update(expire_date=datetime.now(UTC) - timedelta(seconds=1))

    assert out(signed_in(ann), 2).status_code == 302
    assert Contact.objects.filter(handler=ann, state="talking").count() == 0


def test_a_practice_ends_with_the_sign_out_and_goes_to_nobody(
    content: None, ann: Account, signed_in: Callable[[Account], Client]
) -> None:
    set_presence(by=ann, available=False, capacity=2)
    start_practice(caller=next(iter(scripted_callers())), client_id=uuid4(), by=ann)

    assert out(signed_in(ann)).status_code == 302
    assert not Contact.objects.filter(state__in=["waiting", "talking"]).exists()


def test_skills_that_were_off_for_today_are_on_after_signing_out(
    ann: Account, signed_in: Callable[[Account], Client]
) -> None:
    Account.objects.filter(pk=ann.pk).update(skills=["women", "men"])
    set_presence(by=Account.objects.get(pk=ann.pk), available=True, capacity=2, skills=("men",))
    out(signed_in(ann))

    assert Presence.objects.get().skills_until is None


def test_a_stranger_who_signs_out_is_sent_to_sign_in(client: Client, db: None) -> None:
    assert client.post(OUT).status_code == 302
    assert client.get(OUT).status_code == 302


# -- losing one's standing ------------------------------------------------------------------


@pytest.mark.parametrize(
    "leaves",
    [
        lambda account, admin: deactivate(account=account, by=admin),
        lambda account, admin: set_role(account=account, role=Role.ANALYST, by=admin),
        lambda account, admin: set_role(account=account, role=Role.SUPERVISOR, by=admin),
    ],
    ids=["deactivated", "demoted", "another role, to sign in again with"],
)
def test_who_loses_the_sign_in_hands_over(
    leaves: Callable[[Account, Account], object],
    two_talks: list[Contact],
    ann: Account,
    admin: Account,
    signed_in: Callable[[Account], Client],
) -> None:
    signed_in(ann)
    assert leave_desk(account=ann) == 0
    leaves(ann, admin)

    assert leave_desk(account=ann) == 2
    assert leave_desk(account=ann) == 0
    assert list(waiting())[:2] == two_talks


def test_talks_of_somebody_who_may_take_none_go_back_by_themselves(
    two_talks: list[Contact], ann: Account, ben: Account
) -> None:
    kept = takes(ben)
    assert hand_over_of_those_who_left() == 0
    Account.objects.filter(pk=ann.pk).update(is_active=False)

    assert hand_over_of_those_who_left() == 2
    assert hand_over_of_those_who_left() == 0
    assert Contact.objects.get(pk=kept.pk).handler == ben


# -- a talk that cannot be put back ---------------------------------------------------------


@pytest.fixture
def first_is_broken(two_talks: list[Contact], monkeypatch: pytest.MonkeyPatch) -> Contact:
    """The words of Ann's first talk cannot be read, so that it cannot be put back."""
    seals = Mock(side_effect=lambda contact: contact == two_talks[0] and fails())
    # One monkeypatch, which a test may patch again: it is undone from the last to the first.
    monkeypatch.setattr("chat.services.queue.raise_badges_of_talk", seals)
    return two_talks[0]


def fails() -> None:
    raise SealBroken("secret words")


def test_every_talk_is_tried_and_the_one_that_stays_is_logged_by_its_code_and_alerted(
    two_talks: list[Contact], first_is_broken: Contact, ann: Account, caplog: pytest.LogCaptureFixture
) -> None:
    assert hand_over(account=ann) == 1

    assert next(talk.pk for talk in waiting()) == two_talks[1].pk
    assert Contact.objects.get(pk=first_is_broken.pk).handler == ann
    presence = Presence.objects.get()
    assert (presence.available, presence.leased_until <= datetime.now(UTC)) == (False, True)
    alert = Alert.objects.get()
    assert (alert.kind, alert.contact, alert.about) == ("stranded", first_is_broken.pk, ann)
    assert SealBroken.code in caplog.text
    assert "secret" not in caplog.text


def test_it_is_tried_again_and_alerted_once_and_the_alert_goes_with_the_talk(
    first_is_broken: Contact, ann: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    Account.objects.filter(pk=ann.pk).update(is_active=False)
    assert hand_over_of_those_who_left() == 1
    assert hand_over_of_those_who_left() == 0
    assert Alert.objects.count() == 1

    monkeypatch.setattr("chat.services.queue.raise_badges_of_talk", lambda contact: None)
    assert hand_over_of_those_who_left() == 1
    assert Alert.objects.count() == 0


def test_nobody_new_comes_to_somebody_who_leaves(
    two_talks: list[Contact], ann: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    LineSettings.objects.create(version=1, routing=LineSettings.Routing.PUSH)
    set_presence(by=ann, available=True, capacity=4)
    meanwhile = []
    put_back = leaving.put_back

    def look(contact: Contact, text: str) -> None:
        there = Presence.objects.get()
        meanwhile.append((there.available, there.leased_until > datetime.now(UTC), go_round()))
        put_back(contact, text)

    monkeypatch.setattr("chat.services.leaving.put_back", look)
    assert hand_over(account=ann) == 2

    # The lease runs until the end: nobody takes for dropped who leaves in order.
    assert meanwhile == [(False, True, 0), (False, True, 0)]
    assert go_round() == 0


# -- dropping, which is no leaving ----------------------------------------------------------


def test_a_handler_who_drops_with_three_talks_is_one_alert_for_the_supervisors(
    content: None, ann: Account, ben: Account
) -> None:
    with time_machine.travel(NOON, tick=False):
        set_presence(by=ann, available=True, capacity=4)
        for _ in range(3):
            takes(ann, starts().contact)
        set_presence(by=ben, available=True, capacity=1)
    assert return_dropped(now=NOON + timedelta(seconds=45)) == 3

    alert = Alert.objects.get()
    assert (alert.kind, alert.about, alert.contact, alert.answered_at) == ("dropped", ann, None, None)
    assert Presence.objects.get(handler=ann).away_because == "dropped"


def test_who_drops_without_a_talk_alarms_nobody(ann: Account) -> None:
    return_dropped(now=datetime.now(UTC) + timedelta(minutes=5))

    assert Alert.objects.count() == 0
