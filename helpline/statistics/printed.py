"""An answer as a table of words, for a page and for a file alike. Plain Python."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from helpline.statistics.dimensions import DIMENSIONS
from helpline.statistics.questions import NOT_SHOWN, Answer
from helpline.statistics.release import share

# What a spreadsheet would take for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Line:
    """One line: its words, the code it may be looked into by, and its figures, None where not shown."""

    label: str
    code: str
    figures: tuple[int | None, ...]
    share: int | None = None


@dataclass(frozen=True)
class Printed:
    """A table with its heads; `last` is the line of totals."""

    title: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    last: Line
    has_shares: bool

    @property
    def is_empty(self) -> bool:
        """Tell whether no figure at all is shown."""
        lines = (*self.lines, self.last)
        return all(figure is None for line in lines for figure in line.figures)


def printed(answer: Answer) -> Printed:
    """Return the table in words."""
    by = answer.question.by
    if len(by) == 2:
        return _of_two(answer, by[0], by[1])
    last = Line("All", "", (answer.total,))
    if not by:
        return Printed(title(answer), ("", "Contacts"), (), last, False)
    one = DIMENSIONS[by[0]]
    lines = tuple(
        Line(one.label(code), code, (figure,), share(figure, answer.total))
        for (code,), figure in answer.cells.items()
    )
    return Printed(title(answer), (one.title, "Contacts", "Share of all"), lines, last, True)


def title(answer: Answer) -> str:
    """Return what the table shows, in one line."""
    question = answer.question
    by = " and ".join(DIMENSIONS[name].title.lower() for name in question.by)
    what = f"Contacts by {by}" if by else "Contacts"
    if question.where is not None:
        dimension = DIMENSIONS[question.where[0]]
        what += f", of “{dimension.title}: {dimension.label(question.where[1])}”"
    return f"{what}, {answer.period.name}"


def _of_two(answer: Answer, first: str, second: str) -> Printed:
    one, other = DIMENSIONS[first], DIMENSIONS[second]
    columns = list(answer.margins[1])
    lines = tuple(
        Line(
            one.label(code),
            code,
            (*(answer.cells.get((code, column)) for column in columns), whole),
        )
        for code, whole in answer.margins[0].items()
    )
    last = Line("All", "", (*answer.margins[1].values(), answer.total))
    heads = (one.title, *(other.label(column) for column in columns), "All")
    return Printed(title(answer), heads, lines, last, False)


def as_csv(answer: Answer, *, first: tuple[str, ...] = ()) -> str:
    """Return the table as a file; policy, period and notes stand before it, those of `first` first."""
    table, out = printed(answer), io.StringIO()
    writer = csv.writer(out)
    for row in (
        ("Table", table.title),
        ("Period", answer.period.name, answer.period.code),
        ("Policy", answer.policy),
        *(("Note", note) for note in (*first, *answer.notes)),
        (),
        table.heads,
        *_rows(table),
    ):
        writer.writerow([_safe(cell) for cell in row])
    return out.getvalue()


def _rows(table: Printed) -> Iterator[tuple[str, ...]]:
    for line in (*table.lines, table.last):
        shares = () if not table.has_shares else ("" if line.share is None else f"{line.share}%",)
        yield (line.label, *(NOT_SHOWN if n is None else str(n) for n in line.figures), *shares)


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
