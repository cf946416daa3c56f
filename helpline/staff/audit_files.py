"""Lines of the audit as a file: CSV for a spreadsheet, or JSON lines with everything that the chain holds."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.utils import timezone

from helpline.staff.audit_details import parts
from helpline.staff.audit_words import sentence
from helpline.staff.models import AuditEvent

COLUMNS = ("line", "time", "who", "what", "event", "about", "in words", "details")
# What a spreadsheet would take for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def as_csv(lines: Iterable[AuditEvent]) -> Iterator[str]:
    """Yield the rows of a table, times in London."""
    writer = csv.writer(_Echo())
    yield writer.writerow(COLUMNS)
    for line in lines:
        yield writer.writerow([_cell(value) for value in _row(line)])


def as_json_lines(lines: Iterable[AuditEvent]) -> Iterator[str]:
    """Yield one object a line, with both digests: a chain that can be worked out again."""
    for line in lines:
        yield json.dumps(_whole(line)) + "\n"


FORMS: dict[str, tuple[str, Callable[[Iterable[AuditEvent]], Iterator[str]]]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "jsonl": ("application/jsonl", as_json_lines),
}


def _row(line: AuditEvent) -> tuple[Any, ...]:
    at = timezone.localtime(line.at).isoformat(sep=" ", timespec="seconds")
    details = json.dumps(line.detail, sort_keys=True) if line.detail else ""
    said = "; ".join(parts(line.event, line.detail))
    return line.pk, at, line.actor, sentence(line.event), line.event, line.subject, said, details


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _whole(line: AuditEvent) -> dict[str, Any]:
    names = ("event", "actor", "subject", "detail", "previous", "digest")
    return {"line": line.pk, "at": line.at.isoformat(), **{name: getattr(line, name) for name in names}}
