"""The part of Sphinx that is ours: papers from outside docs/, pages of the interfaces, diagrams as text."""

import logging
import re
from pathlib import PurePosixPath
from typing import Any

from sphinx.application import Sphinx

from tools.docs_site import http_pages, socket_pages
from tools.docs_site.brought_in import BROUGHT_IN, for_site
from tools.papers import ROOT

MADE = {
    "api/http": lambda: http_pages.page(ROOT / "docs/openapi.yaml"),
    "api/sockets": lambda: socket_pages.page(ROOT / "docs/asyncapi.yaml"),
}
# Folders whose first page is read elsewhere, too: the site lists what belongs to it without a word on it.
UNDER = {
    "operations/README": ["several-processes", "how-many-hosts", "alerts/*"],
    "data-protection/README": ["*"],
    "handbook/caller/index": ["cy/index"],
}


def listed(*lines: str) -> str:
    """Return a list of pages that is on the side of the site and not on the page."""
    return "\n".join(["\n\n```{toctree}", ":hidden:", *lines, "```\n"])


def without_a_place(index: str) -> list[str]:
    """Return the papers of docs/ itself that the first page does not list yet."""
    placed = set(index.split())
    return sorted(
        paper.stem for paper in (ROOT / "docs").glob("*.md") if paper.stem not in {*placed, "index"}
    )


def read(app: Sphinx, docname: str, source: list[str]) -> None:
    """Make of a paper what the site shows: called by Sphinx for each page before it is parsed."""
    shown_in = PurePosixPath("docs", docname).parent
    if docname in BROUGHT_IN:
        paper = PurePosixPath(BROUGHT_IN[docname])
        text, written_in = (ROOT / paper).read_text(), paper.parent
    else:
        text, written_in = source[0], shown_in
    if docname in MADE:
        text += "\n" + MADE[docname]()
    if docname in UNDER:
        text += listed(":glob:", *UNDER[docname])
    if docname == "index" and (new := without_a_place(text)):
        text += listed(":caption: More", *new)
    text = for_site(text, written_in=written_in, shown_in=shown_in, root=ROOT)
    # Whatever draws a diagram in the browser would have to be fetched; its own words can be read.
    source[0] = re.sub(r"^```mermaid$", "```text", text, flags=re.MULTILINE)


def is_no_empty_list(record: logging.LogRecord) -> bool:
    """Tell whether a warning is another one than that a list of the handbook has no page yet."""
    return getattr(record, "subtype", None) != "empty_glob"


def setup(app: Sphinx) -> dict[str, Any]:
    """Called by Sphinx, which docs/conf.py tells of this module."""
    # Sphinx gives this warning no type by which it could be left out.
    logging.getLogger("sphinx.sphinx.directives.other").addFilter(is_no_empty_list)
    app.connect("source-read", read)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
