"""The handbook in the process: read once, since it changes only with the code."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.urls import reverse

from helpline.handbook.markdown import html_of
from helpline.handbook.pages import INDEX, ROLES, Page, read_handbook
from helpline.handbook.searching import Found, find

NAMES = {
    "caller": "For callers",
    "handler": "For handlers",
    "supervisor": "For supervisors",
    "administrator": "For administrators",
}


@cache
def handbook() -> dict[str, list[Page]]:
    """Return each part's pages in their order, its index first."""
    return read_handbook(settings.BASE_DIR / "docs" / "handbook")


def page_of(part: str, name: str) -> Page | None:
    """Return one page; None where there is none."""
    return next((page for page in handbook().get(part, []) if page.name == name), None)


def address(part: str, name: str, anchor: str = "") -> str:
    """Return the address of a page in the product."""
    if not part:
        return reverse("help")
    there = reverse("help-part", args=[part]) if name == INDEX else reverse("help-page", args=[part, name])
    return f"{there}#{anchor}" if anchor else there


def shown(page: Page) -> str:
    """Return a page as HTML for the product."""
    return html_of(page.tokens, part=page.part, name=page.name, place=address)


@dataclass(frozen=True)
class Below:
    """A page that stands with others on one: under its id, as HTML."""

    page: Page
    id: str
    html: str


def in_one(part: str) -> list[Below]:
    """Return the pages of a part to stand on one page, one below the other."""

    def place(there: str, name: str, anchor: str) -> str:
        return f"#{_id(there, name, anchor)}" if there in handbook() else f"#{ROLES[0]}"

    return [
        Below(
            page,
            _id(part, page.name),
            html_of(
                page.tokens,
                part=part,
                name=page.name,
                place=place,
                deeper=1,
                prefix=f"{_id(part, page.name)}--",
            ),
        )
        for page in handbook()[part]
    ]


def _id(part: str, name: str, anchor: str = "") -> str:
    return "--".join(each for each in (part.replace("/", "-"), name, anchor) if each)


def search(words: str) -> list[Found]:
    """Return where these words stand, the best first."""
    return find((page for part in ROLES for page in handbook()[part]), words)
