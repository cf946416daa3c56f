"""No test leaves anything behind that its loop would wait for."""

import asyncio
import contextlib

import pytest
from channels_redis.core import RedisChannelLayer

from tests import redis_layer
from tests.conformance.ending import end_all


@pytest.mark.parametrize("times", [0, 1, 2])
async def test_what_forgets_that_it_was_cancelled_is_asked_again(times: int) -> None:
    async def waits() -> None:
        for _ in range(times):
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.Event().wait()
        await asyncio.Event().wait()

    task = asyncio.ensure_future(waits())
    await asyncio.sleep(0)

    await end_all()

    assert task.cancelled()


async def test_a_listener_on_redis_that_forgets_it_once_has_ended_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said: list[str] = []

    async def listens(layer: object, channel: str) -> None:
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        said.append("again")
        try:
            await asyncio.Event().wait()
        finally:
            said.append("ended")

    monkeypatch.setattr(redis_layer, "_receive", listens)
    task = asyncio.ensure_future(redis_layer._receive_until_told(RedisChannelLayer(), "a"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])

    assert task.cancelled()
    assert said == ["again", "ended"]
