"""The part of a caller's socket that shows how many are before them."""

from typing import Any
from uuid import UUID

from chat import events
from chat.assignment import shown_ahead
from chat.consumers.nearby import Nearby
from chat.consumers.shared_places import standing_now
from chat.consumers.soon import Soon
from chat.estimates import Estimate, has_changed
from chat.states import State


class ShowsPlace(Nearby):
    """Says `queue` when a place or a wait has changed; whatever else changes has hints of its own."""

    contact: UUID
    queue = "main"
    replaced = False
    # State, handler's name, people ahead: as the page was told them last.
    shown: tuple[Any, ...] = ()
    # What the page was told, so that it hears of a change that matters and not of each second.
    told_wait: Estimate | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place_soon = Soon("a place in the queue", self._show_place)

    def stop(self) -> None:
        self.place_soon.stop()
        super().stop()

    async def catch_up(self) -> None:
        """Send what is new of this contact, from a read of its own."""
        raise NotImplementedError

    async def hint_queue(self, hint: dict[str, Any]) -> None:
        self.look_for_place()

    def look_for_place(self) -> None:
        """Have the place read anew: others' comings and goings matter only to those who wait."""
        if self._waits():
            self.place_soon.ask()

    async def say_place(self, ahead: int | str, wait: Estimate | None, *, moved: bool) -> None:
        """Say a place where it moved, or its wait by a minute or more."""
        if moved or has_changed(self.told_wait, wait):
            self.told_wait = wait
            await self.say(events.queue(ahead=ahead, estimated_wait=wait))

    async def _show_place(self) -> None:
        standing = await standing_now(self.contact, self.queue)
        if standing is None:
            # Taken, or gone: that is more than a place.
            await self.catch_up()
            return
        async with self.delivering:
            if self._waits() and not self.replaced:
                ahead = shown_ahead(standing.ahead)
                before, self.shown = self.shown, (*self.shown[:2], ahead)
                await self.say_place(ahead, standing.estimated_wait, moved=self.shown != before)

    def _waits(self) -> bool:
        return bool(self.shown) and self.shown[0] == State.WAITING
