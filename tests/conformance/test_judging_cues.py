"""What a handler says of a mark, over the real sockets: every window and the next handler hear it."""

from typing import Any

from channels.db import database_sync_to_async

from chat.models import GuidanceUse
from chat.services.contacts import Started
from helpline.staff.models import Account
from tests.people import Caller, Handler

PUSH = "it was just a push"
NOT_SO: dict[str, Any] = {"seq": 1, "cue": "minimisation", "so": False}
TOLD = [{**NOT_SO, "by": "handler1"}]


async def test_every_window_and_who_reads_along_hear_it_and_again_after_a_reload(
    started: Started, handler1: Account, supervisor1: Account
) -> None:
    async with (
        Handler(handler1) as first,
        Handler(handler1) as window,
        Handler(supervisor1) as sue,
        Caller(started) as caller,
    ):
        contact = await first.takes_one()
        await caller.says(PUSH)
        await window.hears("cues")
        await sue.asks("contact.follow", contact=contact)
        await sue.hears("following")

        assert (await first.asks("cue.judge", contact=contact, **NOT_SO))["type"] == "ack"
        for person in (first, window, sue):
            assert (await person.hears("cues.judged"))["judged"] == TOLD
        assert await caller.hears_nothing("cues", "cues.judged")
        async with Handler(handler1) as back:
            assert (await back.hears("cues.judged"))["judged"] == TOLD

        await first.asks("cue.judge", contact=contact, **{**NOT_SO, "so": None})
        for person in (first, window, sue):
            assert (await person.hears("cues.judged"))["judged"] == []
        async with Handler(handler1) as back:
            await back.hears("welcome")
            assert await back.hears_nothing("cues.judged")


async def test_whoever_gets_the_talk_next_hears_who_said_what(
    started: Started, handler1: Account, supervisor1: Account
) -> None:
    async with Handler(handler1) as first, Handler(supervisor1) as next_one, Caller(started) as caller:
        contact = await first.takes_one()
        await caller.says(PUSH)
        await first.hears("cues")
        await first.asks("cue.judge", contact=contact, **NOT_SO)

        await next_one.asks("contact.take_over", contact=contact)

        await next_one.hears("welcome")
        assert (await next_one.hears("cues.judged"))["judged"] == TOLD
        refused = await first.asks("cue.judge", contact=contact, **{**NOT_SO, "so": True})
        assert refused["code"] == "contact.not_found"


async def test_a_mark_that_is_not_there_is_refused_and_what_is_shown_gets_no_answer(
    started: Started, handler1: Account
) -> None:
    async with Handler(handler1) as handler, Caller(started) as caller:
        contact = await handler.takes_one()
        await caller.says(PUSH)
        await handler.hears("cues")

        refused = await handler.asks("cue.judge", contact=contact, **{**NOT_SO, "cue": "denial"})
        assert refused["code"] == "request.invalid"
        for _ in range(2):
            await handler.sends({"type": "prompts.shown", "contact": contact, "prompts": ["m01_welcome"]})
        assert (await handler.asks("prompt.take", contact=contact, prompt="m01_welcome"))["type"] == "ack"

        counted = await database_sync_to_async(_counted)()
        assert counted == [("prompt_shown", "m01_welcome", 1), ("prompt_taken", "m01_welcome", 1)]
        assert await handler.hears_nothing("error")


def _counted() -> list[tuple[str, str, int]]:
    return list(GuidanceUse.objects.order_by("kind").values_list("kind", "name", "count"))
