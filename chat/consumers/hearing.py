"""The part of a handler's socket that hears what has changed, and shows it beside the socket's other work.

A socket does one thing after the other. What is read because somebody else did something is therefore read
in tasks (`Soon`), or this handler's own words would stand in line behind it.
"""

from typing import Any
from uuid import UUID

from channels.db import database_sync_to_async

from chat.consumers.looking import seconds_to_next_look
from chat.consumers.noting import NotesActs
from chat.consumers.offering import ShowsOffers
from chat.consumers.own_showing import ShowsOwn
from chat.consumers.queue_showing import ShowsQueue
from chat.consumers.shared_desks import desk_now
from chat.consumers.soon import Soon
from chat.desks_view import DeskNow
from chat.handler_view import presence_event
from helpline.staff.access import still_allowed
from helpline.staff.roles import Permission


class HearsNews(ShowsOwn, ShowsOffers, ShowsQueue, NotesActs):
    """Follows each hint with a read of what it is about; the timer makes up for those that were lost."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Contacts of which something is new, and those that a supervisor gave.
        self.news: set[UUID] = set()
        self.given: set[UUID] = set()
        # The timer asked for the next read of the desk: what that finds no hint had told of.
        self.looks_next = False
        self.own_soon = Soon("the desk", self.show_own)
        self.news_soon = Soon("a talk", self._show_news)
        self.beside_soon = Soon("what stands beside talks", self._show_beside)

    def stop(self) -> None:
        for soon in (self.own_soon, self.news_soon, self.beside_soon):
            soon.stop()
        super().stop()

    async def hint_words(self, hint: dict[str, Any]) -> None:
        contact = UUID(hint["contact"])
        if hint["seq"] <= self.coming_to(contact):
            return
        if any(hint["seq"] > of.get(contact, hint["seq"]) for of in (self.followed, self.sent)):
            self.hear_of(contact)

    async def hint_contact(self, hint: dict[str, Any]) -> None:
        self.hear_of(UUID(hint["contact"]))

    def hear_of(self, contact: UUID) -> None:
        self.news.add(contact)
        self.news_soon.ask()

    async def _show_news(self) -> None:
        while self.news:
            contact = self.news.pop()
            async with self.delivering:
                await self.show_one(contact)
                if contact in self.followed:
                    await self.show_followed({})

    async def hint_beside(self, hint: dict[str, Any]) -> None:
        self.beside_soon.ask()

    async def _show_beside(self) -> None:
        async with self.delivering:
            await self.show_beside()

    async def hint_account(self, hint: dict[str, Any]) -> None:
        self.own_soon.ask()

    async def hint_own(self, hint: dict[str, Any]) -> None:
        self.own_soon.ask()

    async def hint_given(self, hint: dict[str, Any]) -> None:
        """Tell that a supervisor gave it, once its `welcome` has been said."""
        self.given.add(UUID(hint["contact"]))
        self.own_soon.ask()

    async def show_own(self) -> None:
        """Show what has changed for this account: that it may stay, its offer, and its talks."""
        given, self.given = self.given, set()
        self.looking_again, self.looks_next = self.looks_next, False
        try:
            await self._show_own(given)
        finally:
            self.looking_again = False

    async def _show_own(self, given: set[UUID]) -> None:
        async with self.delivering:
            there = await self.show_presence()
        if not there:
            return
        # Words may come in between: each of these alone is told in order.
        async with self.delivering:
            await self.show_offer()
        async with self.delivering:
            await self.show_desk({})
        for contact in given & self.sent.keys():
            await self.say({"type": "given", "contact": str(contact)})

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

    def seconds_to_next_look(self) -> float:
        return seconds_to_next_look()

    async def look_again(self) -> None:
        """As `tick`: what the timer finds is read beside it, and a slow read may last until the next."""
        await self.tick()

    async def tick(self) -> None:
        """Give a sign of life, and read this desk where it is not as this window was told."""
        self.queue_soon.ask()
        now = await desk_now((self.account.pk, self.scope["session"].session_key))
        if now is not None:
            self.account = now.account
        if now is None or self.is_behind(now):
            self.looks_next = True
            self.own_soon.ask()
        elif self.sent:
            # Nobody is signed out in the middle of a talk for being slow to answer.
            await self.keep_signed_in()

    def is_behind(self, now: DeskNow) -> bool:
        """Tell whether anything is not as this window was told last."""
        if (now.presence, now.offer) != (self.presence, self.offered):
            return True
        return self.is_own_behind(now) or self.is_beside_behind(now)

    async def show_presence(self) -> bool:
        """Tell whether this account may stay, with its presence if that has changed; close when not."""
        session = self.scope["session"].session_key
        account = await database_sync_to_async(still_allowed)(
            self.account.pk, session, Permission.TAKE_CONTACTS
        )
        if account is None:
            await self.show_out()
            return False
        self.account = account
        if self.sent:
            # Nobody is signed out in the middle of a talk for being slow to answer.
            await self.keep_signed_in()
        presence = await database_sync_to_async(presence_event)(account)
        if presence != self.presence:
            self.presence = presence
            await self.say(presence)
        return True
