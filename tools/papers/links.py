"""Every link of a paper leads somewhere: `python -m tools.papers.links`.

Fetches nothing. A link to elsewhere must be https and stand in docs/external-links.md,
which says when somebody looked.
"""
# ruff: noqa: T201

import re
import sys
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from tools.papers import ROOT, papers
from tools.papers.markdown import Link, anchors, links

LIST = "docs/external-links.md"
# One row of the list: the address, what it is, and when somebody looked, or that nobody has.
LISTED = re.compile(
    r"^\|\s*<(\S+)>\s*\|[^|]*\|\s*(\d{4}-\d\d-\d\d|not yet)(?:,[^|]*)?\s*\|\s*$", re.MULTILINE
)


@cache
def anchors_of(paper: Path) -> set[str]:
    return anchors(paper.read_text())


def listed(root: Path) -> set[str]:
    """Return the addresses of the list."""
    paper = root / LIST
    return {address for address, _ in LISTED.findall(paper.read_text())} if paper.exists() else set()


def fault_elsewhere(target: str, known: set[str]) -> str | None:
    """Say what is wrong with a link to elsewhere; None where nothing is."""
    scheme = urlsplit(target).scheme
    if scheme in ("mailto", "tel"):
        return None
    if scheme != "https":
        return "is not https"
    return None if target in known else f"is not in {LIST}"


def fault_inside(paper: Path, target: str, root: Path) -> str | None:
    """Say what is wrong with a link to a file of the project; None where nothing is."""
    path, _, anchor = target.partition("#")
    if path.startswith("/"):
        return "begins with a slash, which leads nowhere from a file"
    leads_to = (paper.parent / path).resolve() if path else paper.resolve()
    if not leads_to.is_relative_to(root.resolve()) or not leads_to.exists():
        return "leads nowhere"
    if not anchor:
        return None
    if leads_to.suffix != ".md":
        return "names an anchor in what has none"
    return None if anchor in anchors_of(leads_to) else "names an anchor that is not there"


def fault(paper: Path, link: Link, root: Path, known: set[str]) -> str | None:
    """Say what is wrong with one link or picture of a paper; None where nothing is."""
    if link.is_picture and not link.words.strip():
        return "is a picture without words for whoever cannot see it"
    if urlsplit(link.target).scheme:
        return "is a picture from elsewhere" if link.is_picture else fault_elsewhere(link.target, known)
    return fault_inside(paper, link.target, root)


def faults(root: Path = ROOT) -> list[str]:
    """Return a line for every link that is wrong, and for what the list has and nobody links to."""
    known, used, found = listed(root), set(), []
    for paper in papers(root):
        name = paper.relative_to(root)
        for link in links(paper.read_text()):
            if str(name) != LIST:
                used.add(link.target)
            wrong = fault(paper, link, root, known)
            if wrong:
                found.append(f"{name}:{link.line}: {link.target} {wrong}")
    return found + [f"{LIST}: {address} is linked to nowhere" for address in sorted(known - used)]


if __name__ == "__main__":
    wrong = faults()
    print("\n".join(wrong) or "Every link leads somewhere.")
    sys.exit(1 if wrong else 0)
