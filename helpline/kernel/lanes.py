"""Threads that ask the database: words have one of their own, and SQLite's files stay open in it.

Channels gives every socket of a process one thread. Whoever starts or leaves makes each desk read again,
and a word would stand in line behind all of that. See docs/adr/0063-words-have-a-lane.md.
"""

from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

from channels.db import DatabaseSyncToAsync
from django.core.signals import request_finished
from django.db import connections

P = ParamSpec("P")
T = TypeVar("T")

# One thread: words are stored and read in the order in which they were asked for.
_words = ThreadPoolExecutor(max_workers=1, thread_name_prefix="words")


def in_words_lane(function: Callable[P, T]) -> Callable[P, Awaitable[T]]:
    """Return `function` to be awaited, run in the thread that stores and reads words and nothing else."""
    lane: Callable[P, Awaitable[T]] = DatabaseSyncToAsync(function, thread_sensitive=False, executor=_words)
    return lane


def close_files(**signal: Any) -> None:
    """Close SQLite's files where a request is over: its thread is its own, and ends."""
    for connection in connections.all(initialized_only=True):
        if connection.vendor == "sqlite" and not connection.in_atomic_block:
            connection.close()


def watch_requests() -> None:
    """Close what a request opened when it is over; threads that stay keep theirs open."""
    request_finished.connect(close_files, dispatch_uid="helpline.kernel.lanes")
