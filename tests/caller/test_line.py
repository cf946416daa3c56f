"""The line to the service: blocked, asleep, or two pages at once."""

import json

import pytest
from playwright.sync_api import Page, Route, expect

from tests.caller.service import HOST, Service

pytestmark = pytest.mark.journey


def talking(service: Service) -> Page:
    page = service.start_talking()
    service.welcome = {"state": "talking"}
    service.talk()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are talking with a trained person")
    return page


def comes_into_sight(page: Page) -> None:
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_a_socket_that_died_in_sleep_is_replaced_three_seconds_after_coming_back(service: Service):
    page = talking(service)
    page.clock.install()
    service.deaf = True
    comes_into_sight(page)
    page.clock.run_for(2_900)
    assert len(service.sockets) == 1
    service.deaf = False
    page.clock.run_for(1_000)
    service.message("You are back.")
    service.cut()
    page.clock.run_for(1_000)

    expect(page.locator(".message__body")).to_have_text("You are back.")
    assert service.hears("ping") != []


def test_a_socket_that_answers_is_kept_when_the_page_comes_back(service: Service):
    page = talking(service)
    page.clock.install()
    comes_into_sight(page)
    page.clock.run_for(4_000)
    service.say(**service.message("Still here."))

    expect(page.locator(".message__body")).to_have_text("Still here.")
    assert len(service.sockets) == 1
    assert len(service.hears("ping")) == 1


def test_asked_to_move_the_page_opens_another_line_and_nobody_hears_of_it(service: Service):
    page = talking(service)
    box = page.get_by_role("textbox")
    service.acknowledges = False
    box.fill("Sent and not answered.")
    box.press("Enter")
    page.wait_for_function("document.querySelector('[role=log]').textContent.includes('not answered')")
    box.fill("A draft")
    service.acknowledges = True
    service.message("I am still here.")
    service.say(type="reconnect", after_ms=1)

    expect(page.get_by_text("I am still here.")).to_be_visible()
    expect(page.get_by_text("Connection lost")).to_have_count(0)
    assert len(service.sockets) == 2
    posts = service.hears("message.post")
    assert [post["id"] for post in posts] == [posts[0]["id"]] * 2
    expect(box).to_have_value("A draft")


def test_sockets_that_never_say_a_word_are_given_up_after_five_seconds(service: Service):
    service.lets_wait = True
    service.deaf = True
    page = service.open()
    page.clock.install()
    page.evaluate("sessionStorage.setItem('helpline', JSON.stringify({contact: 'c', token: 't'}))")
    page.reload()
    service.welcome = {"state": "talking"}
    page.clock.run_for(4_900)
    assert service.waiting == []
    page.clock.run_for(200)

    expect(page.get_by_role("heading", level=1)).to_have_text("You are talking with a trained person")


def test_over_http_one_request_waits_and_brings_the_news(service: Service):
    service.refuse_sockets = True
    service.lets_wait = True
    page = service.start_talking()
    service.welcome = {"state": "talking"}
    page.wait_for_function("true")
    until(page, lambda: service.waiting)
    assert [service.waiting[0][1][name] for name in ("after", "wait", "mark")] == [["0"], ["25"], ["m1"]]
    service.message("I hear you.")
    service.tells({"type": "typing", "on": True})

    expect(page.locator(".message--theirs .message__body")).to_have_text("I hear you.")
    expect(page.locator(".typing")).to_have_text("They are writing …")
    until(page, lambda: service.waiting)
    assert service.waiting[0][1]["after"] == ["1"]


def test_over_http_typing_is_told_now_and_then(service: Service):
    service.refuse_sockets = True
    service.lets_wait = True
    page = service.start_talking()
    service.welcome = {"state": "talking"}
    until(page, lambda: service.waiting)
    service.tells()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are talking with a trained person")
    page.clock.install()
    page.focus("#message")
    for _ in range(3):
        page.keyboard.type("ha ")
        page.clock.run_for(4_500)

    typed = [command for command in service.commands if command["type"] == "typing"]
    assert [command["on"] for command in typed] == [True, True]


def test_sockets_that_work_again_are_used_again(service: Service):
    service.refuse_sockets = True
    service.lets_wait = True
    page = service.start_talking()
    service.welcome = {"state": "talking"}
    until(page, lambda: service.waiting)
    service.refuse_sockets = False
    page.evaluate("dispatchEvent(new Event('online'))")
    until(page, lambda: service.hears("hello"))
    service.say(**service.message("Over a socket."))
    expect(page.locator(".message__body")).to_have_text("Over a socket.")
    service.write("Me too.")

    expect(page.locator(".message--mine .message__meta")).to_have_text("14:05 · Sent")
    assert [command for command in service.commands if command["type"] == "message.post"] == []


def a_post_gets_lost(service: Service, *, times: int) -> list[str]:
    """Let the first so many commands over HTTP get lost on their way; gives the ids that set out."""
    page, sent = service.page, []

    def lose(route: Route) -> None:
        sent.append(route.request.post_data_json["id"])
        if len(sent) > times:
            route.fallback()
        else:
            route.abort()

    page.route("**/api/contact/commands", lose)
    return sent


def over_http(service: Service) -> Page:
    service.refuse_sockets = True
    service.lets_wait = True
    page = service.start_talking()
    until(page, lambda: service.waiting)
    return page


def test_over_http_words_whose_request_was_lost_go_out_by_themselves(service: Service):
    page = over_http(service)
    sent = a_post_gets_lost(service, times=2)
    service.write("Lost twice.")

    expect(page.locator(".message--mine .message__meta")).to_have_text("14:05 · Sent")
    assert (len(sent), len(set(sent)), len(service.kept)) == (3, 1, 1)


def test_over_http_a_tap_sends_lost_words_at_once(service: Service):
    page = over_http(service)
    page.clock.install()
    sent = a_post_gets_lost(service, times=1)
    service.write("Lost once.")
    page.get_by_role("button", name="Waiting to send").click()

    expect(page.locator(".message--mine .message__meta")).to_have_text("14:05 · Sent")
    assert (len(sent), len(set(sent))) == (2, 1)


def test_two_tabs_of_one_contact_show_everything_once(service: Service):
    page = talking(service)
    other = service.context.new_page()
    other.add_init_script("sessionStorage.setItem('helpline', JSON.stringify({contact: 'c', token: 't'}))")
    other.goto(HOST + "/chat/")
    expect(other.get_by_role("heading", level=1)).to_have_text("You are talking with a trained person")
    first, second = service.sockets
    service.write("From the first tab.")
    expect(page.locator(".message__meta")).to_have_text("14:05 · Sent")
    for event in (service.kept[0], service.message("I see you.")):
        for socket in (first, second):
            socket.send(json.dumps(event))

    for tab in (page, other):
        expect(tab.locator(".message__body")).to_have_text(["From the first tab.", "I see you."])


def until(page: Page, what: object) -> None:
    """Let the page go on until the service has what it waits for."""
    assert callable(what)
    for _ in range(400):
        if what():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it never came")
