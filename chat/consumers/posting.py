"""Group commit: posts that arrive while one batch is being stored make up the next batch."""

import asyncio
import logging
import time
from collections.abc import Sequence
from weakref import WeakKeyDictionary

from django.db import InterfaceError, OperationalError

from chat.consumers.nearby import Told, tell, told_of
from chat.errors import NotStored
from chat.services.messages import Answer, Post, Posted, store_posts
from helpline.kernel.lanes import in_words_lane
from helpline.kernel.metrics import commits

logger = logging.getLogger(__name__)
MOST_AT_ONCE = 200
Line = list[tuple[Post, "asyncio.Future[Answer]"]]


def store_and_word(batch: Sequence[Post]) -> tuple[list[Answer], list[Told]]:
    """Store a batch, and once it is durable put into words what the sockets nearby are told of it."""
    began = time.perf_counter()
    stored = store_posts(batch)
    commits.observe(time.perf_counter() - began)
    return stored.answers, [told_of(spoken) for spoken in stored.spoken]


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
        # A sender who leaves takes their answer along, and does not undo what is being stored.
        result = await answer
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
        answers, told = await in_words_lane(store_and_word)([post for post, _ in batch])
        for (_, waiting), answer in zip(batch, answers, strict=True):
            if not waiting.done():
                waiting.set_result(answer)
        tell(told)

    async def _store_singly(self, batch: Line) -> None:
        for alone in batch:
            try:
                await self._store([alone])
            except Exception as failure:
                # As above; this one is told that it was not stored.
                logger.error("a post was not stored: %s", type(failure).__name__)


_posters: WeakKeyDictionary[asyncio.AbstractEventLoop, Poster] = WeakKeyDictionary()


def poster() -> Poster:
    """Return the poster of the running event loop."""
    return _posters.setdefault(asyncio.get_running_loop(), Poster())
