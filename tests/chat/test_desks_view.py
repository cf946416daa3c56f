"""What many consoles would be told now is what each would read alone, in a fixed number of questions."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from chat import desks_view
from chat.beside_view import transfer_events
from chat.danger_view import calls_for
from chat.desks_view import DeskNow, desks_now, standing_events
from chat.following_view import followed
from chat.handler_view import desk, presence_event
from chat.models import Offer, Presence
from chat.offer_view import offer_event
from chat.services.danger import raise_danger
from chat.services.ending import end_by_caller
from chat.services.following import follow
from chat.services.handler_notices import post_notice
from chat.services.help import raise_help
from chat.services.transfer import ask_transfer
from helpline.staff.access import SignIn
from helpline.staff.models import Account
from helpline.staff.roles import Role
from helpline.staff.sessions import USED
from tests.chat.acts import BOTH, is_there, says, starts, takes

pytestmark = pytest.mark.django_db(databases=BOTH)
A_MINUTE = timedelta(minutes=1)


def signed_in(account: Account) -> SignIn:
    client = Client()
    client.force_login(account)
    return account.pk, client.session.session_key


def read_alone(account: Account) -> DeskNow:
    """The same from the reads of one console."""
    offer = offer_event(account)
    talks, along = desk(account, {}), followed(account, {})
    headers = {row.contact: {**row.header, "contact": str(row.contact)} for row in along}
    own, others = [row.contact for row in talks], [row.contact for row in along]
    return DeskNow(
        account=account,
        presence=presence_event(account),
        offer=(offer["contact"], offer["expires_at"]) if offer else None,
        talks={row.contact: desks_view.TalkNow(row.seq, row.aside_seq, row.header) for row in talks},
        followed={
            row.contact: desks_view.TalkNow(row.seq, row.aside_seq, headers[row.contact]) for row in along
        },
        standing=list(standing_events([*own, *others], others)),
        calls=calls_for(account),
        transfers=transfer_events(account),
    )


def as_told(now: DeskNow) -> tuple[Any, ...]:
    standing = sorted(now.standing, key=lambda event: (event["contact"], event["type"]))
    return now.presence, now.offer, now.talks, now.followed, standing, now.calls, now.transfers


@pytest.fixture
def busy_line(content: None, ann: Account, ben: Account, sue: Account) -> list[Account]:
    """Ann has a talk with help, danger and a transfer to Ben, and a wrap-up; Ben an offer; Sue follows."""
    is_there(sue, capacity=4)
    talk, over, waits = (starts().contact for _ in range(3))
    takes(ann, talk)
    says(talk, "I hit the wall")
    takes(ann, over)
    follow(contact=talk.pk, by=sue)
    raise_help(contact=talk.pk, client_id=uuid4(), by=ann)
    raise_danger(contact=talk.pk, by=ann)
    ask_transfer(contact=talk.pk, handler=ben.username, skill="", note="please", client_id=uuid4(), by=ann)
    end_by_caller(contact=over.pk)
    today = timezone.localdate()
    post_notice(title="Wirral is full", text="Until Friday.", first_day=today, last_day=today, by=sue)
    now = timezone.now()
    Offer.objects.create(contact=waits, handler=ben, made_at=now, expires_at=now + A_MINUTE)
    return [ann, ben, sue]


def test_each_desk_is_as_its_console_would_read_it_alone(busy_line: list[Account]) -> None:
    sign_ins = {account: signed_in(account) for account in busy_line}

    found = desks_now(list(sign_ins.values()))

    for account, sign_in in sign_ins.items():
        assert as_told(found[sign_in]) == as_told(read_alone(account)), account
        assert found[sign_in].account == account
    ann, ben, sue = (found[sign_ins[account]] for account in busy_line)
    assert {event["type"] for event in ann.standing} == {"help", "danger", "watchers", "cues.judged"}
    assert [event["type"] for event in (*ann.transfers, *ben.transfers)] == ["transfer.asked", "transfer"]
    assert (len(sue.followed), len(sue.calls), len(ann.presence["notices"])) == (1, 1, 1)
    assert (ben.offer is not None, ann.presence["open"], ann.presence["wrapping_up"]) == (True, 1, 1)
    assert [talk.header["closes_at"] is not None for talk in ann.talks.values()].count(True) == 1


@pytest.mark.parametrize("number", [1, 20])
def test_twenty_desks_cost_as_many_questions_as_one(
    number: int, content: None, make_account: Callable[..., Account], django_assert_num_queries: Any
) -> None:
    sign_ins = []
    for n in range(number):
        account = is_there(make_account(Role.HANDLER, f"handler{n}"), capacity=4)
        takes(account, starts().contact)
        end_by_caller(contact=takes(account, starts().contact).pk)
        sign_ins.append(signed_in(account))

    # Accounts and sessions; leases, in a savepoint here; talks, who reads along, offers; the dangers and the
    # settings of the line that wrap-ups wait for; help, danger, watchers, cues; notices, and transfers.
    with django_assert_num_queries(2 + 4 + 3 + 2 + 4 + 2):
        found = desks_now(sign_ins)

    assert len(found) == number


def test_a_great_many_are_read_in_pieces(busy_line: list[Account], monkeypatch: pytest.MonkeyPatch) -> None:
    sign_ins = [signed_in(account) for account in busy_line]
    monkeypatch.setattr(desks_view, "PIECE", 2)

    assert desks_now(sign_ins).keys() == set(sign_ins)


def grow_old(sign_in: SignIn) -> None:
    store = SessionStore(sign_in[1])
    store[USED] = store[USED] - 1_801
    store.save()


@pytest.mark.parametrize(
    "happens",
    [
        lambda account, _: Account.objects.filter(pk=account.pk).update(role=Role.ANALYST),
        lambda account, _: Account.objects.filter(pk=account.pk).update(is_active=False),
        lambda account, _: Account.objects.filter(pk=account.pk).update(password="!changed"),
        lambda _, sign_in: Session.objects.filter(pk=sign_in[1]).delete(),
        lambda _, sign_in: Session.objects.filter(pk=sign_in[1]).update(expire_date=timezone.now()),
        lambda _, sign_in: grow_old(sign_in),
    ],
    ids=["role", "shut", "password", "signed out", "ran out", "unused"],
)
def test_who_may_not_stay_is_left_out_and_gives_no_sign_of_life(
    ann: Account, ben: Account, happens: Callable[[Account, SignIn], object]
) -> None:
    lost, stays = signed_in(ann), signed_in(ben)
    Presence.objects.update(seen_at=timezone.now() - A_MINUTE)
    before = Presence.objects.get(handler=ann).seen_at
    happens(ann, lost)

    assert desks_now([lost, stays]).keys() == {stays}
    assert Presence.objects.get(handler=ann).seen_at == before < Presence.objects.get(handler=ben).seen_at


def test_nobody_stays_by_the_session_of_another_or_by_none(ann: Account, ben: Account) -> None:
    assert desks_now([(ann.pk, signed_in(ben)[1]), (ann.pk, None)]) == {}


def test_a_lease_is_renewed_by_the_clock_and_one_that_ran_out_is_not(
    clock: time_machine.Traveller, ann: Account, ben: Account
) -> None:
    sign_ins = [signed_in(ann), signed_in(ben)]
    clock.shift(30)
    Presence.objects.filter(handler=ben).update(leased_until=timezone.now())

    # Ben's console renews it alone: whoever watches the board is told that he came back.
    assert desks_now(sign_ins).keys() == {sign_ins[0]}
    renewed = Presence.objects.get(handler=ann)
    assert renewed.seen_at == timezone.now()
    assert renewed.leased_until == timezone.now() + timedelta(seconds=45)
