"""A caller who must leave at once: no way back shows the chat, and nothing of it stays in the browser.

The browser keeps pages as they were when one goes Back (the back-forward cache), as people's browsers do.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.chromium import a_chromium
from tests.journeys.caller_page import CallerPage, T
from tests.journeys.desk import Desk
from tests.journeys.opener import PHONE, Opener
from tests.journeys.site import Site
from tests.journeys.test_without_sockets import Wall
from tests.live import Server

pytestmark = [pytest.mark.journey, pytest.mark.once]
MINE = "Amber kites over the allotment."
THEIRS = "Thank you for telling me of the kites."
DRAFT = "Purple lanterns that nobody was sent."
WORDS = ("kites", "lanterns")
TRACES = """async () => ({
  sessionStorage: Object.keys(sessionStorage),
  localStorage: Object.keys(localStorage),
  cookies: document.cookie ? document.cookie.split("; ") : [],
  databases: (await indexedDB.databases()).map(({ name }) => name),
  caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => new URL(scope).pathname),
})"""
KINDS = ("sessionStorage", "localStorage", "cookies", "databases", "caches", "workers")
NOTHING: dict[str, list[str]] = {kind: [] for kind in KINDS}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with a_chromium(without=["--disable-back-forward-cache"], whole=True) as browser:
        yield browser


@pytest.fixture(scope="module")
def service_settings(site: Site) -> dict[str, str]:
    return {"HELPLINE_EXIT_URL": f"{site.origin}/weather"}


@dataclass
class Talk:
    caller: CallerPage
    page: Page
    desk: Desk
    contact: str


@pytest.fixture
def starts(service: Server, desk: Desk, opens: Opener) -> Callable[..., Talk]:
    """Return what begins a talk with words both ways and one that is not sent."""

    def start(page: Page | None = None) -> Talk:
        page = page or opens.page(PHONE)
        caller = CallerPage(page, service.origin)
        with page.expect_response("**/api/contacts") as started:
            caller.starts()
        contact = started.value.json()["contact"]
        desk.takes(contact)
        caller.sees(T["status_talking"]).says(MINE)
        desk.hears(contact, MINE).says(contact, THEIRS)
        caller.hears(THEIRS)
        page.get_by_label(T["composer_label"]).fill(DRAFT)
        return Talk(caller, page, desk, contact)

    return start


def button(page: Page) -> None:
    page.get_by_role("link", name=T["exit"], exact=True).click(no_wait_after=True)


def skip_link(page: Page) -> None:
    page.get_by_role("link", name=T["exit_skip"], exact=True).focus()
    page.keyboard.press("Enter")


def three_shifts(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("Shift")


def goes(page: Page, steps: int) -> None:
    """Go back or forward. A page that was kept as it was tells of no loading that could be waited for."""
    (page.go_back if steps < 0 else page.go_forward)(wait_until="commit")


def shows_words(page: Page) -> list[str]:
    """Return which of the words are anywhere on the page, in its boxes and its address too."""
    boxes = page.evaluate("[...document.querySelectorAll('input, textarea')].map((box) => box.value).join()")
    everything = "".join([page.content(), boxes, page.title(), page.url])
    return [word for word in WORDS if word in everything]


def may_be_kept(route: Route) -> None:
    """Take "no-store" off a page: some browsers keep one as it was in spite of it."""
    answer = route.fetch()
    headers = {name: value for name, value in answer.headers.items() if name != "cache-control"}
    route.fulfill(response=answer, headers=headers)


def comes_back_as_it_was(page: Page, address: str, elsewhere: str) -> bool:
    """Tell whether the browser keeps a page as it was while one is elsewhere."""
    page.goto(address)
    page.evaluate("window.mark = true")
    page.goto(elsewhere)
    goes(page, -1)
    expect(page).to_have_url(address)
    return page.evaluate("window.mark") is True


def test_this_browser_keeps_pages_as_they_were(service: Server, site: Site, opens: Opener) -> None:
    page = opens.page(PHONE)
    guide, weather = f"{service.origin}/chat/guide", f"{site.origin}/weather"
    page.route("**/chat/guide", may_be_kept)

    assert comes_back_as_it_was(page, guide, weather)
    assert comes_back_as_it_was(page, weather, guide)


@pytest.mark.parametrize("leaves", [button, skip_link, three_shifts])
def test_no_way_leads_back_to_the_chat_and_nothing_stays(
    service: Server, site: Site, starts: Callable[..., Talk], leaves: Callable[[Page], None]
) -> None:
    talk = starts()
    page, weather = talk.page, f"{site.origin}/weather"
    assert shows_words(page) == ["kites", "lanterns"]
    leaves(page)

    expect(page).to_have_title("Weather")
    assert talk.desk.is_told_who_ended(talk.contact) == "caller"
    for steps, place in ((-1, f"{service.origin}/"), (+1, weather), (-1, f"{service.origin}/")):
        goes(page, steps)
        expect(page).to_have_url(place)
        assert shows_words(page) == []
    # Nothing lies beyond the two pages.
    assert page.evaluate("history.length") == 3
    assert page.evaluate(TRACES) == NOTHING
    assert page.context.cookies() == []
    # The neutral page was not told where its visitor came from.
    assert not any("referer" in headers for _, headers in site.asked)


PLANT = """async () => {
  sessionStorage.setItem("a", "1");
  localStorage.setItem("b", "1");
  document.cookie = "c=1";
  await new Promise((done, failed) => {
    const opened = indexedDB.open("d");
    opened.onsuccess = done;
    opened.onerror = failed;
  });
  await caches.open("e");
  await navigator.serviceWorker.register("/static/vendor/altcha-worker.js");
}"""


def test_the_look_for_traces_would_find_each_of_them(service: Server, chromium: Browser) -> None:
    # Our own policy would refuse some of them.
    context = chromium.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(f"{service.origin}/")
    page.evaluate(PLANT)

    assert page.evaluate(TRACES) == {
        "sessionStorage": ["a"],
        "localStorage": ["b"],
        "cookies": ["c=1"],
        "databases": ["d"],
        "caches": ["e"],
        "workers": ["/static/vendor/"],
    }
    context.close()


SHOWN = """() => addEventListener("pageshow", (event) => {
  const boxes = [...document.querySelectorAll("input, textarea")].map((box) => box.value);
  console.log("shown again", event.persisted, document.body.textContent, boxes.join());
})"""


@pytest.mark.parametrize("kept", [False, True])
def test_who_goes_elsewhere_and_comes_back_sees_words_only_from_the_service(
    site: Site, opens: Opener, starts: Callable[..., Talk], kept: bool
) -> None:
    opens.expects_cuts = True
    page, wall = opens.page(PHONE), Wall()
    wall.stands = False
    page.route_web_socket("**/ws/caller/", wall)
    if kept:
        page.route("**/chat/", may_be_kept)
    talk = starts(page)
    shown: list[str] = []
    page.on("console", lambda message: shown.append(message.text) if "shown again" in message.text else None)
    page.evaluate(SHOWN)
    page.goto(f"{site.origin}/weather")
    wall.stands = True
    page.route("**/api/contact/events?*", lambda route: route.abort("connectionreset"))
    goes(page, -1)

    talk.caller.sees(T["status_lost"])
    assert shows_words(page) == []
    # The page that was kept had been emptied before, and was loaded anew at once.
    assert [said[:16] for said in shown] == ["shown again true"] * kept
    assert not any(word in said for said in shown for word in WORDS)
    wall.stands = False
    page.unroute("**/api/contact/events?*")
    page.evaluate("dispatchEvent(new Event('online'))")
    talk.caller.hears(MINE).hears(THEIRS)
    # What was never sent was nowhere but on the page that was left.
    assert shows_words(page) == ["kites"]
    talk.desk.ends(talk.contact)


def test_leaving_while_sockets_are_blocked(site: Site, opens: Opener, starts: Callable[..., Talk]) -> None:
    page = opens.page(PHONE)
    page.route_web_socket("**/ws/caller/", Wall())
    talk = starts(page)
    button(page)

    expect(page).to_have_title("Weather")
    assert talk.desk.is_told_who_ended(talk.contact) == "caller"


LEAVE_NOW = """() => {
  document.getElementById("exit").click();
  return [document.body.childElementCount, document.body.textContent, sessionStorage.length];
}"""


def test_leaving_without_a_line_is_blank_at_once_and_does_not_come_back(
    service: Server, opens: Opener, starts: Callable[..., Talk]
) -> None:
    opens.expects_cuts = True
    talk = starts()
    page = talk.page
    page.context.set_offline(True)

    # Within the same moment: nothing is waited for.
    assert page.evaluate(LEAVE_NOW) == [0, "", 0]
    expect(page.locator("#exit")).to_have_count(0)
    page.wait_for_url("chrome-error://**")
    assert shows_words(page) == []
    page.context.set_offline(False)
    goes(page, -1)
    expect(page).to_have_url(f"{service.origin}/")
    assert shows_words(page) == []
    assert page.evaluate(TRACES) == NOTHING
    talk.desk.ends(talk.contact)
