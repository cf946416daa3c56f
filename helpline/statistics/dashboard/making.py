"""How a block is made from figures and words. Plain Python."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from helpline.statistics.charts.block import Block
from helpline.statistics.charts.figures import Figures, Number, Series
from helpline.statistics.dashboard.parts import Part
from helpline.statistics.dashboard.texts import Texts
from helpline.statistics.disclosure import THRESHOLD
from helpline.statistics.questions import Period

NOTHING: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True)
class Maker:
    """Makes the blocks of one page: its words, its period, and whether its figures have noise."""

    t: Texts
    period: Period
    has_noise: bool

    def block(
        self,
        key: str,
        chart: str,
        labels: Sequence[str],
        series: Sequence[tuple[str, Sequence[Number | None]]],
        *,
        totals: Sequence[Number | None] = (),
        few: bool = False,
        note: str = "",
        sentence: str = "",
        fill: Mapping[str, object] = NOTHING,
    ) -> Block:
        """Return a block whose words stand under `key`; `few` says that what is hidden is below five.

        Other figures are hidden because they would tell one below five. `sentence` is another key for it,
        `fill` what is filled in.
        """
        hidden = self.t("hidden_few" if few or self.has_noise else "hidden_not_shown")
        figures = Figures(
            self.t(f"{key}_head"),
            tuple(labels),
            tuple(Series(name, tuple(held)) for name, held in series),
            hidden,
            tuple(totals),
        )
        return Block(
            key=key,
            title=self.t(f"{key}_title"),
            sentence=self.t(sentence or f"{key}_sentence", **fill),
            about=self.t.period(self.period),
            chart=chart,
            figures=figures,
            description=self._description(figures),
            note=note,
        )

    def missing(
        self, key: str, words: str = "", *, sentence: str = "", fill: Mapping[str, object] = NOTHING
    ) -> Block:
        """Return a block that says why it has no figures: as a rule, because there are few or none."""
        few = self.t("missing_few", threshold=THRESHOLD, period=self.t.period(self.period))
        return Block(
            key=key,
            title=self.t(f"{key}_title"),
            sentence=self.t(sentence or f"{key}_sentence", **fill),
            about=self.t.period(self.period),
            chart="table",
            figures=Figures("", (), (), ""),
            missing=words or few,
        )

    def compared(
        self,
        key: str,
        chart: str,
        names: Mapping[str, str],
        parts: Sequence[tuple[Period, Part | None]],
        sentence: str = "",
        fill: Mapping[str, object] = NOTHING,
    ) -> Block:
        """Return a block of one period's table, with those of other periods that are alike beside it."""
        now = parts[0][1]
        if now is None or now.total is None:
            return self.missing(key, sentence=sentence, fill=fill)
        beside = [
            (self.t.period(period), part)
            for period, part in parts
            if part is not None and part.total is not None and now.is_like(part)
        ]
        return self.block(
            key,
            chart,
            [names[code] for code in now.cells],
            [(name, list(part.cells.values())) for name, part in beside],
            totals=[part.total for _, part in beside],
            sentence=sentence,
            fill=fill,
        )

    def _description(self, figures: Figures) -> str:
        sentences = []
        if found := figures.largest():
            label, name, cell = found
            where = label if len(figures.series) < 2 else f"{label}, {name}"
            sentences.append(self.t("chart_largest", label=where, figure=cell.words))
        if figures.hidden_number:
            sentences.append(self.t("chart_hidden", n=figures.hidden_number))
        return " ".join(sentences)
