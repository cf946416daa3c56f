"""The warning before identifying words leave, and links: what a page makes of what it is given."""

import pytest
from playwright.sync_api import Page, expect

from tests.caller.service import Service

pytestmark = pytest.mark.journey
WORDS = "Ring me on 07700 900123, my name is Tom"


def asked(service: Service) -> Page:
    page = service.start_talking()
    service.talk()
    service.write(WORDS)
    expect(page.get_by_role("heading", name="Before you send this")).to_be_visible()
    return page


def test_the_warning_says_what_it_found_and_what_that_changes(service: Service):
    page = asked(service)

    expect(page.locator("#question-text")).to_have_text(
        "It seems to hold a phone number and a name. With that we may be able to tell who you mean, and then "
        "we may have to act on what you tell us. Nothing has been sent yet. You choose."
    )
    expect(page.get_by_role("button", name="Change it")).to_be_focused()


def test_nothing_leaves_the_page_while_the_warning_is_open(service: Service):
    service.page.clock.install()
    page = asked(service)
    frames, requests = len(service.heard), []
    page.on("request", lambda request: requests.append(request.url))
    page.clock.run_for(15_000)
    expect(page.locator("#message")).to_have_value(WORDS)

    assert requests == []
    assert service.heard[frames:] == []
    assert "07700" not in str(service.heard)


def test_it_can_be_sent_as_it_is(service: Service):
    page = asked(service)
    page.get_by_role("button", name="Send it as it is").click()

    expect(page.locator(".message__body")).to_have_text(WORDS)
    expect(page.locator(".message__meta")).to_have_text("14:05 · Sent")


def test_it_can_be_changed_and_is_asked_about_again(service: Service):
    page = asked(service)
    page.get_by_role("button", name="Change it").click()
    expect(page.locator("#message")).to_be_focused()
    page.fill("#message", "my name is Tom")
    page.keyboard.press("Enter")
    expect(page.locator("#question-text")).to_contain_text("It seems to hold a name.")
    page.get_by_role("button", name="Change it").click()
    service.write("I will not say who I am")

    expect(page.locator(".message__body")).to_have_text("I will not say who I am")


def test_words_written_on_beside_the_question_are_not_sent_unasked(service: Service):
    page = asked(service)
    page.fill("#message", "it is 020 7946 0018")
    page.get_by_role("button", name="Send it as it is").click()

    expect(page.locator("#question-text")).to_contain_text("It seems to hold a phone number.")
    assert service.hears("message.post") == []


def test_it_can_be_dropped(service: Service):
    page = asked(service)
    page.get_by_role("button", name="Delete it").click()

    expect(page.locator("#message")).to_have_value("")
    expect(page.locator("#message")).to_be_focused()
    assert service.hears("message.post") == []


def test_only_what_the_service_allowed_is_a_link(service: Service):
    page = service.start_talking()
    service.talk()
    body = "https://evil.example/ https://respect.org.uk/a?b=1. javascript:alert(1) <a href=x>"
    links = [
        "https://respect.org.uk/a?b=1",
        "javascript:alert(1)",
        "https://u:p@respect.org.uk/",
        "not there",
    ]
    service.say(**{**service.message(body), "links": links})
    link = page.locator(".message__body a")

    expect(page.locator(".message__body")).to_have_text(body)
    expect(link).to_have_count(1)
    assert link.evaluate("(it) => [it.href, it.rel, it.target, it.textContent]") == [
        "https://respect.org.uk/a?b=1",
        "noopener noreferrer nofollow",
        "_blank",
        "https://respect.org.uk/a?b=1",
    ]


def test_a_callers_own_words_are_never_links(service: Service):
    page = service.start_talking()
    event = {
        **service.message("https://respect.org.uk/", sender="caller"),
        "links": ["https://respect.org.uk/"],
    }
    service.say(**event)

    expect(page.locator(".message__body")).to_have_text("https://respect.org.uk/")
    expect(page.locator(".message__body a")).to_have_count(0)


def test_a_number_in_a_card_opens_the_telephone_and_nothing_else(service: Service):
    page = service.start_talking()
    service.talk()
    card = {"id": "9", "name": "X", "phone": "0808 802 4040;ext=1+2", "website": "https://a@b.example"}
    service.say(type="signpost", seq=1, id="s", card=card)
    link = page.locator(".message--card a")

    expect(link).to_have_count(1)
    expect(link).to_have_attribute("href", "tel:0808802404012")
