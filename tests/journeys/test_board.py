"""A supervisor at the live board: a hand is raised, seen, taken up and gone; callers come, talk and leave."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.caller_page import CallerPage
from tests.journeys.console_page import Console
from tests.journeys.desk import a_desk
from tests.journeys.keyboard import tabs_to
from tests.journeys.looks import faults_of
from tests.journeys.opener import DESK, PHONE, Opener
from tests.journeys.people import Callers
from tests.live import Server

pytestmark = [pytest.mark.journey, pytest.mark.once]
HOURS = """
from datetime import datetime, timedelta, UTC
from chat.models import QueueMinute
from helpline.hours.rules import Schedule, WeeklyInterval, BankHolidayPolicy, HolidayMode
from helpline.hours.services import publish_hours
from helpline.staff.models import Account
from datetime import time
weekly = tuple(WeeklyInterval(day, time(0), time(0)) for day in range(7))
usual = BankHolidayPolicy(mode=HolidayMode.AS_USUAL)
by = Account.objects.get(username="supervisor1")
publish_hours(schedule=Schedule(weekly=weekly, bank_holidays=usual), by=by)
now = datetime.now(UTC).replace(second=0, microsecond=0)
QueueMinute.objects.bulk_create(
    [
    QueueMinute(
        at=now - timedelta(minutes=n), waiting=abs(60 - n) // 12, talking=4 + n // 20 % 3,
        available=8 - n // 30, longest_wait_seconds=n * 37 % 900,
    )
    for n in range(2, 119)
],
    ignore_conflicts=True,
)
"""
# What happened an hour ago, has not been looked at, and happens again.
AGAIN = """
from datetime import timedelta
from django.utils.timezone import now
from uuid import uuid4
from chat.models import Alert
from chat.services.alerts import raise_alert
from helpline.staff.models import Account
handler1 = Account.objects.get(username="handler1")
raise_alert(kind=Alert.Kind.UNWRAPPED, contact=uuid4(), about=handler1)
Alert.objects.filter(kind=Alert.Kind.MISSED).update(raised_at=now() - timedelta(hours=1))
raise_alert(kind=Alert.Kind.MISSED, about=handler1)
"""


# Handler1 knows who waits: they may not take them.
KNOWN = """
from chat.models import Acquaintance
from helpline.staff.models import Account
Acquaintance.objects.create(contact_id="CONTACT", handler=Account.objects.get(username="handler1"))
"""


class Board(Console):
    """The board as a supervisor sees it."""

    def opens_it(self) -> "Board":
        self.signs_in("supervisor1", "/supervision/")
        expect(self.page.locator(".board-link--online")).to_have_text("Live")
        return self

    def part(self, title: str) -> Locator:
        heading = self.page.get_by_role("heading", name=title, exact=True)
        return self.page.locator("section").filter(has=heading)

    def counts(self, name: str, number: str) -> "Board":
        figure = self.page.locator("dl.figures > div").filter(has_text=name)
        expect(figure.locator("dd")).to_have_text(number)
        return self


def shoots(page: Page, folder: Path, name: str) -> None:
    """Take it in three widths and both schemes, and let axe look at each."""
    (folder / "board").mkdir(exist_ok=True)
    widths = ("1024", "1440", "1920")
    assert faults_of(page, folder / "board", name, sizes=widths, axe_at=widths, full_page=True) == []


def opens_the_numbers(page: Page) -> None:
    """Wait for the two hours of HOURS, and show them in numbers."""
    page.get_by_text("The same in numbers").click()
    expect(page.locator(".board__chart").get_by_role("row")).to_have_count(13)


def test_a_raised_hand_is_seen_taken_up_and_gone(server: Server, opens: Opener, pictures: Path) -> None:
    server.run_code(HOURS)
    board = Board(opens.page(DESK), server.origin).opens_it()
    board.sees("Nobody is waiting.").sees("No hand is raised, and nothing needs you.")
    title = board.page.title()
    CallerPage(opens.page(PHONE), server.origin).starts()
    board.counts("Waiting", "1")
    CallerPage(opens.page(PHONE), server.origin).starts()
    board.counts("Waiting", "2")

    with a_desk(server) as desk:
        contact = desk.takes_next()
        board.counts("Waiting", "1").counts("Talking", "1")
        expect(board.part("Who talks").get_by_role("link", name=f"Follow {contact[:4]}")).to_have_attribute(
            "href", f"/console/?follow={contact}"
        )
        expect(board.part("Handlers").get_by_role("row", name="handler1")).to_contain_text("1 of 4")

        desk.raises_a_hand(contact)
        alert = board.part("Hands raised and alerts").get_by_role("listitem")
        expect(alert).to_contain_text("A handler asks for help: handler1")
        expect(board.page).to_have_title(f"(1) {title}")
        expect(board.page.get_by_role("status").first).to_have_text("A handler asks for help: handler1.")
        expect(board.part("Who talks").get_by_text("Hand raised")).to_be_visible()
        opens_the_numbers(board.page)
        shoots(board.page, pictures, "hand-raised")

        alert.get_by_role("button", name="I have it").click()
        expect(alert).to_contain_text("You have it")
        expect(alert.get_by_role("button")).to_have_count(0)
        expect(alert.get_by_role("link", name="Follow")).to_have_attribute("target", "_blank")
        expect(board.page).to_have_title(title)

        desk.ends(contact)
        board.counts("Talking", "0").sees("No hand is raised, and nothing needs you.")


@pytest.mark.usefixtures("keys_alone")
def test_a_caller_is_given_to_a_handler_by_keyboard_alone(server: Server, opens: Opener) -> None:
    board = Board(opens.page(DESK), server.origin).opens_it()
    with Callers(server) as callers, a_desk(server):
        (known,) = callers.start(1)
        server.run_code(KNOWN.replace("CONTACT", known))
        (contact,) = callers.start(1)
        whom = board.page.get_by_label(f"Give {known[:4]} to")
        expect(whom.get_by_role("option", name="handler1: cannot")).to_be_disabled()
        # Words of danger are marked as in the handlers' queue.
        callers.says(known, "I want to kill her")
        expect(board.part("Who waits first").locator("tr", has=whom)).to_contain_text("Threat?")
        choice = board.page.get_by_label(f"Give {contact[:4]} to")
        expect(choice.get_by_role("option", name="handler1", exact=True)).to_have_count(1)
        tabs_to(board.page, choice)
        board.page.keyboard.type("handler1")
        board.page.keyboard.press("Tab")
        board.page.keyboard.press("Enter")

        board.sees("handler1 has the caller now.").counts("Talking", "1").counts("Waiting", "1")


def test_the_line_is_closed_early_and_opened_again(server: Server, opens: Opener, pictures: Path) -> None:
    server.run_code(HOURS)
    board = Board(opens.page(DESK), server.origin).opens_it()
    other = Board(opens.page(DESK), server.origin).opens_it()
    board.page.get_by_text("Close early", exact=True).click()
    board.page.get_by_label("Reason").first.fill("The heating is broken")
    board.presses("Close now").sees("Nobody waits at this moment.").sees("Nobody is talking.")
    board.presses("Close the line now")

    board.sees("The line is closed today.").sees("Closed early today: The heating is broken")
    # The other board hears of it by itself.
    expect(other.part("The line")).to_contain_text("Closed early: “The heating is broken”.")
    opens_the_numbers(board.page)
    shoots(board.page, pictures, "closed-early")
    board.presses("Undo")
    board.sees("Today has its hours back.")
    expect(other.part("The line")).not_to_contain_text("Closed early")


@pytest.mark.long
def test_what_comes_again_is_said_again_and_what_is_to_be_done_stands_beside_it(
    server: Server, opens: Opener, pictures: Path
) -> None:
    board = Board(opens.page(DESK), server.origin).opens_it()
    server.run_code(AGAIN.replace("UNWRAPPED, contact=uuid4()", "DEBRIEF"))
    alerts = board.part("Hands raised and alerts").get_by_role("listitem")
    expect(alerts).to_have_count(2)
    server.run_code(AGAIN)

    expect(alerts.filter(has_text="missed two offers")).to_contain_text("; 2 times, last at")
    said = board.page.get_by_role("status").first
    expect(said).to_contain_text("A handler missed two offers and was set away: handler1.")
    expect(said).to_contain_text("A wrap-up closed by itself while a danger was open: handler1.")
    expect(said).not_to_contain_text("debrief")
    expect(alerts.first).to_contain_text("Ask the handler now what was said")
    expect(alerts.filter(has_text="Act now")).to_have_count(1)
    shoots(board.page, pictures, "alerts")


def test_who_loses_the_role_while_watching_is_shown_out(server: Server, opens: Opener) -> None:
    board = Board(opens.page(DESK), server.origin).opens_it()
    server.run_code(
        "from helpline.staff.models import Account; "
        "Account.objects.filter(username='supervisor1').update(role='handler')"
    )
    CallerPage(opens.page(PHONE), server.origin).starts()

    board.sees("You are signed out, or may no longer see this.")
    expect(board.page.locator("#board")).to_be_empty()


@pytest.mark.long
def test_without_javascript_the_board_stands_as_it_was_and_its_forms_work(
    server: Server, opens: Opener
) -> None:
    page = opens.page(DESK, script=False)
    CallerPage(opens.page(PHONE), server.origin).starts()
    with a_desk(server) as desk:
        contact = desk.takes_next()
        desk.raises_a_hand(contact)
        Console(page, server.origin).signs_in("supervisor1", "/supervision/")

        expect(page.locator("li.alert--first")).to_contain_text(
            re.compile("A handler asks for help.*handler1")
        )
        page.get_by_role("button", name="I have it").click()
        expect(page.locator(".notice")).to_have_text("You have it.")
        assert faults_without_script(page) == []


def faults_without_script(page: Page) -> list[str]:
    """Axe needs script; what matters here is that every field has a name."""
    return [
        field.get_attribute("name") or "?"
        for field in page.locator("main :is(select, input:not([type=hidden]))").all()
        if not page.locator(f"label[for='{field.get_attribute('id')}']").count()
    ]
