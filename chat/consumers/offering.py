"""The part of a handler's socket that shows the offer made to it."""

from typing import Any
from uuid import UUID

from channels.db import database_sync_to_async

from chat import events
from chat.consumers.base import HelplineConsumer
from chat.offer_view import offer_event, why_offer_gone
from helpline.staff.models import Account


class ShowsOffers(HelplineConsumer):
    """Says `offer` when one is made and `offer.gone` when it is over, once each."""

    account: Account
    # What this window was told: the contact, and until when.
    offered: tuple[str, str] | None = None

    async def hint_offer(self, hint: dict[str, Any]) -> None:
        async with self.delivering:
            await self.show_offer()

    async def show_offer(self) -> None:
        """Tell what has changed about the offer to this account; ask for it while `delivering` is held."""
        offer: events.Event | None = await database_sync_to_async(offer_event)(self.account)
        told, now = self.offered, (offer["contact"], offer["expires_at"]) if offer else None
        if told == now:
            return
        self.offered = now
        if told and (now is None or now[0] != told[0]):
            reason = await database_sync_to_async(why_offer_gone)(self.account, UUID(told[0]))
            await self.say({"type": "offer.gone", "contact": told[0], "reason": reason})
        if offer:
            await self.say(offer)
