"""Everything that goes over the line between a caller's page and the world, from first page to exit."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from tests.journeys.caller_page import CallerPage, T
from tests.journeys.capture import Capture
from tests.journeys.desk import Desk
from tests.journeys.opener import PHONE, Opener
from tests.journeys.site import Site
from tests.live import Server

pytestmark = [pytest.mark.journey, pytest.mark.once]
WAITING = "Zeppelin over the harbour, while I wait."
MINE = "Marmalade on the stairs, while we talk."
THEIRS = "Gramophone music helps, I find."
DRAFT = "Obsidian thoughts that I keep."
# What a browser may keep for a moment, since other sites' pages ask for it: docs/confidentiality.md, 1.
MAY_BE_KEPT = {"/embed.js": "public, max-age=300", "/status.json": "public, max-age=15"}


@pytest.fixture(scope="module")
def service_settings(site: Site) -> dict[str, str]:
    return {"HELPLINE_EXIT_URL": f"{site.origin}/weather"}


def over_sockets(page: Page) -> None:
    pass


def over_requests(page: Page) -> None:
    def blocked(socket: WebSocketRoute) -> None:
        socket.close(code=1011)

    page.route_web_socket("**/ws/caller/", blocked)


def a_whole_journey(page: Page, service: Server, site: Site, desk: Desk) -> tuple[Capture, str]:
    """Come, wait, talk, think better of something, load again, end, answer and leave.

    Return the token, too.
    """
    capture = Capture(page)
    caller = CallerPage(page, service.origin)
    with page.expect_response("**/api/contacts") as started:
        caller.starts()
    answer = started.value.json()
    contact, token = answer["contact"], answer["token"]
    caller.says(WAITING)
    page.get_by_text(T["reading_offer"]).click()
    desk.takes(contact).hears(contact, WAITING)
    caller.sees(T["status_talking"]).says(MINE)
    desk.hears(contact, MINE).says(contact, THEIRS)
    caller.hears(THEIRS)
    # Key by key, as a person does: the page tells the service that somebody types.
    page.get_by_label(T["composer_label"]).press_sequentially(DRAFT)
    page.get_by_role("link", name=T["language_other"]).click()
    page.get_by_role("link", name="English").click()
    capture.reads_answers()
    page.reload()
    caller.hears(WAITING).hears(MINE).hears(THEIRS)
    page.get_by_label(T["composer_label"]).press_sequentially(DRAFT)
    desk.ends(contact)
    caller.sees(T["ended_heading"]).presses(T["survey_begin"])
    page.get_by_role("group", name=T["survey_heard"]).get_by_label("9", exact=True).check()
    caller.presses(T["survey_send"]).sees(T["survey_thanks"])
    capture.reads_answers()
    page.get_by_role("link", name=T["exit"], exact=True).click(no_wait_after=True)
    expect(page).to_have_title("Weather")
    return capture, token


@pytest.mark.parametrize(
    ("way", "of_words", "of_theirs", "of_token"),
    [
        (
            over_sockets,
            {"sent message.post", "received message"},
            {"received message"},
            {"sent hello"},
        ),
        (
            over_requests,
            {"body of POST /api/contact/commands", "answer of GET /api/contact/events"},
            {"answer of GET /api/contact/events"},
            {"headers of GET /api/contact/events"},
        ),
    ],
    ids=["sockets", "requests"],
)
def test_a_whole_journey_asks_one_host_keeps_nothing_and_shows_words_to_nobody_else(
    service: Server,
    site: Site,
    desk: Desk,
    opens: Opener,
    way: Callable[[Page], None],
    of_words: set[str],
    of_theirs: set[str],
    of_token: set[str],
) -> None:
    page = opens.page(PHONE)
    way(page)
    capture, token = a_whole_journey(page, service, site, desk)

    # The neutral page is the one thing asked of anybody else, and it is told nothing.
    ours, neutral = urlsplit(service.origin).netloc, urlsplit(site.origin).netloc
    assert capture.hosts == {ours, neutral}
    assert [one.address for one in capture.real if one.host == neutral] == [f"{site.origin}/weather"]
    for name in ("cookie", "set-cookie", "referer"):
        assert capture.with_header(name) == []
    assert capture.cacheable(ours) == MAY_BE_KEPT

    for word in ("Zeppelin", "harbour", "Marmalade", "stairs"):
        assert capture.places_of(word) == of_words
    assert capture.places_of("Gramophone") == of_theirs
    for word in ("Obsidian", "bsid"):
        assert capture.places_of(word) == set()
    # The token opens the talk: it is in the answer that gave it, where it is shown, and nowhere else.
    ways = of_token | {"answer of POST /api/contacts", "headers of POST /api/contact/survey"}
    # The request that outlives the page: a browser under load may no longer tell of its headers.
    leaving = {"headers of POST /api/contact/commands"}
    assert ways <= capture.places_of(token) <= ways | leaving
    assert not any(token in one.address for one in capture.real)


CONTROL = """<title>Control</title><link rel=icon href=data:,><p>Zeppelin</p><script>
  (async () => {
    const quietly = (...asked) => fetch(...asked).catch(() => {});
    await quietly("/again?Zeppelin");
    await quietly("/again", { method: "POST", body: "Zeppelin" });
    await quietly("/again", { headers: { "X-Word": "Zeppelin" } });
    await quietly("OTHER/status.json");
    document.title = "Done";
  })();
</script>"""


def test_the_capture_would_find_each_of_them(service: Server, site: Site, chromium: Browser) -> None:
    site.page("/control", CONTROL.replace("OTHER", service.origin), Set_Cookie="c=1")
    page = chromium.new_page()
    capture = Capture(page)
    page.goto(f"{site.origin}/control")
    expect(page).to_have_title("Done")
    capture.reads_answers()

    assert capture.hosts == {urlsplit(service.origin).netloc, urlsplit(site.origin).netloc}
    assert capture.with_header("set-cookie") == ["/control"]
    assert capture.with_header("cookie") == ["/again"] * 3
    assert capture.with_header("referer") == [*["/again"] * 3, "/status.json"]
    assert capture.cacheable(urlsplit(site.origin).netloc) == {"/control": "", "/again": ""}
    assert capture.places_of("Zeppelin") == {
        "answer of GET /control",
        "address of GET /again",
        "body of POST /again",
        "headers of GET /again",
    }
    page.close()


def test_what_the_policy_refuses_is_complained_about(service: Server, site: Site, chromium: Browser) -> None:
    opener = Opener(chromium)
    page = opener.page(PHONE)
    page.goto(f"{service.origin}/chat/")
    assert opener.complaints() == []
    page.evaluate("(address) => fetch(address).catch(() => {})", f"{site.origin}/weather")

    assert any(re.search("Content Security Policy", said) for said in opener.complaints())
    opener.close()
