"""What many sockets ask in the same moment, asked once: after a crash everybody comes back together.

A question that nobody else asks meanwhile goes out at once; those that come while it is being answered make
up the next. Were each to ask for itself, five hundred pages that say hello would stand in a long line.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from django.db import InterfaceError, OperationalError

Q = TypeVar("Q")
A = TypeVar("A")
MOST_AT_ONCE = 100
Line = list[tuple[Q, asyncio.Future[A]]]


class Together(Generic[Q, A]):
    """Answers each question from one reading for all that were asked; `ask` answers them in their order."""

    def __init__(self, ask: Callable[[Sequence[Q]], Awaitable[Sequence[A]]]) -> None:
        self._ask = ask
        self._line: Line[Q, A] = []
        self._working: asyncio.Task[None] | None = None

    async def get(self, question: Q) -> A:
        """Return the answer, from a reading that begins after this call. Raises what the reading raises."""
        answer: asyncio.Future[A] = asyncio.get_running_loop().create_future()
        self._line.append((question, answer))
        if self._working is None or self._working.done():
            self._working = asyncio.create_task(self._work())
        return await answer

    async def _work(self) -> None:
        while self._line:
            asked, self._line = self._line[:MOST_AT_ONCE], self._line[MOST_AT_ONCE:]
            try:
                await self._answer(asked)
            except (OperationalError, InterfaceError) as failure:
                # The database is away: asking once for each would only keep everybody waiting.
                _fail(asked, failure)
            except Exception as failure:
                if len(asked) == 1:
                    _fail(asked, failure)
                else:
                    # One of them broke it: it must not cost the others theirs.
                    await self._answer_singly(asked)

    async def _answer(self, asked: Line[Q, A]) -> None:
        answers = await self._ask([question for question, _ in asked])
        for (_, waiting), answer in zip(asked, answers, strict=True):
            # A socket that went away waits no more.
            if not waiting.done():
                waiting.set_result(answer)

    async def _answer_singly(self, asked: Line[Q, A]) -> None:
        for alone in asked:
            try:
                await self._answer([alone])
            except Exception as failure:
                _fail([alone], failure)


def _fail(asked: Line[Q, A], failure: Exception) -> None:
    for _, waiting in asked:
        if not waiting.done():
            waiting.set_exception(failure)
