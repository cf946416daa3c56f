"""Build the documentation site: `make docs`. A warning is an error; nothing is fetched.

    python -m tools.docs_site.build [FOLDER]

FOLDER is emptied first; without one it is build/docs.
"""
# ruff: noqa: T201

import shutil
import sys
from pathlib import Path

from sphinx.cmd.build import main as sphinx

from tools.docs_site.accessible import mend
from tools.papers import ROOT


def build(folder: Path) -> int:
    """Build the site anew into a folder; returns 0 when nothing was wrong."""
    shutil.rmtree(folder, ignore_errors=True)
    # The trees that Sphinx keeps stay out of what is handed on.
    kept = ["-E", "-a", "-d", str(folder.with_name(folder.name + "-trees"))]
    failed = sphinx(
        ["-q", "-W", "--keep-going", "-j", "2", *kept, "-b", "html", str(ROOT / "docs"), str(folder)]
    )
    if not failed:
        mend(folder)
    return failed


if __name__ == "__main__":
    where = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "docs"
    failed = build(where)
    print("The site has mistakes; they stand above." if failed else f"The site is {where / 'index.html'}")
    sys.exit(failed)
