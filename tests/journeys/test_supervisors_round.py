"""A supervisor's whole round without a mouse: Tab reaches each act, Enter, Space or letters do it."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.console_page import Console
from tests.journeys.desk import Desk
from tests.journeys.keyboard import tabs_to
from tests.journeys.opener import DESK, Opener
from tests.journeys.people import Callers
from tests.live import Server

pytestmark = [
    pytest.mark.journey,
    pytest.mark.once,
    pytest.mark.long,
    pytest.mark.usefixtures("keys_alone"),
]
# Open from an hour ago to an hour from now, on whatever day it is.
A_DAY = """
from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo
from django.utils import timezone
from chat.models import Block
from helpline.hours.rules import BankHolidayPolicy, HolidayMode, Schedule, WeeklyInterval
from helpline.hours.services import publish_hours
from helpline.staff.models import Account
now = timezone.now()
here = now.astimezone(ZoneInfo("Europe/London")).replace(second=0, microsecond=0)
hour = timedelta(hours=1)
weekly = tuple(WeeklyInterval(day, (here - hour).time(), (here + hour).time()) for day in range(7))
usual = BankHolidayPolicy(mode=HolidayMode.AS_USUAL)
by = Account.objects.get(username="supervisor1")
publish_hours(schedule=Schedule(weekly=weekly, bank_holidays=usual), by=by)
Block.objects.create(contact=uuid4(), reason="abusive", at=now, until=now + 24 * hour, by=by)
"""


class Keyboard(Console):
    """A supervisor whose hands stay on the keys."""

    def at(self, control: Locator) -> "Keyboard":
        """Go to a control by Tab alone."""
        expect(control).to_be_visible()
        tabs_to(self.page, control)
        return self

    def types(self, *keys: str) -> "Keyboard":
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def part(self, title: str) -> Locator:
        heading = self.page.get_by_role("heading", name=title, exact=True)
        return self.page.locator("section").filter(has=heading)

    def opens_place(self, name: str) -> "Keyboard":
        link = self.page.get_by_role("navigation", name="Places").get_by_role("link", name=name, exact=True)
        self.at(link).types("Enter")
        expect(link).to_have_attribute("aria-current", "page")
        return self


@pytest.fixture
def callers(service: Server) -> Iterator[Callers]:
    with Callers(service) as callers:
        yield callers


@pytest.fixture
def opens_supervision(opens: Opener, service: Server) -> Callable[[str], Keyboard]:
    """Sign in as a supervisor at a place; from then on no mouse."""
    return lambda place: Keyboard(opens.page(DESK), service.origin).signs_in("supervisor1", place)


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def test_the_round_on_the_board(
    desk: Desk, callers: Callers, service: Server, opens_supervision: Callable[[str], Keyboard]
) -> None:
    service.run_code(A_DAY)
    first, second = callers.start(2)
    desk.takes(first).raises_a_hand(first)
    keys = opens_supervision("/supervision/")
    page = keys.page
    expect(page.locator(".board-link--online")).to_have_text("Live")

    # An alert is answered, and a caller given to somebody.
    keys.at(button(page, "I have it")).types("Enter").sees("You have it.")
    keys.at(page.get_by_label(f"Give {second[:4]} to"))
    page.keyboard.type("handler1")
    keys.at(button(page, "Give")).types("Enter").sees("handler1 has the caller now.")

    # The line is closed early, opened again by extending it, and given its hours back.
    keys.at(page.locator("summary").filter(has_text="Close early")).types("Enter")
    keys.at(page.get_by_label("Reason").first)
    page.keyboard.type("The heating is broken")
    keys.at(button(page, "Close now…")).types("Enter").sees("2 talks go on.")
    keys.at(button(page, "Close the line now")).types("Enter").sees("The line is closed today.")
    keys.at(page.locator("summary").filter(has_text="Extend today")).types("Enter")
    keys.at(page.get_by_label("Open until"))
    page.keyboard.type(in_two_hours(page))
    keys.at(page.locator("[name=extend-reason]"))
    page.keyboard.type("Somebody came to mend it")
    keys.at(button(page, "Extend")).types("Enter").sees("The line stays open until")
    keys.at(button(page, "Undo")).types("Enter").sees("Today has its hours back.")

    # What has ended is followed no more, also where nobody has looked at its alert.
    desk.raises_a_hand(second)
    follow = keys.part("Hands raised and alerts").get_by_role("link", name=f"Follow {second[:4]}")
    expect(follow).to_have_count(1)
    for contact in (first, second):
        desk.ends(contact)
    expect(follow).to_have_count(0)
    expect(button(page, "I have it")).to_be_visible()


def in_two_hours(page: Page) -> str:
    """Return the keys of a time two hours from now, in whichever order this browser's field wants them."""
    twelve: bool = page.evaluate(
        "new Intl.DateTimeFormat(navigator.language, { hour: 'numeric' }).resolvedOptions().hour12"
    )
    spoken: str = page.evaluate(
        """(hour12) => new Intl.DateTimeFormat("en-US", { hour: "2-digit", minute: "2-digit", hour12,
          timeZone: "Europe/London" }).format(Date.now() + 7_200_000)""",
        twelve,
    )
    return re.sub(r"[^0-9AP]", "", spoken)


def test_the_round_at_a_talk(
    desk: Desk, callers: Callers, service: Server, opens: Opener, opens_supervision: Callable[[str], Keyboard]
) -> None:
    (contact,) = callers.start(1)
    callers.says(contact, "I shouted at her again.")
    desk.takes(contact)
    keys = opens_supervision("/supervision/")
    # The board stays in sight: the talk opens in another tab.
    with keys.page.context.expect_page() as opened:
        keys.at(keys.page.get_by_role("link", name=f"Follow {contact[:4]}").first).types("Enter")
    page = opens.listens(opened.value)
    keys = Keyboard(page, service.origin)
    expect(page.locator("#talk-title")).to_contain_text("handler1's talk")
    keys.hears("I shouted at her again.")

    keys.at(page.get_by_label("Whisper to handler1"))
    page.keyboard.type("Ask whether she is there.")
    keys.at(button(page, "Whisper")).types("Enter")
    expect(page.locator(".notes")).to_contain_text("Ask whether she is there.")

    keys.at(button(page, "Join")).types("Enter")
    keys.at(page.get_by_role("dialog").get_by_role("button", name="Join")).types("Enter")
    keys.sees("You have joined")
    keys.at(page.get_by_label("To the caller, as a supervisor"))
    page.keyboard.type("I am the supervisor on duty.")
    keys.at(button(page, "Send to the caller")).types("Enter")
    desk.hears(contact, "I am the supervisor on duty.")

    keys.at(button(page, "Take over")).types("Enter")
    keys.at(page.get_by_role("dialog").get_by_role("button", name="Take over")).types("Enter")
    expect(page.locator("#talk-title")).to_contain_text("Contact 1:")
    callers.ends(contact)
    keys.sees("Wrap up contact 1")
    keys.at(page.get_by_role("group", name="How did it end?").get_by_role("radio").first).types("Space")
    keys.at(button(page, "Close this contact")).types("Enter").sees("is closed and counted")


def test_the_round_of_the_other_pages(
    desk: Desk, callers: Callers, service: Server, opens_supervision: Callable[[str], Keyboard]
) -> None:
    service.run_code(A_DAY)
    (contact,) = callers.start(1)
    desk.takes(contact).ends(contact)
    keys = opens_supervision("/supervision/load/")
    page = keys.page
    keys.at(page.locator("summary")).types("Enter").sees("A break is 10 minutes or more")

    keys.opens_place("Blocks")
    keys.at(page.get_by_role("button", name="Lift the block").first).types("Enter")
    keys.sees("Lift this block?").at(page.get_by_role("button", name="Lift the block")).types("Enter")
    keys.sees("The block is lifted.").sees("Lifted by supervisor1")

    keys.opens_place("Line")
    seconds = page.locator("[name=offer_seconds]")
    keys.at(seconds).types("Control+a")
    page.keyboard.type("40")
    keys.at(button(page, "Save")).types("Enter").sees("Saved. The line works like this from now on.")
    expect(seconds).to_have_value("40")

    keys.opens_place("Corrections")
    keys.at(page.get_by_role("link", name=f"Correct {contact[:8]}")).types("Enter")
    ended = page.get_by_label("How it ended")
    expect(ended).to_have_value("plan_made")
    keys.at(ended)
    page.keyboard.type("Referred")
    keys.at(page.get_by_label("Level"))
    page.keyboard.type("Urgent")
    keys.at(button(page, "Save")).types("Enter")
    keys.sees(f"Contact {contact[:8]} is corrected: how it ended, level.")
    row = page.get_by_role("row", name=f"Correct {contact[:8]}")
    expect(row).to_contain_text("Referred on")
    expect(row).to_contain_text("Urgent")
