"""Tables of lists: a contact counts for each of its codes, and no line tells of fewer than five."""

import random
from collections.abc import Callable
from datetime import date
from itertools import product
from typing import Any
from uuid import uuid4

import pytest

from helpline.statistics.answering import SEVERAL
from helpline.statistics.asking import ask, ask_together
from helpline.statistics.cells import Codes, Tallies, Tally, added
from helpline.statistics.dashboard.counting import counted, in_lists
from helpline.statistics.dashboard.fact_blocks import listed
from helpline.statistics.dashboard.making import Maker
from helpline.statistics.dashboard.texts import Texts
from helpline.statistics.facts import draft_fact
from helpline.statistics.noise import KEYS
from helpline.statistics.overlapping import NONE_NOTED, each_code, joined, released_lists
from helpline.statistics.printed import printed
from helpline.statistics.questions import DrillDownRefused, ListStandsAlone, Period, Question
from tests.statistics.conftest import CORRECTABLE_UNTIL, values

YEAR, OCTOBER = Period.parse("2025"), Period.parse("2026-10")
MAY = date(2025, 5, 1)


def test_a_contact_counts_for_each_of_its_codes() -> None:
    tallies: Tallies = {
        (joined(["b", "a"]), "x"): Tally(3, 10),
        ("a", "y"): Tally(2, 5),
        ("", "x"): Tally(1, 7),
    }

    assert each_code(tallies, (True, False)) == {
        ("a", "x"): Tally(3, 10), ("b", "x"): Tally(3, 10), ("a", "y"): Tally(2, 5),
        (NONE_NOTED, "x"): Tally(1, 7),
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(40))
def test_no_figure_stands_for_fewer_than_five_or_all_but_fewer_than_five(seed: int) -> None:
    drawn = random.Random(seed)
    tallies: dict[Codes, Tally] = {}
    for _ in range(drawn.randrange(0, 120)):
        of: Codes = (
            joined([c for c in "abc" if drawn.random() < drawn.choice((0.1, 0.9))]),
            drawn.choice("xyz"),
        )
        tallies[of] = added((tallies.get(of, Tally(0, 0)), Tally(1, drawn.randrange(KEYS))))
    whole, single = added(tallies.values()).number, each_code(tallies, (True, False))
    cells = list(product((*"abc", NONE_NOTED), "xyz"))

    shown = released_lists(tallies, "year", ("cues", "level"), (True, False), cells)

    for codes, figure in shown.cells.items():
        number = single.get(codes, Tally(0, 0)).number
        line = sum(single.get((codes[0], code), Tally(0, 0)).number for code in "xyz")
        level = sum(tally.number for key, tally in tallies.items() if key[1] == codes[1])
        if figure is not None:
            assert min(number, line - number, level - number, whole - line, whole - level) >= 5
            assert figure % 5 == 0
            assert abs(figure - number) <= 4
    for code, figure in shown.margins[0].items():
        line = sum(single.get((code, each), Tally(0, 0)).number for each in "xyz")
        assert figure is None or (min(line, whole - line) >= 5 and abs(figure - line) <= 4)


def test_two_lines_of_the_same_contacts_need_not_be_equal() -> None:
    """Else two that differ would prove that somebody has but one of the two."""
    apart = set()
    for key in range(0, KEYS, 911):
        tallies: Tallies = {("a+b",): Tally(42, key), ("",): Tally(60, 3)}
        shown = released_lists(tallies, "month", ("cues",), (True,), [("a",), ("b",)])
        apart.add(shown.cells[("a",)] == shown.cells[("b",)])

    assert apart == {True, False}


@pytest.fixture
def of_a_year(sealed: Callable[..., None]) -> None:
    sealed(40, month=MAY, cues=("denial", "remorse"), signposts=("one-line",), level="urgent")
    sealed(33, month=MAY, cues=("remorse",), level="standard")
    sealed(3, month=MAY, cues=("jealousy_entitlement",), signposts=("rare-one",), level="standard")
    sealed(50, month=MAY, level="standard")


@pytest.mark.django_db
@pytest.mark.usefixtures("of_a_year")
def test_cues_behaviours_and_services_can_be_asked_for() -> None:
    cues, both, given = ask_together(
        [Question(YEAR, ("cues",)), Question(YEAR, ("cues", "level")), Question(YEAR, ("signposts",))],
        policy="release",
        by=None,
    )

    assert SEVERAL in cues.notes
    assert abs((cues.cells[("remorse",)] or 0) - 73) <= 4
    assert abs((cues.cells[("denial",)] or 0) - 40) <= 4
    assert abs((cues.cells[(NONE_NOTED,)] or 0) - 50) <= 4
    assert abs((cues.total or 0) - 126) <= 4
    # Three of a kind, and nobody at all, look alike; an open list leaves both out.
    assert cues.cells[("jealousy_entitlement",)] is cues.cells[("threat_ultimatum",)] is None
    assert set(given.cells) == {("one-line",), (NONE_NOTED,)}
    assert abs((both.cells["remorse", "standard"] or 0) - 33) <= 4
    # All with denial are urgent: how many of them are is not said beside how many there are.
    assert both.cells["denial", "urgent"] is None
    assert both.margins[0]["remorse"] == cues.cells[("remorse",)]
    table = printed(given)
    assert [line.label for line in table.lines] == ["None noted", "One line"]
    assert {line.share for line in printed(cues).lines} >= {None}


@pytest.mark.django_db
@pytest.mark.usefixtures("of_a_year")
def test_a_line_is_looked_into_where_it_and_the_rest_are_five_at_least() -> None:
    inside = ask(Question(YEAR, ("level",), ("cues", "remorse")), policy="release", by=None)

    assert abs((inside.total or 0) - 73) <= 4
    assert abs((inside.cells[("standard",)] or 0) - 33) <= 4
    for code in ("jealousy_entitlement", "threat_ultimatum"):
        with pytest.raises(DrillDownRefused):
            ask(Question(YEAR, ("level",), ("cues", code)), policy="release", by=None)


@pytest.mark.django_db
def test_exact_lines_stand_alone_with_drafts_and_hide_both_ends(sealed: Callable[..., None]) -> None:
    sealed(7, month=OCTOBER.start, cues=("denial", "remorse"))
    sealed(2, month=OCTOBER.start, cues=("remorse", "threat_ultimatum"))
    sealed(6, month=OCTOBER.start)
    draft_fact(
        contact=uuid4(),
        values=values(month=OCTOBER.start, cues=("remorse", "denial")),
        correctable_until=CORRECTABLE_UNTIL,
    )

    answer = ask(Question(OCTOBER, ("cues",)), policy="internal", by=None)

    assert answer.total == 16
    shown = {codes[0]: figure for codes, figure in answer.cells.items() if figure is not None}
    assert shown == {"denial": 8, "remorse": 10, NONE_NOTED: 6}
    with pytest.raises(ListStandsAlone):
        ask(Question(OCTOBER, ("cues", "level")), policy="internal", by=None)


@pytest.mark.django_db
@pytest.mark.usefixtures("of_a_year")
def test_the_page_of_figures_and_the_table_say_the_same() -> None:
    sums: Any = in_lists("cues", YEAR.months, drafts=False)
    whole = counted([YEAR], drafts=False)[YEAR].whole
    block = listed(Maker(Texts("en"), YEAR, True), "cues", sums, whole, {})
    table = ask(Question(YEAR, ("cues",)), policy="release", by=None)

    shown = dict(zip(block.figures.labels, block.figures.series[0].values, strict=True))
    assert shown == {code: table.cells[(code,)] for code in ("remorse", "denial")}
