"""The part of the load that knows no protocol: who writes when, and how long each message took."""

import asyncio
import time
from collections.abc import Callable

CHARACTERS = 100
# A message that has not arrived by then is told as unanswered, and the run goes on to its end.
WAIT_SECONDS = 20.0


class Talk:
    """One conversation: `write` sends a body; the system calls `arrived` and, where it has one, `durable`."""

    def __init__(self, write: Callable[[str], None], *, acknowledges: bool) -> None:
        self.write = write
        self.acknowledges = acknowledges
        self.heard: Callable[[Talk, int], None] = lambda talk, sent_at: None
        self._arrived: int | None = None
        self._durable = False

    def say(self) -> None:
        """Write the next message: the clock, and words up to the length."""
        self._arrived, self._durable = None, not self.acknowledges
        body = f"@{time.perf_counter_ns()}@ and I said to her that it was"
        self.write(body + " so" * ((CHARACTERS - len(body)) // 3))

    def arrived(self, body: str) -> None:
        """Note what came at the other end; what is not of this load has no clock in it."""
        parts = body.split("@")
        if len(parts) == 3 and parts[1].isdigit():
            self._arrived = int(parts[1])
            self._counted()

    def durable(self) -> None:
        """Note that the server has said so to the writer."""
        self._durable = True
        self._counted()

    def _counted(self) -> None:
        if self._durable and self._arrived is not None:
            sent_at, self._arrived = self._arrived, None
            self.heard(self, sent_at)


class Load:
    """Messages of all talks: in a closed loop, or each talk at its pace."""

    def __init__(self, talks: list[Talk]) -> None:
        self.talks = talks
        self.took: list[float] = []
        self.seconds = 0.0
        self.sent = 0

    async def run(self, *, messages: int, rate: float, most_seconds: float) -> None:
        """Send so many in each talk; ends when all have arrived, or the time is over."""
        began = time.perf_counter()
        until = began + most_seconds
        await asyncio.gather(
            *(
                self._one(talk, messages, rate, until, begin=number / len(self.talks))
                for number, talk in enumerate(self.talks)
            )
        )
        self.seconds = time.perf_counter() - began

    async def _one(self, talk: Talk, messages: int, rate: float, until: float, *, begin: float) -> None:
        loop = asyncio.get_running_loop()
        due = time.perf_counter() + (begin / rate if rate else 0)
        for _ in range(messages):
            if rate:
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                due += 1 / rate
            if time.perf_counter() > until:
                return
            answer: asyncio.Future[None] = loop.create_future()

            def heard(talk: Talk, sent_at: int, answer: asyncio.Future[None] = answer) -> None:
                if not answer.done():
                    self.took.append((time.perf_counter_ns() - sent_at) / 1e6)
                    answer.set_result(None)

            talk.heard = heard
            self.sent += 1
            talk.say()
            try:
                await asyncio.wait_for(answer, WAIT_SECONDS)
            except TimeoutError:
                continue

    def found(self) -> dict[str, float]:
        """Return the figures of the run."""
        return {
            "messages": len(self.took),
            "unanswered": self.sent - len(self.took),
            "seconds": round(self.seconds, 2),
            "per_second": round(len(self.took) / max(self.seconds, 1e-9), 1),
            "p50_ms": round(part(self.took, 0.5), 2),
            "p99_ms": round(part(self.took, 0.99), 2),
            "most_ms": round(max(self.took, default=0.0), 2),
        }


def part(values: list[float], share: float) -> float:
    """Return the value below which that share of them lies; 0.0 for none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
