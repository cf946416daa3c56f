"""The chat on a charity's own page, on another site, in a browser that keeps nothing for frames of others."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from chat.texts import texts
from tests.chromium import a_chromium
from tests.journeys.caller_page import CallerPage, T
from tests.journeys.desk import Desk
from tests.journeys.opener import DESK, Opener
from tests.journeys.site import Site
from tests.live import Server

pytestmark = [pytest.mark.journey, pytest.mark.once]
CY = texts("cy")
MINE = "Amber kites over the allotment."
THEIRS = "Thank you for telling me of the kites."
STORES = """() => {
  try { sessionStorage.setItem("a", "1"); return "kept"; } catch (error) { return error.name; }
}"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with a_chromium("--test-third-party-cookie-phaseout", whole=True) as browser:
        yield browser


@pytest.fixture(scope="module")
def service_settings(site: Site) -> dict[str, str]:
    return {
        "HELPLINE_FRAME_ANCESTORS": site.origin,
        # The charity's own word goes before it inside the frame.
        "HELPLINE_EXIT_URL": f"{site.origin}/weather",
    }


@pytest.fixture
def charity(service: Server, site: Site, opens: Opener) -> Callable[..., Page]:
    """Return what opens the charity's page, under a policy that allows the chat and nothing else."""
    host = service.origin
    policy = f"default-src 'none'; script-src {host}; connect-src {host}; frame-src {host}; img-src data:"
    policy += "; trusted-types 'none'; require-trusted-types-for 'script'"

    def open_page(attributes: str = "") -> Page:
        script = f'<script src="{host}/embed.js" {attributes}></script>'
        html = f'<title>A charity</title><link rel="icon" href="data:,"><h1>A charity</h1>{script}'
        page = opens.page(DESK)
        page.goto(site.page("/", html, Content_Security_Policy=policy))
        return page

    return open_page


def in_frame(page: Page, service: Server) -> tuple[CallerPage, FrameLocator]:
    """Open the chat on the charity's page and come to its first screen."""
    page.get_by_role("link", name="Chat with us").click()
    frame = page.frame_locator("iframe")
    caller = CallerPage(frame, service.origin).sees(T["start_heading"])
    # What this whole room is about: the browser lets the frame keep nothing.
    assert frame.locator("html").evaluate(STORES) == "SecurityError"
    return caller, frame


def talks(page: Page, caller: CallerPage, desk: Desk) -> str:
    """Start in the frame, be taken, and have words both ways."""
    with page.expect_response("**/api/contacts") as started:
        caller.agrees().answers_and_waits()
    contact: str = started.value.json()["contact"]
    desk.takes(contact)
    caller.sees(T["status_talking"]).says(MINE)
    desk.hears(contact, MINE).says(contact, THEIRS)
    caller.hears(THEIRS)
    return contact


def button(page: Page, frame: FrameLocator) -> None:
    frame.get_by_role("link", name=T["exit"], exact=True).click(no_wait_after=True)


def shifts_in_the_frame(page: Page, frame: FrameLocator) -> None:
    frame.get_by_label(T["composer_label"]).focus()
    three_shifts(page)


def shifts_around_it(page: Page, frame: FrameLocator) -> None:
    page.locator("h1").click()
    three_shifts(page)


def three_shifts(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("Shift")


@pytest.mark.parametrize("leaves", [button, shifts_in_the_frame, shifts_around_it])
def test_a_whole_talk_in_a_frame_that_keeps_nothing_and_a_way_out_of_it(
    service: Server,
    site: Site,
    desk: Desk,
    charity: Callable[..., Page],
    leaves: Callable[[Page, FrameLocator], None],
) -> None:
    page = charity(f'data-frame data-exit="{site.origin}/news"')
    caller, frame = in_frame(page, service)
    contact = talks(page, caller, desk)
    assert caller.transcript == [MINE, THEIRS] == desk.words(contact)
    leaves(page, frame)

    expect(page).to_have_title("News")
    assert desk.is_told_who_ended(contact) == "caller"
    # The page around the chat was replaced: Back is what was before it, and Forward is the news.
    page.go_back()
    assert page.url == "about:blank"
    page.go_forward()
    assert page.url == f"{site.origin}/news"


def test_the_language_changes_in_mid_talk_without_losing_anything(
    service: Server, desk: Desk, charity: Callable[..., Page]
) -> None:
    page = charity("data-frame")
    caller, frame = in_frame(page, service)
    contact = talks(page, caller, desk)
    frame.get_by_label(T["composer_label"]).fill("Half a thought")
    frame.get_by_role("link", name=T["language_other"]).click()

    box = frame.get_by_label(CY["composer_label"])
    expect(box).to_have_value("Half a thought")
    expect(frame.locator("html")).to_have_attribute("lang", "cy")
    caller.sees(CY["status_talking"]).hears(MINE).hears(THEIRS)
    box.fill("A whole thought")
    frame.get_by_role("button", name=CY["send"], exact=True).click()
    desk.hears(contact, "A whole thought").says(contact, "I see.")
    caller.hears("I see.")
    said = [MINE, THEIRS, "A whole thought", "I see."]
    assert caller.transcript == said == desk.words(contact)
    desk.ends(contact)


def test_loading_the_page_again_begins_anew_as_was_said_and_four_words_lead_back(
    service: Server, desk: Desk, charity: Callable[..., Page]
) -> None:
    page = charity("data-frame")
    caller, frame = in_frame(page, service)
    contact = talks(page, caller, desk)
    caller.sees(T["kept_nothing"])
    caller.presses(T["menu"]).presses(T["code_ask"]).presses(T["code_give"]).sees(T["code_keep"])
    words = frame.locator(".code-words").inner_text()
    page.reload()

    caller, frame = in_frame(page, service)
    expect(frame.get_by_text("kites")).to_have_count(0)
    caller.presses(T["code_start"])
    frame.get_by_label(T["return_label"]).fill(words)
    caller.presses(T["continue"]).sees(T["status_talking"]).says("I am back.")
    desk.hears(contact, "I am back.").ends(contact)


def test_without_data_frame_the_button_opens_the_chat_in_this_tab(
    service: Server, site: Site, desk: Desk, charity: Callable[..., Page]
) -> None:
    page = charity()
    page.get_by_role("link", name="Chat with us").click()

    expect(page).to_have_url(f"{service.origin}/chat/")
    assert len(page.context.pages) == 1
    assert page.evaluate("document.referrer") == ""
    caller = CallerPage(page, service.origin)
    contact = talks(page, caller, desk)
    # In a tab of its own the chat outlives a reload, and says nothing else.
    expect(page.get_by_text(T["kept_nothing"])).to_have_count(0)
    page.reload()
    caller.hears(MINE).hears(THEIRS)
    page.get_by_role("link", name=T["exit"], exact=True).click(no_wait_after=True)
    expect(page).to_have_title("Weather")
    assert desk.is_told_who_ended(contact) == "caller"
    page.go_back()
    assert page.url == f"{site.origin}/"
