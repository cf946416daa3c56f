"""docs/asvs.md answers every requirement of levels 1 and 2 once, and says what shows it or why not."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAPER = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")
VERDICTS = {"met", "partly", "not met", "operator", "none"}
# How many requirements of levels 1 and 2 each section of ASVS 5.0 has; those numbered here, in order.
SECTIONS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1, "3.2": 2,
    "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4, "5.1": 1, "5.2": 3,
    "5.3": 2, "5.4": 3, "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4, "7.1": 3,
    "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2, "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3,
    "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4, "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3, "11.1": 2,
    "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1, "12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1,
    "13.2": 5, "13.3": 2, "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3, "15.1": 3, "15.2": 3, "15.3": 7,
    "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3, "17.1": 1, "17.2": 4, "17.3": 2,
}  # fmt: skip
ASKED = [f"{section}.{number}" for section, many in SECTIONS.items() for number in range(1, many + 1)]
ROWS = [
    tuple(cell.strip() for cell in line.strip("| ").split(" | "))
    for line in PAPER.splitlines()
    if re.match(r"\| [\w]", line) and not line.startswith(("| asks", "| point"))
]


def test_every_requirement_is_answered_once_and_in_order() -> None:
    assert len(ASKED) == 253
    assert [row[0] for row in ROWS if re.fullmatch(r"[\d.]+", row[0])] == ASKED


def test_the_cheat_sheet_is_answered_point_by_point() -> None:
    assert len([row for row in ROWS if len(row) == 3]) >= 20


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_each_answer_has_a_verdict_and_what_shows_it_or_why(row: tuple[str, ...]) -> None:
    *_, verdict, shown = row

    assert verdict in VERDICTS
    assert len(shown) > 6
    assert all((ROOT / file).exists() for file in re.findall(r"`(tests(?:/[\w.]+)*)`", shown))


def test_what_is_not_met_stands_in_one_place_too() -> None:
    last = PAPER.partition("## Not met, in one place")[2]
    missing = [row[0] for row in ROWS if len(row) == 4 and row[2] == "not met" and row[0] not in last]

    assert missing == []
