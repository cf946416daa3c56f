"""What find_cues and find_risk_markers share: one JSON object a line in, one a line out, in order."""

import json
import sys
from abc import abstractmethod
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scripts.cues import Found


class FindCommand(BaseCommand):
    """Reads to the end. A line that is no `{"text": "..."}` ends it with exit 1 and its number."""

    requires_system_checks = ()

    @abstractmethod
    def finder(self) -> Callable[[str], list[Found]]:
        """Return what finds in one text."""

    def handle(self, *args: Any, **options: Any) -> None:
        find = self.finder()
        for number, line in enumerate(sys.stdin, 1):
            if line.strip():
                self.stdout.write(json.dumps(_answer(_text(line, number), find), ensure_ascii=False))


def _text(line: str, number: int) -> str:
    try:
        read = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise CommandError(f"line {number}: not JSON: {error}") from None
    text = read.get("text") if isinstance(read, dict) else None
    if not isinstance(text, str):
        raise CommandError(f'line {number}: expected {{"text": "..."}}')
    return text


def _answer(text: str, find: Callable[[str], list[Found]]) -> dict[str, Any]:
    found = find(text)
    labels = list(dict.fromkeys(each.cue for each in found))
    return {"text": text, "labels": labels, "spans": [[each.cue, each.start, each.end] for each in found]}
