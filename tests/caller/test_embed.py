"""The button on a charity's page, under that page's own strict policy."""

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from tests.caller.service import AWAY, HOST, Service

pytestmark = pytest.mark.journey
CHARITY = "http://charity.test"
POLICY = f"default-src 'none'; script-src {HOST}; connect-src {HOST}; frame-src {HOST}; trusted-types 'none'"
POLICY += "; require-trusted-types-for 'script'"


def charity_page(service: Service, attributes: str = "") -> None:
    html = f'<title>A charity</title><body><script src="{HOST}/embed.js" async {attributes}></script>'
    headers = {"Content-Security-Policy": POLICY}
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


def test_leaving_inside_the_frame_takes_the_whole_page_away(service: Service, settings: Settings):
    settings.HELPLINE_FRAME_ANCESTORS = [CHARITY]
    charity_page(service, f'data-frame data-exit="{AWAY}"')
    service.page.get_by_role("link", name="Chat with us").click()
    frame = service.page.frame_locator("iframe")
    expect(frame.get_by_role("button", name="Start")).to_be_visible()
    for _ in range(3):
        service.page.keyboard.press("Shift")

    # Asked again and again: a second call to leave may cut the first one's navigation short.
    expect(service.page).to_have_url(AWAY)
    expect(service.page).to_have_title("Weather")
