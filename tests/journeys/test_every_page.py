"""Every page that a role may open, on a phone in the dark and at a desk in the light: axe, and no overflow.

The pages are those of the table of permissions, so that a new one is looked at without being added here.
"""

import pytest
from playwright.sync_api import Error, Page

from helpline.staff.roles import Role
from tests.caller.test_every_screen import found_by_axe
from tests.journeys.console_page import Console
from tests.journeys.opener import DESK, PHONE, Opener
from tests.live import Server
from tests.staff.permission_table import ROUTES, Line, lines

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.long]
PEOPLE = {
    Role.HANDLER: "handler1",
    Role.SUPERVISOR: "supervisor1",
    Role.ANALYST: "analyst1",
    Role.ADMIN: "admin1",
}
# Parts of pages, which have no heading and no main part of their own.
PARTS = {"/supervision/face/preview/"}
NO_PAGES = (".js", ".css", ".json", ".txt", ".csv", ".ods", ".ics", ".svg", ".yaml", ".html")
# What signs out, or leads to where somebody else signs in.
LEAVES = {"/accounts/logout/", "/console/guide/", "/console/guide/safety/"}
HTML = "text/html"
# What a browser says where a page is a file to keep.
DOWNLOAD = "Download is starting"


def is_a_page(line: Line) -> bool:
    plain = "GET" in line.methods and "<" not in line.what and "/api/" not in line.what
    return plain and not line.what.endswith(NO_PAGES) and line.what not in PARTS | LEAVES


def pages_of(role: Role) -> list[str]:
    """Return what only staff of this role open; what anybody may open, once, with the admin's."""
    held = [line for line in lines(ROUTES) if is_a_page(line)]
    mine = [line for line in held if line.needs not in {"anybody", "token"} and _may(line, role)]
    everybodys = [line for line in held if line.needs == "anybody"] if role is Role.ADMIN else []
    return [line.what for line in mine + everybodys]


def _may(line: Line, role: Role) -> bool:
    return line.lets_in(role, own=True) == "in"


def test_the_table_gives_pages_to_look_at() -> None:
    assert "/supervision/state/" in pages_of(Role.ADMIN)
    assert "/console/" in pages_of(Role.HANDLER)
    assert "/supervision/state/" not in pages_of(Role.HANDLER)
    assert len(pages_of(Role.SUPERVISOR)) > 40


@pytest.mark.parametrize("role", PEOPLE)
def test_every_page_is_for_everybody(service: Server, opens: Opener, role: Role) -> None:
    opens.expects_refusals = True
    page = opens.page(DESK)
    first = "/console/" if role in {Role.HANDLER, Role.SUPERVISOR} else "/accounts/"
    Console(page, service.origin).signs_in(PEOPLE[role], first)

    faults = [fault for path in pages_of(role) for fault in faults_of(page, service.origin, path)]

    assert faults == []


def faults_of(page: Page, origin: str, path: str) -> list[str]:
    """Return what is wrong with a page; what is none, or is not there in this service, has no faults."""
    found = []
    for name, size, scheme in (("phone", PHONE, "dark"), ("desk", DESK, "light")):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        try:
            answer = page.goto(f"{origin}{path}")
        except Error as error:
            if DOWNLOAD in str(error):
                return []
            raise
        if answer is None or not answer.headers.get("content-type", "").startswith(HTML):
            return []
        if answer.status >= 500:
            return [f"{path} {name}: {answer.status}"]
        found += [f"{path} {name}: {fault}" for fault in found_by_axe(page)]
        # Of the page: a wide table scrolls in a frame of its own.
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        found += [f"{path} {name}: {wide} pixels over the edge"] if wide > 0 else []
    return found
