"""Four words: asked for in the talk, shown once; and the way back with them, in a real browser."""

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.caller.service import STARTED, Service

pytestmark = pytest.mark.journey
CODE = "abacus zoom purple plank"
STORED = "JSON.stringify([{...sessionStorage}, {...localStorage}, location.href, document.title])"


class Codes:
    """What the service answers about codes, and what it was asked."""

    def __init__(self, service: Service) -> None:
        self.returns: list[dict[str, Any]] = []
        self.back: tuple[int, dict[str, Any]] = (200, {"resumed": False, "continues": True})
        self.given: tuple[int, dict[str, Any]] = (200, {"code": CODE})
        service.context.route("**/api/return", self._come_back)
        service.context.route("**/api/contact/code", self._give)

    def _come_back(self, route: Route) -> None:
        self.returns.append(route.request.post_data_json)
        route.fulfill(status=self.back[0], json=self.back[1])

    def _give(self, route: Route) -> None:
        assert route.request.headers["authorization"] == "Bearer secret-token"
        route.fulfill(status=self.given[0], json=self.given[1])


@pytest.fixture
def codes(service: Service) -> Codes:
    return Codes(service)


def asks_for_code(service: Service) -> Page:
    page = service.start_talking()
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Get four words to come back with").click()
    page.get_by_role("button", name="Give me four words").click()
    return page


def comes_back(service: Service, words: str = CODE) -> Page:
    page = service.open()
    page.get_by_role("button", name="I have four words from last time").click()
    page.get_by_label("The four words, with a space between them").fill(words)
    page.get_by_role("button", name="Continue").click()
    return page


def goes_on_to_the_queue(page: Page) -> None:
    page.get_by_role("button", name="I agree, go on").click()
    page.click("button[value=own_behaviour]")
    page.get_by_role("button", name="Rather not say").click()
    page.get_by_role("button", name="Leave out the rest and go to the chat").click()


@pytest.mark.parametrize(
    "words", ["Abacus-zoom-purple-plank", "abacus, zoom, purple, plank", "abacus.zoom.purple.plank"]
)
def test_whatever_stands_between_the_words_the_service_is_asked(
    service: Service, codes: Codes, words: str
) -> None:
    page = comes_back(service, words)

    expect(page.get_by_role("heading", level=1)).to_have_text("Did you ring the programme we told you about?")
    assert codes.returns == [{"code": words}]


def test_four_words_are_shown_once_with_how_to_keep_them(service: Service, codes: Codes):
    page = asks_for_code(service)

    expect(page.locator(".code-words")).to_have_text(CODE)
    expect(page.get_by_text("If somebody looks through your things, keep them in your head")).to_be_visible()
    assert CODE not in page.evaluate(STORED)
    page.get_by_role("button", name="I have them").click()
    expect(page.locator(".code-words")).to_have_count(0)
    expect(page.locator("#message")).to_be_focused()
    service.say(type="state", state="ended", reason="handler")
    expect(page.get_by_role("heading", level=1)).to_have_text("The chat has ended")
    assert CODE not in page.content()


def test_what_they_do_is_said_before_they_are_made(service: Service, codes: Codes):
    page = service.start_talking()
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Get four words to come back with").click()

    expect(page.get_by_text("The words work for 30 days and say nothing about you.")).to_be_visible()
    page.get_by_role("button", name="Not now").click()
    expect(page.locator("#message")).to_be_focused()


def test_whoever_ends_the_chat_is_offered_them_first_and_keeps_them_after_the_end(
    service: Service, codes: Codes
):
    page = service.start_talking()
    service.talk()
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="End chat").click()
    page.locator(".composer__question").get_by_role("button", name="Get four words to come back with").click()
    page.get_by_role("button", name="Give me four words").click()

    expect(page.locator(".code-words")).to_have_text(CODE)
    assert service.hears("contact.end") == []
    # Nobody can show them again: where the other side ends it first, they stand on the page after the end.
    service.say(type="state", state="ended", reason="handler")
    expect(page.get_by_role("heading", level=1)).to_have_text("The chat has ended")
    expect(page.locator(".code-words")).to_have_text(CODE)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((503, {"error": {"code": "storage.unavailable"}}), "We could not make the words just now."),
        (
            (429, {"error": {"code": "throttle.too_many", "retry_after_seconds": 720}}),
            "You can ask again in 12 minutes.",
        ),
    ],
)
def test_a_refusal_is_said_in_words(
    service: Service, codes: Codes, answer: tuple[int, dict[str, object]], words: str
):
    codes.given = answer
    page = asks_for_code(service)

    expect(page.get_by_text(words)).to_be_visible()


def test_an_open_talk_goes_on_under_the_new_token_and_shows_what_comes_now(service: Service, codes: Codes):
    codes.back = (200, {**STARTED, "token": "new-token", "resumed": True, "advice": []})
    for n in range(3):
        service.message(f"hidden {n}")
    service.message("Somebody came back here.", sender="system")
    service.kept = service.kept[3:]
    service.welcome = {"state": "waiting", "queue": {"ahead": "few"}, "hidden_to": 3, "seq": 4}
    page = comes_back(service, f"  {CODE.upper()} ")

    expect(page.get_by_text("Somebody came back here.").first).to_be_visible()
    assert codes.returns == [{"code": CODE.upper()}]
    assert service.started == []
    # One hello: the missing numbers are no gap that is fetched again and again.
    assert [(hello["token"], hello["after"]) for hello in service.hears("hello")] == [("new-token", 0)]
    expect(page.locator(".message")).to_have_count(1)


def test_once_it_is_over_consent_and_questions_come_anew_with_one_more(service: Service, codes: Codes):
    page = comes_back(service)
    expect(page.get_by_role("heading", level=1)).to_have_text("Did you ring the programme we told you about?")
    page.click("button[value=not_yet]")
    goes_on_to_the_queue(page)
    page.get_by_text("You are near the front of the queue.").wait_for()

    [sent] = service.started
    assert (sent["return_code"], sent["rang_programme"], sent["consent"]) == (CODE, "not_yet", True)
    assert CODE not in page.evaluate(STORED)


def test_rather_not_say_is_sent_as_not_said(service: Service, codes: Codes):
    page = comes_back(service)
    page.get_by_role("button", name="Rather not say").click()
    goes_on_to_the_queue(page)
    page.get_by_text("You are near the front of the queue.").wait_for()

    assert service.started[0]["rang_programme"] is None


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((404, {"error": {"code": "code.unknown"}}), "We do not know these words."),
        (
            (429, {"error": {"code": "throttle.too_many", "retry_after_seconds": 721}}),
            "You can try again in 12 minutes, or start without the words.",
        ),
    ],
)
def test_what_leads_nowhere_is_said_and_the_field_stays(
    service: Service, codes: Codes, answer: tuple[int, dict[str, object]], words: str
):
    codes.back = answer
    page = comes_back(service)

    expect(page.get_by_role("alert")).to_contain_text(words)
    expect(page.locator("#return-words")).to_be_focused()
    expect(page.locator("#return-words")).to_have_value(CODE)
    page.get_by_role("button", name="Back").click()
    expect(page.locator("#start-button")).to_be_visible()


def test_less_than_four_words_are_not_sent(service: Service, codes: Codes):
    page = comes_back(service, "abacus zoom")

    expect(page.get_by_role("alert")).to_have_text("Write all four words.")
    assert codes.returns == []


def test_the_field_is_kept_out_of_the_browser_s_memory(service: Service, codes: Codes):
    page = service.open()
    page.get_by_role("button", name="I have four words from last time").click()
    field = page.locator("#return-words")

    for name, value in (("autocomplete", "off"), ("spellcheck", "false"), ("autocapitalize", "none")):
        expect(field).to_have_attribute(name, value)


def test_an_open_talk_can_be_come_back_to_while_we_are_closed(service: Service, codes: Codes):
    service.status = {"intake": "closed", "opens_at": None}
    page = service.open()

    expect(page.get_by_text("The chat is closed now.")).to_be_visible()
    expect(page.get_by_role("button", name="I have four words from last time")).to_be_visible()


def test_words_that_stopped_working_meanwhile_are_left_out_of_the_next_try(service: Service, codes: Codes):
    service.start_answer = (404, {"error": {"code": "code.unknown"}})
    page = comes_back(service)
    page.click("button[value=yes]")
    goes_on_to_the_queue(page)
    expect(page.get_by_text("We do not know these words.")).to_be_visible()
    service.start_answer = (201, STARTED)
    page.get_by_role("button", name="Try again").click()
    page.get_by_text("You are near the front of the queue.").wait_for()

    assert ["return_code" in sent for sent in service.started] == [True, False]


def test_whoever_goes_back_to_the_start_starts_without_the_words(service: Service, codes: Codes):
    page = comes_back(service)
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your four words")
    page.get_by_role("button", name="Back").click()
    page.click("#start-button")
    goes_on_to_the_queue(page)
    page.get_by_text("You are near the front of the queue.").wait_for()

    assert "return_code" not in service.started[0]


def test_a_page_whose_talk_somebody_took_over_says_that_it_is_out_of_reach(service: Service, codes: Codes):
    page = service.start_talking()
    service.write("Only mine.")
    service.sockets[-1].close(code=4401)

    expect(page.get_by_text("its words are out of reach")).to_be_visible()
    assert "Only mine." not in page.content()
