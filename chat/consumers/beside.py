"""The part of a handler's socket that tells what staff do around contacts; no words of callers pass here."""

from typing import Any
from uuid import UUID

from channels.db import database_sync_to_async

from chat import events
from chat.beside_view import aside_events, help_events, how_it_came_out, transfer_events
from chat.consumers.base import HelplineConsumer
from chat.handler_view import DeskContact
from helpline.staff.models import Account


class BesideDesk(HelplineConsumer):
    """Asides, help and transfers, each told once; everything is told again after a new hello."""

    account: Account

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sent: dict[UUID, int] = {}
        self.asides: dict[UUID, int] = {}
        # The last event of each kind that says how things stand, by contact.
        self.standing: dict[tuple[str, str], events.Event] = {}
        self.transfers: dict[tuple[str, str], events.Event] = {}

    async def hint_aside(self, hint: dict[str, Any]) -> None:
        async with self.delivering:
            await self.show_asides(UUID(hint["contact"]), hint["seq"])

    async def hint_beside(self, hint: dict[str, Any]) -> None:
        async with self.delivering:
            await self.show_beside()

    async def show_asides_of(self, row: DeskContact) -> None:
        await self.show_asides(row.contact, row.aside_seq)

    async def show_asides(self, contact: UUID, upto: int) -> None:
        """Tell the asides of an own contact that are new, when there are any up to this number."""
        after = self.asides.get(contact, 0)
        if contact not in self.sent or upto <= after:
            return
        for event in await database_sync_to_async(aside_events)(contact, after):
            await self.say(event)
            self.asides[contact] = event["seq"]

    async def show_beside(self) -> None:
        """Tell what has changed around the own contacts, and which transfers there are."""
        for event in await database_sync_to_async(help_events)(list(self.sent)):
            await self.say_standing(event)
        told = await database_sync_to_async(transfer_events)(self.account)
        now = {(event["type"], event["contact"]): event for event in told}
        before, self.transfers = self.transfers, now
        for key in before.keys() - now.keys():
            await self._say_transfer_gone(key[1])
        for key, event in now.items():
            if before.get(key) != event:
                await self.say(event)

    async def say_standing(self, event: events.Event) -> None:
        """Say an event that tells how things stand, unless the same was said last."""
        key = (event["type"], event["contact"])
        if self.standing.get(key) != event:
            self.standing[key] = event
            await self.say(event)

    async def forget_beside(self, contact: UUID) -> None:
        """Call when a contact leaves this desk."""
        self.asides.pop(contact, None)
        self.standing = {key: event for key, event in self.standing.items() if key[1] != str(contact)}

    async def _say_transfer_gone(self, contact: str) -> None:
        reason = await database_sync_to_async(how_it_came_out)(UUID(contact), self.account)
        await self.say({"type": "transfer.gone", "contact": contact, "reason": reason})
