"""The documentation site is made of the papers without a warning, and fetches nothing."""

import re
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest
import yaml
from PIL import Image

from tools.docs_site import accessible, brought_in, extension, http_pages, shapes, socket_pages
from tools.papers import ROOT, papers
from tools.papers.markdown import links

PICTURES = ROOT / "docs" / "pictures"
# What a page asks for by itself: not a link, which a person follows.
FETCHED = re.compile(
    r"""<(?:script|img|iframe|source)\b[^>]*\bsrc\s*=\s*["']?(?:https?:)?//[^>]*>"""
    r"""|<link\b(?![^>]*rel="(?:index|search|next|prev|canonical)")[^>]*\bhref\s*=\s*["']?(?:https?:)?//[^>]*>"""
    r"""|@import\b[^;]*//[^;]*|url\(\s*["']?(?:https?:)?//[^)]*\)""",
    re.IGNORECASE,
)


def shown(text: str, *, written_in: str = "docs", shown_in: str = "docs") -> str:
    return brought_in.for_site(
        text, written_in=PurePosixPath(written_in), shown_in=PurePosixPath(shown_in), root=ROOT
    )


def said_by(*module: str) -> str:
    """Run a module beside the tests, whose warnings are errors; return what it says."""
    done = subprocess.run(
        [sys.executable, "-m", *module],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def test_every_page_is_read_without_a_warning(tmp_path: Path) -> None:
    """The half of `make docs` that can go wrong; pages are not written."""
    assert said_by("sphinx", "-q", "-W", "--keep-going", "-b", "dummy", "docs", str(tmp_path)) == ""


@pytest.mark.long
def test_the_site_fetches_nothing_and_finds_words_from_a_file(tmp_path: Path) -> None:
    site = tmp_path / "site"

    assert said_by("tools.docs_site.build", str(site)) == f"The site is {site / 'index.html'}\n"
    written = [path for path in site.rglob("*") if path.suffix in (".html", ".css")]
    assert len(written) > 130
    assert {path.name: found for path in written if (found := FETCHED.findall(path.read_text()))} == {}
    assert "Search.setIndex" in (site / "searchindex.js").read_text()
    assert [path.name for path in site.rglob("*.doctree")] == []
    # As the theme writes it now; another version may write it otherwise.
    page = (site / "protocol.html").read_text()
    assert [name for name in accessible.MENDED.values() if name not in page] == []


@pytest.mark.parametrize(
    "planted",
    [
        '<script src="https://cdn.example/a.js"></script>',
        '<link rel="stylesheet" href="//cdn.example/a.css" />',
        '<link rel="preload" as="font" href="https://fonts.example/a.woff2">',
        '<img alt="" src="http://cdn.example/a.png">',
        "@import url(https://fonts.example/a.css);",
        "src: url('//fonts.example/a.woff2')",
    ],
)
def test_what_would_be_fetched_is_noticed(planted: str) -> None:
    assert FETCHED.findall(planted) != []


def test_a_link_that_a_person_follows_is_not_fetched() -> None:
    assert FETCHED.findall('<a href="https://semver.org/"><img src="_images/a.png"></a>') == []


@pytest.mark.parametrize(
    ("link", "led"),
    [
        ("[a](protocol.md#limits)", "[a](protocol.md#limits)"),
        ("[a](../CHANGELOG.md)", "[a](project/changelog.md)"),
        ("[a](../bench/RESULTS.md#the-board)", "[a](project/results.md#the-board)"),
        ("[a](../deploy/nginx.conf)", "[a](../deploy/nginx.conf)"),
        ("[a](../deploy)", "a (`deploy/`)"),
        ("[a](https://semver.org/)", "[a](https://semver.org/)"),
        ("[a](#here)", "[a](#here)"),
        ("![a](pictures/talk.png)", "![a](pictures/talk.png)"),
        ("```\n[a](../CHANGELOG.md)\n```", "```\n[a](../CHANGELOG.md)\n```"),
    ],
)
def test_a_link_leads_where_the_site_has_it(link: str, led: str) -> None:
    assert shown(link) == led


def test_a_paper_from_outside_leads_from_its_place_on_the_site() -> None:
    text = "[a](docs/install.md#hosts), [b](CONTRIBUTING.md), [`c`](deploy/nginx.conf)"

    assert shown(text, written_in=".", shown_in="docs/project") == (
        "[a](../install.md#hosts), [b](contributing.md), [`c`](../../deploy/nginx.conf)"
    )


def test_every_page_that_brings_a_paper_in_links_to_it() -> None:
    for page, paper in brought_in.BROUGHT_IN.items():
        (link,) = links((ROOT / "docs" / f"{page}.md").read_text())
        assert (ROOT / "docs" / page).parent.joinpath(link.target).resolve() == ROOT / paper


def test_a_paper_that_nobody_has_placed_is_listed_all_the_same() -> None:
    index = (ROOT / "docs/index.md").read_text()

    assert "privacy" in extension.without_a_place(index.replace("\nprivacy\n", "\n"))
    assert "privacy" not in extension.without_a_place(index)


def test_every_request_stands_on_the_page_of_http() -> None:
    described = yaml.safe_load((ROOT / "docs/openapi.yaml").read_text())["paths"]
    page = http_pages.page(ROOT / "docs/openapi.yaml")

    assert re.findall(r"^### ([A-Z]+) `(.+)`$", page, re.MULTILINE) != []
    assert set(re.findall(r"^### ([A-Z]+) `(.+)`$", page, re.MULTILINE)) == {
        (method.upper(), path) for path, methods in described.items() for method in methods
    }


def test_every_message_stands_on_the_page_of_the_sockets() -> None:
    described = yaml.safe_load((ROOT / "docs/asyncapi.yaml").read_text())
    named = [len(one["messages"]) for one in described["operations"].values()]

    assert len(re.findall(r"^#### `", socket_pages.page(ROOT / "docs/asyncapi.yaml"), re.MULTILINE)) == sum(
        named
    )


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"const": True}, "`true`"),
        ({"enum": ["en", None]}, "one of `en`, nothing"),
        ({"type": ["integer", "null"], "minimum": 0, "maximum": 10}, "whole number or nothing (0 to 10)"),
        ({"type": "integer", "minimum": 1}, "whole number (from 1)"),
        ({"type": "integer", "maximum": 9}, "whole number (to 9)"),
        ({"type": "array", "maxItems": 3, "items": {"$ref": "#/a/b"}}, "list of text (3 entries at most)"),
        ({"oneOf": [{"$ref": "#/a/b"}, {"type": "null"}]}, "text or nothing"),
        ({"type": "string", "pattern": "^a$"}, "text (like `^a$`)"),
        ({}, "anything"),
    ],
)
def test_a_shape_is_said_in_words(schema: shapes.Node, words: str) -> None:
    assert shapes.said(schema, {"a": {"b": {"type": "string"}}}) == words


def test_every_picture_is_shown_and_small() -> None:
    """That each has words, and that each that is named is there, is for `make check`."""
    named = {
        (paper.parent / link.target).resolve()
        for paper in papers()
        for link in links(paper.read_text())
        if link.is_picture
    }
    kept = [*PICTURES.glob("*.png"), *PICTURES.glob("*.svg")]

    assert sorted(path.name for path in set(kept) - named) == []
    assert sum(path.stat().st_size for path in kept) < 2_000_000
    for path in PICTURES.glob("*.png"):
        with Image.open(path) as picture:
            assert picture.width <= 1280, path.name
            assert picture.height <= 800, path.name
