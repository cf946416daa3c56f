"""The part of a handler's socket that notes what the person does, and what they leave behind."""

import math
import time

from channels.db import database_sync_to_async

from chat import events
from chat.consumers.base import CLOSE_FORBIDDEN, HelplineConsumer
from chat.services.idle import note_active
from chat.services.leaving import leave_desk
from helpline.staff.models import Account
from helpline.staff.sessions import NOTE_EVERY_SECONDS, note_socket_use

# What a person does is written down at most this often: typing alone would be a write every few keys.
NOTE_SECONDS = 15


class NotesActs(HelplineConsumer):
    """Tells the services that somebody is really there, or has gone for good."""

    account: Account

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.presence: events.Event = {}
        self.kept_at = -math.inf
        self.noted_at = -math.inf

    async def note_active(self) -> None:
        """Note that the person did something; when they were just asked whether they are there, at once."""
        now = time.monotonic()
        if self.presence.get("asked") or now - self.noted_at >= NOTE_SECONDS:
            self.noted_at = now
            await database_sync_to_async(note_active)(by=self.account)
            await self.keep_signed_in()

    async def keep_signed_in(self) -> None:
        """Count as use of this sign-in, once a minute: who only writes here asks for no page."""
        now = time.monotonic()
        if now - self.kept_at >= NOTE_EVERY_SECONDS:
            self.kept_at = now
            session = self.scope["session"].session_key
            await database_sync_to_async(note_socket_use)(session, self.account)

    async def show_out(self) -> None:
        """Close, because this sign-in is over; without another one the talks go back first."""
        try:
            await database_sync_to_async(leave_desk)(account=self.account)
        finally:
            await self.close(CLOSE_FORBIDDEN)
