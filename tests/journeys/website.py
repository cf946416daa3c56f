"""Callers who come from a charity's website: into a tab, into a frame on it, and out without a trace."""

from playwright.sync_api import Page, expect

from chat.texts import consent
from tests.journeys.caller_page import CallerPage, T
from tests.journeys.console_page import Console
from tests.journeys.opener import Shooter
from tests.journeys.site import Site
from tests.journeys.test_leaving import NOTHING, TRACES, goes, three_shifts

VANISHES = "Violet umbrellas under the arches."
BACK = "I am somewhere else now."


def comes_from_the_website(charity: Site, page: Page, origin: str, attributes: str = "") -> None:
    """Open the charity's page, whose policy allows the chat and nothing else, and press its button."""
    policy = (
        f"default-src 'none'; script-src {origin}; connect-src {origin}; frame-src {origin}; img-src data:"
    )
    head = '<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">'
    script = f'<script src="{origin}/embed.js" {attributes}></script>'
    html = f"{head}<title>A charity</title><h1>A charity</h1>{script}"
    page.goto(charity.page("/", html, Content_Security_Policy=policy))
    page.get_by_role("link", name="Chat with us").click()


def waits_in_a_tab(charity: Site, page: Page, origin: str, shoot: Shooter) -> CallerPage:
    comes_from_the_website(charity, page, origin)
    expect(page).to_have_url(f"{origin}/chat/")
    caller = CallerPage(page, origin)
    # The work that a start costs is done beside the page.
    with page.expect_worker() as working:
        caller.presses(T["start_button"])
    assert working.value.url == f"{origin}/static/vendor/altcha-worker.js"
    caller.presses(consent("en")["agree"]).answers_and_waits(one_language=True).sees(T["waiting_few"])
    shoot(page, "tab-waiting")
    return caller


def waits_in_a_frame(charity: Site, page: Page, origin: str, shoot: Shooter) -> CallerPage:
    comes_from_the_website(charity, page, origin, f'data-frame data-exit="{charity.origin}/news"')
    caller = CallerPage(page.frame_locator("iframe"), origin)  # type: ignore[arg-type]
    caller.agrees().answers_and_waits(one_language=True).sees(T["waiting_few"])
    shoot(page, "frame-waiting")
    return caller


def loads_again(caller: CallerPage) -> None:
    caller.page.reload()
    caller.sees(T["waiting_few"])


def vanishes_from_the_frame(
    handler: Console, caller: CallerPage, page: Page, charity: Site, shoot: Shooter
) -> str:
    """Get four words, then press Shift three times: the page around the chat is replaced as well."""
    handler.page.keyboard.press("Alt+Digit2")
    caller.says(VANISHES)
    handler.hears(VANISHES)
    caller.presses(T["menu"]).presses(T["code_ask"]).presses(T["code_give"]).sees(T["code_keep"])
    shoot(page, "frame-code")
    code = caller.page.locator(".code-words").inner_text()
    caller.presses(T["code_done"])
    caller.page.get_by_label(T["composer_label"]).focus()
    three_shifts(page)

    expect(page).to_have_title("News")
    handler.sees("The caller ended the talk.")
    goes(page, -1)
    expect(page).to_have_url("about:blank")
    handler.wraps_up("Caller left early")
    return code


def comes_back_and_vanishes(
    handler: Console, caller: CallerPage, charity: Site, code: str, shoot: Shooter
) -> None:
    """Elsewhere the words lead to the next talk; after it, nothing of either is in the browser."""
    page = caller.page
    comes_from_the_website(charity, page, caller.origin)
    caller.presses(T["code_start"]).sees(T["return_lede"])
    page.get_by_label(T["return_label"]).fill(code)
    caller.presses(T["continue"]).sees(T["rang_heading"])
    shoot(page, "return-rang")
    caller.presses(T["rang_not_yet"]).presses(consent("en")["agree"]).answers_and_waits(one_language=True)
    expect(handler.page.locator(".offer")).to_contain_text("Came back with a code")
    shoot(handler.page, "offer-came-back")
    handler.page.keyboard.press("Alt+KeyY")
    caller.sees(T["status_talking"]).says(BACK)
    handler.hears(BACK).presses("Read the earlier conversation").sees(VANISHES)
    shoot(handler.page, "earlier")
    handler.presses("Close", within="dialog")
    assert VANISHES not in page.content()
    three_shifts(page)

    expect(page).to_have_title("Weather")
    handler.sees("The caller ended the talk.")
    for steps, place in ((-1, "/"), (+1, "/weather"), (-1, "/")):
        goes(page, steps)
        expect(page).to_have_url(f"{charity.origin}{place}")
        assert BACK not in page.content()
    assert page.evaluate("history.length") == 3
    page.goto(f"{caller.origin}/chat/guide")
    assert page.evaluate(TRACES) == NOTHING
    handler.wraps_up("Talk completed")
