"""One read of the board: what is in it, in which order, and that many handlers cost no more queries."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from chat.board_view import FIRST, MOST_ALERTS, board
from chat.harm import HARM
from chat.models import Alert, Contact, Presence
from chat.services.alerts import answer_alert, raise_alert
from chat.services.contacts import set_level
from chat.services.ending import end_by_handler
from chat.services.known import hand_over_known
from chat.services.presence import renew_presence
from helpline.staff.models import Account
from helpline.staff.roles import Role
from tests.chat.acts import BOTH, is_there, starts, takes

pytestmark = pytest.mark.django_db(databases=BOTH)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def test_an_empty_line_is_all_noughts(db: None) -> None:
    shown = board()

    assert {name: shown["line"][name] for name in ("waiting", "longest_since", "talking", "wrapping_up")} == {
        "waiting": 0,
        "longest_since": None,
        "talking": 0,
        "wrapping_up": 0,
    }
    assert (shown["waiting"], shown["talks"], shown["handlers"], shown["alerts"]) == ([], [], [], [])


def test_the_first_ten_are_shown_and_all_are_counted(content: None, clock: time_machine.Traveller) -> None:
    first = starts()
    clock.shift(60)
    for _ in range(FIRST):
        starts()
    urgent = starts(safe_now=False)

    shown = board()
    assert shown["line"]["waiting"] == FIRST + 2
    # Whoever has waited longest, not whoever stands first.
    assert shown["line"]["longest_since"] == NOON.isoformat()
    assert len(shown["waiting"]) == FIRST
    assert [row["contact"] for row in shown["waiting"][:2]] == [
        str(urgent.contact.pk),
        str(first.contact.pk),
    ]
    assert [row["position"] for row in shown["waiting"]] == list(range(1, FIRST + 1))


def test_a_talk_says_who_since_when_and_whether_the_caller_is_there(
    content: None, ann: Account, clock: time_machine.Traveller
) -> None:
    contact = takes(ann, starts().contact)
    set_level(contact=contact.pk, level="urgent", by=ann)
    clock.shift(46)
    renew_presence(by=ann)

    assert board()["talks"] == [
        {
            "contact": str(contact.pk),
            "handler": "ann",
            "since": NOON.isoformat(),
            "level": "urgent",
            "caller": "away",
            "channel": "web_chat",
        }
    ]


def test_practice_and_other_queues_are_not_on_the_board(content: None, ann: Account) -> None:
    starts()
    Contact.objects.update(queue="practice", practice=True)

    shown = board()
    assert (shown["line"]["waiting"], shown["waiting"]) == (0, [])


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({"available": True}, {"state": "available", "reason": None, "until": None}),
        (
            {"available": False, "break_reason": "meal"},
            {"state": "break", "reason": "meal", "until": None},
        ),
        ({"available": False}, {"state": "away", "reason": None, "until": None}),
        (
            {"available": True, "paused_until": NOON + timedelta(minutes=5)},
            {"state": "paused", "reason": None, "until": "2026-11-20T12:05:00+00:00"},
        ),
        (
            {"available": True, "paused_until": NOON},
            {"state": "available", "reason": None, "until": None},
        ),
    ],
)
def test_a_handler_is_in_one_state(fields: dict[str, Any], wanted: dict[str, Any], ann: Account) -> None:
    Presence.objects.update(**fields)

    (row,) = board()["handlers"]
    assert {name: row[name] for name in wanted} == wanted


def test_a_wrap_up_to_do_shows_as_one(content: None, ann: Account) -> None:
    ended = takes(ann, starts().contact)
    end_by_handler(contact=ended.pk, by=ann)
    (row,) = board()["handlers"]

    assert (row["state"], row["talking"], row["wrapping_up"]) == ("wrapping_up", 0, 1)


def test_a_handler_shows_skills_by_name_and_training(ann: Account) -> None:
    Account.objects.update(skills=["language:cy", "under_18"])
    Presence.objects.update(training=True)

    (row,) = board()["handlers"]
    assert (row["skills"], row["training"]) == (["Speaks Welsh", "Work with under-18s"], True)

    Presence.objects.update(skills=["under_18"], skills_until=NOON + timedelta(hours=1))
    (row,) = board()["handlers"]
    assert row["skills"] == ["Work with under-18s"]


def test_whose_lease_has_run_out_is_not_there(ann: Account, clock: time_machine.Traveller) -> None:
    clock.shift(46)

    assert board()["handlers"] == []


def test_hands_raised_come_first_and_answered_alerts_last_until_they_fade(
    ann: Account, make_account: Callable[..., Account], clock: time_machine.Traveller
) -> None:
    sue = make_account(Role.SUPERVISOR, "sue")
    answered = raise_alert(kind=Alert.Kind.DEBRIEF, about=ann)
    answer_alert(alert=answered.pk, by=sue)
    raise_alert(kind=Alert.Kind.DROPPED, about=ann, contact=uuid4())
    clock.shift(1)
    raise_alert(kind=Alert.Kind.HELP, about=ann, contact=uuid4())
    raise_alert(kind=Alert.Kind.UNWRAPPED, about=ann, contact=uuid4())

    shown = [row["kind"] for row in board()["alerts"]]
    assert (set(shown[:2]), shown[2:]) == ({"help", "unwrapped"}, ["dropped", "debrief"])
    assert board()["alerts"][3]["answered_by"] == "sue"
    clock.shift(600)
    assert [row["kind"] for row in board()["alerts"]][2:] == ["dropped"]


def test_what_is_open_stands_by_its_harm_and_not_by_its_time(
    ann: Account, clock: time_machine.Traveller
) -> None:
    for kind in ("boundary", "debrief", "dropped", "untaken", "help", "left_open", "corrected"):
        raise_alert(kind=Alert.Kind(kind), about=ann, contact=uuid4())
        clock.shift(1)

    assert [row["kind"] for row in board()["alerts"]] == [
        "help", "left_open", "corrected", "untaken", "dropped", "boundary", "debrief",
    ]  # fmt: skip


def test_every_kind_of_alert_has_its_place(db: None) -> None:
    assert sorted(kind for kinds in HARM for kind in kinds) == sorted(Alert.Kind.values)


def test_why_a_danger_was_left_open_stands_beside_it(ann: Account) -> None:
    raise_alert(kind=Alert.Kind.LEFT_OPEN, about=ann, contact=uuid4(), because=Alert.Because.TOLD)
    raise_alert(kind=Alert.Kind.DROPPED, about=ann)

    assert [row["because"] for row in board()["alerts"]] == ["told", None]


def test_who_may_not_take_a_caller_is_named_beside_them_without_a_reason(
    contact_talking: Contact, ann: Account
) -> None:
    starts()
    hand_over_known(contact=contact_talking.pk, by=ann)

    assert [row["cannot"] for row in board()["waiting"]] == [["ann"], []]


def test_old_alerts_that_nobody_took_up_hide_no_hand_that_is_raised(
    ann: Account, clock: time_machine.Traveller
) -> None:
    for _ in range(MOST_ALERTS):
        raise_alert(kind=Alert.Kind.BOUNDARY, about=ann, contact=uuid4())
    clock.shift(1)
    hand = raise_alert(kind=Alert.Kind.HELP, about=ann, contact=uuid4())

    shown = board()["alerts"]
    assert (len(shown), shown[0]["alert"]) == (MOST_ALERTS, str(hand.pk))


def test_what_came_again_says_how_often_and_when_and_stands_before_what_is_cut_off(
    ann: Account, clock: time_machine.Traveller
) -> None:
    raise_alert(kind=Alert.Kind.MISSED, about=ann)
    clock.shift(1)
    for _ in range(MOST_ALERTS):
        raise_alert(kind=Alert.Kind.DROPPED, about=ann, contact=uuid4())
    assert "missed" not in {row["kind"] for row in board()["alerts"]}
    clock.shift(60)
    raise_alert(kind=Alert.Kind.MISSED, about=ann)

    (row,) = [row for row in board()["alerts"] if row["kind"] == "missed"]
    assert (row["raised_at"], row["times"]) == (NOON.isoformat(), 2)
    assert row["again_at"] == (NOON + timedelta(seconds=61)).isoformat()


@pytest.mark.parametrize("number", [1, 6])
def test_the_board_asks_as_much_of_the_database_for_many(
    number: int, content: None, make_account: Callable[..., Account], django_assert_num_queries: Any
) -> None:
    for n in range(number):
        handler = is_there(make_account(Role.HANDLER, f"handler{n}"))
        for _ in range(2):
            takes(handler, starts().contact)
        starts()
        raise_alert(kind=Alert.Kind.HELP, about=handler)
    board()

    # Hours; waiting counted, before a newcomer, the first, and who may not take them; talks, wrap-ups,
    # handlers, alerts.
    with django_assert_num_queries(9):
        board()
