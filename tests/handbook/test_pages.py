"""The handbook as it stands in docs/handbook: links and headings are there, and its forms become HTML."""

import re
from pathlib import Path

import pytest

from helpline.handbook.held import handbook, in_one, shown
from helpline.handbook.markdown import target
from helpline.handbook.one_file import one_file
from helpline.handbook.pages import INDEX, PARTS, ROLES, Page, read_page

FOLDER = Path(__file__).resolve().parents[2] / "docs/handbook"
ALL = [page for part in PARTS for page in handbook()[part]]
CASES = pytest.mark.parametrize("page", ALL, ids=lambda page: f"{page.part}/{page.name}")


def source(page: Page) -> str:
    return (FOLDER / page.part / f"{page.name}.md").read_text()


def links(page: Page) -> list[str]:
    return re.findall(r"\]\(([^)\s]+)\)", source(page))


@CASES
def test_a_page_says_what_it_is_for_and_is_markdown_alone(page: Page) -> None:
    assert source(page).startswith(f"# {page.title}\n\n")
    assert 20 < len(page.lead) < 400
    assert page.passages[0].heading == ""
    assert re.findall(r"<[a-zA-Z/!]", source(page)) == []


@CASES
def test_every_link_of_a_page_leads_somewhere(page: Page) -> None:
    held = {(each.part, each.name): each.anchors for each in ALL}

    for link in links(page):
        there = target(link, part=page.part, name=page.name)
        if there is None:
            assert link.startswith("https://"), link
            continue
        part, name, anchor = there
        assert (part, name) in held, link
        assert not anchor or anchor in held[part, name], link


@CASES
def test_nothing_on_a_page_looks_as_it_is_written_for_a_file(page: Page) -> None:
    words = re.sub(r"<[^>]+>", "", shown(page))

    assert re.findall(r"\*\*|\]\(|`|toctree|^\|", words, re.MULTILINE) == []
    ids = re.findall(r'id="([^"]*)"', shown(page))
    assert len(ids) == len(set(ids))
    assert "" not in ids


def test_each_part_has_its_index_first_and_names_its_order() -> None:
    for part in PARTS:
        names = [page.name for page in handbook()[part]]
        assert names[0] == INDEX
        assert names == sorted(set(names), key=names.index)
    assert [page.name for page in handbook()["handler"]][1:4] == ["before-you-start", "a-talk", "console"]
    # Welsh callers read the same pages.
    assert [page.name for page in handbook()["caller"]] == [page.name for page in handbook()["caller/cy"]]


def test_the_forms_of_a_page_become_html_and_html_becomes_words() -> None:
    text = (
        "# T\n\nLead <b>x</b> [b](other.md#y) [c](https://e.org).\n\n"
        "## H, h\n\n| k | d |\n|---|---|\n| a | b |\n"
    )
    page = read_page(text, part="handler", name="t")
    html = shown(page)

    assert (page.title, page.headings) == ("T", [("h-h", "H, h")])
    assert "&lt;b&gt;x&lt;/b&gt;" in html
    assert '<a href="/help/handler/other/#y">b</a>' in html
    assert '<a href="https://e.org" rel="noreferrer">c</a>' in html
    assert '<h2 id="h-h">' in html
    assert '<th scope="row">a</th>\n<td>b</td>' in html
    assert [each.words for each in page.passages][1:] == ["k: d", "a: b"]


def test_a_link_that_runs_a_script_is_no_link() -> None:
    page = read_page("# T\n\n[x](javascript:alert)\n", part="handler", name="t")

    assert "<a" not in shown(page)


def test_the_one_file_holds_every_page_and_asks_for_nothing() -> None:
    file = one_file().decode()

    for part in ROLES:
        for page in handbook()[part]:
            assert f'<article id="{part}--{page.name}">' in file
    assert re.findall(r"<script|<link|<img|src=|@import|url\(", file) == []
    assert "default-src 'none'" in file
    ids = set(re.findall(r'id="([^"]*)"', file))
    assert set(re.findall(r'href="#([^"]*)"', file)) <= ids
    assert all(href.startswith(("#", "https://")) for href in re.findall(r'href="([^"]*)"', file))


def test_a_whole_part_has_each_id_once() -> None:
    for part in ROLES:
        ids = [found for below in in_one(part) for found in re.findall(r'id="([^"]*)"', below.html)]
        assert len(ids) == len(set(ids))
