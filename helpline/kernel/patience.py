"""Asking what may hang: no answer in time is an answer, too, and nobody asks twice meanwhile."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import Generic, TypeVar

from django.db import connections

T = TypeVar("T")
PATIENCE_SECONDS = 2.0


class Patient(Generic[T]):
    """One question to a database, asked in a thread of its own, however many wait for the answer."""

    def __init__(self, question: Callable[[], T], *, otherwise: T, name: str) -> None:
        self._question, self._otherwise = question, otherwise
        self._threads = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._asked: Future[T] | None = None
        self._lock = Lock()

    def answer(self, seconds: float = PATIENCE_SECONDS) -> T:
        """Return the answer, or what is said where it takes longer."""
        with self._lock:
            if self._asked is None or self._asked.done():
                self._asked = self._threads.submit(self._ask)
            asked = self._asked
        try:
            return asked.result(seconds)
        except TimeoutError:
            return self._otherwise

    def _ask(self) -> T:
        try:
            return self._question()
        finally:
            # The thread may not be asked again for long, and a pool has few connections.
            connections.close_all()
