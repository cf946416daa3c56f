"""What changed between two looks at the board, so that its page is sent that alone. Plain Python."""

from collections.abc import Iterable, Mapping
from typing import Any

Row = Mapping[str, Any]
Board = Mapping[str, Any]

# The lists whose rows are told apart, and by which field.
KEYS = {"talks": "contact", "handlers": "handler", "alerts": "alert"}
WHOLE = ("line", "waiting")


def changes(before: Board, after: Board) -> dict[str, Any]:
    """Return the parts of `after` that differ; of talks, handlers and alerts {"set": rows, "gone": keys}.

    Empty when nothing differs. The page (static/board/state.js) turns `before` into `after` with it.
    """
    found: dict[str, Any] = {part: after[part] for part in WHOLE if after[part] != before[part]}
    for part, key in KEYS.items():
        old, new = _by(key, before[part]), _by(key, after[part])
        rows = [row for name, row in new.items() if old.get(name) != row]
        gone = [name for name in old if name not in new]
        if rows or gone:
            found[part] = {"set": rows, "gone": gone}
    return found


def _by(key: str, rows: Iterable[Row]) -> dict[str, Row]:
    return {row[key]: row for row in rows}
