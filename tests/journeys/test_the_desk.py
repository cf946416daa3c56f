"""The console as a desk: keys alone, nothing moves, what rings, what stays through a reload."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.caller.test_every_screen import found_by_axe
from tests.journeys.console_page import Console
from tests.journeys.heard import Heard, titled
from tests.journeys.opener import DESK, Opener
from tests.journeys.people import Callers
from tests.live import Server

pytestmark = [pytest.mark.journey, pytest.mark.once]


@pytest.fixture
def callers(server: Server) -> Iterator[Callers]:
    with Callers(server) as callers:
        yield callers


def at_a_desk(opens: Opener, server: Server) -> Console:
    return Console(opens.page(DESK), server.origin).signs_in("handler1").is_available()


# Alt and a letter, and Enter in the very same frame.
KEY_THEN_ENTER = """async (code) => {
  const press = (keys) => document.activeElement.dispatchEvent(
    new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...keys }));
  press({ code, altKey: true });
  await Promise.resolve();
  press({ key: "Enter", code: "Enter" });
}"""


def focus_of(page: Page) -> str:
    focused: str = page.evaluate("document.activeElement?.id || document.activeElement?.tagName")
    return focused


def test_everything_is_done_by_its_words_and_the_focus_comes_back(
    callers: Callers, server: Server, opens: Opener
) -> None:
    callers.start(2)
    desk = at_a_desk(opens, server)
    page = desk.page
    page.keyboard.press("Alt+q")
    expect(page.locator("#queue-title")).to_be_focused()
    page.keyboard.press("Alt+k")
    desk.sees("Show these keys")
    expect(page.get_by_role("dialog").get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#queue-title")).to_be_focused()

    page.keyboard.press("Control+k")
    page.keyboard.type("take next")
    expect(page.locator(".palette__one")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("#talk-title")).to_contain_text("Contact 1:")
    expect(desk.box).to_be_focused()

    page.keyboard.type("half a se")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="What do you want to do?")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.type("ntence")
    expect(desk.box).to_have_value("half a sentence")

    # What stands in the box is never sent by a key that was meant for elsewhere: held down on an
    # act of the palette, or pressed before the next frame.
    page.keyboard.press("Control+k")
    page.keyboard.type("dark look")
    expect(page.locator(".palette__one")).to_have_count(1)
    page.keyboard.down("Enter")
    expect(desk.box).to_be_focused()
    page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    for code in ("KeyQ", "KeyE", "KeyT", "KeyR"):
        page.evaluate(KEY_THEN_ENTER, code)
        page.keyboard.press("Alt+m")
        expect(desk.box).to_be_focused()
        expect(desk.box).to_have_value("half a sentence")

    # A break leaves the focus where it was, taken or not.
    switch = page.get_by_role("switch")
    for key, says in (("Escape", "Available"), ("Enter", "Break: Rest")):
        page.keyboard.press("Alt+b")
        expect(page.locator(".presence .menu__one:focus")).to_have_text("Rest")
        page.keyboard.press(key)
        expect(switch).to_contain_text(says)
        expect(desk.box).to_be_focused()
    expect(desk.box).to_have_value("half a sentence")

    page.keyboard.press("Control+k")
    page.keyboard.type("triage")
    page.keyboard.press("Enter")
    expect(page.get_by_role("tab", name="Triage")).to_have_attribute("aria-selected", "true")
    expect(page.locator("#help-panel")).to_be_focused()
    page.keyboard.press("Alt+m")
    expect(desk.box).to_be_focused()
    # The arrows go round: up from the first is the last.
    page.keyboard.press("Control+k")
    page.keyboard.press("ArrowUp")
    expect(page.locator(".palette__one").last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".palette__one").first).to_have_attribute("aria-selected", "true")
    page.keyboard.type("no such act")
    # What is no act may be in a prompt.
    expect(page.locator(".palette__one")).to_have_text(["Find a prompt with “no such act”"])


def test_nothing_is_lost_and_nothing_moves_while_twenty_things_happen(
    callers: Callers, server: Server, opens: Opener
) -> None:
    mine, other = callers.start(2)
    desk = at_a_desk(opens, server).takes(1).takes(2)
    page = desk.page
    desk.box.click()
    written = ""
    place = desk.box.bounding_box()
    for number in range(10):
        callers.says(mine, f"mine {number}")
        page.keyboard.type(part := f"word{number} ")
        written += part
        callers.says(other, f"other {number}")
        if number in {3, 6}:
            callers.start(1)
        page.keyboard.type(part := "and ")
        written += part
    laptop = Console(opens.page(DESK), server.origin).signs_in("handler1").is_connected()
    desk.hears("other 9")
    expect(page.locator(".mine__one").first.locator(".mine__news")).to_have_text("10 unread")
    expect(page.locator(".waiter")).to_have_count(2)

    assert focus_of(page) == "composer"
    assert (desk.box.input_value(), desk.box.bounding_box()) == (written, place)
    assert page.evaluate("document.activeElement.selectionStart") == len(written)
    # Whatever the other window opens, this one stays where it is.
    laptop.page.keyboard.press("Alt+1")
    expect(laptop.page.locator("#talk-title")).to_contain_text("Contact 1:")
    expect(page.locator(".mine__news")).to_have_count(0)
    expect(page.locator("#talk-title")).to_contain_text("Contact 2:")
    assert (focus_of(page), desk.box.input_value()) == ("composer", written)


def test_the_places_at_the_top_leave_the_talks_where_they_are(
    callers: Callers, server: Server, opens: Opener
) -> None:
    callers.start(1)
    desk = at_a_desk(opens, server).takes()
    place = desk.page.get_by_role("link", name="Corrections (opens in another tab)")
    with desk.page.context.expect_page() as opened:
        place.click()
    expect(opened.value.get_by_role("heading", name="Corrections")).to_be_visible()
    opened.value.close()
    desk.says("I am still here.")

    # The handbook is one key away, its chapter on the console one more; a sign in the words stays a sign.
    desk.page.keyboard.press("?")
    expect(desk.box).to_have_value("?")
    desk.page.keyboard.press("Backspace")
    desk.page.keyboard.press("Alt+q")
    with desk.page.context.expect_page() as opened:
        desk.page.keyboard.press("?")
    expect(opened.value).to_have_url(re.compile(r"/help/handler/"))
    opened.value.close()
    desk.page.keyboard.press("Alt+k")
    with desk.page.context.expect_page() as opened:
        desk.page.get_by_role("dialog").get_by_role("link", name="handbook").click()
    expect(opened.value.get_by_role("heading", name="The console", level=1)).to_be_visible()
    assert found_by_axe(opened.value) == []


def test_the_right_pane_begins_with_the_script_and_a_draft_waits_for_its_contact(
    callers: Callers, server: Server, opens: Opener
) -> None:
    callers.start(2)
    desk = at_a_desk(opens, server).takes(1).opens("Signpost")
    desk.box.fill("for the first")
    desk.takes(2)
    expect(desk.page.get_by_role("tab", name="Script")).to_have_attribute("aria-selected", "true")
    expect(desk.box).to_have_value("")
    desk.page.keyboard.press("Alt+1")
    expect(desk.box).to_have_value("for the first")
    expect(desk.page.get_by_role("tab", name="Signpost")).to_have_attribute("aria-selected", "true")


def test_a_reload_asks_before_a_draft_is_lost_and_what_was_read_stays_read(
    callers: Callers, server: Server, opens: Opener
) -> None:
    mine, other = callers.start(2)
    callers.says(mine, "seen before")
    desk = at_a_desk(opens, server).takes(1).takes(2)
    page = desk.page
    page.keyboard.press("Alt+1")
    desk.hears("seen before")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    # The service has stored that it was read: the caller's page is told in the same breath.
    callers.is_seen(mine, 1)
    page.reload()
    desk.is_connected()
    expect(page.locator(".mine__one")).to_have_count(2)
    expect(page.locator(".mine__news")).to_have_count(0)
    assert asked == []

    callers.says(other, "not seen")
    expect(page.locator(".mine__news")).to_have_text("1 unread")
    page.keyboard.press("Alt+1")
    desk.box.fill("words of mine")
    page.reload()
    desk.is_connected()
    assert asked == ["beforeunload"]
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    expect(page.locator(".mine__news")).to_have_text("1 unread")


def test_it_rings_until_somebody_takes_the_waiting_contact(
    callers: Callers, server: Server, opens: Opener
) -> None:
    page = opens.page(DESK)
    heard = Heard(page)
    desk = Console(page, server.origin).signs_in("handler1").is_connected()
    desk.sees("Sound starts with your first click")
    desk.is_available()
    expect(page.locator(".bar__sound")).to_have_text("")
    titled(page, "Console")
    first, second = callers.start(2)
    heard.loops(1)
    titled(page, "(2) Console")
    # Somebody leaves, then nobody waits: silence, at once.
    callers.ends(first)
    titled(page, "(1) Console")
    heard.loops(1)
    callers.ends(second)
    titled(page, "Console")
    heard.loops(0)
    callers.start(1)
    heard.loops(1)
    desk.takes(1)
    heard.loops(0)

    page.keyboard.press("Control+k")
    page.keyboard.type("sound off")
    page.keyboard.press("Enter")
    desk.sees("Sound is off")
    callers.start(1)
    titled(page, "(1) Console")
    heard.loops(0)
    page.get_by_role("button", name="Sound is off").click()
    desk.chooses("Sound: rings", "On")
    heard.loops(1)
    desk.presses("Hear the ring once")
    heard.once(1)


def test_a_message_in_another_contact_sounds_once_and_notices_hold_no_words(
    callers: Callers, server: Server, opens: Opener
) -> None:
    page = opens.page(DESK)
    heard = Heard(page)
    mine, other = callers.start(2)
    desk = Console(page, server.origin).signs_in("handler1").is_available().takes(1).takes(2)
    callers.says(other, "SECRET before my eyes")
    desk.hears("SECRET before my eyes")
    callers.says(mine, "SECRET elsewhere")
    heard.once(1)
    titled(page, "(1) Console")

    page.get_by_role("button", name="View and sound").click()
    assert heard.asked() == 0
    desk.presses("Allow notices").sees("never a word of it")
    assert heard.asked() == 1
    page.keyboard.press("Escape")
    assert heard.notices(0) == []
    heard.look_away()
    callers.says(other, "SECRET while I look away")
    assert heard.notices(1) == ["A new message in contact 2"]
    page.get_by_role("combobox", name="At once").select_option("3")
    callers.start(1)
    assert heard.notices(2) == ["A new message in contact 2", "Someone is waiting"]
    # Coming back takes the message's away; taking the caller takes the other.
    heard.look_away(False)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    assert heard.notices(1) == ["Someone is waiting"]
    desk.takes(3)
    assert heard.notices(0) == []
    assert "SECRET" not in page.title() + page.url


def test_text_and_look_are_kept_in_this_browser_and_nothing_else(
    callers: Callers, server: Server, opens: Opener, pictures: Path
) -> None:
    (contact,) = callers.start(1)
    callers.says(contact, "SECRET words")
    desk = at_a_desk(opens, server).takes(1)
    page = desk.page
    page.get_by_role("button", name="View and sound").click()
    desk.chooses("Light or dark", "Dark").chooses("Size of the text", "130 %")
    page.screenshot(path=pictures / "desk-view.png")
    assert found_by_axe(page) == []
    page.keyboard.press("Escape")
    for _ in range(2):
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 25, 27)"
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20.8px"
        page.reload()
        desk.is_connected()
    assert page.evaluate("Object.entries(localStorage)") == [
        ["console", '{"look":"dark","text":"130","sound":"on","volume":"80"}']
    ]
    # Light also where the system is dark.
    page.keyboard.press("Control+k")
    page.keyboard.type("light look")
    page.keyboard.press("Enter")
    page.emulate_media(color_scheme="dark")
    expect(page.locator("body")).to_have_css("background-color", "rgb(250, 248, 244)")
