"""Figures as files: what the page shows, with what must be said about it, and nothing more."""

import csv
import io
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from xml.etree import ElementTree

import pytest
import time_machine
from django.test import Client

from helpline.staff.models import Account
from helpline.staff.roles import Role
from helpline.statistics.charts.block import Block
from helpline.statistics.charts.figures import Figures, Series
from helpline.statistics.dashboard.files import MIMETYPE, File, as_csv, as_ods
from helpline.statistics.models import MadeUpData, QueryLog

HIDDEN = "fewer than 5"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OCTOBER = date(2026, 10, 1)


def block(labels: tuple[str, ...], *values: object, missing: str = "") -> Block:
    series = tuple(Series(f"column {n}", each) for n, each in enumerate(values))  # type: ignore[arg-type]
    figures = Figures("Kind", labels, series, HIDDEN, tuple(None for _ in series))
    return Block(
        key="k",
        title="A [part]: one/two",
        sentence="It says.",
        about="",
        chart="bars",
        figures=figures,
        missing=missing,
    )


FILE = File(
    "Released figures for October 2026",
    [("Policy", "Release"), ("What the noise means", "A little.")],
    [
        block(("a", "=SUM(A1)"), (10, None), (None, Decimal("7.5"))),
        block((), missing="Fewer than 5, perhaps none."),
    ],
    "All",
)


def sheets_of(content: bytes) -> dict[str, list[list[str]]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        tree = ElementTree.fromstring(archive.read("content.xml"))
    return {
        sheet.get(f"{TABLE}name", ""): [
            ["".join(cell.itertext()) for cell in row] for row in sheet.iter(f"{TABLE}table-row")
        ]
        for sheet in tree.iter(f"{TABLE}table")
    }


def test_csv_says_what_it_is_and_every_figure_as_shown() -> None:
    lines = list(csv.reader(io.StringIO(as_csv(FILE))))

    assert lines[:3] == [
        ["Released figures for October 2026"],
        ["Policy", "Release"],
        ["What the noise means", "A little."],
    ]
    assert lines[4:11] == [
        ["A [part]: one/two"],
        ["It says."],
        ["Kind", "column 0", "column 1"],
        ["a", "10", HIDDEN],
        ["'=SUM(A1)", HIDDEN, "7.5"],
        ["All", HIDDEN, HIDDEN],
        [],
    ]
    assert lines[-1] == ["Fewer than 5, perhaps none."]


def test_ods_has_a_sheet_for_each_part_with_the_same_cells() -> None:
    content = as_ods(FILE)
    sheets = sheets_of(content)

    assert list(sheets) == ["About", "1 A  part   one two", "2 A  part   one two"]
    assert sheets["About"][1] == ["Policy", "Release"]
    assert sheets["1 A  part   one two"][2:] == [
        ["Kind", "column 0", "column 1"],
        ["a", "10", HIDDEN],
        ["=SUM(A1)", HIDDEN, "7.5"],
        ["All", HIDDEN, HIDDEN],
    ]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.read("mimetype").decode() == MIMETYPE
        text = archive.read("content.xml").decode()
    # Figures are numbers for a spreadsheet; what is not shown is words; nothing is a formula.
    assert text.count('office:value-type="float"') == 2
    assert "formula" not in text
    assert as_ods(FILE) == content


@pytest.fixture
def analysing(make_account: Callable[..., Account], signed_in: Callable[[Account], Client]) -> Client:
    return signed_in(make_account(Role.ANALYST))


@pytest.mark.django_db
@pytest.mark.parametrize(("ending", "kind"), [("csv", "text/csv; charset=utf-8"), ("ods", MIMETYPE)])
def test_a_released_file_has_policy_period_and_no_unprotected_figure(
    ending: str, kind: str, analysing: Client, sealed: Callable[..., None]
) -> None:
    sealed(43, month=OCTOBER, cues=("denial",))
    sealed(7, month=OCTOBER, answered=False, outcome="abandoned", talk_band="none", caller_type=None)
    MadeUpData.objects.create(facts=1, seed=1, made_at=datetime(2026, 11, 1, tzinfo=UTC))

    with time_machine.travel(datetime(2026, 11, 21, 12, 0, tzinfo=UTC), tick=False):
        answer = analysing.get(f"/figures/overview/figures.{ending}?period=2026-10")

    assert (answer.status_code, answer["Content-Type"]) == (200, kind)
    assert answer["Content-Disposition"] == f'attachment; filename="figures-2026-10-release.{ending}"'
    lines = (
        list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        if ending == "csv"
        else [line for sheet in sheets_of(answer.content).values() for line in sheet]
    )
    said = "\n".join(" ".join(line) for line in lines)
    assert "Released figures for October 2026" in said
    assert "Release: may be passed on" in said
    assert "Made-up data, for training." in said
    figures = [cell for line in lines if len(line) > 1 for cell in line[1:] if re.fullmatch(r"[\d.]+", cell)]
    assert len(figures) > 8
    assert all(float(cell) % 5 == 0 for cell in figures)
    assert QueryLog.objects.get().what == f"overview as {ending}"


@pytest.mark.django_db
def test_a_file_of_an_open_period_is_refused(analysing: Client) -> None:
    with time_machine.travel(datetime(2026, 11, 21, 12, 0, tzinfo=UTC), tick=False):
        assert analysing.get("/figures/overview/figures.csv?period=2026-11").status_code == 409
        assert analysing.get("/figures/overview/figures.csv?period=2026-11-02").status_code == 400
