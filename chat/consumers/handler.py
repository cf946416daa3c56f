"""The handler's socket: one for the whole desk."""

from typing import Any, ClassVar
from uuid import UUID

from channels.db import database_sync_to_async

from chat import commands, events
from chat.access import may_see_queue
from chat.consumers.base import CLOSE_FORBIDDEN
from chat.consumers.beside import BesideDesk
from chat.consumers.desk_acts import DESK_ACTS, QUEUE, WRITTEN_BESIDE, act
from chat.consumers.limits import check_rate_async
from chat.consumers.noting import NotesActs
from chat.consumers.offering import ShowsOffers
from chat.consumers.posting import poster
from chat.consumers.practising import Practising
from chat.consumers.queue_showing import ShowsQueue
from chat.errors import CommandInvalid, ContactNotFound
from chat.handler_view import DeskContact, desk, desk_contact, presence_event, why_gone
from chat.services.messages import Post
from chat.services.seen import mark_seen
from chat.services.signposting import send_signpost
from helpline.staff.access import still_allowed
from helpline.staff.hints import account_group
from helpline.staff.models import Account
from helpline.staff.roles import Permission


class HandlerConsumer(BesideDesk, ShowsOffers, ShowsQueue, NotesActs):
    """One window of a handler's console; a handler may have several."""

    parse = staticmethod(commands.parse_handler)
    acts: ClassVar[dict[type[Any], str]] = {
        commands.HandlerHello: "hello",
        **dict.fromkeys(DESK_ACTS, "act_and_ack"),
        commands.PostMessage: "post_message",
        commands.SendSignpost: "send_signpost",
        commands.Typing: "typing",
        commands.Seen: "seen",
    }

    account: Account

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What this window has been told of each own contact: the last number (`sent`), and its header.
        self.headers: dict[UUID, events.Event] = {}
        self.practising = Practising()

    async def admit(self) -> bool:
        account = self.scope.get("user")
        if not isinstance(account, Account) or not await database_sync_to_async(may_see_queue)(account):
            await self.close(CLOSE_FORBIDDEN)
            return False
        self.account = account
        return True

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if hasattr(self, "account"):
            await super().receive(text_data, bytes_data)

    async def hello(self, command: commands.HandlerHello) -> None:
        if self.greeted:
            raise CommandInvalid("hello is said once.")
        await self.join(events.handler_group(self.account.pk))
        await self.join(events.queue_group(QUEUE))
        await self.join(account_group(self.account.pk))
        self.begin()
        async with self.delivering:
            if await self._show_presence():
                await self._show_queue("queue.snapshot")
                await self._show_offer()
                await self._show_desk(dict(command.after))

    def check_greeted(self) -> None:
        if not self.greeted:
            raise CommandInvalid("hello comes first.")

    async def act_and_ack(self, command: Any) -> None:
        """Do what one service does, acknowledge it, and show at once what it changed here."""
        self.check_greeted()
        await self.note_active()
        if isinstance(command, WRITTEN_BESIDE):
            await check_rate_async(f"beside.{self.account.pk}.{command.contact}")
        contact = await database_sync_to_async(act)(self.account, command)
        await self.say(events.ack(command.id, contact=contact))
        if isinstance(command, commands.AskTransfer):
            self.expect_transfer(command.contact)
        await self.hint_own({})

    async def post_message(self, command: commands.PostMessage) -> None:
        self.check_greeted()
        contact = _named(command.contact)
        await self.note_active()
        await self._check_rate(contact)
        posted = await poster().post(
            Post(
                contact=contact,
                client_id=command.id,
                body=command.body,
                handler=self.account.pk,
                prompt=command.prompt or "",
                agreed=command.agreed,
            )
        )
        await self.say(events.ack(command.id, contact=contact, seq=posted.seq, at=posted.at))
        self._follow_practice(contact)

    async def send_signpost(self, command: commands.SendSignpost) -> None:
        self.check_greeted()
        await self.note_active()
        await self._check_rate(command.contact)
        posted = await database_sync_to_async(send_signpost)(
            contact=command.contact, programme=command.programme, client_id=command.id, by=self.account
        )
        await self.say(events.ack(command.id, contact=posted.contact, seq=posted.seq, at=posted.at))
        self._follow_practice(posted.contact)

    async def _check_rate(self, contact: UUID) -> None:
        """Take one token for words or a card to this caller. Raises TooFast."""
        await check_rate_async(f"handler.{self.account.pk}.{contact}")

    def _follow_practice(self, contact: UUID) -> None:
        """Give a scripted caller the floor in time; does nothing for a real one."""
        if self.headers.get(contact, {}).get("practice"):
            self.practising.follow(contact)

    def stop(self) -> None:
        self.practising.stop()
        super().stop()

    async def typing(self, command: commands.Typing) -> None:
        if self._may_pass_on(command.contact):
            await self.note_active()
            await self._pass_on(command.contact, {"type": "typing", "on": command.on})

    async def seen(self, command: commands.Seen) -> None:
        if self._may_pass_on(command.contact):
            contact = _named(command.contact)
            await database_sync_to_async(mark_seen)(contact=contact, seq=command.seq, by=self.account)
            await self._pass_on(contact, {"type": "seen", "seq": command.seq})

    def _may_pass_on(self, contact: UUID | None) -> bool:
        self.check_greeted()
        if contact not in self.sent:
            raise ContactNotFound
        return self.may_pass_on()

    async def _pass_on(self, contact: UUID | None, event: events.Event) -> None:
        hint = events.passing_hint(_named(contact), "handler", event)
        await self.channel_layer.group_send(events.contact_group(_named(contact)), hint)

    async def hint_words(self, hint: dict[str, Any]) -> None:
        contact = UUID(hint["contact"])
        if hint["seq"] > self.followed.get(contact, hint["seq"]):
            async with self.delivering:
                await self.show_followed({})
        if hint["seq"] > self.sent.get(contact, hint["seq"]):
            async with self.delivering:
                await self._show_one(contact)

    async def hint_contact(self, hint: dict[str, Any]) -> None:
        async with self.delivering:
            await self._show_one(UUID(hint["contact"]))
            if UUID(hint["contact"]) in self.followed:
                await self.show_followed({})

    async def hint_account(self, hint: dict[str, Any]) -> None:
        await self.hint_own(hint)

    async def hint_own(self, hint: dict[str, Any]) -> None:
        async with self.delivering:
            if await self._show_presence():
                await self._show_offer()
                await self._show_desk({})

    async def hint_passing(self, hint: dict[str, Any]) -> None:
        event = {**hint["event"], "contact": hint["contact"]}
        if UUID(hint["contact"]) in self.followed and hint["sender"] == "caller":
            await self.say(event)
        if UUID(hint["contact"]) not in self.sent:
            return
        if hint["sender"] == "caller":
            await self.say(event)
        elif event["type"] == "seen":
            # Every window of this handler counts the same as unread; typing is the window's own.
            await self.say({**event, "type": "read"})

    async def tick(self) -> None:
        async with self.delivering:
            if await self._show_presence():
                await self._show_queue("queue.changed")
                await self._show_offer()
                await self._show_desk({})

    async def _show_presence(self) -> bool:
        """Tell whether this account may stay, with its presence if that has changed; close when not."""
        session = self.scope["session"].session_key
        account = await database_sync_to_async(still_allowed)(
            self.account.pk, session, Permission.TAKE_CONTACTS
        )
        if account is None:
            await self.show_out()
            return False
        self.account = account
        presence = await database_sync_to_async(presence_event)(account)
        if presence != self.presence:
            self.presence = presence
            await self.say(presence)
        return True

    async def _show_desk(self, after: dict[UUID, int]) -> None:
        """Bring every own contact up to date, greet new ones and take leave of those that went."""
        rows = await database_sync_to_async(desk)(self.account, {**after, **self.sent})
        for row in rows:
            await self._show(row, after.get(row.contact, 0))
        for contact in set(self.sent) - {row.contact for row in rows}:
            await self._show_gone(contact)
        await self.show_followed(after)
        await self.show_beside()

    async def _show_one(self, contact: UUID) -> None:
        row = await database_sync_to_async(desk_contact)(self.account, contact, self.sent.get(contact, 0))
        if row is not None:
            await self._show(row, 0)
        elif contact in self.sent:
            await self._show_gone(contact)

    async def _show(self, row: DeskContact, after: int) -> None:
        known = self.headers.get(row.contact)
        if known is None:
            await self.join(events.contact_group(row.contact))
            await self.join(events.staff_group(row.contact))
            await self.say({**row.header, "contact": str(row.contact)})
            # Between the read and the joining something may have come: the next read brings it.
            self.sent[row.contact] = min(after, row.seq)
        elif row.header["caller"] != known["caller"]:
            await self.say({"type": "caller", "contact": str(row.contact), "caller": row.header["caller"]})
        if known is not None and row.header["warned_at"] != known["warned_at"]:
            warned = {"type": "warned", "contact": str(row.contact), "at": row.header["warned_at"]}
            await self.say(warned)
        for event in row.events:
            await self.say({**event, "contact": str(row.contact)})
        self.sent[row.contact] = max(self.sent[row.contact], row.seq)
        if known is not None and any(row.header[name] != known[name] for name in ("state", "closes_at")):
            state = events.state(row.header["state"], reason=row.header["reason"] or "")
            more = {name: row.header[name] for name in ("wrap_up", "closes_at")}
            await self.say({**state, "contact": str(row.contact), **more})
            await self._show_presence()
        self.headers[row.contact] = row.header
        await self.show_asides_of(row)
        if known is None:
            self._follow_practice(row.contact)
            await self._show_one(row.contact)

    async def _show_gone(self, contact: UUID) -> None:
        reason = await database_sync_to_async(why_gone)(contact, self.account)
        self.sent.pop(contact, None)
        self.headers.pop(contact, None)
        self.forget_beside(contact)
        await self.leave(events.contact_group(contact))
        await self.leave(events.staff_group(contact))
        await self.say({"type": "gone", "contact": str(contact), "reason": reason})


def _named(contact: UUID | None) -> UUID:
    if contact is None:
        raise ContactNotFound
    return contact
