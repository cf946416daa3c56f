"""Several people who press at the same moment: a thread with connections of its own for each."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connections

from helpline.kernel.errors import HelplineError

T = TypeVar("T")
PATIENCE_SECONDS = 30


def at_once(*acts: Callable[[], T]) -> list[T | HelplineError]:
    """Run all acts together and return what each gave or with what it was refused, in order."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], T]) -> T | HelplineError:
        barrier.wait(PATIENCE_SECONDS)
        try:
            return act()
        except HelplineError as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))
