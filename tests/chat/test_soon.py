"""What a socket reads beside its other work."""

import asyncio

import pytest

from chat.consumers.soon import Soon


class Reads:
    """Something to be done that ends when it is told to."""

    def __init__(self) -> None:
        self.begun = 0
        self.ended = 0
        self.may_end = asyncio.Event()
        self.failing = False

    async def __call__(self) -> None:
        self.begun += 1
        await self.may_end.wait()
        if self.failing:
            raise ValueError("a row's words")
        self.ended += 1


async def turns() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_what_is_asked_for_meanwhile_is_done_once_more() -> None:
    reads = Reads()
    soon = Soon("it", reads)
    soon.ask()
    await turns()
    for _ in range(3):
        soon.ask()
    await turns()
    assert (reads.begun, reads.ended) == (1, 0)

    reads.may_end.set()
    await turns()

    assert (reads.begun, reads.ended) == (2, 2)


async def test_a_failure_is_logged_without_its_text_and_stops_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    reads = Reads()
    soon = Soon("the desk", reads)
    reads.failing = True
    reads.may_end.set()
    soon.ask()
    await turns()
    assert caplog.messages == ["the desk could not be shown: ValueError"]

    reads.failing = False
    soon.ask()
    await turns()

    assert reads.ended == 1


async def test_a_socket_that_is_gone_reads_no_more() -> None:
    reads = Reads()
    soon = Soon("it", reads)
    soon.stop()
    soon.ask()
    await turns()
    soon.stop()
    reads.may_end.set()
    await turns()

    assert (reads.begun, reads.ended) == (1, 0)
