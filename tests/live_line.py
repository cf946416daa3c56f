"""A line between a client and the server that a test can cut and mend."""

import asyncio
import contextlib
import threading
from collections.abc import Coroutine, Iterator
from typing import Any

from tests.servers import HOST


class Line:
    """Carries TCP to `target`. It lives in a thread, so that browsers can be tested through it."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.port = 0
        self.is_cut = False
        # Seconds that each piece takes longer.
        self.delay = 0.0
        self._loop = asyncio.new_event_loop()
        self._ends: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def origin(self) -> str:
        return f"http://{HOST}:{self.port}"

    def cut(self) -> None:
        """Break every connection, and every new one, until `mend`."""
        self._call(self._cut())

    def mend(self) -> None:
        self.is_cut = False

    def hold(self) -> None:
        """Carry nothing any more and break nothing either, as a network that swallows; until `let_go`."""
        self._loop.call_soon_threadsafe(self._flows.clear)

    def let_go(self) -> None:
        self._loop.call_soon_threadsafe(self._flows.set)

    def _call(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _cut(self) -> None:
        self.is_cut = True
        for end in list(self._ends):
            end.transport.abort()

    async def _listen(self) -> None:
        self._flows = asyncio.Event()
        self._flows.set()
        self._server = await asyncio.start_server(self._connected, HOST, 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        self._server.close()
        await self._cut()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=5)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        if self.is_cut:
            writer.transport.abort()
            return
        try:
            far_reader, far_writer = await asyncio.open_connection(HOST, self.target)
        except OSError:
            writer.transport.abort()
            return
        await asyncio.gather(self._carry(reader, far_writer), self._carry(far_reader, writer))

    async def _carry(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        self._ends.add(sink)
        with contextlib.suppress(OSError):
            while piece := await source.read(65_536):
                await self._flows.wait()
                if self.delay:
                    await asyncio.sleep(self.delay)
                sink.write(piece)
                await sink.drain()
        self._ends.discard(sink)
        # Either side's end is the end of both: nothing here uses half-open connections.
        sink.close()


@contextlib.contextmanager
def a_line(target: int) -> Iterator[Line]:
    """Open a line to a port of this machine and close it afterwards."""
    line = Line(target)
    thread = threading.Thread(target=line._loop.run_forever, name="line", daemon=True)
    thread.start()
    try:
        line._call(line._listen())
        yield line
    finally:
        line._call(line._close())
        line._loop.call_soon_threadsafe(line._loop.stop)
        thread.join(10)
        line._loop.close()
