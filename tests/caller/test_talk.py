"""The conversation: nothing lost, nothing twice, and every state said in words."""

import pytest
from playwright.sync_api import expect

from chat.texts import texts
from tests.caller.service import AT, CARD, Service

pytestmark = pytest.mark.journey


def bodies(service: Service) -> list[str]:
    return service.page.locator(".message__body").all_inner_texts()


def test_what_is_written_while_waiting_is_sent_and_acknowledged(service: Service):
    page = service.start_talking()
    service.write("I do not know where to begin.")

    expect(page.locator(".message--mine .message__meta")).to_have_text("14:05 · Sent")
    assert [command["body"] for command in service.hears("message.post")] == ["I do not know where to begin."]


def test_seen_and_typing_are_said_in_words(service: Service):
    page = service.start_talking()
    service.talk()
    service.write("Hello")
    expect(page.locator(".message__meta")).to_have_text("14:05 · Sent")
    service.say(type="seen", seq=1)
    service.say(type="typing", on=True)

    expect(page.locator(".message__meta")).to_have_text("14:05 · Seen")
    expect(page.locator(".typing")).to_have_text("They are writing …")
    expect(page.get_by_role("heading", level=1)).to_have_text("You are talking with a trained person")


def test_a_message_is_markup_to_nobody(service: Service):
    page = service.start_talking()
    service.talk()
    service.say(**service.message("<img src=x onerror=alert(1)><b>no</b>"))

    expect(page.locator(".message__body")).to_have_text("<img src=x onerror=alert(1)><b>no</b>")
    expect(page.locator(".message__body *")).to_have_count(0)


def test_new_words_are_announced_once_and_history_never(service: Service):
    service.message("What was said before the reload.")
    page = service.start_talking()
    service.talk()
    expect(page.locator(".message")).to_have_count(1)
    service.say(**service.message("Something new."))

    expect(page.locator("#live")).to_contain_text("Something new.")
    expect(page.locator("#live")).not_to_contain_text("before the reload")


def test_the_same_message_twice_is_shown_once(service: Service):
    page = service.start_talking()
    service.talk()
    first = service.message("Once.")
    service.say(**first)
    service.say(**first)
    service.say(**service.message("After it."))

    expect(page.get_by_text("After it.", exact=True).first).to_be_visible()
    assert bodies(service) == ["Once.", "After it."]


def test_a_gap_is_fetched_before_anything_later_is_shown(service: Service):
    page = service.start_talking()
    service.talk()
    service.message("One.")
    service.message("Two.")
    service.welcome = {"state": "talking"}
    service.say(**service.message("Three."))

    expect(page.locator(".message__body")).to_have_count(3)
    assert bodies(service) == ["One.", "Two.", "Three."]
    assert [command["after"] for command in service.hears("hello")] == [0, 0]


def test_a_message_without_acknowledgement_is_sent_again_under_its_id(service: Service):
    page = service.start_talking()
    service.welcome = {"state": "talking"}
    service.talk()
    service.acknowledges = False
    service.write("Do not lose this.")
    expect(page.locator(".message__meta")).to_have_text("Sending")
    service.cut()
    expect(page.locator(".message__meta")).to_have_text("Waiting to send – tap to try now")
    service.acknowledges = True

    expect(page.locator(".message__meta")).to_have_text("14:05 · Sent")
    posts = service.hears("message.post")
    assert len(posts) == 2
    assert posts[0] == posts[1]
    assert bodies(service) == ["Do not lose this."]


def test_a_lost_line_is_said_and_comes_back_by_itself(service: Service):
    page = service.start_talking()
    service.welcome = {"state": "talking"}
    service.refuse_sockets = True
    service.context.route("**/api/contact/**", lambda route: route.abort())
    service.cut()
    expect(page.locator(".banner")).to_contain_text("Connection lost.")
    service.write("Written while the line was down.")
    expect(page.locator(".message__meta")).to_have_text("Waiting to send – tap to try now")
    service.refuse_sockets = False
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(page.locator(".banner")).to_have_text("You are connected again.")
    expect(page.locator(".message__meta")).to_have_text("14:05 · Sent")


def test_without_sockets_the_talk_goes_over_plain_http(service: Service):
    service.refuse_sockets = True
    page = service.start_talking()
    service.welcome = {"state": "talking"}
    expect(page.get_by_role("heading", level=1)).to_have_text("You are talking with a trained person")
    service.write("Through the wall.")
    expect(page.locator(".message--mine .message__meta")).to_have_text("14:05 · Sent")
    service.message("I hear you.")

    expect(page.locator(".message--theirs .message__body")).to_have_text("I hear you.")
    assert {command["type"] for command in service.commands} == {"typing", "message.post", "seen"}


def test_a_reload_finds_the_talk_again_and_stores_no_word(service: Service):
    page = service.start_talking()
    service.welcome = {"state": "talking"}
    service.talk()
    service.write("Only on the server.")
    expect(page.locator(".message__meta")).to_have_text("14:05 · Sent")
    stored = page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}, document.cookie])")
    page.reload()

    expect(page.locator(".message__body")).to_have_text("Only on the server.")
    assert stored == '[{"helpline":"{\\"contact\\":\\"c\\",\\"token\\":\\"secret-token\\"}"},{},""]'


def test_a_worthless_token_is_forgotten_and_said(service: Service):
    page = service.start_talking()
    service.sockets[-1].close(code=4401)

    expect(page.locator("#start-notice")).to_have_text(
        "Your last chat is over or goes on elsewhere, and its words are out of reach. "
        "You can start a new one."
    )
    assert page.evaluate("sessionStorage.length") == 0


def test_a_dropped_handler_is_said_and_the_place_is_in_front(service: Service):
    page = service.start_talking()
    service.talk()
    expect(page.locator(".waiting")).to_be_hidden()
    service.say(type="state", state="waiting", returned=True)

    expect(page.locator(".waiting__place")).to_have_text(
        "You are back at the front of the queue. Nothing you wrote is lost."
    )


def test_too_fast_waits_and_goes_by_itself(service: Service):
    page = service.start_talking()
    service.acknowledges = False
    service.write("First")
    expect(page.locator(".message__meta")).to_have_text("Sending")
    [post] = service.hears("message.post")
    service.acknowledges = True
    service.say(type="error", id=post["id"], code="throttle.too_fast", message="", retry_after_seconds=0.1)

    expect(page.locator(".message__meta")).to_have_text("14:05 · Sent")


def test_a_refused_message_can_be_changed_and_is_not_lost(service: Service):
    page = service.start_talking()
    service.acknowledges = False
    service.write("Refused words")
    expect(page.locator(".message__meta")).to_have_text("Sending")
    [post] = service.hears("message.post")
    service.say(type="error", id=post["id"], code="message.too_long", message="That is too long.")
    page.get_by_role("button", name="Change it").click()

    expect(page.locator("#message")).to_have_value("Refused words")
    expect(page.locator(".message")).to_have_count(0)


def test_identifying_words_are_asked_about_before_they_leave(service: Service):
    page = service.start_talking()
    service.write("Ring me on 07700 900123")
    expect(page.get_by_role("heading", name="Before you send this")).to_be_visible()
    assert service.hears("message.post") == []
    page.get_by_role("button", name="Change it").click()
    expect(page.locator("#message")).to_have_value("Ring me on 07700 900123")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Send it as it is").click()

    expect(page.locator(".message__meta")).to_have_text("14:05 · Sent")


def test_shift_and_enter_starts_a_line(service: Service):
    page = service.start_talking()
    page.fill("#message", "one")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("two")
    page.keyboard.press("Enter")

    expect(page.locator(".message__body")).to_have_text("one\ntwo")


def test_more_than_the_most_is_counted_and_never_cut(service: Service):
    page = service.start_talking()
    page.fill("#message", "é" * 3990)
    expect(page.locator("#message-count")).to_have_text("10 characters left")
    page.fill("#message", "é" * 4003)
    page.keyboard.press("Enter")

    expect(page.locator("#message-count")).to_have_text("3 characters too many")
    expect(page.locator(".composer .button--main")).to_be_disabled()
    assert service.hears("message.post") == []


def test_a_card_gives_a_number_that_can_be_rung(service: Service):
    page = service.start_talking()
    service.talk()
    service.say(
        type="signpost", seq=1, id="s", card={**CARD, "name": "A programme", "phone": "0808 802 4040"}
    )

    expect(page.get_by_role("link", name="Ring 0808 802 4040")).to_have_attribute("href", "tel:08088024040")


def test_a_card_cannot_bring_a_script_link(service: Service):
    page = service.start_talking()
    service.talk()
    service.say(
        type="signpost", seq=1, id="s", card={"id": "x", "name": "X", "website": "javascript:alert(1)"}
    )

    expect(page.get_by_text("javascript:alert(1)")).to_be_visible()
    expect(page.locator("a[href^='javascript']")).to_have_count(0)


def test_the_end_is_asked_once_and_keeps_the_cards(service: Service):
    page = service.start_talking()
    service.talk()
    service.say(type="signpost", seq=1, id="s", card={**CARD, "id": "10", "name": "A programme"})
    service.say(type="message", seq=2, id="m", body="Take care.", at=AT, **{"from": "handler"})
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="End chat").click()
    expect(page.get_by_role("button", name="Stay here")).to_be_focused()
    assert service.hears("contact.end") == []
    page.get_by_role("button", name="End the chat").click()
    expect(page.get_by_role("heading", name="End this chat?")).to_have_count(0)
    service.say(type="state", state="ended", reason="caller")

    expect(page.get_by_role("heading", level=1)).to_have_text("The chat has ended")
    expect(page.get_by_role("heading", name="A programme")).to_be_visible()
    expect(page.get_by_text("Take care.")).to_have_count(0)
    assert len(service.hears("contact.end")) == 1


def test_closing_time_tells_the_next_opening_and_the_lines(service: Service):
    page = service.start_talking()
    words = "The chat has closed. It opens again on Monday at 09:00."
    service.say(**service.message(words, sender="system"))
    service.say(type="state", state="ended", reason="hours.closed")

    expect(page.locator(".lede")).to_have_text(words)
    expect(page.get_by_role("link", name="Ring 999").first).to_be_visible()


def test_the_lines_sent_at_closing_time_stand_once(service: Service):
    page = service.start_talking()
    line = {"id": "1", "kind": "helpline", "name": "Police, ambulance", "phone": "999"}
    service.say(type="state", state="ended", reason="hours.closed")
    service.say(type="signpost", seq=1, id="s", card=line)
    service.say(type="signpost", seq=2, id="p", card={**CARD, "id": "10", "name": "A programme"})

    expect(page.get_by_role("heading", name="A programme")).to_be_visible()
    expect(page.get_by_role("heading", level=3)).to_have_text(["A line", "A programme", "Police, ambulance"])


def test_who_answers_is_called_by_the_name_of_the_role(service: Service):
    page = service.start_talking()
    service.say(type="state", state="talking", handler={"name": "Counsellor"})
    service.say(**service.message("I hear you."))

    expect(page.locator(".message--theirs .hidden")).to_have_text("Counsellor")


def test_a_supervisor_s_words_are_said_to_be_a_supervisor_s(service: Service):
    page = service.start_talking()
    service.talk()
    service.say(**service.message("Hello."))
    page.get_by_text("Hello.").wait_for()
    expect(page.locator(".message__label")).to_have_count(0)
    service.say(**{**service.message("I am on duty."), "supervisor": True})
    service.say(**service.message("And I am still here."))
    page.get_by_text("And I am still here.").wait_for()

    # Else the last words would stand under "Supervisor" as if they were theirs.
    handler = texts("en")["from_handler"]
    expect(page.locator(".message__label")).to_have_text([handler, "Supervisor", handler])


def test_a_card_taller_than_the_screen_shows_its_name(service: Service):
    page = service.start_talking()
    service.talk()
    service.say(**service.message("One moment."))
    words = "Work on how you behave. " * 80
    service.say(type="signpost", seq=2, id="s", card={**CARD, "name": "A programme", "about": words})
    name = page.get_by_role("heading", name="A programme")

    expect(name).to_be_in_viewport(ratio=1)
    expect(page.get_by_text("A service for you", exact=True)).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("link", name="Ring 0800 1111")).not_to_be_in_viewport()


def test_a_new_chat_after_the_end_begins_with_the_first_screen(service: Service):
    page = service.start_talking()
    service.say(type="state", state="ended", reason="handler")
    page.get_by_role("button", name="Start a new chat").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Worried about how you treat your partner or family?"
    )
    assert page.evaluate("sessionStorage.length") == 0


def test_unsent_words_are_shown_again_at_the_end(service: Service):
    page = service.start_talking()
    page.fill("#message", "Half a sentence")
    service.say(type="state", state="ended", reason="hours.closed")

    expect(page.locator("blockquote")).to_have_text("Half a sentence")
    expect(page.get_by_role("link", name="Ring 999").first).to_be_visible()


def test_a_later_message_waits_until_the_earlier_one_is_stored(service: Service):
    page = service.start_talking()
    service.welcome = {"state": "talking"}
    service.talk()
    service.acknowledges = False
    service.write("First.")
    service.write("Second.")
    expect(page.locator(".message__meta")).to_have_text(["Sending", "Waiting to send – tap to try now"])
    assert [command["body"] for command in service.hears("message.post")] == ["First."]
    service.cut()
    service.acknowledges = True

    expect(page.locator(".message__meta")).to_have_text(["14:05 · Sent", "14:05 · Sent"])
    assert [command["body"] for command in service.hears("message.post")] == ["First.", "First.", "Second."]
    assert bodies(service) == ["First.", "Second."]
