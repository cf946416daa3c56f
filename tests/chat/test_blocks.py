"""Ending and blocking: who may start nothing for a day, what they are shown, and who may lift it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from chat.boundaries import Kind
from chat.consumers import limits
from chat.errors import BlockGone
from chat.models import Block, Contact
from chat.services.blocks import (
    blocked_networks,
    enforce,
    forget_blocks,
    is_blocked,
    lift_block,
    live_blocks,
)
from chat.services.boundaries import end_for_abuse
from chat.services.contacts import Started
from chat.services.ending import wrap_up
from chat.services.pausing import carry_on
from chat.services.return_codes import give_code
from chat.states import Outcome
from chat.texts import texts
from helpline.hours.services import publish_hours
from helpline.kernel.errors import Forbidden
from helpline.staff.models import Account, AuditEvent
from helpline.staff.roles import Permission, Role, role_may
from helpline.timers import run_due
from tests.chat.acts import BOTH, nobody_is_blocked, starts, takes
from tests.hours.schedules import OFFICE

pytestmark = pytest.mark.django_db(databases=BOTH, transaction=True)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
HERE, THERE = "203.0.113.77", "198.51.100.9"
START = {"consent": True, "about": "own_behaviour", "language": "en"}
Ends = Callable[..., Block]


@pytest.fixture(autouse=True)
def _nobody_is_blocked() -> Iterator[None]:
    limits.buckets.cache_clear()
    nobody_is_blocked()
    yield
    limits.buckets.cache_clear()
    nobody_is_blocked()


@pytest.fixture
def ends_and_blocks(content: None, ann: Account) -> Ends:
    """A contact is ended for abuse and blocked; `at` is where its caller asks for news from afterwards."""

    def end(started: Started | None = None, *, at: str | None = HERE) -> Block:
        started = started or starts()
        takes(ann, started.contact)
        end_for_abuse(contact=started.contact.pk, kind=Kind.SEXUAL, by=ann, block=True)
        if at:
            polls(started, at)
        # Out of the way of the next one.
        wrap_up(contact=started.contact.pk, outcome=Outcome.ENDED_INAPPROPRIATE, by=ann)
        carry_on(by=ann)
        return Block.objects.get(contact=started.contact.pk)

    return end


def polls(started: Started, address: str) -> Any:
    headers = {"Authorization": f"Bearer {started.token}"}
    return Client(headers=headers).get("/api/contact/events", REMOTE_ADDR=address)


def asks_to_start(address: str, **more: Any) -> Any:
    body = {**START, **more}
    return Client().post("/api/contacts", body, content_type="application/json", REMOTE_ADDR=address)


def on_plain_page(address: str, **fields: str) -> Any:
    return Client().post("/chat/plain", {"lang": "en", **fields}, REMOTE_ADDR=address)


# -- being refused --------------------------------------------------------------------------


def test_no_chat_starts_from_a_blocked_network_and_one_starts_from_any_other(ends_and_blocks: Ends) -> None:
    ends_and_blocks()

    refused = asks_to_start(HERE)
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "network.blocked")
    assert asks_to_start(THERE).status_code == 201
    assert Contact.objects.count() == 2


def test_without_a_block_an_ending_for_abuse_blocks_nobody(content: None, ann: Account) -> None:
    started = starts()
    takes(ann, started.contact)
    end_for_abuse(contact=started.contact.pk, kind=Kind.SEXUAL, by=ann)
    polls(started, HERE)

    assert asks_to_start(HERE).status_code == 201


def test_the_refusal_says_nothing_of_a_chat_before(ends_and_blocks: Ends) -> None:
    """Whoever shares the network must not learn from it that somebody used this service."""
    ends_and_blocks()
    said = asks_to_start(HERE).json()["error"]
    shown = [texts("en")[f"blocked_{part}"] for part in ("heading", "text", "nothing")]

    assert said == {
        "code": "network.blocked",
        "message": (
            "A chat cannot be started from this internet connection just now. Ring one of the lines, "
            "or use another connection."
        ),
    }
    for word in ("abus", "ended", "blocked", "12:00", "24 hours"):
        assert word not in " ".join([said["message"], *shown]).lower()


def test_the_plain_page_shows_the_lines_and_no_questions(ends_and_blocks: Ends) -> None:
    ends_and_blocks()
    answer = on_plain_page(HERE, step="start", consent="yes", about="unsure")
    page = answer.content.decode()

    assert answer.status_code == 403
    assert "No chat from here just now" in page
    assert 'href="tel:999"' in page
    assert 'name="about"' not in page
    assert Contact.objects.count() == 1


def test_while_closed_a_blocked_network_still_sees_the_lines(
    ends_and_blocks: Ends, supervisor: Account
) -> None:
    ends_and_blocks()
    publish_hours(schedule=OFFICE, by=supervisor)
    with time_machine.travel(NOON.replace(hour=22), tick=False):
        page = on_plain_page(HERE).content.decode()
        refused = asks_to_start(HERE)

    assert "We are closed" in page
    assert 'href="tel:999"' in page
    assert refused.status_code == 403


def test_a_talk_from_the_same_network_goes_on_and_is_resumed(ends_and_blocks: Ends, ben: Account) -> None:
    going_on = starts()
    takes(ben, going_on.contact)
    code = give_code(contact=going_on.contact.pk)
    ends_and_blocks()
    headers = {"Authorization": f"Bearer {going_on.token}"}
    post = {"type": "message.post", "id": str(uuid4()), "body": "still here"}
    said = Client(headers=headers).post(
        "/api/contact/commands", post, content_type="application/json", REMOTE_ADDR=HERE
    )

    assert said.json()["type"] == "ack"
    assert polls(going_on, HERE).status_code == 200
    assert asks_to_start(HERE, return_code=code).status_code == 200
    assert Contact.objects.get(pk=going_on.contact.pk).state == "talking"


def test_a_code_whose_contact_is_over_begins_nothing_from_there(ends_and_blocks: Ends) -> None:
    started = starts()
    code = give_code(contact=started.contact.pk)
    ends_and_blocks(started)

    assert asks_to_start(HERE, return_code=code).json()["error"]["code"] == "network.blocked"
    assert asks_to_start(THERE, return_code=code).status_code == 201


# -- who puts it into force -----------------------------------------------------------------


def test_the_plain_page_s_next_step_puts_the_block_into_force(ends_and_blocks: Ends) -> None:
    started = starts()
    ends_and_blocks(started, at=None)
    assert not is_blocked(HERE)

    on_plain_page(HERE, step="check", token=started.token)
    assert is_blocked(HERE)


def test_whoever_never_asks_again_is_not_blocked_and_the_page_says_so(
    ends_and_blocks: Ends, supervisor: Account, signed_in: Callable[[Account], Client]
) -> None:
    ends_and_blocks(at=None)

    assert asks_to_start(HERE).status_code == 201
    assert "Not in force" in signed_in(supervisor).get("/supervision/blocks/").content.decode()


def test_asking_again_after_the_time_or_a_lifting_blocks_nobody_anew(
    ends_and_blocks: Ends, supervisor: Account
) -> None:
    started = starts()
    with time_machine.travel(NOON, tick=False) as clock:
        block = ends_and_blocks(started)
        lift_block(block=block.pk, by=supervisor)
        polls(started, HERE)
        assert not is_blocked(HERE)
        later = starts()
        ends_and_blocks(later, at=None)
        clock.shift(24 * 3_600)
        polls(later, HERE)
        assert not is_blocked(HERE)


def test_it_costs_the_others_no_question(contact_talking: Contact, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert enforce(contact=contact_talking, address=HERE) == 0


def test_a_network_that_cannot_be_read_blocks_nobody(ends_and_blocks: Ends) -> None:
    ends_and_blocks(at="")

    assert asks_to_start("").status_code == 201


# -- what is kept, and lifting --------------------------------------------------------------


def test_the_row_names_the_contact_and_who_blocked_for_a_day(ends_and_blocks: Ends, ann: Account) -> None:
    with time_machine.travel(NOON, tick=False):
        block = ends_and_blocks()

    assert (block.reason, block.by, block.at, block.until) == ("sexual", ann, NOON, NOON + timedelta(days=1))
    assert not AuditEvent.objects.filter(event__startswith="block.").exists()


def test_the_audit_hears_in_the_night_who_made_and_who_lifted_a_block_and_on_which_day(
    ends_and_blocks: Ends, supervisor: Account
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        blocks = sorted((ends_and_blocks() for _ in range(3)), key=lambda block: block.pk)
        clock.shift(13 * 3_600)  # One in the morning: still the same day of service.
        lift_block(block=blocks[1].pk, by=supervisor)
        # The last of them is over at noon of the next day, and the night after that is the first.
        night = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
        assert forget_blocks(now=night - timedelta(seconds=1)) == 0
        clock.move_to(night)
        assert forget_blocks(now=night) == 3

    told = AuditEvent.objects.filter(event__startswith="block.").order_by("pk")
    assert list(told.values_list("event", "actor", "subject", "detail", "at")) == [
        ("block.made", "ann", str(blocks[0].pk), {"day": "2026-11-20"}, night),
        ("block.made", "ann", str(blocks[1].pk), {"day": "2026-11-20"}, night),
        ("block.lifted", "supervisor1", str(blocks[1].pk), {"day": "2026-11-20"}, night),
        ("block.made", "ann", str(blocks[2].pk), {"day": "2026-11-20"}, night),
    ]
    assert forget_blocks(now=night) == 0


def test_a_supervisor_lifts_a_block_once_and_the_row_says_who(
    ends_and_blocks: Ends, supervisor: Account, signed_in: Callable[[Account], Client]
) -> None:
    block = ends_and_blocks()
    browser = signed_in(supervisor)
    assert "In force" in browser.get("/supervision/blocks/").content.decode()
    lift = f"/supervision/blocks/{block.pk}/lift/"

    asked = browser.post(lift)
    assert "Lift this block?" in asked.content.decode()
    block.refresh_from_db()
    assert block.lifted_at is None

    for _ in range(2):
        answer = browser.post(lift, {"sure": "1"}, follow=True)

    page = answer.content.decode()
    assert "The block is lifted." in page
    assert "Lifted by supervisor1" in page
    assert asks_to_start(HERE).status_code == 201
    row = Block.objects.get()
    assert row.lifted_by == supervisor
    first = row.lifted_at
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        assert lift_block(block=block.pk, by=supervisor).lifted_at == first


def test_a_lifted_block_acts_nowhere_even_where_a_process_could_not_be_told(
    ends_and_blocks: Ends, supervisor: Account
) -> None:
    block = ends_and_blocks()
    Block.objects.update(lifted_at=NOON, lifted_by=supervisor)

    assert blocked_networks().of(HERE) == [block.pk]
    assert asks_to_start(HERE).status_code == 201


@pytest.mark.parametrize("role", list(Role))
def test_who_may_see_and_lift_blocks_says_the_role(
    role: Role,
    ends_and_blocks: Ends,
    make_account: Callable[..., Account],
    signed_in: Callable[[Account], Client],
) -> None:
    block = ends_and_blocks()
    account = make_account(role, "zoe")
    may = role_may(role, Permission.LIFT_BLOCKS)
    assert may is (role == Role.SUPERVISOR)
    browser = signed_in(account)

    assert browser.get("/supervision/blocks/").status_code == (200 if may else 403)
    assert browser.post(f"/supervision/blocks/{block.pk}/lift/", {"sure": "1"}).status_code == (
        302 if may else 403
    )
    assert is_blocked(HERE) is not may
    if not may:
        with pytest.raises(Forbidden):
            lift_block(block=block.pk, by=account)


def test_a_block_that_is_gone_is_said_to_be(
    supervisor: Account, signed_in: Callable[[Account], Client]
) -> None:
    with pytest.raises(BlockGone):
        lift_block(block=uuid4(), by=supervisor)
    page = signed_in(supervisor).post(f"/supervision/blocks/{uuid4()}/lift/", follow=True).content.decode()

    assert (
        "This block is not there any more: it has ended, or somebody lifted it. Load the page "
        "again to see which stand." in page
    )
    assert "No network is blocked." in page


def test_when_its_time_is_over_a_block_acts_and_shows_no_more_and_its_row_goes_in_the_night(
    ends_and_blocks: Ends,
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        ends_and_blocks()
        clock.shift(24 * 3_600 - 1)
        assert (is_blocked(HERE), len(live_blocks())) == (True, 1)
        clock.shift(1)
        assert (is_blocked(HERE), live_blocks()) == (False, [])
        assert blocked_networks().in_force() == set()
        clock.shift(17 * 3_600)
        now = timezone.now()
        assert "forget_blocks" in run_due(now=now, started_at=now)

    assert Block.objects.count() == 0
    assert blocked_networks().in_force() == set()


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_as_much_of_the_database_for_many(
    number: int,
    ends_and_blocks: Ends,
    supervisor: Account,
    signed_in: Callable[[Account], Client],
    django_assert_num_queries: Any,
) -> None:
    for _ in range(number):
        ends_and_blocks()
    browser = signed_in(supervisor)

    # Session and account, then the blocks; how the service is called.
    with django_assert_num_queries(4):
        page = browser.get("/supervision/blocks/").content.decode()
    assert page.count("In force") == number
