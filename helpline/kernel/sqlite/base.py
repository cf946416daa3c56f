"""SQLite, whose writers of one process stand in line instead of asking again and again.

SQLite lets one transaction write at a time; who comes meanwhile sleeps 1 ms, then 2, 5, 10 and up to 100
before it asks again, and may find that somebody who came later was luckier. Threads can do better.
"""

import threading
from collections import defaultdict
from typing import Any

from django.db.backends.sqlite3 import base

# As long as SQLite itself would wait; then it says "database is locked", as it always did.
PATIENCE_SECONDS = 20.0
_lines: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection; while its transaction lasts, it holds the line of its file."""

    _held: "threading.Lock | None" = None

    def _start_transaction_under_autocommit(self) -> None:
        line = _lines[str(self.settings_dict["NAME"])]
        if line.acquire(timeout=PATIENCE_SECONDS):
            self._held = line
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._let_go()
            raise

    def _commit(self) -> None:
        # Kept where it fails: a rollback follows.
        super()._commit()  # type: ignore[misc]
        self._let_go()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._let_go()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            self._let_go()

    def _let_go(self) -> None:
        line, self._held = self._held, None
        if line is not None:
            line.release()
