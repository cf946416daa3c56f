"""The handlers' guide as a page: what docs/handler-guide.md says, and no mark of how it is written."""

import re
from pathlib import Path

import pytest
from django.utils.html import escape

from chat.views.handbook_text import Block, Span, blocks, spans

GUIDE = Path(__file__).resolve().parents[2] / "docs/handler-guide.md"
SAFETY = GUIDE.with_name("handler-safety.md")


def words_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.partition('<article class="handbook">')[2]))


def test_a_line_is_cut_into_what_is_marked_and_what_is_not():
    assert spans("See **now** or *later*, `x` [below](#a-b).") == (
        Span("text", "See "), Span("strong", "now"), Span("text", " or "), Span("em", "later"),
        Span("text", ", "), Span("code", "x"), Span("text", " "),
        Span("link", "below", "#a-b"), Span("text", "."),
    )  # fmt: skip
    assert spans("words in [square brackets]") == (Span("text", "words in [square brackets]"),)


def test_the_forms_of_the_guide_are_read():
    text = "# A\n\n## B, c\n\none\ntwo\n\n- x\n  y\n- z\n\n1. s\n2. t\n\n| k | d |\n|---|---|\n| a | b |\n"
    title, heading, words, points, steps, table = blocks(text)

    assert (title.kind, heading) == ("title", Block("heading", (spans("B, c"),), id="b-c"))
    assert words == Block("words", (spans("one two"),))
    assert points == Block("points", (spans("x y"), spans("z")))
    assert steps == Block("steps", (spans("s"), spans("t")))
    assert table == Block("table", rows=((spans("k"), spans("d")), (spans("a"), spans("b"))))


@pytest.mark.parametrize("who", ["handler", "supervisor"])
def test_whoever_takes_callers_reads_the_whole_guide(signed_in, request, who):
    page = signed_in(request.getfixturevalue(who)).get("/console/guide/").content.decode()
    shown = words_of(page)

    headings = re.findall(r"^#+ (.+)$", GUIDE.read_text(), re.MULTILINE)
    assert len(headings) > 15
    assert [each for each in headings if escape(each) not in shown] == []
    # Nothing stands there as it is written for a file, and every link within it leads somewhere.
    assert re.findall(r"\*\*|\]\(|`|\|", shown) == []
    assert {f'id="{each}"' in page for each in re.findall(r'href="#([\w-]+)"', page)} == {True}
    keys = re.findall(r"^\| (Alt .+?) \| (.+?) \|$", GUIDE.read_text(), re.MULTILINE)
    assert len(keys) > 18
    for key, does in keys:
        assert f'<th scope="row">{key}</th><td>{escape(does)}</td>' in page


@pytest.mark.parametrize("who", ["handler", "supervisor"])
def test_whoever_takes_callers_reads_what_keeps_them_safe(signed_in, request, who):
    page = signed_in(request.getfixturevalue(who)).get("/console/guide/safety/").content.decode()
    shown = words_of(page)

    headings = re.findall(r"^#+ (.+)$", SAFETY.read_text(), re.MULTILINE)
    assert [each for each in headings if escape(each) not in shown] == []
    # A template's blank stands as it is; nothing else looks written for a file.
    assert re.findall(r"\*\*|\]\(|`|\|", shown) == []
    assert {f'id="{each}"' in page for each in re.findall(r'href="#([\w-]+)"', page)} == {True}
    for need in (
        "Alt I",
        "Alt X",
        "Alt D",
        "debrief",
        "116 123",
        "Never record",
        "Whom to tell",
        "safeguarding lead",
    ):
        assert need in shown
    assert '<a href="/console/guide/safety/" aria-current="page">' in page


@pytest.mark.parametrize("path", ["/console/guide/", "/console/guide/safety/"])
def test_an_analyst_is_not_shown_it(signed_in, analyst, path):
    assert signed_in(analyst).get(path).status_code == 403


@pytest.mark.parametrize("path", ["/console/guide/", "/console/guide/safety/"])
def test_nobody_reads_it_without_signing_in(client, path):
    answer = client.get(path)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")
