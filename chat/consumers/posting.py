"""Group commit: posts that arrive while one batch is being stored make up the next batch."""

import asyncio
import logging
from weakref import WeakKeyDictionary

from channels.db import database_sync_to_async

from chat.services.messages import Answer, Post, Posted, post_messages
from helpline.kernel.errors import HelplineError

logger = logging.getLogger(__name__)
MOST_AT_ONCE = 200


class NotStored(HelplineError):
    """The database did not take the post; it may be sent again with the same id."""

    code = "storage.unavailable"
    status = 503
    message = "This could not be stored just now. It will be sent again."


class Poster:
    """One loop's line of posts. A post is answered once its batch is durable."""

    def __init__(self) -> None:
        self._line: list[tuple[Post, asyncio.Future[Answer]]] = []
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
            if not await self._store(batch) and len(batch) > 1:
                # Something broke the batch as a whole: one post must not cost the others theirs.
                for alone in batch:
                    await self._store([alone])
            for _, waiting in batch:
                if not waiting.done():
                    waiting.set_result(NotStored())

    async def _store(self, batch: "list[tuple[Post, asyncio.Future[Answer]]]") -> bool:
        try:
            answers = await database_sync_to_async(post_messages)([post for post, _ in batch])
        except Exception:
            # Whatever the database raises; without words, since an exception may quote a row.
            logger.error("a batch of %d posts was not stored", len(batch))
            return False
        for (_, waiting), answer in zip(batch, answers, strict=True):
            if not waiting.done():
                waiting.set_result(answer)
        return True


_posters: WeakKeyDictionary[asyncio.AbstractEventLoop, Poster] = WeakKeyDictionary()


def poster() -> Poster:
    """Return the poster of the running event loop."""
    return _posters.setdefault(asyncio.get_running_loop(), Poster())
