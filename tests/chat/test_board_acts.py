"""What a supervisor does from the board, as forms and as a script; refusals are said and change nothing."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from chat.models import Alert, Contact
from chat.services.alerts import raise_alert, stand
from chat.services.deadlines import end_waiting_at_closing
from helpline.hours.models import HoursVersion
from helpline.hours.rules import Intake
from helpline.hours.services import opening_state, publish_hours
from helpline.staff.models import Account, AuditEvent
from helpline.staff.roles import Role
from tests.chat.acts import BOTH, starts, takes
from tests.hours.schedules import OFFICE, utc

pytestmark = pytest.mark.django_db(databases=BOTH)
JSON = {"Accept": "application/json"}
CLOSE, EXTEND, UNDO = (f"/supervision/today/{act}/" for act in ("close", "extend", "undo"))
WHY = "Two of us are ill"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-11-25T14:00:00+00:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def board(sue: Account, signed_in: Callable[[Account], Client]) -> Client:
    return signed_in(sue)


@pytest.fixture
def office(sue: Account) -> None:
    publish_hours(schedule=OFFICE, by=sue)


def closing(until: str = "", reason: str = WHY, replaces: int = 1, **more: str) -> dict[str, str]:
    return {"close-until": until, "close-reason": reason, "close-replaces": str(replaces), **more}


def extending(until: str, reason: str = WHY, replaces: int = 1) -> dict[str, str]:
    return {"extend-until": until, "extend-reason": reason, "extend-replaces": str(replaces)}


def said(answer: object) -> str:
    return " ".join(str(message) for message in answer.context["messages"])  # type: ignore[attr-defined]


# -- alerts and callers --------------------------------------------------------------------------


def test_a_supervisor_says_that_they_have_it(board: Client, contact_talking: Contact, ann: Account) -> None:
    alert = raise_alert(kind=Alert.Kind.HELP, contact=contact_talking.pk, about=ann)
    page = board.get("/supervision/").content.decode()
    assert "A handler asks for help" in page
    assert f'href="/console/?follow={alert.contact}"' in page

    answer = board.post(f"/supervision/alerts/{alert.pk}/answer/", follow=True)

    assert said(answer) == "You have it."
    assert "sue has it" in answer.content.decode()
    # Whoever has it, or a colleague, can still go to the talk, in another tab.
    assert (
        f'href="/console/?follow={alert.contact}" target="_blank" rel="noopener"' in answer.content.decode()
    )


def test_what_is_no_talk_any_more_is_named_and_not_to_be_followed(board: Client, ann: Account) -> None:
    alert = raise_alert(kind=Alert.Kind.BOUNDARY, contact=uuid4(), about=ann)
    page = board.get("/supervision/").content.decode()

    assert f"Contact {str(alert.contact)[:4]}" in page
    assert "?follow=" not in page


def test_what_came_again_and_what_is_to_be_done_are_said(
    board: Client, contact_waiting: Contact, ann: Account, clock: time_machine.Traveller
) -> None:
    raise_alert(kind=Alert.Kind.MISSED, about=ann)
    clock.shift(1200)
    raise_alert(kind=Alert.Kind.MISSED, about=ann)
    stand(kind=Alert.Kind.UNTAKEN, contact=contact_waiting.pk)
    page = board.get("/supervision/").content.decode()

    assert "14:00, 2 times, last at 14:20" in page
    assert (
        page.count(
            '<p class="alert__advice">Waiting longer brings them nobody. Take them yourself in the console'
        )
        == 1
    )
    answered = Alert.objects.get(kind=Alert.Kind.UNTAKEN)
    board.post(f"/supervision/alerts/{answered.pk}/answer/")
    assert '<p class="alert__advice">' not in board.get("/supervision/").content.decode()


def test_the_second_who_answers_is_told_who_was_first(
    board: Client, make_account: Callable[..., Account], signed_in: Callable[[Account], Client]
) -> None:
    alert = raise_alert(kind=Alert.Kind.DROPPED)
    board.post(f"/supervision/alerts/{alert.pk}/answer/")
    other = signed_in(make_account(Role.SUPERVISOR, "sid"))

    answer = other.post(f"/supervision/alerts/{alert.pk}/answer/", headers=JSON)

    assert answer.json() == {"done": "sue has it already."}


def test_an_alert_that_is_gone_has_its_code(board: Client) -> None:
    answer = board.post(f"/supervision/alerts/{uuid4()}/answer/", headers=JSON)

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "alert.not_found")


def test_a_waiting_caller_is_given_to_a_handler(
    board: Client, contact_waiting: Contact, ann: Account
) -> None:
    path = f"/supervision/contacts/{contact_waiting.pk}/assign/"
    assert board.post(path, {"to": "ann"}, headers=JSON).json() == {"done": "ann has the caller now."}

    contact_waiting.refresh_from_db()
    assert (contact_waiting.state, contact_waiting.handler) == ("talking", ann)
    assert AuditEvent.objects.filter(event="contact.assigned", actor="sue").count() == 1


def test_a_caller_whom_somebody_took_meanwhile_is_not_given(
    board: Client, contact_waiting: Contact, ann: Account, ben: Account
) -> None:
    takes(ben, contact_waiting)
    path = f"/supervision/contacts/{contact_waiting.pk}/assign/"

    assert board.post(path, {"to": "ann"}, headers=JSON).json()["error"]["code"] == "queue.taken"
    assert "Choose a handler." in said(board.post(path, {"to": ""}, follow=True))
    contact_waiting.refresh_from_db()
    assert contact_waiting.handler == ben


# -- today's hours -------------------------------------------------------------------------------


@pytest.mark.usefixtures("office")
def test_the_line_closes_now_and_who_waits_is_told_while_talks_go_on(
    board: Client, content: None, ann: Account
) -> None:
    talking = takes(ann, starts().contact)
    waiting = starts().contact

    asked = board.post(CLOSE, closing(now="1")).content.decode()
    assert "1 caller waits at this moment." in asked
    assert "1 talk goes on." in asked
    assert HoursVersion.objects.count() == 1

    answer = board.post(CLOSE, closing(now="1", sure="1"), follow=True)
    assert "The line is closed today." in said(answer)
    assert f"Closed early today</strong>: {WHY}" in answer.content.decode()
    end_waiting_at_closing(now=utc("2026-11-25T14:00:05"))

    for contact in (talking, waiting):
        contact.refresh_from_db()
    assert (talking.state, waiting.state) == ("talking", "closed")
    assert waiting.outcome == "closed_by_hours"


@pytest.mark.usefixtures("office")
def test_who_waits_is_told_at_the_time_that_was_set_and_not_before(
    board: Client, content: None, clock: time_machine.Traveller
) -> None:
    waiting = starts().contact
    board.post(CLOSE, closing("15:00"))
    for at, state in (("2026-11-25T14:59:59", "waiting"), ("2026-11-25T15:00", "closed")):
        clock.move_to(utc(at))
        end_waiting_at_closing(now=utc(at))
        waiting.refresh_from_db()
        assert waiting.state == state


@pytest.mark.usefixtures("office")
def test_today_is_extended_and_taken_back(board: Client) -> None:
    assert "open until 19:00" in said(board.post(EXTEND, extending("19:00"), follow=True))
    assert opening_state().closes_at == utc("2026-11-25T19:00")

    assert "Today has its hours back." in said(board.post(UNDO, {"replaces": "2"}, follow=True))
    assert opening_state().closes_at == utc("2026-11-25T17:00")
    events = AuditEvent.objects.filter(event__startswith="hours.").values_list("event", flat=True)
    assert list(events) == ["hours.changed", "hours.extended", "hours.today_undone"]


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("path", "sent", "words"),
    [
        (CLOSE, closing("13:00"), "That time has passed. Give a later time."),
        (CLOSE, closing("18:00"), "That is not before today"),
        (CLOSE, closing(""), "Give a time, or choose"),
        (CLOSE, closing("4 o'clock"), "Give a time, such as 16:30."),
        (CLOSE, closing("16:00", reason=""), "Give a reason."),
        (CLOSE, closing("16:00", replaces=0), "Somebody else has changed the hours meanwhile"),
        (EXTEND, extending("16:00"), "That is not after today"),
        (EXTEND, extending("08:00"), "more than 8 hours after closing time"),
        (EXTEND, extending(""), "Give a time."),
        (EXTEND, extending("19:00", replaces=7), "Somebody else has changed the hours meanwhile"),
        (UNDO, {"replaces": "1"}, "neither shortened nor extended"),
        (UNDO, {"replaces": "x"}, "does not fit"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(
    path: str, sent: dict[str, str], words: str, board: Client
) -> None:
    answer = board.post(path, sent, follow=True)

    assert said(answer).startswith("Nothing was changed.")
    assert words in said(answer)
    assert HoursVersion.objects.count() == 1


@pytest.mark.usefixtures("office")
def test_both_forms_carry_the_version_that_was_looked_at(board: Client) -> None:
    page = board.get("/supervision/").content.decode()

    for form in ("close", "extend"):
        assert f'name="{form}-replaces" value="1"' in page


def test_without_hours_the_board_leads_to_where_they_are_set(board: Client) -> None:
    page = board.get("/supervision/").content.decode()

    assert "No hours are set yet." in page
    assert "No hours are set yet" in said(
        board.post(CLOSE, closing(now="1", sure="1", replaces=0), follow=True)
    )


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("role", [Role.HANDLER, Role.ANALYST])
def test_other_roles_do_none_of_it(
    role: Role,
    make_account: Callable[..., Account],
    signed_in: Callable[[Account], Client],
    contact_waiting: Contact,
) -> None:
    alert = raise_alert(kind=Alert.Kind.HELP)
    client = signed_in(make_account(role, "somebody"))
    for path in (
        CLOSE,
        EXTEND,
        UNDO,
        f"/supervision/alerts/{alert.pk}/answer/",
        f"/supervision/contacts/{contact_waiting.pk}/assign/",
    ):
        assert client.post(path, {"to": "somebody"}).status_code == 403
    assert HoursVersion.objects.count() == 1
    assert Alert.objects.get().answered_at is None


def test_an_admin_may_close_early_and_not_answer_alerts(
    office: None, admin: Account, signed_in: Callable[[Account], Client]
) -> None:
    alert = raise_alert(kind=Alert.Kind.HELP)
    client = signed_in(admin)

    assert client.post(f"/supervision/alerts/{alert.pk}/answer/").status_code == 403
    client.post(CLOSE, closing(now="1", sure="1"))
    assert opening_state().intake is Intake.CLOSED


@pytest.mark.usefixtures("office")
def test_a_change_of_today_is_told_to_boards_and_to_the_queue(
    board: Client, django_capture_on_commit_callbacks: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    monkeypatch.setattr("helpline.kernel.live.announce", lambda group, hint: sent.append(group))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        board.post(CLOSE, closing("16:00"))

    assert set(sent) == {"board.main", "queue.main"}


def test_nothing_is_done_by_looking(board: Client, office: None) -> None:
    assert [board.get(path).status_code for path in (CLOSE, EXTEND, UNDO)] == [405, 405, 405]
