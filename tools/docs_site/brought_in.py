"""Papers that stand outside docs/, and have a page on the site all the same."""

import re
from collections.abc import Callable
from os.path import relpath
from pathlib import Path, PurePosixPath

# The page under docs/, which holds a link alone, and the paper that the site shows there.
BROUGHT_IN = {
    "project/readme": "README.md",
    "project/changelog": "CHANGELOG.md",
    "project/contributing": "CONTRIBUTING.md",
    "project/security": "SECURITY.md",
    "project/results": "bench/RESULTS.md",
}
PAGE_OF = {paper: page for page, paper in BROUGHT_IN.items()}
FENCED = re.compile(r"^(```|~~~).*?^\1[ \t]*$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!`)(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)")


def outside_code(text: str, change: Callable[[re.Match[str]], str]) -> str:
    """Return the text with every link outside fenced code put through `change`."""
    parts, at = [], 0
    for block in FENCED.finditer(text):
        parts += [LINK.sub(change, text[at : block.start()]), block[0]]
        at = block.end()
    return "".join([*parts, LINK.sub(change, text[at:])])


def for_site(text: str, *, written_in: PurePosixPath, shown_in: PurePosixPath, root: Path) -> str:
    """Return a paper with its links as they lead from its place on the site.

    `written_in` and `shown_in` are the folders, seen from the project's. A paper that has a page is linked
    as that page, a file outside docs/ as something to download, a folder is named: a site cannot show it.
    """

    def led(link: re.Match[str]) -> str:
        picture, words, target = link.groups()
        path, hash_, anchor = target.partition("#")
        if not path or "://" in path or path.startswith(("mailto:", "tel:")):
            return link[0]
        real = PurePosixPath(relpath(root / written_in / path, root))
        if (root / real).is_dir():
            return f"{words} (`{real}/`)"
        if str(real) in PAGE_OF:
            real = PurePosixPath("docs", PAGE_OF[str(real)] + ".md")
        return f"{picture}[{words}]({relpath(real, shown_in)}{hash_}{anchor})"

    return outside_code(text, led)
