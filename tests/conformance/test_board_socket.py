"""The supervisors' socket: who may watch, what comes after hello, and what comes when something changes."""

import asyncio
import threading
from typing import Any

import pytest
from channels.db import database_sync_to_async
from django.contrib.sessions.models import Session
from django.utils import timezone

from chat.consumers import board_reads
from chat.consumers.open_sockets import open_sockets
from chat.models import Alert
from chat.services.alerts import answer_alert, raise_alert
from chat.services.contacts import Started
from chat.services.minutes import note_minute
from helpline.staff.models import Account
from helpline.staff.roles import Role
from tests.conformance.test_asyncapi import Recording, messages, why_not
from tests.people import Caller, Handler, Supervisor, a_caller_starts


@pytest.fixture
def sue(transactional_db: None) -> Account:
    return Account.objects.create_account(username="sue", password=None, role=Role.SUPERVISOR)


@pytest.mark.parametrize("role", [None, Role.HANDLER, Role.ANALYST, Role.ADMIN])
async def test_who_may_not_see_the_board_is_closed_with_4403(
    role: Role | None, transactional_db: None
) -> None:
    account = role and await database_sync_to_async(Account.objects.create_account)(
        username="somebody", password=None, role=role
    )
    watcher = Supervisor(account or None)
    await watcher.opens()

    assert await watcher.is_closed() == 4403


@pytest.mark.parametrize("origin", [None, b"https://elsewhere.example"])
async def test_a_page_of_another_site_cannot_open_a_board(origin: bytes | None, sue: Account) -> None:
    accepted, _ = await Supervisor(sue, origin=origin).opens()

    assert accepted is False


async def test_another_protocol_is_not_spoken(sue: Account) -> None:
    accepted, _ = await Supervisor(sue, subprotocols=["chat"]).opens()

    assert accepted is False


async def test_after_hello_comes_the_whole_board_without_words(sue: Account, handler1: Account) -> None:
    secret = "tell her I'll top myself if she doesn't come home"
    started = await a_caller_starts(first_message=secret)
    later = await a_caller_starts(about="work")
    async with Handler(handler1) as handler:
        await handler.is_available()
        await handler.takes(str(started.contact.pk))
        async with Supervisor(sue) as board:
            shown = board.board

    assert (shown["line"]["waiting"], shown["line"]["talking"]) == (1, 1)
    assert [(row["contact"], row["about"]) for row in shown["waiting"]] == [(str(later.contact.pk), "work")]
    assert [(row["contact"], row["handler"]) for row in shown["talks"]] == [
        (str(started.contact.pk), "handler1")
    ]
    assert [(row["handler"], row["state"], row["talking"]) for row in shown["handlers"]] == [
        ("handler1", "available", 1)
    ]
    assert "top myself" not in str(shown)


async def test_a_caller_who_comes_is_taken_and_leaves_is_seen_at_every_step(
    sue: Account, handler1: Account
) -> None:
    async with Supervisor(sue) as board, Handler(handler1) as handler:
        await board.sees("handlers", lambda rows: [row["state"] for row in rows] == ["away"])
        started = await a_caller_starts()
        await board.sees("line", lambda line: line["waiting"] == 1)
        await handler.is_available()
        await board.sees("handlers", lambda rows: [row["state"] for row in rows] == ["available"])
        await handler.takes()
        await board.sees("talks", lambda rows: [row["contact"] for row in rows] == [str(started.contact.pk)])
        async with Caller(started) as caller:
            await caller.ends()
        await board.sees("talks", lambda rows: rows == [])
        await board.sees("handlers", lambda rows: [row["wrapping_up"] for row in rows] == [1])
        assert board.board["line"]["wrapping_up"] == 1


async def test_a_raised_hand_is_seen_and_so_is_who_looks(sue: Account, handler1: Account) -> None:
    started = await a_caller_starts()
    async with Handler(handler1) as handler, Supervisor(sue) as board:
        await handler.is_available()
        await handler.takes(str(started.contact.pk))
        # A hand that was seen stays for as long as its talk.
        alert = await database_sync_to_async(raise_alert)(
            kind=Alert.Kind.HELP, contact=started.contact.pk, about=handler1
        )
        (row,) = await board.sees("alerts", lambda rows: len(rows) == 1)
        assert (row["kind"], row["about"], row["answered_by"]) == ("help", "handler1", None)

        await database_sync_to_async(answer_alert)(alert=alert.pk, by=sue)
        await board.sees("alerts", lambda rows: [row["answered_by"] for row in rows] == ["sue"])


async def test_a_minute_that_was_kept_is_told_once(sue: Account) -> None:
    await database_sync_to_async(note_minute)(now=timezone.now())
    async with Supervisor(sue) as board:
        history = await board.hears("board.history")
        await database_sync_to_async(raise_alert)(kind=Alert.Kind.DROPPED)
        await board.sees("alerts", bool)

        assert len(history["minutes"]) == 1
        assert await board.hears_nothing("board.history")


async def test_a_supervisor_demoted_while_watching_is_shown_out_and_told_nothing_more(
    sue: Account, handler1: Account
) -> None:
    async with Supervisor(sue) as board:
        await database_sync_to_async(Account.objects.filter(pk=sue.pk).update)(role=Role.HANDLER)
        await database_sync_to_async(raise_alert)(kind=Alert.Kind.HELP, about=handler1)

        assert await board.is_closed() == 4403
        assert [event for event in board.heard if event["type"] == "board.changed"] == []


async def test_a_session_that_ended_ends_the_board_at_the_next_tick(
    sue: Account, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.HELPLINE_DEADLINES = {**settings.HELPLINE_DEADLINES, "resync_seconds": 0.1}
    async with Supervisor(sue) as board:
        await database_sync_to_async(Session.objects.all().delete)()

        assert await board.is_closed() == 4403


async def test_many_changes_at_once_are_few_reads_shared_by_all_boards(
    sue: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[str] = []
    look = board_reads._look
    monkeypatch.setattr(board_reads, "_look", lambda queue: reads.append(queue) or look(queue))
    async with Supervisor(sue) as one, Supervisor(sue) as two:
        before = len(reads)
        for _ in range(20):
            await a_caller_starts()
        await one.sees("line", lambda line: line["waiting"] == 20)
        await two.sees("line", lambda line: line["waiting"] == 20)

        assert before <= 2
        assert 1 <= len(reads) - before < 20


async def test_a_look_that_fails_ends_no_board(
    sue: Account, started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = threading.Event()

    def away(queue: str) -> None:
        asked.set()
        raise RuntimeError("the database is away")

    async with Supervisor(sue) as board:
        with monkeypatch.context() as broken:
            broken.setattr(board_reads, "_look", away)
            await a_caller_starts()
            assert await asyncio.to_thread(asked.wait, 10)
            assert await board.hears_nothing("board.changed")
        await a_caller_starts()

        assert (await board.sees("line", lambda line: line["waiting"] == 3))["waiting"] == 3


async def test_what_is_not_understood_is_refused_and_hello_is_said_once(sue: Account) -> None:
    async with Supervisor(sue) as board:
        for frame in ("{", {"type": "queue.take"}, {"type": "hello"}):
            await board.sends(frame)
            assert await board.hears_error() == "command.invalid"


class RecordingSupervisor(Recording, Supervisor):
    pass


async def test_everything_that_a_board_is_told_fits(
    sue: Account, handler1: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    await database_sync_to_async(note_minute)(now=timezone.now())
    watcher = RecordingSupervisor(sue)
    async with watcher, Handler(handler1) as handler:
        await a_caller_starts(interpreter="British Sign Language", language="cy", safe_now=False)
        await database_sync_to_async(raise_alert)(kind=Alert.Kind.HELP, about=handler1)
        await watcher.sees("waiting", bool)
        await watcher.sees("alerts", bool)
        await handler.is_available()
        await handler.takes()
        await watcher.sees("talks", bool)
        await watcher.sends("not json")
        await watcher.hears("error")
        for socket in open_sockets().all():
            socket.move(after_ms=0)
        await watcher.hears("reconnect")
        assert await watcher.hears_nothing("pong")

    for event in watcher.everything:
        assert why_not("boardHears", event) == [], event
    assert {event["type"] for event in watcher.everything} == set(messages("boardHears"))


@pytest.mark.parametrize(("took", "apart"), [(0.0, 0.25), (0.05, 0.25), (0.1, 0.4), (0.25, 1.0), (9.0, 1.0)])
def test_slow_reads_lie_further_apart_and_never_more_than_a_second(took: float, apart: float) -> None:
    assert board_reads.apart(took) == apart
