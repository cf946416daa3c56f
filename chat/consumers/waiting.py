"""Long polling: a request for a contact's events is held until there is news (docs/adr/0016).

It stands before Django, because a view would keep a thread for as long as it waits. It answers
nothing itself: whatever is told is told by the view, with its headers and its refusals.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from channels.db import database_sync_to_async
from channels.layers import get_channel_layer
from django.conf import settings

from chat import events
from chat.access import contact_of_token
from chat.caller_view import caller_view
from chat.errors import TokenInvalid
from chat.models import Contact
from chat.services.presence import renew_caller
from chat.states import State
from helpline.kernel.draining import draining
from helpline.kernel.live import server_loop
from helpline.kernel.metrics import polls

logger = logging.getLogger(__name__)

PATH = "/api/contact/events"
PASSING = "helpline.passing"
NO_WORDS = 10**10

Scope = dict[str, Any]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Application = Callable[[Any, Any, Any], Awaitable[None]]


@dataclass(frozen=True)
class Asked:
    """What a request that may wait says: who it is, what it has, and for how many seconds."""

    token: str
    after: int
    mark: str
    wait: int


def asked_of(scope: Scope) -> Asked | None:
    """Return what is asked for, None where there is nothing to wait for: the view answers that at once."""
    if scope["type"] != "http" or scope["path"] != PATH or scope["method"] != "GET":
        return None
    query = dict(parse_qsl(scope.get("query_string", b"").decode("latin-1")))
    scheme, _, token = dict(scope["headers"]).get(b"authorization", b"").decode("latin-1").partition(" ")
    wait, after = query.get("wait", "0"), query.get("after", "0")
    if scheme != "Bearer" or not all(n.isascii() and n.isdigit() and len(n) <= 10 for n in (wait, after)):
        return None
    if not 0 < int(wait) <= settings.HELPLINE_DEADLINES["poll_seconds"]:
        return None
    return Asked(token.strip(), int(after), query.get("mark", ""), int(wait))


class NoPlace(Exception):
    """As many requests wait as may."""


class HoldForNews:
    """Passes every request on to `application`, those for events once there is something to tell."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.held: Counter[UUID] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Any) -> None:
        asked = asked_of(scope)
        if asked is None:
            await self.application(scope, receive, send)
            return
        request = await receive()
        if request["type"] != "http.request" or request.get("more_body"):
            # A body has no place here: whoever sends one waits for nothing.
            await self.application(scope, _replayed(request, receive), send)
            return
        # The body is over, so that all that can come is the end of the connection.
        gone = asyncio.ensure_future(receive())
        passing: list[events.Event] = []
        try:
            await self._hold(asked, gone, passing)
            if not gone.done():
                await self.application({**scope, PASSING: passing}, _replayed(request, lambda: gone), send)
        finally:
            gone.cancel()

    async def _hold(self, asked: Asked, gone: "asyncio.Future[Message]", passing: list[events.Event]) -> None:
        """Return when there is news, the time is over, client or process goes, or waiting is not possible."""
        server_loop.remember()
        try:
            found = await database_sync_to_async(contact_of_token)(asked.token)
            with self._a_place(found.pk):
                async with asyncio.timeout(asked.wait):
                    with draining.held() as leave:
                        await _news(found, asked, {gone, leave}, passing)
        except (TokenInvalid, NoPlace, TimeoutError):
            pass
        except Exception as failure:
            # The database or the layer is away: the view says what can be said. Without the text.
            logger.error("a request could not wait: %s", type(failure).__name__)

    @contextmanager
    def _a_place(self, contact: UUID) -> Iterator[None]:
        """Count one more that waits. Raises NoPlace where too many do."""
        limits = settings.HELPLINE_LIMITS
        many = self.held.total() >= limits["waiting_polls"]
        if many or self.held[contact] >= limits["waiting_polls_per_contact"]:
            raise NoPlace
        self.held[contact] += 1
        polls.inc()
        try:
            yield
        finally:
            polls.dec()
            self.held[contact] -= 1
            self.held += Counter()


async def _news(
    contact: Contact, asked: Asked, ends: "set[asyncio.Future[Any]]", passing: list[events.Event]
) -> None:
    """Return once something is new or one of `ends` is done. Hints are joined first: none is missed."""
    layer = get_channel_layer()
    channel = await layer.new_channel()
    rooms = _rooms(contact)
    for room in rooms:
        await layer.group_add(room, channel)
    hint = asyncio.ensure_future(layer.receive(channel))
    try:
        look = True
        while not look or not await database_sync_to_async(_is_news)(contact, asked):
            tick = settings.HELPLINE_DEADLINES["resync_seconds"]
            await asyncio.wait({hint, *ends}, timeout=tick, return_when=asyncio.FIRST_COMPLETED)
            if any(end.done() for end in ends):
                return
            look = True
            if hint.done():
                heard = hint.result()
                hint = asyncio.ensure_future(layer.receive(channel))
                look = heard["type"] != "hint.passing"
                if not look and heard["sender"] == "handler":
                    passing.append(heard["event"])
                    return
    finally:
        hint.cancel()
        await asyncio.wait({hint}, timeout=1)
        for room in rooms:
            await layer.group_discard(room, channel)


def _rooms(contact: Contact) -> list[str]:
    """Return the groups whose hints matter; others' comings and goings only to those who wait."""
    rooms = [events.contact_group(contact.pk)]
    return [*rooms, events.queue_group(contact.queue)] if contact.state == State.WAITING else rooms


def _is_news(contact: Contact, asked: Asked) -> bool:
    """Renew the sign of life and tell whether there is anything to say. No words are read for it."""
    token = contact.token_digest
    renew_caller(contact=contact.pk, token=token)
    try:
        view = caller_view(contact.pk, after=NO_WORDS, token=token)
    except TokenInvalid:
        # Somebody came back with a code: the view says that this token opens nothing any more.
        return True
    if view is None or view.state == State.ENDED or view.seq > asked.after:
        return True
    return bool(asked.mark) and view.mark != asked.mark


def _replayed(request: Message, following: Receive) -> Receive:
    """Give the request to whoever asks first; after that what `following` gives."""
    left = [request]

    async def receive() -> Message:
        return left.pop() if left else await following()

    return receive
