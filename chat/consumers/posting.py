"""Group commit: posts that arrive while one batch is being stored make up the next batch."""

import asyncio
import logging
import time
from weakref import WeakKeyDictionary

from django.db import InterfaceError, OperationalError

from chat.errors import NotStored
from chat.services.messages import Answer, Post, Posted, post_messages
from helpline.kernel.lanes import in_words_lane
from helpline.kernel.metrics import commits

logger = logging.getLogger(__name__)
MOST_AT_ONCE = 200
Line = list[tuple[Post, "asyncio.Future[Answer]"]]


class Poster:
    """One loop's line of posts. A post is answered once its batch is durable."""

    def __init__(self) -> None:
        self._line: Line = []
        self._working: asyncio.Task[None] | None = None

    async def post(self, post: Post) -> Posted:
        """Store one post, together with others that arrive meanwhile. Raises its refusal."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._line.append((post, answer))
        if self._working is None or self._working.done():
            self._working = asyncio.create_task(self._work())
        # Shielded: a sender who leaves does not undo what is being stored.
        result = await asyncio.shield(answer)
        if isinstance(result, Posted):
            return result
        raise result

    async def _work(self) -> None:
        while self._line:
            batch, self._line = self._line[:MOST_AT_ONCE], self._line[MOST_AT_ONCE:]
            try:
                await self._store(batch)
            except (OperationalError, InterfaceError) as failure:
                # The database is away: asking once for each post would only keep everybody waiting.
                logger.error("a batch of %d posts was not stored: %s", len(batch), type(failure).__name__)
            except Exception as failure:
                # Something broke the batch as a whole: one post must not cost the others theirs.
                # Logged without its text, since an exception may quote a row.
                logger.error(
                    "a batch of %d posts was not stored together: %s", len(batch), type(failure).__name__
                )
                await self._store_singly(batch)
            for _, waiting in batch:
                if not waiting.done():
                    waiting.set_result(NotStored())

    async def _store(self, batch: Line) -> None:
        answers = await in_words_lane(_timed)([post for post, _ in batch])
        for (_, waiting), answer in zip(batch, answers, strict=True):
            if not waiting.done():
                waiting.set_result(answer)

    async def _store_singly(self, batch: Line) -> None:
        for alone in batch:
            try:
                await self._store([alone])
            except Exception as failure:
                # As above; this one is told that it was not stored.
                logger.error("a post was not stored: %s", type(failure).__name__)


def _timed(batch: list[Post]) -> list[Answer]:
    began = time.perf_counter()
    answers = post_messages(batch)
    commits.observe(time.perf_counter() - began)
    return answers


_posters: WeakKeyDictionary[asyncio.AbstractEventLoop, Poster] = WeakKeyDictionary()


def poster() -> Poster:
    """Return the poster of the running event loop."""
    return _posters.setdefault(asyncio.get_running_loop(), Poster())
