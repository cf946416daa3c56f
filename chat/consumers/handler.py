"""The handler's socket: one for the whole desk."""

from typing import Any, ClassVar
from uuid import UUID

from channels.db import database_sync_to_async

from chat import commands, events
from chat.consumers.base import CLOSE_FORBIDDEN
from chat.consumers.desk_acts import DESK_ACTS, QUEUE, WRITTEN_BESIDE, act
from chat.consumers.hearing import HearsNews
from chat.consumers.limits import check_rate_async
from chat.consumers.posting import poster
from chat.consumers.practising import Practising
from chat.errors import CommandInvalid, ContactNotFound
from chat.parsing import parse_handler
from chat.services.doubts import note_doubts
from chat.services.messages import Post
from chat.services.prompt_use import show_prompts
from chat.services.seen import mark_seen
from chat.services.signposting import send_signpost, send_signposts
from chat.services.talk_cards import send_card
from helpline.staff.access import may_open_socket
from helpline.staff.hints import account_group
from helpline.staff.models import Account
from helpline.staff.roles import Permission


class HandlerConsumer(HearsNews):
    """One window of a handler's console; a handler may have several."""

    kind = "handler"
    parse = staticmethod(parse_handler)
    acts: ClassVar[dict[type[Any], str]] = {
        commands.HandlerHello: "hello",
        **dict.fromkeys(DESK_ACTS, "act_and_ack"),
        commands.PostMessage: "post_message",
        commands.SendSignpost: "send_signpost",
        commands.SendSignposts: "send_signposts",
        commands.SendCard: "send_card",
        commands.Typing: "typing",
        commands.Seen: "seen",
        commands.PromptsShown: "prompts_shown",
        commands.DraftDoubted: "draft_doubted",
    }

    account: Account

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.practising = Practising()

    async def admit(self) -> bool:
        account = self.scope.get("user")
        if not may_open_socket(account, self.scope["session"], Permission.TAKE_CONTACTS):
            await self.close(CLOSE_FORBIDDEN)
            return False
        self.account = account
        return True

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if hasattr(self, "account"):
            await super().receive(text_data, bytes_data)

    async def hello(self, command: commands.HandlerHello) -> None:
        if self.greeted:
            raise CommandInvalid("That came twice, so nothing was changed. Load the page again.")
        if not await self.greet(f"account.{self.account.pk}"):
            return
        await self.join(events.handler_group(self.account.pk))
        await self.join(events.queue_group(QUEUE))
        await self.join(account_group(self.account.pk))
        self.begin()
        async with self.delivering:
            if await self.show_presence():
                await self._show_queue("queue.snapshot")
                await self.show_offer()
                await self.show_desk(dict(command.after))

    def check_greeted(self) -> None:
        if not self.greeted:
            raise CommandInvalid("That came too early, so nothing was changed. Load the page again.")

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
        await self.show_own()

    async def post_message(self, command: commands.PostMessage) -> None:
        self.check_greeted()
        contact = _named(command.contact)
        await self._check_rate(contact)
        post = Post(
            contact=contact,
            client_id=command.id,
            body=command.body,
            handler=self.account.pk,
            prompt=command.prompt or "",
            agreed=command.agreed,
        )
        with self.words_after_this():
            posted = await poster().post(post)
            await self.say(events.ack(command.id, contact=contact, seq=posted.seq, at=posted.at))
        self.follow_practice(contact)
        # After the words: what is written down here may wait.
        await self.note_active()

    async def send_signpost(self, command: commands.SendSignpost) -> None:
        self.check_greeted()
        await self.note_active()
        await self._check_rate(command.contact)
        posted = await database_sync_to_async(send_signpost)(
            contact=command.contact, programme=command.programme, client_id=command.id, by=self.account
        )
        await self.say(events.ack(command.id, contact=posted.contact, seq=posted.seq, at=posted.at))
        self.follow_practice(posted.contact)

    async def send_signposts(self, command: commands.SendSignposts) -> None:
        self.check_greeted()
        await self.note_active()
        await self._check_rate(command.contact)
        posted = await database_sync_to_async(send_signposts)(
            contact=command.contact,
            programmes=command.programmes,
            client_id=command.id,
            by=self.account,
        )
        await self.say(events.ack(command.id, contact=posted.contact, seq=posted.seq, at=posted.at))
        self.follow_practice(posted.contact)

    async def send_card(self, command: commands.SendCard) -> None:
        self.check_greeted()
        await self.note_active()
        await self._check_rate(command.contact)
        posted = await database_sync_to_async(send_card)(
            contact=command.contact,
            name=command.name,
            client_id=command.id,
            by=self.account,
            contact_forbidden=command.contact_forbidden,
            lines=command.lines,
        )
        await self.say(events.ack(command.id, contact=posted.contact, seq=posted.seq, at=posted.at))
        self.follow_practice(posted.contact)

    async def _check_rate(self, contact: UUID) -> None:
        """Take one token for words or a card to this caller. Raises TooFast."""
        await check_rate_async(f"handler.{self.account.pk}.{contact}")

    def follow_practice(self, contact: UUID) -> None:
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

    async def prompts_shown(self, command: commands.PromptsShown) -> None:
        """Count what stands in the panel: nobody does anything for it, so it is no sign of a person."""
        self.check_greeted()
        await database_sync_to_async(show_prompts)(
            contact=command.contact, prompts=command.prompts, by=self.account
        )

    async def draft_doubted(self, command: commands.DraftDoubted) -> None:
        """Count what became of a draft that was asked about."""
        self.check_greeted()
        await database_sync_to_async(note_doubts)(
            contact=command.contact,
            shown=command.shown,
            sent_anyway=command.sent_anyway,
            mended=command.mended,
            by=self.account,
        )

    def _may_pass_on(self, contact: UUID | None) -> bool:
        self.check_greeted()
        if contact not in self.sent:
            raise ContactNotFound
        return self.may_pass_on()

    async def _pass_on(self, contact: UUID | None, event: events.Event) -> None:
        hint = events.passing_hint(_named(contact), "handler", event)
        await self.channel_layer.group_send(events.contact_group(_named(contact)), hint)


def _named(contact: UUID | None) -> UUID:
    if contact is None:
        raise ContactNotFound
    return contact
