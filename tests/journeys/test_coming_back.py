"""Four words, from the one talk to the next, with the real service between two browsers."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from chat.texts import consent
from tests.journeys.caller_page import CallerPage, T
from tests.journeys.console_page import Console
from tests.journeys.opener import DESK, PHONE, Opener, Shooter
from tests.live import Server

pytestmark = [pytest.mark.journey, pytest.mark.once]
SECRET = "violet umbrellas under the arches"
STORED = "JSON.stringify([{...sessionStorage}, {...localStorage}, location.href, document.title])"


def asks_for_words(caller: CallerPage, shoot: Shooter) -> str:
    caller.presses(T["menu"]).presses(T["code_ask"]).sees(T["code_text"])
    shoot(caller.page, "code-offered")
    caller.presses(T["code_give"]).sees(T["code_keep"])
    shoot(caller.page, "code-shown")
    code = caller.page.locator(".code-words").inner_text()
    caller.presses(T["code_done"])
    return code


def comes_back(caller: CallerPage, code: str, shoot: Shooter) -> CallerPage:
    caller.opens_home().opens_chat().presses(T["code_start"]).sees(T["return_lede"])
    caller.page.get_by_label(T["return_label"]).fill(code.upper().replace(" ", ", "))
    shoot(caller.page, "return")
    return caller.presses(T["continue"])


def test_the_talk_goes_on_elsewhere_without_what_was_said(
    server: Server, opens: Opener, pictures: Path
) -> None:
    shoot = Shooter(pictures)
    old = CallerPage(opens.page(PHONE), server.origin).starts()
    handler = Console(opens.page(DESK), server.origin).signs_in("handler1").is_available().takes()
    old.sees(T["status_talking"]).says(SECRET)
    handler.hears(SECRET)
    code = asks_for_words(old, shoot)

    new = comes_back(CallerPage(opens.page(PHONE), server.origin), code, shoot)
    new.sees(T["status_talking"]).sees("Somebody came back here with the four words.")
    old.sees(T["expired_notice"])
    new.says("here again")
    handler.hears("here again").says("good to see you")
    new.hears("good to see you")
    shoot(new.page, "resumed")

    assert [body for body in new.transcript if "Somebody" not in body] == ["here again", "good to see you"]
    assert SECRET not in new.page.content() + old.page.content()
    assert code not in new.page.evaluate(STORED)
    expect(handler.page.get_by_text("Caller online")).to_be_visible()


def test_the_next_talk_follows_the_last_one_and_its_handler_may_read_it(
    server: Server, opens: Opener, pictures: Path
) -> None:
    shoot = Shooter(pictures)
    first = CallerPage(opens.page(PHONE), server.origin).starts()
    handler = Console(opens.page(DESK), server.origin).signs_in("handler1").is_available().takes()
    first.sees(T["status_talking"]).says(SECRET)
    handler.hears(SECRET)
    code = asks_for_words(first, shoot)
    first.ends()
    handler.sees("The caller ended the talk.").wraps_up("Talk completed")

    second = comes_back(CallerPage(opens.page(PHONE), server.origin), code, shoot)
    second.sees(T["rang_heading"])
    shoot(second.page, "rang")
    second.presses(T["rang_not_yet"])
    second.presses(consent("en")["agree"]).answers_and_waits()
    expect(handler.page.locator(".waiter")).to_contain_text("Came back with a code")
    shoot(handler.page, "console-queue-came-back")
    handler.takes().sees("Has not rung the programme yet")
    handler.presses("Read the earlier conversation").sees(SECRET)
    shoot(handler.page, "console-earlier")
    handler.presses("Close", within="dialog")
    second.sees(T["status_talking"])

    assert SECRET not in handler.page.content() + second.page.content()
    assert second.transcript == []
