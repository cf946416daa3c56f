"""The part of a handler's socket that tells what staff do around contacts; no words of callers pass here."""

from typing import Any
from uuid import UUID

from channels.db import database_sync_to_async

from chat import events
from chat.access import followed_contacts, own_contacts
from chat.beside_view import aside_events, how_it_came_out, transfer_events
from chat.consumers.base import HelplineConsumer
from chat.danger_view import calls_for
from chat.desks_view import DeskNow, TalkNow, standing_events
from chat.following_view import followed, why_unfollowed
from chat.handler_view import DeskContact
from helpline.staff.models import Account


class BesideDesk(HelplineConsumer):
    """Asides, help and transfers, each told once; everything is told again after a new hello."""

    account: Account

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sent: dict[UUID, int] = {}
        # The last number and header of each talk that is followed and not one's own.
        self.followed: dict[UUID, int] = {}
        self.follow_headers: dict[UUID, events.Event] = {}
        self.asides: dict[UUID, int] = {}
        # The last event of each kind that says how things stand, by contact.
        self.standing: dict[tuple[str, str], events.Event] = {}
        self.transfers: dict[tuple[str, str], events.Event] = {}
        # The dangers that call this supervisor.
        self.calls: list[dict[str, Any]] = []

    async def hint_aside(self, hint: dict[str, Any]) -> None:
        async with self.delivering:
            await self.show_asides(UUID(hint["contact"]), hint["seq"])

    async def show_asides_of(self, row: DeskContact) -> None:
        await self.show_asides(row.contact, row.aside_seq)

    async def show_asides(self, contact: UUID, upto: int) -> None:
        """Tell the asides of an own or followed contact that are new, if there are any up to this number."""
        after = self.asides.get(contact, 0)
        if (contact not in self.sent and contact not in self.followed) or upto <= after:
            return
        # Asked each time: this window may not have heard yet that the talk went to somebody else.
        if not await self._may_read(contact):
            return
        for event in await database_sync_to_async(aside_events)(contact, after):
            await self.say(event)
            self.asides[contact] = event["seq"]

    async def show_beside(self) -> None:
        """Tell what has changed around the own contacts, and which transfers there are."""
        standing = await database_sync_to_async(standing_events)(
            [*self.sent, *self.followed], list(self.followed)
        )
        raised = {event["contact"] for event in standing if event["type"] == "help"}
        for event in standing:
            await self.say_standing(event)
        for contact in [of for kind, of in self.standing if kind == "help" and of not in raised]:
            del self.standing["help", contact]
            await self.say({"type": "help.gone", "contact": contact})
        await self._show_calls()
        told = await database_sync_to_async(transfer_events)(self.account)
        now = {(event["type"], event["contact"]): event for event in told}
        before, self.transfers = self.transfers, now
        for key in before.keys() - now.keys():
            await self._say_transfer_gone(key[1])
        for key, event in now.items():
            if before.get(key) != event:
                await self.say(event)

    async def _show_calls(self) -> None:
        calls = await database_sync_to_async(calls_for)(self.account)
        if calls != self.calls:
            self.calls = calls
            await self.say({"type": "danger.calls", "calls": calls})

    def expect_transfer(self, contact: UUID) -> None:
        """Call when one was asked for here: its end is told even if it is over before it is read."""
        self.transfers.setdefault(("transfer.asked", str(contact)), {})

    async def show_followed(self, after: dict[UUID, int]) -> None:
        """Bring every followed talk up to date, greet new ones and take leave of those that went."""
        rows = await database_sync_to_async(followed)(self.account, {**after, **self.followed})
        for row in rows:
            await self._show_followed(row, after.get(row.contact, 0))
        for contact in set(self.followed) - {row.contact for row in rows}:
            await self._show_unfollowed(contact)

    async def _show_followed(self, row: DeskContact, after: int) -> None:
        new = row.contact not in self.followed
        if new:
            await self.join(events.contact_group(row.contact))
            await self.join(events.staff_group(row.contact))
            self.followed[row.contact] = min(after, row.seq)
        header = {**row.header, "contact": str(row.contact)}
        if {**header, "seq": 0} != {**self.follow_headers.get(row.contact, {}), "seq": 0}:
            await self.say(header)
        self.follow_headers[row.contact] = header
        for event in row.events:
            await self.say({**event, "contact": str(row.contact)})
        self.followed[row.contact] = max(self.followed[row.contact], row.seq)
        await self.show_asides_of(row)
        if new:
            # Between the read and the joining something may have come: this read brings it.
            await self.show_followed({})

    async def _show_unfollowed(self, contact: UUID) -> None:
        reason = await database_sync_to_async(why_unfollowed)(contact, self.account)
        self.followed.pop(contact, None)
        self.follow_headers.pop(contact, None)
        if contact not in self.sent:
            self.forget_beside(contact)
            await self.leave(events.contact_group(contact))
            await self.leave(events.staff_group(contact))
        await self.say({"type": "unfollowed", "contact": str(contact), "reason": reason})

    async def _may_read(self, contact: UUID) -> bool:
        """Tell whether a talk is (still) this account's own, or followed by it."""
        allowed: bool = await database_sync_to_async(_may_read)(self.account, contact)
        return allowed

    async def say_standing(self, event: events.Event) -> None:
        """Say an event that tells how things stand, unless the same was said last."""
        if self._is_news(event):
            self.standing[event["type"], event["contact"]] = event
            await self.say(event)

    def _is_news(self, event: events.Event) -> bool:
        key = (event["type"], event["contact"])
        nobody_yet = [] in (event.get("watchers"), event.get("judged")) and key not in self.standing
        return self.standing.get(key) != event and not nobody_yet

    def is_aside_new(self, contact: UUID, talk: TalkNow) -> bool:
        return talk.aside_seq > self.asides.get(contact, 0)

    def is_beside_behind(self, now: DeskNow) -> bool:
        """Tell whether what stands beside the own talks, or a talk that is followed, is not as was told."""
        raised = {event["contact"] for event in now.standing if event["type"] == "help"}
        return (
            now.followed.keys() != self.followed.keys()
            or any(self._is_followed_behind(contact, talk) for contact, talk in now.followed.items())
            or any(self._is_news(event) for event in now.standing)
            or any(kind == "help" and contact not in raised for kind, contact in self.standing)
            or now.calls != self.calls
            or {(event["type"], event["contact"]): event for event in now.transfers} != self.transfers
        )

    def _is_followed_behind(self, contact: UUID, talk: TalkNow) -> bool:
        told = self.follow_headers.get(contact, {})
        return (
            talk.seq > self.followed[contact]
            or self.is_aside_new(contact, talk)
            or {**talk.header, "seq": 0} != {**told, "seq": 0}
        )

    def forget_beside(self, contact: UUID) -> None:
        """Call when a contact leaves this desk."""
        self.asides.pop(contact, None)
        self.standing = {key: event for key, event in self.standing.items() if key[1] != str(contact)}

    async def _say_transfer_gone(self, contact: str) -> None:
        reason = await database_sync_to_async(how_it_came_out)(UUID(contact), self.account)
        await self.say({"type": "transfer.gone", "contact": contact, "reason": reason})


def _may_read(account: Account, contact: UUID) -> bool:
    if own_contacts(account).filter(pk=contact).exists():
        return True
    return followed_contacts(account).filter(pk=contact).exists()
