"""What a caller may set (size, sound, vibration), and what the page does for eyes and hands."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.caller.service import AWAY, HOST, Service

pytestmark = pytest.mark.journey
LISTEN = """
window.rung = 0; window.shaken = 0;
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (at) { rung += 1; return start.call(this, at); };
Navigator.prototype.vibrate = () => { shaken += 1; return true; };
Object.defineProperty(document, "hidden", { get: () => window.away === true });
"""


def talking(service: Service) -> Page:
    service.page.add_init_script(LISTEN)
    page = service.start_talking()
    service.welcome = {"state": "talking"}
    service.talk()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are talking with a trained person")
    return page


def hears(service: Service, words: str) -> None:
    service.say(**service.message(words))
    expect(service.page.locator(".message__body").get_by_text(words)).to_be_visible()


def test_larger_words_hold_over_a_reload_and_are_gone_after_the_exit(service: Service):
    page = talking(service)
    before = page.locator("#message").evaluate("(it) => parseFloat(getComputedStyle(it).fontSize)")
    settings = page.get_by_role("button", name="Menu")
    settings.click()
    expect(settings).to_have_attribute("aria-expanded", "true")
    page.get_by_label("Largest").check()
    size = page.locator("#message").evaluate("(it) => parseFloat(getComputedStyle(it).fontSize)")
    assert size / before == pytest.approx(1.375)
    page.reload()
    expect(page.locator("html.text-largest")).to_have_count(1)
    held = json.loads(page.evaluate("sessionStorage.helpline"))
    assert held["comfort"] == {"size": "largest", "sound": False, "shake": False}
    assert {"comfort", "contact", "token"} >= set(held)
    page.click("#exit")
    page.wait_for_url(AWAY)
    page.goto(HOST + "/static/img/icon.svg")

    assert page.evaluate("[sessionStorage.length, localStorage.length]") == [0, 0]


def test_it_is_silent_until_a_sound_is_turned_on(service: Service):
    page = talking(service)
    page.evaluate("window.away = true")
    hears(service, "Nobody hears this come.")
    assert page.evaluate("[rung, shaken]") == [0, 0]
    page.get_by_role("button", name="Menu").click()
    page.get_by_label("A quiet sound").check()
    assert page.evaluate("[rung, shaken]") == [2, 0]
    hears(service, "This is heard.")

    assert page.evaluate("[rung, shaken]") == [4, 0]


def test_a_page_in_sight_makes_no_sound(service: Service):
    page = talking(service)
    page.get_by_role("button", name="Menu").click()
    page.get_by_label("A quiet sound").check()
    page.get_by_label("Vibrate").check()
    hears(service, "Seen already.")

    assert page.evaluate("[rung, shaken]") == [2, 1]


def test_somebody_coming_is_told_by_a_vibration(service: Service):
    service.page.add_init_script(LISTEN)
    page = service.start_talking()
    page.get_by_role("button", name="Menu").click()
    page.get_by_label("Vibrate").check()
    page.evaluate("window.away = true")
    service.talk()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are talking with a trained person")

    assert page.evaluate("[rung, shaken]") == [0, 2]


SIZES = [(320, 480), (320, 320), (375, 280)]


@pytest.mark.parametrize("size", SIZES)
def test_the_keyboard_hides_neither_the_newest_words_nor_the_box(service: Service, size: tuple[int, int]):
    page = talking(service)
    page.set_viewport_size({"width": 320, "height": 640})
    for n in range(12):
        service.say(**service.message(f"Message {n}, which goes on for a line or two on a small telephone."))
    expect(page.locator(".message")).to_have_count(12)
    page.focus("#message")
    page.set_viewport_size({"width": size[0], "height": size[1]})

    expect(page.locator(".message").last).to_be_in_viewport(ratio=0.9)
    for part in ("#message", "#exit", ".composer .button--main"):
        expect(page.locator(part)).to_be_in_viewport(ratio=0.99)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_time_below_the_newest_words_is_in_sight_too(service: Service):
    page = talking(service)
    page.set_viewport_size({"width": 390, "height": 500})
    for n in range(9):
        hears(service, f"Message {n}, which goes on for a line or two on a small telephone.")

    expect(page.locator(".message__meta").last).to_be_in_viewport(ratio=1)


def test_the_names_that_come_with_a_supervisor_leave_the_newest_words_in_sight(service: Service):
    page = talking(service)
    page.set_viewport_size({"width": 390, "height": 500})
    for n in range(6):
        hears(service, f"Message {n}.")
    service.say(**{**service.message("I am on duty."), "supervisor": True})

    expect(page.locator(".message__label")).to_have_count(7)
    expect(page.locator(".message").last).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name="New message below")).to_be_hidden()


@pytest.mark.parametrize("words", ["Somebody came back.", "Somebody came back. " * 12])
def test_a_talk_that_is_all_in_sight_says_nothing_of_words_below(service: Service, words: str):
    page = service.start_talking()
    service.message(words, sender="system")
    service.welcome = {"state": "talking"}
    page.reload()
    expect(page.locator(".message__body")).to_have_text(words.strip())

    expect(page.locator(".message").last).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name="New message below")).to_be_hidden()


def test_words_from_right_to_left_stand_so_and_emoji_are_kept(service: Service):
    page = talking(service)
    hears(service, "مرحبا، أنا هنا")

    assert page.locator(".message__body").evaluate("(it) => getComputedStyle(it).direction") == "rtl"


def test_more_contrast_darkens_soft_words(service: Service):
    page = talking(service)
    hears(service, "One.")
    colour = "(it) => getComputedStyle(it).color"
    soft = page.locator(".message__meta").evaluate(colour)
    page.emulate_media(contrast="more")
    strong = page.locator(".message__meta").evaluate(colour)

    assert soft != strong
    assert strong == page.locator("body").evaluate(colour)


def test_forced_colours_keep_an_edge_round_each_message(service: Service):
    page = talking(service)
    hears(service, "One.")
    page.emulate_media(forced_colors="active")
    edge = "(it) => [getComputedStyle(it).borderTopStyle, getComputedStyle(it).borderTopWidth]"

    assert page.locator(".message__body").evaluate(edge) == ["solid", "2px"]


def test_reduced_motion_moves_nothing(service: Service):
    service.page.emulate_media(reduced_motion="reduce")
    page = talking(service)
    hears(service, "One.")

    assert page.locator(".message").evaluate("(it) => getComputedStyle(it).animationName") == "none"


def test_what_was_agreed_to_is_read_again_while_one_waits_and_in_the_talk(service: Service) -> None:
    service.welcome = {**service.welcome, "agreed": 4}
    page = service.start_talking()
    fold = page.get_by_text("What you agreed to")
    fold.click()

    expect(page.get_by_role("heading", name="What a court could get")).to_be_visible()
    expect(page.get_by_text("Version 4 of this text")).to_be_visible()
    service.talk()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are talking with a trained person")
    expect(fold).to_be_visible()
