"""The button on a charity's page, under that page's own strict policy."""

import pytest
from playwright.sync_api import FrameLocator, expect
from pytest_django import Settings

from tests.caller.service import AWAY, HOST, Service

pytestmark = pytest.mark.journey
CHARITY = "http://charity.test"
POLICY = f"default-src 'none'; script-src {HOST}; connect-src {HOST}; frame-src {HOST}; trusted-types 'none'"
POLICY += "; require-trusted-types-for 'script'"


def charity_page(service: Service, attributes: str = "", *, before: str = "", policy: str = POLICY) -> None:
    script = f'<script src="{HOST}/embed.js" async {attributes}></script>'
    html = f"<title>A charity</title>{before}<body><h1>A charity</h1>{script}"
    headers = {"Content-Security-Policy": policy}
    service.others[f"{CHARITY}/"] = {"body": html, "content_type": "text/html", "headers": headers}
    service.page.goto(f"{CHARITY}/")


def test_button_says_whether_we_are_open_and_leads_to_the_chat(service: Service):
    charity_page(service)
    link = service.page.get_by_role("link", name="Chat with us Open now")

    expect(link).to_have_attribute("href", f"{HOST}/chat/")
    link.click()
    expect(service.page.get_by_role("button", name="Start")).to_be_visible()


def test_button_says_when_we_open_again(service: Service):
    service.status = {"intake": "closed", "opens_at": "2031-07-07T08:00:00+00:00"}
    charity_page(service)

    expect(
        service.page.get_by_role("link", name="Chat with us Closed until Monday 7 July at 9 in the morning")
    ).to_be_visible()


def test_button_speaks_welsh(service: Service):
    charity_page(service, 'data-lang="cy"')
    link = service.page.get_by_role("link", name="Sgwrsio \u00e2 ni Ar agor nawr")

    expect(link).to_have_attribute("href", f"{HOST}/chat/?lang=cy")


def test_embed_leaves_one_global_and_no_style(service: Service):
    charity_page(service)
    expect(service.page.get_by_role("link", name="Chat with us")).to_be_visible()

    assert service.page.evaluate("window.helplineEmbed") == HOST
    assert service.page.evaluate(
        "[document.styleSheets.length, document.querySelectorAll('style').length]"
    ) == [0, 0]


HOSTILE = """<style>
  body * { display: none; } a, div { position: static; color: red; font: 3px serif; }
</style>"""


def test_the_page_s_own_styles_do_not_reach_the_button(service: Service):
    charity_page(service, before=HOSTILE, policy=f"{POLICY}; style-src 'unsafe-inline'")
    link = service.page.get_by_role("link", name="Chat with us")

    expect(link).to_be_visible()
    assert link.evaluate("e => getComputedStyle(e).fontSize") == "18px"


def test_a_script_in_the_head_waits_for_the_page(service: Service):
    html = f'<head><script src="{HOST}/embed.js"></script></head><body><h1>A charity</h1></body>'
    service.others[f"{CHARITY}/"] = {"body": html, "content_type": "text/html"}
    service.page.goto(f"{CHARITY}/")

    expect(service.page.get_by_role("link", name="Chat with us")).to_be_visible()


def test_only_one_global_is_set(service: Service):
    service.others[f"{CHARITY}/bare"] = {"body": "<body></body>", "content_type": "text/html"}
    service.page.goto(f"{CHARITY}/bare")
    before = service.page.evaluate("Object.getOwnPropertyNames(window)")
    charity_page(service)
    expect(service.page.get_by_role("link", name="Chat with us")).to_be_visible()
    after = service.page.evaluate("Object.getOwnPropertyNames(window)")

    assert set(after) - set(before) == {"helplineEmbed"}


def open_in_frame(service: Service, settings: Settings) -> FrameLocator:
    settings.HELPLINE_FRAME_ANCESTORS = [CHARITY]
    charity_page(service, f'data-frame data-exit="{AWAY}"')
    service.page.get_by_role("link", name="Chat with us").click()
    frame = service.page.frame_locator("iframe")
    expect(frame.get_by_role("button", name="Start")).to_be_visible()
    return frame


def test_the_frame_can_be_hidden_and_is_there_again(service: Service, settings: Settings):
    frame = open_in_frame(service, settings)
    frame.get_by_role("button", name="Start").click()
    expect(frame.get_by_role("button", name="I agree, go on")).to_be_visible()
    service.page.get_by_role("button", name="Hide the chat").click()
    expect(service.page.locator("iframe")).to_be_hidden()
    service.page.get_by_role("link", name="Chat with us").click()

    expect(frame.get_by_role("button", name="I agree, go on")).to_be_visible()


def test_shift_on_the_charity_s_page_leaves_too(service: Service, settings: Settings):
    open_in_frame(service, settings)
    # The frame takes the keyboard once it has loaded: only then does a click take it away again.
    service.page.wait_for_function("document.activeElement.localName === 'helpline-chat'")
    service.page.locator("h1").click()
    for _ in range(3):
        service.page.keyboard.press("Shift")

    expect(service.page).to_have_url(AWAY)


def test_the_frame_tells_nobody_but_the_page_around_it(service: Service, settings: Settings):
    other = "http://other.test"
    settings.HELPLINE_FRAME_ANCESTORS = [CHARITY]
    service.others[f"{other}/"] = {
        "body": f"<body><iframe src='{HOST}/chat/?frame=1'></iframe>"
        "<script>heard = []; onmessage = (e) => heard.push(e.data)</script></body>",
        "content_type": "text/html",
    }
    service.page.goto(f"{other}/")
    # The browser refuses to show it there at all: frame-ancestors names the charity alone.
    assert service.page.frames[1].evaluate("document.body.textContent.includes('Worried')") is False
    assert service.page.evaluate("heard") == []
    service.complaints.clear()


def test_leaving_inside_the_frame_takes_the_whole_page_away(service: Service, settings: Settings):
    open_in_frame(service, settings)
    for _ in range(3):
        service.page.keyboard.press("Shift")

    # Asked again and again: a second call to leave may cut the first one's navigation short.
    expect(service.page).to_have_url(AWAY)
    expect(service.page).to_have_title("Weather")
