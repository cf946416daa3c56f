"""English and Welsh: the page changes at any moment, and nothing said, written or answered is lost."""

import pytest
from playwright.sync_api import Route, expect

from chat.texts import texts
from tests.caller.service import Service
from tests.caller.test_line import until

pytestmark = pytest.mark.journey


def test_the_talk_goes_on_in_the_other_language(service: Service):
    page = service.start_talking()
    service.write("This was said in English.")
    expect(page.locator(".message__meta")).to_have_text("14:05 · Sent")
    service.welcome = {"state": "talking"}
    service.talk()
    service.message("And answered.")
    service.say(**service.kept[-1])
    expect(page.locator(".message__body")).to_have_count(2)
    page.fill("#message", "Not sent yet")
    page.click("#language")

    expect(page.locator("h1")).to_have_text("Rydych chi'n siarad â pherson hyfforddedig")
    expect(page.locator(".message__body")).to_have_text(["This was said in English.", "And answered."])
    expect(page.locator("#message")).to_have_value("Not sent yet")
    expect(page.locator("html")).to_have_attribute("lang", "cy")
    assert [command["token"] for command in service.hears("hello")] == ["secret-token"] * 2
    assert len(service.hears("message.post")) == 1


def test_what_was_not_acknowledged_goes_out_under_the_same_id(service: Service):
    page = service.start_talking()
    service.acknowledges = False
    service.write("On its way.")
    expect(page.locator(".message__meta")).to_have_text("Sending")
    page.click("#language")
    expect(page.locator(".message__body")).to_have_text(["On its way."])
    service.acknowledges = True
    service.cut()

    expect(page.locator(".message__meta")).to_have_text("14:05 · Anfonwyd")
    assert len({post["id"] for post in service.hears("message.post")}) == 1
    assert [event["body"] for event in service.kept] == ["On its way."]


def test_texts_that_come_late_change_the_screen_that_is_there_by_then(service: Service):
    page = service.open()
    held: list[Route] = []
    page.route("**/chat/texts.json*", lambda route: held.append(route))
    page.click("#start-button")
    page.click("#language")
    until(page, lambda: held)
    page.get_by_role("button", name="I agree, go on").click()
    held[0].fallback()

    expect(page.locator("h1")).to_have_text(texts("cy")["about_question"])


def test_the_first_screen_comes_in_the_other_language_and_back_leads_past_both(service: Service):
    page = service.page
    page.goto("http://before.test/")
    service.open()
    page.click("#language")

    expect(page.locator("h1")).to_contain_text("Yn poeni sut")
    page.go_back()
    assert page.url == "http://before.test/"


def test_texts_that_cannot_be_had_leave_the_page_as_it_is(service: Service):
    page = service.open()
    page.click("#start-button")
    page.route("**/chat/texts.json*", lambda route: route.abort())
    page.click("#language")

    expect(page.get_by_role("button", name="I agree, go on")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
