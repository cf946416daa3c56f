"""The socket of a supervisor's board: it is told what goes on, and asks for nothing else."""

import asyncio
import logging
from datetime import datetime
from typing import Any, ClassVar

from channels.db import database_sync_to_async
from django.utils import timezone

from chat import commands, events
from chat.board_changes import changes
from chat.consumers.base import CLOSE_FORBIDDEN, HelplineConsumer
from chat.consumers.board_reads import reads_of
from chat.consumers.looking import seconds_to_next_look
from chat.consumers.shared_desks import may_see_board
from chat.errors import CommandInvalid
from chat.parsing import parse_board
from chat.services.minutes import minutes_after
from helpline.staff.access import may_open_socket
from helpline.staff.hints import account_group
from helpline.staff.roles import Permission

logger = logging.getLogger(__name__)
QUEUE = "main"


class BoardConsumer(HelplineConsumer):
    """One window that shows the board. The first event is whole, then comes what changed."""

    kind = "board"
    parse = staticmethod(parse_board)
    acts: ClassVar[dict[type[Any], str]] = {commands.BoardHello: "hello"}

    account: int

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shown: dict[str, Any] | None = None
        self.minute: datetime | None = None
        self.news = asyncio.Event()

    async def admit(self) -> bool:
        account = self.scope.get("user")
        # Not ended for want of use: it holds no words, and rings when a danger is raised.
        if not may_open_socket(account, self.scope["session"], Permission.SEE_BOARD, idle=False):
            await self.close(CLOSE_FORBIDDEN)
            return False
        self.account = account.pk
        return True

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if hasattr(self, "account"):
            await super().receive(text_data, bytes_data)

    async def hello(self, command: commands.BoardHello) -> None:
        if self.greeted:
            raise CommandInvalid("That came twice, so nothing was changed. Load the page again.")
        if not await self.greet(f"board.{self.account}"):
            return
        # Joined before the first look, so that nothing falls between the two.
        await self.join(events.board_group(QUEUE))
        await self.join(events.queue_group(QUEUE))
        await self.join(account_group(self.account))
        self.begin()
        self.news.set()
        self.tasks.append(asyncio.create_task(self._follow()))

    async def hint_board(self, hint: dict[str, Any]) -> None:
        self.news.set()

    async def hint_account(self, hint: dict[str, Any]) -> None:
        self.news.set()

    async def hint_queue(self, hint: dict[str, Any]) -> None:
        self.news.set()

    def seconds_to_next_look(self) -> float:
        return seconds_to_next_look()

    async def tick(self) -> None:
        self.news.set()

    async def _follow(self) -> None:
        """Look whenever something may be new; hints that come meanwhile are one look."""
        while True:
            await self.news.wait()
            self.news.clear()
            try:
                await self._show()
            except Exception as failure:
                # The database or the layer is away: the next hint or tick looks again. Without the text.
                logger.error("a board could not be brought up to date: %s", type(failure).__name__)

    async def _show(self) -> None:
        # Asked at every look: who lost the role while watching is shown nothing more.
        if not await may_see_board((self.account, self.scope["session"].session_key)):
            await self.close(CLOSE_FORBIDDEN)
            return
        read = await reads_of(QUEUE).newest()
        minute, now = read["minute"], {part: rows for part, rows in read.items() if part != "minute"}
        if self.shown is None:
            await self.say(events.board(now, at=timezone.now()))
        elif changed := changes(self.shown, now):
            await self.say(events.board_changed(changed, at=timezone.now()))
        self.shown = now
        if minute != self.minute:
            kept = await database_sync_to_async(minutes_after)(self.minute, now=timezone.now(), queue=QUEUE)
            self.minute = minute
            await self.say(events.board_history(kept))
