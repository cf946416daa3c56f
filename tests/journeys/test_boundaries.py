"""Two handlers, a supervisor and a caller who crosses a line; and a handler who knows the caller."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.caller_page import CallerPage, T
from tests.journeys.console_page import Console
from tests.journeys.opener import DESK, PHONE, Opener, Shooter
from tests.live import Server

pytestmark = [pytest.mark.journey, pytest.mark.once]
INSULT = "you are useless, all of you"
WARNING = (
    "I want to go on with this. If the insults go on I'll end the chat. What would you like to talk about?"
)
NARROW = {"width": 1024, "height": 768}


def is_clean(page: Page, part: str) -> None:
    """Look in a part for violations that a person who cannot see or point would meet."""
    found = Axe().run(page, part)
    assert found.violations_count == 0, found.generate_report()


def both_widths(shoot: Shooter, page: Page, name: str) -> None:
    shoot(page, name)
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    shoot(page, f"{name}-1024")
    page.set_viewport_size(DESK)


@pytest.fixture
def shoot(pictures: Path) -> Shooter:
    folder = pictures / "boundaries"
    folder.mkdir(exist_ok=True)
    return Shooter(folder)


def desk(server: Server, opens: Opener, name: str) -> Console:
    return Console(opens.page(DESK), server.origin).signs_in(name).is_available()


def test_whom_one_knows_goes_to_somebody_else_with_two_presses_of_a_key(
    server: Server, opens: Opener, shoot: Shooter
) -> None:
    caller = CallerPage(opens.page(PHONE), server.origin).starts()
    ann, ben = (desk(server, opens, name) for name in ("handler1", "handler2"))
    ann.takes()
    caller.sees(T["status_talking"]).says("hello")
    ann.hears("hello")
    line = ann.page.locator(".known-line")

    ann.box.press("Alt+i")
    expect(line).to_contain_text("nobody asks you")
    is_clean(ann.page, ".part--talk")
    both_widths(shoot, ann.page, "known-asks")
    # Anything else keeps the contact: a letter in the box, say.
    ann.box.press("x")
    expect(line).to_have_count(0)
    expect(ann.page.locator(".mine__one")).to_have_count(1)
    ann.box.fill("")
    ann.box.press("Alt+i")
    expect(line).to_have_count(1)
    ann.page.keyboard.press("Alt+i")

    ann.sees("went to the front of the queue for somebody else")
    expect(ann.page.locator(".mine__one")).to_have_count(0)
    expect(ann.page.locator(".waiter")).to_contain_text("Not for you")
    shoot(ann.page, "not-for-you")
    caller.sees("The person you were talking with has had to stop.")
    ben.takes().hears("hello")
    caller.sees(T["status_talking"])


def test_abuse_is_warned_of_ended_and_blocked_and_a_supervisor_lifts_the_block(
    server: Server, opens: Opener, shoot: Shooter
) -> None:
    caller = CallerPage(opens.page(PHONE), server.origin).starts()
    ann = desk(server, opens, "handler1").takes()
    caller.sees(T["status_talking"]).says(INSULT)
    ann.hears(INSULT)

    ann.box.press("Alt+x")
    ann.chooses("What is it?", "Abusive to you")
    end = ann.page.get_by_role("button", name="End the chat now")
    expect(end).to_have_attribute("aria-disabled", "true")
    is_clean(ann.page, "dialog")
    both_widths(shoot, ann.page, "a-line-is-crossed")
    ann.presses("Warn: put it into the box", within="dialog")
    expect(ann.box).to_have_value(WARNING)
    expect(ann.page.locator(".talk__head")).to_contain_text("Warned")
    ann.says(WARNING)
    caller.hears(WARNING).says("shut up")
    ann.hears("shut up")
    # What was chosen at the warning is chosen already.
    ann.box.press("Alt+x")
    ann.page.get_by_label("Let no new chat start from the same network").check()
    shoot(ann.page, "end-and-block")
    end.click()

    caller.sees(T["ended_boundary"]).sees("Samaritans")
    shoot(caller.page, "the-caller-s-end")
    expect(ann.page.locator(".pause")).to_contain_text("You have a pause until")
    both_widths(shoot, ann.page, "wrap-up-and-pause")
    is_clean(ann.page, ".pause")
    ann.presses("Ask for a debrief", within=".pause").sees("have been asked for a debrief")
    expect(ann.page.locator(".pause")).to_contain_text("A debrief is asked for")
    expect(ann.page.locator(".presence")).to_contain_text("Wrapping up, then a pause")
    ann.presses("Close this contact").sees("is closed and counted")
    expect(ann.page.locator(".queue__why")).not_to_contain_text("wrap-up")
    ann.presses("carry on", within=".pause")
    expect(ann.page.locator(".pause")).to_have_count(0)

    again = CallerPage(opens.page(PHONE), server.origin).opens_home().opens_chat().agrees()
    again.chooses(T["about_question"], T["about_unsure"])
    again.chooses(T["safe_question"], T["yes"]).presses(T["skip_rest"])
    again.sees(T["blocked_heading"]).sees(T["blocked_text"]).sees("999")
    # The browser's own word on the refused start, the one complaint that is right.
    (refused,) = opens.said
    assert "status of 403" in refused
    opens.said.clear()
    is_clean(again.page, "body")
    shoot(again.page, "a-blocked-network")

    sue = Console(opens.page(DESK), server.origin).signs_in("supervisor1", "/supervision/blocks/")
    sue.sees("In force").sees("handler1")
    is_clean(sue.page, "main")
    both_widths(shoot, sue.page, "blocks")
    sue.presses("Lift").sees("Lift this block?").presses("Lift the block").sees("The block is lifted.")
    sue.page.get_by_role("link", name="Load", exact=True).click()
    sue.sees("Needs a break").sees("ended a talk for abuse")
    is_clean(sue.page, "main")
    both_widths(shoot, sue.page, "load")
    again.presses(T["back"])
    again.agrees().chooses(T["about_question"], T["about_unsure"])
    again.chooses(T["safe_question"], T["yes"]).presses(T["skip_rest"]).sees(T["waiting_heading"])
