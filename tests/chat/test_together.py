"""Questions of the same moment are asked once, and one that breaks the asking breaks its own answer alone."""

import asyncio
from collections.abc import Sequence

import pytest
from django.db import OperationalError

from chat.consumers.together import Together


class Asked:
    """Doubles numbers, those of one asking together; `broken` ones and a database that is away raise."""

    def __init__(self, *broken: int, away: bool = False) -> None:
        self.askings: list[list[int]] = []
        self.broken, self.away = set(broken), away
        self.began = asyncio.Event()

    async def __call__(self, numbers: Sequence[int]) -> list[int]:
        self.askings.append(list(numbers))
        self.began.set()
        await asyncio.sleep(0)
        if self.away:
            raise OperationalError
        if self.broken & set(numbers):
            raise ValueError
        return [number * 2 for number in numbers]


async def test_what_comes_while_one_is_asked_goes_out_together() -> None:
    asked = Asked()
    together = Together(asked)

    assert await asyncio.gather(*(together.get(number) for number in range(4))) == [0, 2, 4, 6]
    asked.began.clear()
    first = asyncio.create_task(together.get(7))
    await asked.began.wait()
    later = [asyncio.create_task(together.get(number)) for number in (8, 9)]
    assert await asyncio.gather(first, *later) == [14, 16, 18]

    assert asked.askings == [[0, 1, 2, 3], [7], [8, 9]]


async def test_one_that_cannot_be_answered_costs_nobody_else_an_answer() -> None:
    asked = Asked(1)
    together = Together(asked)

    answers = await asyncio.gather(*(together.get(number) for number in range(3)), return_exceptions=True)

    assert (answers[0], type(answers[1]), answers[2]) == (0, ValueError, 4)


async def test_while_the_database_is_away_it_is_asked_once_for_all() -> None:
    asked = Asked(away=True)
    together = Together(asked)

    answers = await asyncio.gather(*(together.get(number) for number in range(3)), return_exceptions=True)

    assert [type(answer) for answer in answers] == [OperationalError] * 3
    assert asked.askings == [[0, 1, 2]]
    asked.away = False
    assert await together.get(5) == 10


async def test_who_has_left_keeps_nobody_waiting() -> None:
    together = Together(Asked())
    stays, leaves = (asyncio.create_task(together.get(number)) for number in (1, 2))
    await asyncio.sleep(0)
    leaves.cancel()

    assert await stays == 2
    with pytest.raises(asyncio.CancelledError):
        await leaves
