"""A file with many services of Open Referral UK: one page that holds them all. Plain Python."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from triage.oruk.outgoing import page_of, service_of


def json_of(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Return the pieces of the file, one service to a line."""
    page = page_of([], number=1, size=max(1, len(rows)), total=len(rows))
    page |= {"size": len(rows), "empty": not rows}
    page.pop("contents")
    yield json.dumps(page)[:-1] + ', "contents": [\n'
    for number, row in enumerate(rows):
        yield (",\n" if number else "") + json.dumps(service_of(row), ensure_ascii=False)
    yield "\n]}\n"
