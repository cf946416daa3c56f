"""The part of a handler's socket that shows the own contacts: greets, brings up to date, takes leave."""

from typing import Any
from uuid import UUID

from channels.db import database_sync_to_async

from chat import events
from chat.consumers.beside import BesideDesk
from chat.consumers.delivered import note_said
from chat.consumers.nearby import Nearby, Told
from chat.desks_view import DeskNow
from chat.handler_view import DeskContact, desk, desk_contact, why_gone
from helpline.kernel.lanes import in_words_lane

# What is told of a talk's header when it changes.
TOLD_AGAIN = ("caller", "warned_at", "answers", "state", "closes_at")


class ShowsOwn(BesideDesk, Nearby):
    """What this window has been told of each own contact: the last number (`sent`), and its header."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.headers: dict[UUID, events.Event] = {}

    async def show_presence(self) -> bool:
        """Tell whether this account may stay, with its presence if that has changed."""
        raise NotImplementedError

    def follow_practice(self, contact: UUID) -> None:
        """Give a scripted caller the floor in time; does nothing for a real one."""
        raise NotImplementedError

    async def show_desk(self, after: dict[UUID, int]) -> None:
        """Bring every own contact up to date, greet new ones and take leave of those that went."""
        greets = True
        while greets:
            rows = await database_sync_to_async(desk)(self.account, {**after, **self.sent})
            greeted = [await self._show(row, after.get(row.contact, 0)) for row in rows]
            # Between the read and the joining something may have come: one more read for all brings it.
            greets = any(greeted)
        for contact in set(self.sent) - {row.contact for row in rows}:
            await self._show_gone(contact)
        await self.show_followed(after)
        await self.show_beside()

    async def show_one(self, contact: UUID) -> None:
        row = await in_words_lane(desk_contact)(self.account, contact, self.sent.get(contact, 0))
        if row is not None and await self._show(row, 0):
            await self.show_one(contact)
        elif row is None and contact in self.sent:
            await self._show_gone(contact)

    async def _show(self, row: DeskContact, after: int) -> bool:
        """Tell what has changed; True for one that is new here: the next read brings what came meanwhile."""
        known = self.headers.get(row.contact)
        if known is None:
            await self.join(events.contact_group(row.contact))
            await self.join(events.staff_group(row.contact))
            await self.say({**row.header, "contact": str(row.contact)})
            self.sent[row.contact] = min(after, row.seq)
            self.stand_by(row.contact)
        elif row.header["caller"] != known["caller"]:
            await self.say({"type": "caller", "contact": str(row.contact), "caller": row.header["caller"]})
        if known is not None and row.header["warned_at"] != known["warned_at"]:
            warned = {"type": "warned", "contact": str(row.contact), "at": row.header["warned_at"]}
            await self.say(warned)
        if known is not None and row.header["answers"] != known["answers"]:
            answers = {"type": "answers", "contact": str(row.contact), "answers": row.header["answers"]}
            await self.say(answers)
        for event in row.events:
            await self.say({**event, "contact": str(row.contact)})
        if known is not None:
            self.said_news(row.events)
        self.sent[row.contact] = max(self.sent[row.contact], row.seq)
        if known is not None and any(row.header[name] != known[name] for name in ("state", "closes_at")):
            state = events.state(row.header["state"], reason=row.header["reason"] or "")
            more = {name: row.header[name] for name in ("wrap_up", "closes_at")}
            await self.say({**state, "contact": str(row.contact), **more})
            await self.show_presence()
        self.headers[row.contact] = row.header
        await self.show_asides_of(row)
        if known is None:
            self.follow_practice(row.contact)
        return known is None

    def is_own_behind(self, now: DeskNow) -> bool:
        """Tell whether a talk of one's own is not as this window was told."""
        told = self.headers
        return now.talks.keys() != self.sent.keys() or any(
            talk.seq > self.sent[contact]
            or self.is_aside_new(contact, talk)
            or any(talk.header[name] != told.get(contact, {}).get(name) for name in TOLD_AGAIN)
            for contact, talk in now.talks.items()
        )

    async def hear(self, told: Told) -> None:
        """Say what was just stored, where this account has the contact and this window all before it."""
        contact = told.contact
        async with self.delivering:
            sent = self.sent.get(contact, -1)
            known = told.first <= sent + 1 <= told.last
            if known and told.held_by == self.account.pk and told.for_handler is not None:
                news = [event for event in told.for_handler if event["seq"] > sent]
                for event in news:
                    await self.say({**event, "contact": str(contact)})
                self.sent[contact] = told.last
                note_said(news, to=self.kind, looking_again=False)
        if told.last > self.sent.get(contact, told.last):
            self.hear_of(contact)

    def hear_of(self, contact: UUID) -> None:
        """Read what is new in a contact, beside the socket's other work."""
        raise NotImplementedError

    async def _show_gone(self, contact: UUID) -> None:
        self.stand_back(contact)
        reason = await database_sync_to_async(why_gone)(contact, self.account)
        self.sent.pop(contact, None)
        self.headers.pop(contact, None)
        self.forget_beside(contact)
        await self.leave(events.contact_group(contact))
        await self.leave(events.staff_group(contact))
        await self.say({"type": "gone", "contact": str(contact), "reason": reason})
