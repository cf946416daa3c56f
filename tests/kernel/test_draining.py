"""Who is told that the process ends: everybody once, and whoever comes too late at once."""

import asyncio

from helpline.kernel.draining import Draining


def test_everybody_is_told_once() -> None:
    state, told = Draining(), list[str]()
    state.tell(lambda: told.append("before"))
    assert told == []

    state.begin(spread=0)
    state.begin(spread=0)
    state.tell(lambda: told.append("after"))

    assert (told, state.begun) == (["before", "after"], True)


async def test_who_is_held_goes_when_it_begins_and_who_comes_later_is_not_held() -> None:
    state = Draining()
    with state.held() as leave, state.held() as other:
        assert not leave.done()
        state.begin(spread=0)
        await asyncio.wait([leave, other])
        with state.held() as late:
            assert late.done()


async def test_they_go_over_some_time_and_not_as_one() -> None:
    state = Draining()
    with state.held() as leave:
        state.begin(spread=3_600)
        # In the next turns of the loop nobody has gone yet, but for one chance in millions.
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert not leave.done()


async def test_who_went_by_themselves_meanwhile_is_let_be() -> None:
    state = Draining()
    with state.held() as leave:
        state.begin(spread=0)
        leave.set_result(None)
        await asyncio.sleep(0)
    assert leave.done()
