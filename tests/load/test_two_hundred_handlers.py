"""200 handlers, 600 conversations and 1,000 who wait, on PostgreSQL, Redis and three server processes.

Every handler has a real socket. Of the callers forty have one; the others are contacts alone, since 1,600
sockets more would measure this machine and not the service: nobody is assigned by a caller's socket.
"""

import asyncio
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from websockets.exceptions import ConnectionClosed

from tests.live import RAISED, Server
from tests.live_code import SIGNING_IN
from tests.live_http import Event
from tests.live_people import LiveCaller, LiveHandler
from tests.servers import PostgreSQL, Redis, running

pytestmark = pytest.mark.long
HANDLERS, TALKS_EACH, WAITING, CALLERS, PROCESSES = 200, 3, 1_000, 40, 3
TALKS = HANDLERS * TALKS_EACH
# As many commands as are under way at a time; each still meets all the others' rows and hints.
AT_A_TIME = 40
# Ends a run that hangs; nothing here asserts speed.
WHOLE_RUN_SECONDS = 1_500

PREPARE = """
import json
from datetime import timedelta
from pathlib import Path
from uuid import uuid4
from django.utils import timezone
from chat.models import Contact
from chat.services.contacts import start_contact
from chat.starting import StartRequest
from helpline.kernel.keystore import create_key
from helpline.staff.models import Account
cookies = {{}}
for number in range({handlers}):
    account = Account.objects.create(username=f"load{{number:03}}", role="handler", password="!")
    cookies[account.username] = cookie_of(account)
people = []
for number in range({callers}):
    started = start_contact(request=StartRequest(about="own_behaviour", safe_now=number % 20 > 0))
    people.append([str(started.contact.pk), started.token])
now = timezone.now()
rows = [
    Contact(token_digest=uuid4().hex, consent_version=1, consented_at=now, about="unsure",
            joined_at=now + timedelta(milliseconds=n), rank=2 if n % 20 == 0 else 4)
    for n in range({contacts} - {callers})
]
for row in rows:
    create_key(contact=row.pk)
Contact.objects.bulk_create(rows)
# Who has no page here is there all the same until the run is over.
Contact.objects.update(caller_seen_at=timezone.now() + timedelta(days=1))
Path({out!r}).write_text(json.dumps([cookies, people]))
"""
PUSH = """
from chat.models import LineSettings
from chat.services.rounds import go_round
LineSettings.objects.create(version=1, routing="push", offer_seconds=300)
go_round()
"""


class QuietHandler(LiveHandler):
    """A handler who keeps nothing of the queue: two hundred copies of it would fill the memory."""

    cookie: str
    # What is offered just now.
    offer: str | None = None

    async def _read(self, socket: Any) -> None:
        try:
            async for frame in socket:
                if frame.startswith('{"type":"queue.changed"'):
                    continue
                async with self._news:
                    event: Event = json.loads(frame)
                    if event["type"] == "offer":
                        self.offer = event["contact"]
                    self._take(event)
                    self._news.notify_all()
        except ConnectionClosed:
            pass
        async with self._news:
            self._news.notify_all()

    async def joins(self, after: dict[str, int] | None = None) -> None:
        hello = {"type": "hello", "after": after or {}}
        await self._connect("/ws/handler/", hello, {"Cookie": self.cookie})
        await self.until(lambda: self.events("queue.snapshot"))


class KnownCaller(LiveCaller):
    """A caller whose contact was begun before."""

    @classmethod
    def of(cls, server: Server, contact: str, token: str) -> "KnownCaller":
        caller = cls(server)
        caller.contact, caller.token = contact, token
        return caller


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[list[Server]]:
    """Several processes of the service on one PostgreSQL and one Redis, as `deploy/` has them."""
    with running(PostgreSQL) as postgres, running(Redis) as redis:
        shared = {
            "HELPLINE_DATABASE_URL": postgres.create_database("words"),
            "HELPLINE_KEYS_DATABASE_URL": postgres.create_database("keys"),
            "HELPLINE_REDIS_URL": redis.url,
            # Nobody is judged gone by how slow this machine is.
            "HELPLINE_LEASE_SECONDS": "3600",
            **RAISED,
        }
        processes = []
        for number in range(PROCESSES):
            (tmp_path / f"server{number}").mkdir()
            processes.append(Server(tmp_path / f"server{number}", shared))
        # One secret for all: a session of one is a session of the others.
        for server in processes:
            server.settings["HELPLINE_SECRET_KEY"] = "of this run alone, and as long as it has to be " * 2
            server.settings["HELPLINE_KEK"] = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
            server.settings["HELPLINE_ORIGINS"] = ",".join(each.origin for each in processes)
        try:
            for server in processes:
                server.start()
            yield processes
        finally:
            for server in processes:
                server.stop()


def rows_of(server: Server, query: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(server.settings["HELPLINE_DATABASE_URL"]) as connection:
        return connection.execute(query).fetchall()  # type: ignore[arg-type]


class Crowd:
    """All the handlers, spread over the processes, a few of them acting at a time."""

    def __init__(self, handlers: list[QuietHandler]) -> None:
        self.handlers = handlers
        self.gate = asyncio.Semaphore(AT_A_TIME)

    @classmethod
    async def comes(cls, servers: list[Server], cookies: dict[str, str]) -> "Crowd":
        crowd = cls([])
        for number, cookie in enumerate(cookies.values()):
            handler = QuietHandler(servers[number % len(servers)])
            handler.cookie = cookie
            crowd.handlers.append(handler)
        await crowd.all_do(lambda handler: handler.joins())
        capacity = TALKS_EACH + 1
        await crowd.all_do(lambda h: h.does(type="presence.set", available=True, capacity=capacity))
        return crowd

    async def all_do(self, act: Any) -> list[Any]:
        async def one(handler: QuietHandler) -> Any:
            async with self.gate:
                return await act(handler)

        return await asyncio.gather(*(one(handler) for handler in self.handlers))


async def accepts(handler: QuietHandler) -> str:
    offered = await handler.until(lambda: handler.offer)
    ack = await handler.does(type="queue.take", contact=offered)
    return str(ack["contact"])


async def test_nobody_is_lost_or_has_two_handlers(servers: list[Server], tmp_path: Path) -> None:
    out = tmp_path / "people.json"
    contacts = TALKS + WAITING
    servers[0].run_code(
        SIGNING_IN + PREPARE.format(handlers=HANDLERS, contacts=contacts, callers=CALLERS, out=str(out))
    )
    cookies, people = json.loads(out.read_text())
    async with asyncio.timeout(WHOLE_RUN_SECONDS):
        crowd = await Crowd.comes(servers, cookies)
        callers = [KnownCaller.of(servers[n % len(servers)], *people[n]) for n in range(CALLERS)]
        await asyncio.gather(*(caller.joins() for caller in callers))

        taken: list[str] = []
        for _ in range(TALKS_EACH):
            acks = await crowd.all_do(lambda handler: handler.does(type="queue.take"))
            taken += [str(ack["contact"]) for ack in acks]
        check_shares(servers[0], taken, each=TALKS_EACH, waiting=WAITING)

        # Beside the sockets, which have to answer the server's pings meanwhile.
        await asyncio.to_thread(servers[0].run_code, PUSH)
        taken += await crowd.all_do(accepts)
        check_shares(servers[0], taken, each=TALKS_EACH + 1, waiting=WAITING - HANDLERS)

        held = await crowd.all_do(lambda handler: say_to_all(handler))
        stored = rows_of(servers[0], "SELECT count(*) FROM chat_message WHERE sender = 'handler'")
        assert stored == [(sum(held),)] == [(len(taken),)]
        talking = {
            str(row[0]) for row in rows_of(servers[0], "SELECT id FROM chat_contact WHERE state='talking'")
        }
        for caller in callers:
            if caller.contact in talking:
                await caller.hears(f"hello {caller.contact}")
        for person in [*crowd.handlers, *callers]:
            await person.hangs_up()
    numbers = f"{HANDLERS} handlers, {len(taken)} taken, {WAITING - HANDLERS} wait on, {PROCESSES} processes"
    print(f"\n{numbers}: none lost, none doubled")  # noqa: T201 - the figures of the run are asked for


async def say_to_all(handler: QuietHandler) -> int:
    """Say one thing to each of one's own contacts; return how many there were."""
    await handler.until(lambda: len(handler.contacts) == TALKS_EACH + 1)
    for contact in handler.contacts:
        await handler.says(contact, f"hello {contact}")
    return len(handler.contacts)


def check_shares(server: Server, taken: list[str], *, each: int, waiting: int) -> None:
    """Hold the rows to what was acknowledged: one owner for each, the same number at each desk."""
    assert len(taken) == len(set(taken)) == HANDLERS * each
    talking = rows_of(server, "SELECT id, handler_id FROM chat_contact WHERE state = 'talking'")
    assert {str(id) for id, _ in talking} == set(taken)
    assert Counter(Counter(handler for _, handler in talking).values()) == {each: HANDLERS}
    assert rows_of(server, "SELECT count(*) FROM chat_contact WHERE state = 'waiting'") == [(waiting,)]
    acts = rows_of(server, "SELECT subject FROM staff_auditevent WHERE event = 'contact.taken'")
    assert sorted(subject for (subject,) in acts) == sorted(taken)
