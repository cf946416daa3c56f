"""The directory as a table of comma-separated values, for a spreadsheet, and back. Plain Python.

A list stands in one cell with "; " between; hours stand in OpenStreetMap's notation; a cell that a
spreadsheet would compute begins with an apostrophe, which reading takes away again.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from triage.oruk.cells import as_meant, defused
from triage.oruk.fields import CODE_LISTS, NUMBERS, PUBLISHED, TOLD
from triage.oruk.incoming import Incoming, identifier, once
from triage.oruk.problems import ImportRefused, Problem
from triage.service_hours import hours_of, hours_to_json, notation_stored

BETWEEN = "; "
_LISTS = frozenset({"areas", *CODE_LISTS})


def lines_of(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Return the lines of a table of these rows, the names of the columns first."""
    yield _line(PUBLISHED)
    for row in rows:
        yield _line(defused(_cell(field, row[field])) for field in PUBLISHED)


def read_table(
    text: str, progress: Callable[[int], None] = lambda row: None
) -> tuple[list[Incoming], list[Problem]]:
    """Return what each line says, and what is wrong with others; `progress` hears of each row.

    Columns may be missing or stand in another order; what a column that is there holds is said, also when it
    is empty. Raises ImportRefused where no line can be read.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Incoming] = []
    problems: list[Problem] = []
    columns: list[str] = []
    try:
        for number, cells in enumerate(reader, start=1):
            if number == 1:
                columns = _columns(cells)
            elif any(cells):
                _read(number, columns, cells, rows, problems)
            progress(number)
    except csv.Error as error:
        problems.append(Problem(reader.line_num, "", f"the line is broken: {error}"))
    if not columns and not problems:
        raise ImportRefused([Problem(0, "", "is empty")])
    return rows, problems


def _columns(cells: list[str]) -> list[str]:
    columns = [cell.strip() for cell in cells]
    problems = [
        Problem(1, column, "is no column of the directory") for column in columns if column not in PUBLISHED
    ]
    problems += [Problem(1, column, "stands twice") for column in PUBLISHED if columns.count(column) > 1]
    if not {"id", "slug"} & set(columns):
        problems.append(Problem(1, "id", "is missing: a table needs a column id or slug"))
    if problems:
        raise ImportRefused(problems)
    return columns


def _read(
    number: int, columns: list[str], cells: list[str], rows: list[Incoming], problems: list[Problem]
) -> None:
    if len(cells) != len(columns):
        what = f"the line is broken: {len(cells)} cells for {len(columns)} columns"
        problems.append(Problem(number, "", what))
        return
    said = {
        column: as_meant(cell.replace("\r\n", "\n")).strip()
        for column, cell in zip(columns, cells, strict=True)
    }
    row = Incoming(number, id=identifier(said.get("id")), slug=said.get("slug", ""))
    if said.get("id") and row.id is None:
        problems.append(Problem(number, "id", f"{said['id'][:40]!r} is not a UUID"))
    for field in TOLD:
        if field in said:
            try:
                row.values[field] = _value(field, said[field])
            except ValueError as error:
                problems.append(Problem(number, field, str(error)))
    rows.append(row)


def _value(field: str, text: str) -> Any:
    if field in _LISTS:
        return once(text.split(BETWEEN.strip()))
    if field in NUMBERS:
        return _number(text)
    if field == "hours":
        return _hours(text)
    return text


@lru_cache(maxsize=1_024)
def _hours(text: str) -> dict[str, Any]:
    return hours_to_json(hours_of(text)) if text else {}


def _number(text: str) -> int | None:
    if text and not (text.isascii() and text.isdigit() and len(text) < 5):
        raise ValueError(f"{text[:20]!r} is not a whole number")
    return int(text) if text else None


def _cell(field: str, value: Any) -> str:
    if field == "hours":
        return notation_stored(value)
    if value is None:
        return ""
    return BETWEEN.join(value) if isinstance(value, list) else str(value)


def _line(cells: Iterable[str]) -> str:
    line = io.StringIO(newline="")
    csv.writer(line).writerow(cells)
    return line.getvalue()
