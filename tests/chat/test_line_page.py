"""How the line works, set on a page: versions, bounds, history, and who may."""

from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from chat.errors import LineChanged
from chat.models import LineSettings
from chat.selectors import line_settings
from chat.services.line_settings import BOUNDS, set_line
from helpline.kernel.errors import Forbidden, RequestInvalid
from helpline.staff.models import Account, AuditEvent
from helpline.staff.roles import Role

pytestmark = pytest.mark.django_db
PAGE = "/supervision/line/"
USUAL: dict[str, object] = {
    "replaces": 0, "routing": "pull", "offer_seconds": 30, "skill_wait_seconds": 120, "idle_minutes": 20,
    "wrap_up_minutes": 10, "most_wait_minutes": 60, "pause_minutes": 5,
}  # fmt: skip


@pytest.fixture
def page(supervisor: Account, signed_in: Callable[[Account], Client]) -> Client:
    return signed_in(supervisor)


def text_of(client: Client) -> str:
    return unescape(client.get(PAGE, follow=True).content.decode())


def refused(client: Client, **answers: object) -> str:
    """Post, expect the form back with an error summary, and return the page."""
    answer = client.post(PAGE, USUAL | answers)
    assert answer.status_code == 400
    assert LineSettings.objects.count() == 0
    shown = unescape(answer.content.decode())
    assert "Nothing is saved yet" in shown
    return shown


def test_without_any_version_the_usual_settings_stand_and_are_said_to_be_that(page: Client) -> None:
    shown = text_of(page)

    assert "these are the usual settings" in shown
    assert 'name="offer_seconds" value="30"' in shown
    assert "Nothing yet." in shown


def test_a_change_is_a_new_version_with_its_history_and_a_line_in_the_audit(
    page: Client, supervisor: Account
) -> None:
    answer = page.post(PAGE, USUAL | {"routing": "push", "offer_seconds": 45}, follow=True)

    assert "Saved. The line works like this from now on." in answer.content.decode()
    now = line_settings()
    assert (now.version, now.routing, now.offer_seconds, now.by) == (1, "push", 45, supervisor)
    shown = text_of(page)
    assert "Version 1, saved" in shown
    assert "The next caller is offered to the least busy handler" in shown
    assert "Seconds to answer an offer: 45 seconds, before 30" in shown
    line = AuditEvent.objects.get(event="line.set")
    assert (line.actor, line.detail) == (
        "supervisor1", {"version": 1, "routing": "push", "offer_seconds": 45},
    )  # fmt: skip


def test_saving_without_a_change_makes_no_version(page: Client) -> None:
    page.post(PAGE, USUAL)

    assert not LineSettings.objects.exists()
    assert not AuditEvent.objects.filter(event="line.set").exists()


@pytest.mark.parametrize("name", BOUNDS)
def test_each_number_has_bounds_that_its_message_names(name: str, page: Client) -> None:
    least, most = BOUNDS[name]
    for wrong in (least - 1, most + 1, "", "soon", "1.5"):
        shown = refused(page, **{name: wrong})
        assert f"give {least} to {most:,} whole" in shown
        assert f'href="#id_{name}"' in shown
    for edge in (least, most):
        before = line_settings().version
        page.post(PAGE, USUAL | {"replaces": before, name: edge})
        assert getattr(line_settings(), name) == edge


def test_an_unknown_routing_is_refused(page: Client) -> None:
    assert "Select a valid choice" in refused(page, routing="lottery")


def test_two_who_change_it_at_a_time_do_not_undo_each_other(page: Client, admin: Account) -> None:
    set_line(changes={"idle_minutes": 30}, replaces=0, by=admin)

    answer = page.post(PAGE, USUAL | {"pause_minutes": 10})

    assert answer.status_code == 400
    assert "Somebody else has changed the settings meanwhile" in answer.content.decode()
    assert 'name="replaces" value="1"' in answer.content.decode()
    assert (line_settings().idle_minutes, line_settings().pause_minutes) == (30, 5)


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.SUPERVISOR, 200), (Role.ADMIN, 200), (Role.HANDLER, 403), (Role.ANALYST, 403)],
)
def test_who_may_see_and_set_it(
    role: Role, status: int, make_account: Callable[..., Account], signed_in: Callable[[Account], Client]
) -> None:
    account = make_account(role, "somebody")
    client = signed_in(account)

    assert client.get(PAGE).status_code == status
    posted = client.post(PAGE, USUAL | {"pause_minutes": 10})
    assert posted.status_code == (302 if status == 200 else 403)
    assert LineSettings.objects.count() == (1 if status == 200 else 0)


def test_a_stranger_is_sent_to_sign_in() -> None:
    assert Client().get(PAGE).status_code == 302


def test_the_service_keeps_the_bounds_too(supervisor: Account, handler: Account) -> None:
    for wrong in ({"offer_seconds": 5}, {"offer_seconds": True}, {"routing": "lottery"}, {"nonsense": 1}):
        with pytest.raises(RequestInvalid):
            set_line(changes=wrong, replaces=0, by=supervisor)
    with pytest.raises(Forbidden):
        set_line(changes={}, replaces=0, by=handler)
    with pytest.raises(LineChanged):
        set_line(changes={"pause_minutes": 6}, replaces=3, by=supervisor)
    assert not LineSettings.objects.exists()
