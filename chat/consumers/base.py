"""What both sockets share: hello, refusals, limits, heartbeat, and one delivery at a time."""

import asyncio
import json
import logging
from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from channels.exceptions import StopConsumer
from django.conf import settings
from django.db import DatabaseError

from chat import events
from chat.commands import Ping
from chat.consumers.delivered import note_said
from chat.consumers.open_sockets import open_sockets
from chat.consumers.turns import TakesTurns
from chat.errors import CommandInvalid, NotStored
from chat.frames import id_of
from helpline.kernel.draining import draining
from helpline.kernel.errors import HelplineError
from helpline.kernel.live import server_loop
from helpline.kernel.metrics import refused, turned_away
from helpline.kernel.networks import address_of_scope
from helpline.kernel.throttle import ProcessBuckets, Rate, TooFast

logger = logging.getLogger(__name__)

SUBPROTOCOL = "helpline.v1"
CLOSE_NO_HELLO = 4408
CLOSE_MISTAKES = 4400
CLOSE_TOKEN = 4401
CLOSE_FORBIDDEN = 4403
CLOSE_TOO_FAST = 4429
CLOSE_MOVE = 4503
# Membership of a group ends after a day: it is renewed every hour.
REJOIN_TICKS = 360
PASSING = Rate(burst=20, per_second=5)
# Made once: `json.dumps` with options of one's own makes an encoder for every frame.
as_frame = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class HelplineConsumer(TakesTurns):
    """One socket. A refusal is answered with its code and the socket stays open.

    Children give `parse` (a frame to a command), `acts` (a command's class to the method
    that does it) and `tick` (what happens every few seconds).
    """

    # Whose socket it is, for whoever watches.
    kind: str
    parse: Callable[[str], Any]
    acts: ClassVar[dict[type[Any], str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.greeted = False
        # Set while the timer reads: what it finds no hint had told of.
        self.looking_again = False
        self.mistakes = 0
        self.refusals = 0
        self.asked_to_move = self.sent_away = False
        self.rooms: set[str] = set()
        self.passing = ProcessBuckets()
        self.tasks: list[asyncio.Task[None]] = []
        # Deliveries come from hints, commands and the timer; one at a time keeps them in order.
        self.delivering = asyncio.Lock()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Run until the socket ends, however it ends.

        `disconnect` is not called when an error or the server ends the consumer, and on Redis the
        layer's read may swallow that the consumer was cancelled. A task that went on would keep
        its caller or handler present for ever.
        """
        inner = asyncio.create_task(super().__call__(scope, receive, send))
        try:
            await asyncio.wait([inner])
        finally:
            self.stop()
            open_sockets().gone(self)
            inner.cancel()
        await inner

    def stop(self) -> None:
        """Stop what runs beside the socket: from now on it gives no sign of life."""
        for task in self.tasks:
            task.cancel()

    async def connect(self) -> None:
        server_loop.remember()
        if SUBPROTOCOL not in self.scope.get("subprotocols", []):
            await self.close()
            return
        if not open_sockets().come(self, address_of_scope(self.scope)):
            turned_away.labels("socket").inc()
            # Before it is accepted: in a flood each step counts, and a page goes on by long polling.
            await self.close()
            return
        # Accepted before anything is refused: only then does the browser learn the closing code.
        await self.accept(subprotocol=SUBPROTOCOL)
        if await self.admit():
            self.tasks.append(asyncio.create_task(self._expect_hello()))

    def cut(self) -> None:
        """Close a socket that has not said hello, for others'."""
        turned_away.labels("silent_socket").inc()
        self.tasks.append(asyncio.create_task(self.close(CLOSE_NO_HELLO)))

    def move(self, *, after_ms: int) -> None:
        """Ask for another socket in place of this one, which goes on until then."""
        self.asked_to_move = True
        self.tasks.append(asyncio.create_task(self.say(events.reconnect(after_ms=after_ms))))

    def send_away(self) -> None:
        """Close for good, since the process ends."""
        if not self.sent_away:
            self.sent_away = True
            self.tasks.append(asyncio.create_task(self.close(CLOSE_MOVE)))

    async def greet(self, holder: object) -> bool:
        """Note who holds this socket; False, and closed, when they hold or open too many."""
        if open_sockets().greet(self, holder):
            return True
        await self.close(CLOSE_TOO_FAST)
        return False

    async def admit(self) -> bool:
        """Tell whether this socket may go on to say hello; close it when not."""
        return True

    async def disconnect(self, code: int) -> None:
        self.stop()
        for room in list(self.rooms):
            await self.leave(room)

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Do what a frame or a hint asks; a hint that cannot be followed now is made up for by the timer."""
        try:
            await super().dispatch(message)
        except StopConsumer:
            raise
        except Exception as failure:
            if not message["type"].startswith("hint."):
                raise
            # The database is away for a moment. Without the text: an exception may quote a row.
            logger.error("a hint could not be followed: %s %s", message["type"], type(failure).__name__)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        try:
            command = type(self).parse(text_data or "")
            if isinstance(command, Ping):
                await self.say({"type": "pong"})
                return
            act = self.acts.get(type(command))
            if act is None:
                raise CommandInvalid
            await getattr(self, act)(command)
        except HelplineError as refusal:
            await self._refuse(refusal, _id_in(text_data))
        except DatabaseError as failure:
            # The socket stays open and the command may come again. Without the text, as above.
            logger.error("a command was not done: %s", type(failure).__name__)
            await self._refuse(NotStored(), _id_in(text_data))

    async def _refuse(self, refusal: HelplineError, id: str | None) -> None:
        refused(refusal.code)
        await self.say(events.error(refusal.as_wire(), id))
        limits = settings.HELPLINE_LIMITS
        self.mistakes += isinstance(refusal, CommandInvalid)
        self.refusals += isinstance(refusal, TooFast)
        if self.mistakes >= limits["mistakes_before_close"]:
            await self.close(CLOSE_MISTAKES)
        elif self.refusals >= limits["refusals_before_close"]:
            await self.close(CLOSE_TOO_FAST)

    async def say(self, event: events.Event) -> None:
        """Send one event to this socket."""
        await self.say_frame(as_frame(event))

    async def say_frame(self, frame: str) -> None:
        """Send what is text already: straight to the server, past Channels' way for every kind of message."""
        await self.base_send({"type": "websocket.send", "text": frame})

    async def join(self, room: str) -> None:
        self.rooms.add(room)
        await self.channel_layer.group_add(room, self.channel_name)

    async def leave(self, room: str) -> None:
        self.rooms.discard(room)
        await self.channel_layer.group_discard(room, self.channel_name)

    def said_news(self, said: Iterable[events.Event]) -> None:
        """Note what was just said here and written meanwhile: what was there before hello is no news."""
        note_said(said, to=self.kind, looking_again=self.looking_again)

    def may_pass_on(self) -> bool:
        """Tell whether one more typing or seen may go out; too many are dropped, they are not words."""
        return not self.passing.take("passing", PASSING)

    def begin(self) -> None:
        """Call once hello is accepted: from now on the socket is kept alive and caught up."""
        self.greeted = True
        self.tasks.append(asyncio.create_task(self._keep_up()))
        if draining.begun:
            # Let in by a process that was asked to end in the same moment.
            self.move(after_ms=0)

    async def _expect_hello(self) -> None:
        await asyncio.sleep(settings.HELPLINE_DEADLINES["hello_seconds"])
        if not self.greeted:
            await self.close(CLOSE_NO_HELLO)

    async def _keep_up(self) -> None:
        """Read again every few seconds: a hint that was lost costs this long and no words."""
        ticks = 0
        while True:
            await asyncio.sleep(self.seconds_to_next_look())
            ticks += 1
            try:
                if ticks % REJOIN_TICKS == 0:
                    for room in list(self.rooms):
                        await self.join(room)
                await self.look_again()
            except Exception:
                # The database or the layer is away for a moment: the next round tries again.
                logger.exception("a socket could not be brought up to date")

    async def look_again(self) -> None:
        """Do what `tick` does; what it says itself is what no hint had told of."""
        self.looking_again = True
        try:
            await self.tick()
        finally:
            self.looking_again = False

    def seconds_to_next_look(self) -> float:
        """Return how long until `tick` comes again."""
        return float(settings.HELPLINE_DEADLINES["resync_seconds"])

    async def tick(self) -> None:
        raise NotImplementedError


def _id_in(frame: str | None) -> str | None:
    """Return the id that a refused frame carried, so that the refusal finds its command."""
    try:
        read = json.loads(frame or "")
    except (ValueError, RecursionError):
        return None
    return id_of(read)
