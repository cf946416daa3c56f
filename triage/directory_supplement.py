"""What the compiled files have no field for: callers' texts, codes, and what contradictions concern.

Plain Python; see triage/content/supplement.json.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from triage.content_file import ContentFile, Problem
from triage.directory_rows import UNSAID, in_our_words, type_of_row

# Numbers that are not said are null, and may be said.
_NUMBERS = frozenset(field for field, unsaid in UNSAID.items() if unsaid is None)
_NOT_HERE = frozenset({"slug", "source_notes", "contradictions"})


def add_supplement(rows: dict[str, type_of_row], path: Path, problems: list[Problem]) -> None:
    """Put into the rows what the supplement says; add what is wrong with it to the problems."""
    if not path.exists():
        return
    file = ContentFile.read(path)
    for record in file.records("supplements"):
        slug, said, why = record["id"], record.get("set"), record.get("why")
        if slug not in rows or not isinstance(said, dict) or not why:
            problems.append(file.problem(slug, 'needs the id of a service, "set" and "why"'))
        elif unknown := sorted(said.keys() - (rows[slug].keys() - _NOT_HERE)):
            problems.append(file.problem(slug, f"sets a field that is not known: {', '.join(unknown)}"))
        elif wrong := sorted(field for field in said if not _fits(field, said[field], rows[slug][field])):
            problems.append(file.problem(slug, f"sets a wrong kind of value: {', '.join(wrong)}"))
        else:
            rows[slug] = rows[slug] | said
    _add_contradictions(rows, file, problems)


def _fits(field: str, said: Any, held: Any) -> bool:
    return type(said) is int if field in _NUMBERS else type(said) is type(held)


def _add_contradictions(rows: Mapping[str, type_of_row], file: ContentFile, problems: list[Problem]) -> None:
    for number, record in enumerate(file.data.get("contradictions", []), start=1):
        text, concerns = record.get("text"), record.get("concerns")
        if not isinstance(text, str) or not isinstance(concerns, list) or not concerns:
            what = 'a contradiction needs "text" and "concerns"'
            problems.append(Problem(file.name, None, f"number {number}", what))
            continue
        for slug in concerns:
            if slug in rows:
                rows[slug]["contradictions"] = [*rows[slug]["contradictions"], in_our_words(text)]
            else:
                problems.append(file.problem(slug, "a contradiction concerns a service that is not there"))
