"""A chart and the table under it can never disagree, and what is not shown has left no trace in either."""

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from helpline.statistics.charts.bars import LENGTH
from helpline.statistics.charts.block import CHARTS, Block
from helpline.statistics.charts.figures import Cell, Figures, Series
from helpline.statistics.charts.heat import SHADES, shade
from helpline.statistics.charts.scale import MOST_TICKS, scale_for
from helpline.statistics.charts.shapes import HIDDEN
from helpline.statistics.disclosure import masked_counts
from tests.chat.test_look import contrast

pytestmark = pytest.mark.once
CSS = (Path(__file__).resolve().parents[2] / "static" / "css" / "charts.css").read_text()
KINDS = ["bars", "stacked", "columns", "lines", "heat"]
# Each draws and reads a whole page; how fast says nothing about it.
few = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
HIDDEN_WORDS = "fewer than 5"
# What is counted, and shown, from nought to a million; some of it not shown.
counts = some.one_of(some.integers(0, 30), some.integers(0, 1_000_000))


@some.composite
def tables(draw: Callable[..., object]) -> Figures:
    labels = draw(some.integers(1, 8))
    series = draw(some.integers(1, 4))
    held = [draw(some.lists(counts, min_size=labels, max_size=labels)) for _ in range(series)]  # type: ignore[call-overload]
    return figures_of(held)


def figures_of(held: list[list[int]]) -> Figures:
    shown = [masked_counts({str(n): count for n, count in enumerate(each)}, sum(each)) for each in held]
    return Figures(
        "Kind",
        tuple(f"kind {n}" for n in range(len(held[0]))),
        tuple(Series(f"series {n}", tuple(table.cells.values())) for n, table in enumerate(shown)),
        HIDDEN_WORDS,
        tuple(table.total for table in shown),
    )


def block_of(figures: Figures, chart: str) -> Block:
    return Block(
        key="block",
        title="A title",
        sentence="What it shows.",
        about="November 2026",
        chart=chart,
        figures=figures,
    )


def page_of(figures: Figures, chart: str) -> ElementTree.Element:
    words = {"all": "All", "in_numbers": "In numbers"}
    text = render_to_string("statistics/_block.html", {"block": block_of(figures, chart), "words": words})
    assert "style=" not in text
    return ElementTree.fromstring(text)


def cells_of(page: ElementTree.Element) -> dict[str, str]:
    """Return the table's figures by series and label, as a chart says them."""
    heads = [head.text or "" for head in page.findall(".//thead//th")][1:]
    return {
        ", ".join([row.findtext("th") or "", *([head] if len(heads) > 1 else [])]): cell.text or ""
        for row in page.findall(".//tbody/tr")
        for head, cell in zip(heads, row.findall("td"), strict=True)
    }


def marks_of(page: ElementTree.Element) -> list[ElementTree.Element]:
    """Return what stands for a figure in the chart: each has its figure in words."""
    chart = page.find(".//svg[@role='img']")
    return [] if chart is None else [mark for mark in chart.iter() if mark.find("title") is not None][1:]


@pytest.mark.parametrize("chart", KINDS)
@few
@given(figures=tables())
def test_a_chart_says_of_every_figure_what_the_table_says(chart: str, figures: Figures) -> None:
    page = page_of(figures, chart)
    marks, table = marks_of(page), cells_of(page)
    if not figures.shown:
        assert marks == []
        assert set(table.values()) == {HIDDEN_WORDS}
        return

    said = dict((mark.findtext("title") or "").split(": ") for mark in marks)
    assert said == table
    assert len(marks) == len(table)
    hatched = {name for name, words in table.items() if words == HIDDEN_WORDS}
    assert {
        (mark.findtext("title") or "").split(": ")[0] for mark in marks if mark.get("class") == HIDDEN
    } == hatched


@few
@given(figures=tables())
def test_a_bar_is_as_long_as_its_figure(figures: Figures) -> None:
    if not figures.shown:
        return
    scale = scale_for(figures.shown, LENGTH)
    for mark in marks_of(page_of(figures, "bars")):
        words = (mark.findtext("title") or "").rpartition(": ")[2]
        if words != HIDDEN_WORDS:
            value = int(words.replace(",", ""))
            assert float(mark.get("width", "")) == pytest.approx(value / float(scale.top) * LENGTH, abs=0.01)


@pytest.mark.parametrize("chart", KINDS)
@few
@given(figures=tables())
def test_every_figure_that_is_not_shown_is_drawn_alike(chart: str, figures: Figures) -> None:
    drawing = block_of(figures, chart).drawing
    if drawing is None:
        return
    hidden = [shape for shape in drawing.shapes if shape.kind == HIDDEN]

    assert len(hidden) == figures.hidden_number
    # Thick and thin, as the series are; nothing of the figure.
    assert len({(shape.width, shape.height) for shape in hidden}) <= 2  # type: ignore[union-attr]


@pytest.mark.parametrize("chart", KINDS)
@few
@given(held=some.lists(counts, min_size=2, max_size=8), data=some.data())
def test_other_figures_that_are_not_shown_give_the_same_picture(
    chart: str, held: list[int], data: some.DataObject
) -> None:
    """What is not shown is shuffled among its places: every letter of the SVG stays."""
    before = figures_of([held])
    places = [place for place, value in enumerate(before.series[0].values) if value is None]
    shuffled = data.draw(some.permutations(places))
    other = list(held)
    for place, taken in zip(places, shuffled, strict=True):
        other[place] = held[taken]
    after = figures_of([other])

    assert ElementTree.tostring(page_of(after, chart)) == ElementTree.tostring(page_of(before, chart))


@settings(deadline=None)
@given(values=some.lists(some.integers(0, 10_000_000), min_size=1, max_size=12))
def test_a_scale_has_room_for_every_figure_and_few_round_steps(values: list[int]) -> None:
    scale = scale_for(values, 100)

    assert 0 <= max(scale.place(value) for value in values) <= 100
    assert 2 <= len(scale.ticks) <= MOST_TICKS + 1
    assert scale.ticks[-1] == scale.top
    assert re.fullmatch(r"[125]0*", str(scale.step))


@pytest.mark.parametrize(
    ("values", "top", "ticks"),
    [
        ([1], 1, [0, 1]),
        ([7], 8, [0, 2, 4, 6, 8]),
        ([20], 20, [0, 5, 10, 15, 20]),
        ([203], 300, [0, 100, 200, 300]),
        ([], 1, [0, 1]),
        ([Decimal("7.6")], 8, [0, 2, 4, 6, 8]),
    ],
)
def test_a_scale_ends_at_the_next_round_number(values: list[int], top: int, ticks: list[int]) -> None:
    scale = scale_for(values, 100)

    assert (scale.top, scale.ticks) == (top, ticks)


def test_a_line_has_a_gap_where_a_figure_is_not_shown() -> None:
    figures = Figures("Month", tuple("abcdef"), (Series("n", (5, 6, None, 7, None, 9)),), HIDDEN_WORDS)
    page = page_of(figures, "lines")

    lines = [path.get("d", "") for path in page.iter("path") if "line" in (path.get("class") or "")]
    assert [len(line.split("L")) for line in lines] == [2]
    assert len(list(page.iter("circle"))) == 4


def test_a_bar_in_parts_is_as_long_as_what_is_shown() -> None:
    def width(hidden: int | None) -> float:
        series = (Series("one", (30, 40)), Series("two", (20, hidden)))
        page = page_of(Figures("When", ("a", "b"), series, HIDDEN_WORDS), "stacked")
        return float(marks_of(page)[2].get("width", ""))

    assert width(None) > 0
    assert width(None) == pytest.approx(40 / 60 * (360 - 2 * 26), abs=0.01)


def test_a_chart_is_said_and_its_table_is_folded_under_it() -> None:
    figures = Figures("Kind", ("a", "b"), (Series("n", (1_200, None)),), HIDDEN_WORDS, (1_203,))
    page = page_of(figures, "bars")
    chart = page.find(".//svg[@role='img']")

    assert chart is not None
    assert {found.get("id") for found in chart} >= set((chart.get("aria-labelledby") or "").split())
    assert page.find(".//details/summary") is not None
    assert cells_of(page) == {"a": "1,200", "b": HIDDEN_WORDS}
    assert page.findtext(".//tfoot//td") == "1,203"
    assert figures.largest() == ("a", "n", Cell("1,200", False))


def test_where_nothing_may_be_shown_there_is_a_table_and_no_chart() -> None:
    page = page_of(Figures("Kind", ("a", "b"), (Series("n", (None, None)),), HIDDEN_WORDS), "bars")

    assert page.find(".//svg") is None
    assert page.find(".//details") is None
    assert set(cells_of(page).values()) == {HIDDEN_WORDS}


@pytest.mark.parametrize(
    "series", [(Series("n", (1,)),), (Series("n", (1, 2)), Series("m", (1, 2, 3))), (Series("n", (1, -2)),)]
)
def test_figures_that_do_not_fit_their_labels_are_refused(series: tuple[Series, ...]) -> None:
    with pytest.raises(ValueError, match="figure"):
        Figures("Kind", ("a", "b"), series, HIDDEN_WORDS)


def test_shades_go_in_equal_steps_up_to_the_largest() -> None:
    assert [shade(value, 50) for value in (0, 1, 10, 11, 20, 40, 41, 50)] == [1, 1, 1, 2, 2, 4, 5, 5]
    assert shade(50, 50) == SHADES


def test_a_long_name_is_shortened_above_its_bar_and_whole_in_the_table() -> None:
    name = "A programme with a name that goes on and on and never ends"
    page = page_of(Figures("Service", (name,), (Series("n", (9,)),), HIDDEN_WORDS), "bars")

    assert [text.text for text in page.iter("text")] == ["A programme with a name that goes on and on…", "9"]
    assert cells_of(page) == {name: "9"}


def test_there_is_a_chart_for_every_kind() -> None:
    assert set(KINDS) < set(CHARTS)


LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part))
    for part in CSS.split("@media (prefers-color-scheme: dark)")
)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_figures_inside_a_field_can_be_read(scheme: dict[str, str]) -> None:
    for depth in range(1, SHADES + 1):
        ink = scheme["heat-ink" if depth < 4 else "heat-ink-deep"]
        assert contrast(ink, scheme[f"heat-{depth}"]) >= 4.5, depth
