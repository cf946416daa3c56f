"""One part of a page of figures: a sentence, its figures, and the chart of them. Plain Python."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from helpline.statistics.charts.bars import bars
from helpline.statistics.charts.columns import columns
from helpline.statistics.charts.figures import Figures
from helpline.statistics.charts.heat import heat
from helpline.statistics.charts.lines import lines
from helpline.statistics.charts.shapes import Drawing
from helpline.statistics.charts.stacked import stacked

CHARTS: dict[str, Callable[[Figures], Drawing]] = {
    "bars": bars,
    "scale": partial(bars, top=10),
    "stacked": stacked,
    "columns": columns,
    "lines": lines,
    "heat": heat,
    "table": lambda figures: Drawing(0, 0, ()),
}


@dataclass(frozen=True, kw_only=True)
class Block:
    """`about` names the period, `description` is what the chart says to somebody who does not see it.

    `missing` says in words why there is nothing to show; then there are no figures.
    """

    key: str
    title: str
    sentence: str
    about: str
    chart: str
    figures: Figures
    description: str = ""
    missing: str = ""
    note: str = ""

    @property
    def drawing(self) -> Drawing | None:
        """The chart; None where nothing of it may be shown, and the table says so."""
        return CHARTS[self.chart](self.figures) if self.figures.shown and self.chart != "table" else None
