"""Two handlers and a supervisor around one talk: passed on with a note, followed, helped, taken over."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from chat.system_texts import TEXTS
from tests.journeys.caller_page import CallerPage, T
from tests.journeys.console_page import Console
from tests.journeys.looks import faults_of
from tests.journeys.opener import DESK, PHONE, Opener
from tests.journeys.people import Callers
from tests.live import Server

pytestmark = [pytest.mark.journey, pytest.mark.once]
NOTE = "He is calm now. Ask about the children."
SECRET = "nobody but my handler may read this yet"
WHISPER = "Ask who is at home with him tonight."


@pytest.fixture
def callers(server: Server) -> Iterator[Callers]:
    with Callers(server) as callers:
        yield callers


def at_a_desk(opens: Opener, server: Server, name: str) -> Console:
    return Console(opens.page(DESK), server.origin).signs_in(name).is_available()


def chooses_more(desk: Console, act: str) -> None:
    """Choose from the menu "More" over the words."""
    desk.page.locator(".talk__acts .menu summary").click()
    desk.page.get_by_role("button", name=act).click()


def asks(desk: Console, whom: str) -> None:
    chooses_more(desk, "Pass this talk on")
    dialog = desk.page.get_by_role("dialog")
    dialog.get_by_role("radio", name=whom).check()
    dialog.get_by_label("Note for them").fill(NOTE)
    dialog.get_by_role("button", name="Ask").click()
    expect(desk.page.get_by_role("dialog")).to_have_count(0)


def test_a_talk_is_passed_on_with_a_note_and_nothing_of_it_is_seen_before(
    server: Server, opens: Opener, pictures: Path
) -> None:
    first, second = (at_a_desk(opens, server, name) for name in ("handler1", "handler2"))
    caller = CallerPage(opens.page(PHONE), server.origin).starts().says(SECRET)
    first.takes().hears(SECRET)
    chooses_more(first, "Pass this talk on")
    expect(first.page.get_by_role("radio", name="handler2")).to_be_checked()
    first.presses("Ask", within="dialog")
    first.sees("Write a note: whoever takes over needs to know why.")
    expect(first.page.get_by_label("Note for them")).to_be_focused()
    assert faults_of(first.page, pictures, "pass-on-dialog") == []
    first.page.keyboard.press("Escape")
    asks(first, "handler2, 2 places")
    first.sees("The talk is yours until somebody accepts.")

    second.sees("asks you to take a talk")
    assert SECRET not in second.page.content()
    assert NOTE not in second.page.content()
    assert faults_of(second.page, pictures, "asked-to-take") == []
    assert faults_of(first.page, pictures, "asked-somebody") == []
    second.presses("Accept")
    expect(second.page.locator("#talk-title")).to_contain_text("Contact 1:")
    second.hears(SECRET)
    first.sees("is with somebody else now")
    assert SECRET not in first.page.content()
    caller.hears(TEXTS["transferred"]["en"])
    expect(second.page.locator(".told")).to_contain_text(NOTE)
    assert faults_of(second.page, pictures, "told-over-the-words") == []
    second.opens("Notes").sees(NOTE)
    assert faults_of(second.page, pictures, "notes-tab") == []

    second.says("I have read it all. Go on.")
    caller.hears("I have read it all. Go on.")
    assert NOTE not in caller.page.content()


@pytest.mark.long
def test_declining_and_taking_back_leave_the_talk_where_it_is(
    callers: Callers, server: Server, opens: Opener
) -> None:
    callers.start(1)
    first, second = (at_a_desk(opens, server, name) for name in ("handler1", "handler2"))
    first.takes()
    asks(first, "Anybody available")
    second.sees("asks you to take a talk").presses("Decline")
    first.sees("stays with you: everybody asked declined")
    expect(second.page.locator(".incoming__one")).to_have_count(0)

    asks(first, "handler2")
    second.sees("asks you to take a talk")
    first.presses("Take back")
    second.sees("took back the asking")
    expect(first.page.get_by_text("The talk is yours until somebody accepts.")).to_have_count(0)
    first.says("still with me")


def opens_the_talk(desk: Console, handler: str) -> None:
    desk.presses("Follow a talk")
    desk.page.get_by_role("dialog").get_by_role("button", name=f"Follow {handler}").click()
    expect(desk.page.locator("#talk-title")).to_contain_text(f"{handler}'s talk")


def holds(page: Page, words: str) -> bool:
    return words in page.content()


def test_a_supervisor_comes_to_help_whispers_joins_and_takes_over(
    server: Server, opens: Opener, pictures: Path
) -> None:
    handler = at_a_desk(opens, server, "handler1")
    supervisor = Console(opens.page(DESK), server.origin).signs_in("supervisor1").is_connected()
    caller = CallerPage(opens.page(PHONE), server.origin).starts().says(SECRET)
    handler.takes().hears(SECRET)
    caller.sees(T["status_talking"])
    handler.page.keyboard.press("Alt+h")
    handler.sees("No supervisor has answered yet.")

    supervisor.presses("Follow a talk").sees("Each following is in the audit log")
    expect(supervisor.page.locator(".talks__one")).to_have_count(1)
    assert faults_of(supervisor.page, pictures, "talks-to-follow") == []
    supervisor.page.keyboard.press("Escape")
    opens_the_talk(supervisor, "handler1")
    supervisor.hears(SECRET)
    handler.sees("supervisor1 reads along. The caller is not told.").sees("supervisor1 has seen it")

    supervisor.page.get_by_label("Whisper to handler1").fill(WHISPER)
    supervisor.presses("Whisper", within=".writing")
    # Over the words, with the focus where it was; seen, it stays among the notes.
    told = handler.page.locator(".told")
    expect(told).to_contain_text(WHISPER)
    expect(handler.box).to_be_focused()
    handler.presses("Seen", within=".told")
    expect(told).to_have_count(0)
    expect(handler.box).to_be_focused()
    handler.page.keyboard.press("Alt+e")
    handler.sees(WHISPER)
    assert faults_of(handler.page, pictures, "whispered-to") == []
    assert not holds(caller.page, WHISPER)

    supervisor.presses("Join").presses("Join", within="dialog")
    caller.hears(TEXTS["joined"]["en"])
    handler.sees("supervisor1 has joined; the caller knows.")
    supervisor.page.get_by_label("To the caller, as a supervisor").fill("I am the supervisor on duty.")
    supervisor.presses("Send to the caller")
    caller.hears("I am the supervisor on duty.")
    handler.hears("I am the supervisor on duty.")
    assert faults_of(supervisor.page, pictures, "joined") == []

    supervisor.presses("Take over").presses("Take over", within="dialog")
    expect(supervisor.page.locator("#talk-title")).to_contain_text("Contact 1:")
    handler.sees("was taken over by a supervisor")
    assert not holds(handler.page, SECRET)
    caller.hears(TEXTS["taken_over"]["en"])
    supervisor.says("I am with you now.")
    caller.hears("I am with you now.")
    assert not holds(caller.page, WHISPER)


@pytest.mark.long
def test_a_link_of_the_board_opens_the_following_and_leaves_no_id_in_the_address(
    callers: Callers, server: Server, opens: Opener
) -> None:
    (contact,) = callers.start(1)
    handler = at_a_desk(opens, server, "handler1").takes()
    callers.says(contact, "hello")
    page = opens.page(DESK)
    supervisor = Console(page, server.origin).signs_in("supervisor1")
    page.goto(f"{server.origin}/console/?follow={contact}")

    expect(page.locator("#talk-title")).to_contain_text("handler1's talk")
    supervisor.hears("hello")
    expect(page).to_have_url(f"{server.origin}/console/")
    handler.sees("supervisor1 reads along.")
    supervisor.presses("Stop following")
    expect(page.get_by_text("hello", exact=True)).to_have_count(0)
    expect(handler.page.get_by_text("reads along")).to_have_count(0)
