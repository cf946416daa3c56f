"""What the theme leaves out for those who do not see a page, or use it by keys alone."""

from pathlib import Path

MENDED = {
    # A caption of the list of pages is a heading; a reader that jumps between headings asks of which level.
    '<p class="caption" role="heading"><': '<p class="caption" role="heading" aria-level="2"><',
    '<aside class="sidebar-drawer">': '<aside class="sidebar-drawer" aria-label="All pages">',
    '<aside class="toc-drawer">': '<aside class="toc-drawer" aria-label="On this page">',
    # A long line scrolls, and must do so by keys as well.
    "<pre><span></span>": '<pre tabindex="0"><span></span>',
}


def mended(html: str) -> str:
    """Return a page of the site with what was left out."""
    for left_out, put_in in MENDED.items():
        html = html.replace(left_out, put_in)
    return html


def mend(site: Path) -> None:
    """Mend every page of a site that is written."""
    for page in site.rglob("*.html"):
        page.write_text(mended(page.read_text()))
