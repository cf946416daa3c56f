"""Ending what a test left running in its loop, also what forgets once or twice that it was cancelled."""

import asyncio

# Once is not always enough: where an answer of Redis comes at that moment, its client tries again; a loop
# that waits for such a task never closes.
TIMES = 30


async def end_all() -> None:
    """Cancel every other task of this loop until it has ended. Raises AssertionError with what never does."""
    for _ in range(TIMES):
        left = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        if not left:
            return
        for task in left:
            task.cancel()
        await asyncio.wait(left, timeout=1)
    raise AssertionError(f"does not end: {left}")
