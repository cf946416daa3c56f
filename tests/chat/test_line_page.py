"""How the line works, set on a page: versions, bounds, history, and who may."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from chat.errors import LineChanged
from chat.line_bounds import BOUNDS
from chat.models import Contact, LineSettings, Offer
from chat.selectors import line_settings
from chat.services.deadlines import wrap_up_until
from chat.services.ending import end_by_caller
from chat.services.line_settings import set_line
from chat.services.rounds import go_round
from helpline.kernel.errors import Forbidden, RequestInvalid
from helpline.staff.models import Account, AuditEvent
from helpline.staff.roles import Role
from tests.chat.acts import BOTH, takes

pytestmark = pytest.mark.django_db(databases=BOTH)
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


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        (
            {"offer_seconds": 300},
            "give 15 to 120 whole seconds. The caller waits for as long as nobody answers.",
        ),
        ({"offer_seconds": 14}, "give 15 to 120 whole seconds"),
        ({"wrap_up_minutes": 120}, "give 1 to 30 whole minutes. The handler is given nobody new meanwhile."),
        ({"wrap_up_minutes": 0}, "give 1 to 30 whole minutes"),
    ],
)
def test_no_caller_and_no_handler_is_kept_for_longer_than_makes_sense(
    answers: dict[str, int], why: str, page: Client
) -> None:
    assert why in refused(page, **answers)


class TestOfMoreThanMayBeSavedNow:
    """A version from before the bounds were drawn closer."""

    @pytest.fixture(autouse=True)
    def older(self, db: None) -> LineSettings:
        return LineSettings.objects.create(version=1, routing="push", offer_seconds=300, wrap_up_minutes=120)

    def test_what_counts_is_the_nearest_that_may_be_saved(self) -> None:
        assert (line_settings().offer_seconds, line_settings().wrap_up_minutes) == (120, 30)

    def test_an_offer_and_a_wrap_up_end_by_it(self, contact_waiting: Contact, ann: Account) -> None:
        go_round(now=timezone.now())
        offer = Offer.objects.get(contact=contact_waiting)
        assert offer.expires_at - offer.made_at == timedelta(seconds=120)

        ended = end_by_caller(contact=takes(ann, contact_waiting).pk)
        assert ended.ended_at is not None
        assert wrap_up_until(ended) == ended.ended_at + timedelta(minutes=30)

    def test_the_page_says_so_and_saving_once_settles_it(self, page: Client) -> None:
        shown = text_of(page)
        assert "Seconds to answer an offer: 300 seconds were saved, 120 count." in shown
        assert "Minutes for a wrap-up: 120 minutes were saved, 30 count." in shown
        assert 'name="offer_seconds" value="120"' in shown

        as_shown = {"replaces": 1, "routing": "push", "offer_seconds": 120, "wrap_up_minutes": 30}
        page.post(PAGE, USUAL | as_shown)

        shown = text_of(page)
        assert "were saved" not in shown
        assert "Seconds to answer an offer: 120 seconds, before 300" in shown
        assert AuditEvent.objects.get(event="line.set").detail == {
            "version": 2, "offer_seconds": 120, "wrap_up_minutes": 30,
        }  # fmt: skip


def test_an_unknown_routing_is_refused(page: Client) -> None:
    assert "Choose one of the list" in refused(page, routing="lottery")


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
