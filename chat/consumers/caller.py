"""The caller's socket."""

from typing import Any, ClassVar
from uuid import UUID

from channels.db import database_sync_to_async

from chat import commands, events
from chat.caller_view import CallerView, Look, caller_view
from chat.consumers.base import CLOSE_TOKEN
from chat.consumers.delivered import note_said
from chat.consumers.limits import check_rate_async
from chat.consumers.nearby import Told
from chat.consumers.place_showing import ShowsPlace
from chat.consumers.posting import poster
from chat.consumers.shared_hellos import hellos
from chat.consumers.shared_signs import give_sign
from chat.errors import CommandInvalid, TokenInvalid
from chat.parsing import parse_caller
from chat.services.blocks import enforce_for
from chat.services.ending import end_by_caller
from chat.services.messages import Post
from chat.services.presence import note_shown
from chat.services.signs_of_life import Found, Sign
from chat.services.talk_cards import answer_card
from chat.states import State
from helpline.kernel.errors import HelplineError
from helpline.kernel.lanes import in_words_lane
from helpline.kernel.networks import address_of_scope


class CallerConsumer(ShowsPlace):
    """One caller's page. It knows its contact by the token of the first frame."""

    kind = "caller"
    parse = staticmethod(parse_caller)
    acts: ClassVar[dict[type[Any], str]] = {
        commands.Hello: "hello",
        commands.PostMessage: "post_message",
        commands.AnswerCard: "answer_card",
        commands.Typing: "typing",
        commands.Seen: "seen",
        commands.EndContact: "end_contact",
    }

    # The digest of the token it came in with: somebody may come back with a code meanwhile.
    token: str
    sent_seq = 0
    # Asked at hello: a socket that was there before the end still gets the last words.
    words_after: int | None = None

    async def hello(self, command: commands.Hello) -> None:
        if self.greeted:
            raise CommandInvalid("That came twice, so nothing was changed. Load the page again.")
        opened = await hellos().opened.get(command.token)
        if opened is None:
            await self.close(CLOSE_TOKEN)
            return
        self.contact, self.token, self.words_after = opened.contact, opened.token, opened.words_after
        if not await self.greet(f"contact.{self.contact}"):
            return
        self.sent_seq = command.after
        await self.join(events.contact_group(self.contact))
        async with self.delivering:
            look = Look(self.contact, self.token, self.sent_seq, self.words_after)
            view = await hellos().shown.get(look)
            if view is None:
                await self.close(CLOSE_TOKEN)
                return
            # A number beyond the end would hide everything that comes: believe the row, not the page.
            self.sent_seq = min(command.after, view.seq)
            self.begin()
            self.stand_by(self.contact)
            self.queue = view.queue
            await self.join(events.queue_group(view.queue))
            if view.state == State.ENDED:
                await self._enforce()
            await self.say(view.welcome())
            self.shown, self.told_wait = _shown(view), view.estimated_wait
            await self._deliver(view)
        await self._pass_on({"type": "caller", "caller": "online"})

    async def disconnect(self, code: int) -> None:
        self.stop()
        # Who was asked to open another line has not gone away.
        if self.greeted and not self.replaced and not self.asked_to_move:
            await self._pass_on({"type": "caller", "caller": "away"})
        await super().disconnect(code)

    def check_greeted(self) -> None:
        if not self.greeted:
            raise CommandInvalid("That came too early, so nothing was changed. Load the page again.")

    async def post_message(self, command: commands.PostMessage) -> None:
        self.check_greeted()
        await check_rate_async(f"caller.{self.contact}")
        post = Post(contact=self.contact, client_id=command.id, body=command.body, token=self.token)
        with self.words_after_this():
            posted = await poster().post(post)
            await self.say(events.ack(command.id, seq=posted.seq, at=posted.at))

    async def answer_card(self, command: commands.AnswerCard) -> None:
        self.check_greeted()
        await check_rate_async(f"caller.{self.contact}")
        posted = await database_sync_to_async(answer_card)(
            contact=self.contact,
            card=command.card,
            value=command.value,
            client_id=command.id,
            token=self.token,
        )
        await self.say(events.ack(command.id, seq=posted.seq, at=posted.at))

    async def end_contact(self, command: commands.EndContact) -> None:
        self.check_greeted()
        await database_sync_to_async(end_by_caller)(contact=self.contact, token=self.token)
        await self.say(events.ack(command.id))
        await self.catch_up()

    async def typing(self, command: commands.Typing) -> None:
        self.check_greeted()
        if self.may_pass_on():
            await self._pass_on({"type": "typing", "on": command.on})

    async def seen(self, command: commands.Seen) -> None:
        self.check_greeted()
        if self.may_pass_on():
            await self._pass_on({"type": "seen", "seq": command.seq})

    async def hint_words(self, hint: dict[str, Any]) -> None:
        if hint["seq"] > max(self.sent_seq, self.coming_to(self.contact)):
            await self.catch_up()

    async def hear(self, told: Told) -> None:
        """Say what was just stored, to the page that the contact is open to and that has all before it."""
        async with self.delivering:
            known = told.first <= self.sent_seq + 1 <= told.last and self.words_after is not None
            if known and told.token == self.token and not self.replaced and self.shown:
                news = told.for_caller[self.sent_seq + 1 - told.first :]
                for event in news:
                    await self.say(event)
                self.sent_seq = told.last
                note_said(news, to=self.kind, looking_again=False)
        if told.last > self.sent_seq:
            await self.catch_up()

    async def hint_contact(self, hint: dict[str, Any]) -> None:
        await self.catch_up()

    async def hint_passing(self, hint: dict[str, Any]) -> None:
        # A caller is told of typing and seen, never whether the handler is online.
        if hint["sender"] == "handler":
            await self.say(hint["event"])

    async def tick(self) -> None:
        found = await give_sign(Sign(contact=self.contact, token=self.token, shown=self.sent_seq))
        if found is None or not found.lives or self._has_missed(found):
            await self.catch_up()
        if found is not None and found.lives:
            self.look_for_place()
        elif not self.replaced:
            # Over: the last words are out, and nothing more will come.
            await self.close()

    def _has_missed(self, found: Found) -> bool:
        return found.seq > self.sent_seq or (found.state, found.handler) != self.shown[:2]

    async def catch_up(self) -> None:
        """Send what is new. The lock keeps hints, commands and the timer from overtaking each other."""
        async with self.delivering:
            if self.replaced:
                return
            try:
                view = await self._view()
            except TokenInvalid:
                await self._leave_to_another()
                return
            view = view or _gone(self.contact, self.sent_seq)
            await self._deliver(view)
            self.said_news(view.news)

    async def _leave_to_another(self) -> None:
        """Close for good: somebody came back with a code, and this token opens nothing any more."""
        self.replaced = True
        self.stop()
        await self.close(CLOSE_TOKEN)

    async def _refuse(self, refusal: HelplineError, id: str | None) -> None:
        if isinstance(refusal, TokenInvalid):
            await self._leave_to_another()
        else:
            await super()._refuse(refusal, id)

    async def _view(self) -> CallerView | None:
        view: CallerView | None = await in_words_lane(caller_view)(
            self.contact, after=self.sent_seq, words_after=self.words_after, token=self.token
        )
        return view

    async def _deliver(self, view: CallerView) -> None:
        for event in view.news:
            await self.say(event)
        self.sent_seq = max(self.sent_seq, view.seq)
        shown, before = _shown(view), self.shown
        self.shown = shown
        if shown[:2] != before[:2]:
            if view.state == State.ENDED:
                await self._enforce()
            await self.say(_state_event(view))
            if view.state == State.ENDED:
                await database_sync_to_async(note_shown)(contact=self.contact, seq=self.sent_seq)
        if view.ahead is not None:
            await self.say_place(view.ahead, view.estimated_wait, moved=shown != before)

    async def _enforce(self) -> None:
        """Put a block of this contact into force: this process alone knows where its caller is."""
        address = address_of_scope(self.scope)
        await database_sync_to_async(enforce_for)(contact=self.contact, address=address)

    async def _pass_on(self, event: events.Event) -> None:
        hint = events.passing_hint(self.contact, "caller", event)
        await self.channel_layer.group_send(events.contact_group(self.contact), hint)


def _shown(view: CallerView) -> tuple[Any, ...]:
    return (view.state, view.handler, view.ahead)


def _state_event(view: CallerView) -> events.Event:
    event = events.state(view.state, reason=view.reason)
    if view.handler:
        event["handler"] = {"name": view.handler}
    if view.survey:
        event["survey"] = True
    return {**event, "returned": True} if view.returned else event


def _gone(contact: UUID, seq: int) -> CallerView:
    """What is shown of a contact whose row is gone: it has ended, nothing more."""
    return CallerView(contact, State.ENDED, "", seq, False, None, None, None, "main", 0, [])
