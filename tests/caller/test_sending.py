"""The box and the outbox: nothing leaves the box before the service has it, and nothing goes twice."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.caller.service import Service

pytestmark = pytest.mark.journey
WAITS = "Waiting to send – tap to try now"


def talking(service: Service) -> Page:
    page = service.start_talking()
    service.welcome = {"state": "talking"}
    service.talk()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are talking with a trained person")
    return page


def types(page: Page, words: str) -> None:
    page.keyboard.type(words)
    page.keyboard.press("Enter")


def posted(service: Service) -> list[str]:
    return [command["body"] for command in service.hears("message.post")]


def lose_the_line(service: Service) -> None:
    service.refuse_sockets = True
    service.context.route("**/api/contact/**", lambda route: route.abort())
    service.cut()
    expect(service.page.locator(".banner")).to_contain_text("Connection lost.")


def restore_the_line(service: Service) -> None:
    service.refuse_sockets = False
    service.page.evaluate("dispatchEvent(new Event('online'))")


def test_words_stay_in_the_box_until_the_service_has_them(service: Service):
    page = talking(service)
    service.acknowledges = False
    page.focus("#message")
    types(page, "Do not lose this.")
    box = page.locator("#message")
    expect(page.locator(".message__meta")).to_have_text("Sending")
    expect(box).to_have_value("Do not lose this.")
    expect(box).to_have_class("composer__box is-on-way")
    selected = page.evaluate("[document.activeElement.selectionStart, document.activeElement.selectionEnd]")
    assert selected == [0, len("Do not lose this.")]
    service.acknowledges = True
    service.cut()

    expect(page.locator(".message__meta")).to_have_text("14:05 · Sent")
    expect(box).to_have_value("")
    expect(box).not_to_have_class("composer__box is-on-way")


def test_enter_again_on_words_on_their_way_sends_nothing_twice(service: Service):
    page = talking(service)
    service.acknowledges = False
    page.focus("#message")
    types(page, "Once.")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Send", exact=True).click()
    service.acknowledges = True
    service.cut()
    expect(page.locator(".message__meta")).to_have_text("14:05 · Sent")

    assert page.locator(".message").count() == 1
    assert len({command["id"] for command in service.hears("message.post")}) == 1


@pytest.mark.parametrize("caret", ["selected", "at the end"])
def test_who_types_on_writes_over_words_on_their_way(service: Service, caret: str):
    page = talking(service)
    service.acknowledges = False
    page.focus("#message")
    types(page, "First.")
    if caret == "at the end":
        page.keyboard.press("End")
    page.keyboard.type("Sec")
    expect(page.locator("#message")).to_have_value("Sec")
    expect(page.locator(".message__body")).to_have_text("First.")
    service.acknowledges = True
    service.cut()
    expect(page.locator(".message__meta")).to_have_text("14:05 · Sent")

    # The acknowledgement of the first takes nothing of the second.
    expect(page.locator("#message")).to_have_value("Sec")
    types(page, "ond.")
    expect(page.locator(".message__body")).to_have_text(["First.", "Second."])


def test_pasted_words_replace_words_on_their_way(service: Service):
    page = talking(service)
    service.acknowledges = False
    page.focus("#message")
    types(page, "First.")
    page.keyboard.press("End")
    page.keyboard.insert_text("Pasted.")

    expect(page.locator("#message")).to_have_value("Pasted.")


def test_a_composed_word_replaces_words_on_their_way(service: Service):
    page = talking(service)
    service.acknowledges = False
    page.focus("#message")
    types(page, "First.")
    page.keyboard.press("End")
    devtools = service.context.new_cdp_session(page)
    for text in ("ni", "nih", "你"):
        composed = {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
        devtools.send("Input.imeSetComposition", composed)
    expect(page.locator("#message")).to_have_value("你")
    service.acknowledges = True
    service.cut()
    expect(page.locator(".message__meta")).to_have_text("14:05 · Sent")
    devtools.send("Input.insertText", {"text": "你好"})

    # The acknowledgement came in the middle of the word and left it alone.
    expect(page.locator("#message")).to_have_value("你好")


def test_three_messages_written_without_a_line_go_once_each_and_in_order(service: Service):
    page = talking(service)
    page.clock.install()
    page.focus("#message")
    service.refuse_sockets = True
    service.context.route("**/api/contact/**", lambda route: route.abort())
    service.cut()
    for words in ("One.", "Two.", "Three."):
        types(page, words)
    expect(page.locator(".message__meta")).to_have_text([WAITS] * 3)
    page.clock.run_for(30_000)
    service.refuse_sockets = False
    service.context.unroute("**/api/contact/**")
    page.clock.run_for(30_000)
    page.clock.resume()

    expect(page.locator(".message__meta")).to_have_text(["14:05 · Sent"] * 3)
    assert [event["body"] for event in service.kept] == ["One.", "Two.", "Three."]
    expect(page.locator("#message")).to_have_value("")


# Without a timer, which would stand still.
NEXT_TASK = """() => new Promise((done) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => done();
  port2.postMessage(null);
})"""


FEW_TASKS, MOST_TASKS = 50, 500


@pytest.mark.parametrize("taps", [".message__meta button", ".message__body"])
def test_a_message_that_waits_is_tried_at_once_when_it_is_tapped(service: Service, taps: str):
    page = talking(service)
    # Before the line is lost: a timer from before it would go on where the clock stands.
    page.clock.install()
    lose_the_line(service)
    page.focus("#message")
    types(page, "Now please.")
    expect(page.locator(".message__meta")).to_have_text(WAITS)
    # The next try of the page's own stands still, so that it is the tap which tries.
    page.clock.pause_at(page.evaluate("Date.now() + 20"))
    # One that was on its way when the clock stopped is refused before the tap.
    for _ in range(FEW_TASKS):
        page.evaluate(NEXT_TASK)
    refused = service.refused
    page.click(taps)
    for _ in range(MOST_TASKS):
        if service.refused > refused:
            break
        page.evaluate(NEXT_TASK)
    assert service.refused > refused
    service.refuse_sockets = False
    # The page's own next try may be half a minute away.
    page.clock.fast_forward(60_000)
    page.clock.resume()

    expect(page.locator(".message__meta")).to_have_text("14:05 · Sent")


@pytest.mark.parametrize("taps", [".message__meta button >> nth=0", ".message__body"])
def test_a_refused_message_goes_again_when_it_is_tapped(service: Service, taps: str):
    page = talking(service)
    service.acknowledges = False
    page.focus("#message")
    types(page, "Refused words")
    expect(page.locator(".message__meta")).to_have_text("Sending")
    [post] = service.hears("message.post")
    service.say(type="error", id=post["id"], code="message.refused", message="Something is wrong.")
    expect(page.locator(".message__meta")).to_contain_text("Not sent – tap to try again")
    expect(page.locator("#message")).to_have_value("Refused words")
    service.acknowledges = True
    page.click(taps)

    expect(page.locator(".message__meta")).to_have_text("14:05 · Sent")
    expect(page.locator("#message")).to_have_value("")
    assert page.locator(".message").count() == 1


def test_a_refused_message_that_is_corrected_in_the_box_stands_there_once(service: Service):
    page = talking(service)
    service.acknowledges = False
    page.focus("#message")
    types(page, "Refused words")
    expect(page.locator(".message__meta")).to_have_text("Sending")
    [post] = service.hears("message.post")
    service.say(type="error", id=post["id"], code="message.refused", message="Something is wrong.")
    expect(page.locator(".message__meta")).to_contain_text("Not sent")
    service.acknowledges = True
    page.keyboard.press("End")
    types(page, ", corrected")

    expect(page.locator(".message__meta")).to_have_text("14:05 · Sent")
    expect(page.locator(".message__body")).to_have_text(["Refused words, corrected"])


def test_words_without_an_answer_show_a_line_that_is_dead(service: Service):
    page = talking(service)
    page.clock.install()
    service.acknowledges = False
    page.focus("#message")
    types(page, "Is anybody there?")
    expect(page.locator(".message__meta")).to_have_text("Sending")
    service.acknowledges = True
    page.clock.run_for(11_000)

    expect(page.locator(".message__meta")).to_have_text("14:05 · Sent")
    assert len(service.sockets) == 2


EMOJI = "👍🏽 👨‍👩‍👧‍👦 🏴󠁧󠁢󠁷󠁬󠁳󠁿 🇬🇧 ❤️ e\u0301"


def test_emoji_travel_as_they_were_typed(service: Service):
    page = talking(service)
    page.focus("#message")
    page.keyboard.insert_text(EMOJI)
    page.keyboard.press("Enter")
    expect(page.locator(".message__meta")).to_have_text("14:05 · Sent")

    assert posted(service) == [EMOJI]
    assert page.locator(".message__body").evaluate("(body) => body.textContent") == EMOJI


def test_four_thousand_characters_go_and_are_shown_whole(service: Service):
    page = talking(service)
    words = ("word " * 800)[:-1] + "."
    assert len(words) == 4_000
    page.focus("#message")
    page.keyboard.insert_text(words)
    expect(page.locator("#message-count")).to_have_text("0 characters left")
    page.keyboard.press("Enter")
    expect(page.locator(".message__meta")).to_have_text("14:05 · Sent")

    assert posted(service) == [words]
    expect(page.locator("#message-count")).to_have_text("")
    width = "document.documentElement.scrollWidth <= innerWidth"
    assert page.evaluate(width)


def test_a_change_of_language_keeps_the_ids_of_unsent_messages(service: Service):
    page = talking(service)
    service.welcome = {"state": "talking"}
    lose_the_line(service)
    page.focus("#message")
    for words in ("One.", "Two."):
        types(page, words)
    page.keyboard.type("Half a sen")
    page.click("#language")
    expect(page.locator(".message__body")).to_have_text(["One.", "Two."])
    expect(page.locator("#message")).to_have_value("Half a sen")
    service.refuse_sockets = False

    expect(page.locator(".message__meta")).to_have_text(["14:05 · Anfonwyd"] * 2)
    assert posted(service) == ["One.", "Two."]
    assert json.dumps(service.kept).count('"Two."') == 1
