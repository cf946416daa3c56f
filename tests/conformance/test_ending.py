"""No test leaves anything behind that its loop would wait for."""

import asyncio
import contextlib

import pytest

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
