"""What a chart and the table under it are both made of. Plain Python."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

Number = int | Decimal


@dataclass(frozen=True)
class Series:
    """One column of a table: a figure for each label, None where it is not shown."""

    name: str
    values: tuple[Number | None, ...]


@dataclass(frozen=True)
class Cell:
    """A figure in words, the same in the chart as in the table."""

    words: str
    is_hidden: bool


@dataclass(frozen=True)
class Figures:
    """A table of figures: `head` names what the labels are, `hidden` is what stands for a figure not shown.

    Raises ValueError where a series has more or fewer figures than there are labels, or one below nought.
    """

    head: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    hidden: str
    totals: tuple[Number | None, ...] = field(default=())

    def __post_init__(self) -> None:
        if any(len(each.values) != len(self.labels) for each in self.series):
            raise ValueError("each series has one figure for each label")
        if self.totals and len(self.totals) != len(self.series):
            raise ValueError("each series has one total")
        if any(value < 0 for value in self.shown):
            raise ValueError("a figure is not below nought")

    @property
    def shown(self) -> tuple[Number, ...]:
        """The figures that are shown, without the totals."""
        return tuple(value for each in self.series for value in each.values if value is not None)

    @property
    def hidden_number(self) -> int:
        """How many figures are not shown."""
        return len(self.labels) * len(self.series) - len(self.shown)

    def cell(self, value: Number | None) -> Cell:
        """Return a figure as it is said everywhere."""
        return Cell(self.hidden, True) if value is None else Cell(f"{value:,}", False)

    def said(self, place: int, number: int) -> str:
        """Return in words the figure at a label of a series: "Phone, last year: 12"."""
        each = self.series[number]
        names = [self.labels[place], *([each.name] if len(self.series) > 1 else [])]
        return f"{', '.join(names)}: {self.cell(each.values[place]).words}"

    def row(self, place: int) -> list[Number | None]:
        """Return the figures at a label, in the order of the series."""
        return [each.values[place] for each in self.series]

    def hidden_in(self, place: int) -> list[str]:
        """Return in words what is not shown at a label."""
        return [self.said(place, n) for n, value in enumerate(self.row(place)) if value is None]

    def rows(self) -> Iterator[tuple[str, list[Cell]]]:
        """Yield each label with its figures, in the order of the series."""
        for place, label in enumerate(self.labels):
            yield label, [self.cell(value) for value in self.row(place)]

    def foot(self) -> list[Cell]:
        """Return the totals as they are said; empty where there are none."""
        return [self.cell(total) for total in self.totals]

    def largest(self) -> tuple[str, str, Cell] | None:
        """Return label, series and figure of the largest figure shown, the first where several are."""
        found = [
            (value, label, each.name)
            for each in self.series
            for label, value in zip(self.labels, each.values, strict=True)
            if value is not None
        ]
        if not found:
            return None
        value, label, name = max(found, key=lambda one: one[0])
        return label, name, self.cell(value)
