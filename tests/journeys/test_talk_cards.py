"""Rulers, a time out and a plan for tonight, with the handler and the caller in a browser each."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from chat.card_texts import card_texts
from tests.journeys.caller_page import CallerPage, T
from tests.journeys.console_page import Console
from tests.journeys.looks import faults_of
from tests.journeys.opener import DESK, PHONE, Opener
from tests.live import Server

pytestmark = [pytest.mark.journey, pytest.mark.once]
STAY = "A time out is not sent"
CARDS = card_texts("en")


@pytest.fixture
def folder(pictures: Path) -> Path:
    folder = pictures / "talk-cards"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture
def both(server: Server, opens: Opener) -> tuple[CallerPage, Console]:
    caller = CallerPage(opens.page(PHONE), server.origin).starts()
    ann = Console(opens.page(DESK), server.origin).signs_in("handler1").is_available().takes()
    caller.sees(T["status_talking"]).says("I want to stop.")
    return caller, ann.hears("I want to stop.")


def opens_card(console: Console, words: str) -> Locator:
    """Find the card in the palette and look at it."""
    console.page.keyboard.press("Control+k")
    console.page.locator(".palette__words").fill(words)
    console.page.keyboard.press("Enter")
    dialog = console.page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", level=2)).to_contain_text("Send")
    return dialog


def sends(dialog: Locator) -> None:
    dialog.get_by_role("button", name="Send to the caller").click()
    expect(dialog).to_have_count(0)


def ticks_all(dialog: Locator) -> None:
    for box in dialog.get_by_role("checkbox").all():
        box.check()


def number(page: Page, name: str) -> Locator:
    return page.get_by_role("radiogroup").last.get_by_role("radio", name=name, exact=True)


def test_a_ruler_is_sent_answered_followed_up_and_recorded_by_hand(
    both: tuple[CallerPage, Console], folder: Path
) -> None:
    caller, ann = both
    dialog = opens_card(ann, "how important")
    expect(dialog).to_contain_text(CARDS["importance"]["question"])
    assert faults_of(ann.page, folder, "ruler-asked") == []
    expect(caller.page.get_by_role("radiogroup")).to_have_count(0)
    sends(dialog)
    expect(ann.page.locator(".message__status", has_text="Not answered yet")).to_have_count(1)

    number(caller.page, "6").click()
    expect(caller.page.get_by_text(T["ruler_change"])).to_be_visible()
    ann.sees("6 of 10")
    number(caller.page, "4").click()
    ann.sees("4 of 10").sees("Answered: 4 of 10").sees("Changed since")
    assert faults_of(ann.page, folder, "ruler-answered") == []

    # Nothing is recorded before a person says so.
    ann.opens("Triage")
    before = ann.page.get_by_role("group", name="Ready to change, at the start")
    expect(before.get_by_role("radio", name="Not asked")).to_be_checked()
    ann.presses("at the start", within=".ruler-next")
    expect(before.get_by_role("radio", name="4", exact=True)).to_be_checked()
    ann.sees("at the start: recorded")
    ann.presses("Put into the message box: What makes it a 4 and not lower?")
    expect(ann.box).to_have_value("What makes it a 4 and not lower?")
    ann.box.press("Enter")
    caller.hears("What makes it a 4 and not lower?").sees(T["ruler_closed"])

    caller.page.reload()
    caller.sees(T["ruler_given"].format(n=4))
    caller.says("My children.")
    ann.hears("My children.").ends()
    expect(ann.page.locator(".ruler-next")).not_to_contain_text("You could ask")


def test_a_time_out_is_never_sent_where_an_order_forbids_contact(
    both: tuple[CallerPage, Console], folder: Path
) -> None:
    caller, ann = both
    dialog = opens_card(ann, "time out")
    dialog.get_by_role("button", name="Send to the caller").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Ask first")
    ann.chooses("Is there an order or bail that forbids contact?", "Yes")
    expect(dialog).to_contain_text(STAY)
    expect(dialog.get_by_role("button", name="Send to the caller")).to_have_count(0)
    assert faults_of(ann.page, folder, "time-out-refused") == []
    dialog.get_by_role("button", name="Put into the message box").click()
    expect(ann.box).to_have_value("Because there is an order about contact, the plan is to stay away: "
                                  "no calls, no messages, no going back. "
                                  "Where can you be tonight so that you keep to it?")  # fmt: skip

    # What triage knows need not be asked.
    ann.opens("Triage")
    ann.page.get_by_role("group", name="Court order or bail broken").get_by_text("Yes").click()
    ann.sees("Saved")
    dialog = opens_card(ann, "time out")
    expect(dialog).to_contain_text("Triage says that an order or bail was broken.")
    expect(dialog.get_by_role("radio")).to_have_count(0)
    dialog.get_by_role("button", name="Make a plan for tonight").click()
    expect(dialog).to_contain_text("Send the plan for tonight")
    expect(dialog.get_by_label(CARDS["tonight"]["lines"]["say"])).to_have_count(0)
    dialog.get_by_label(CARDS["tonight"]["lines"]["where"]).fill("At my brother's.")
    ticks_all(dialog)
    sends(dialog)

    caller.sees(CARDS["tonight"]["order"]).sees("At my brother's.")
    expect(caller.page.get_by_text(CARDS["time_out"]["heading"])).to_have_count(0)


def test_a_time_out_and_a_plan_are_checked_sent_and_stand_at_the_end(
    both: tuple[CallerPage, Console], folder: Path
) -> None:
    caller, ann = both
    dialog = opens_card(ann, "time out")
    ann.chooses("Is there an order or bail that forbids contact?", "No")
    dialog.get_by_role("button", name="Send to the caller").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Tick what you have gone through")
    ticks_all(dialog)
    assert faults_of(ann.page, folder, "time-out-asked") == []
    sends(dialog)
    caller.sees(CARDS["time_out"]["points"][0]).sees(CARDS["time_out"]["cautions"][0])

    dialog = opens_card(ann, "plan for tonight")
    ann.chooses("Is there an order or bail that forbids contact?", "No")
    ticks_all(dialog)
    dialog.get_by_role("button", name="Send to the caller").click()
    expect(dialog.get_by_role("alert")).to_contain_text("at least one line")
    dialog.get_by_label(CARDS["tonight"]["lines"]["ring"]).fill("My brother, 07700 900123.")
    dialog.get_by_role("button", name="Send to the caller").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Looks like a phone number")
    expect(caller.page.get_by_text(CARDS["tonight"]["heading"])).to_have_count(0)
    dialog.get_by_label(CARDS["tonight"]["lines"]["ring"]).fill("My brother.")
    dialog.get_by_label(CARDS["tonight"]["lines"]["say"]).fill("I go for a walk. Back at ten.")
    assert faults_of(ann.page, folder, "plan-asked") == []
    sends(dialog)
    caller.sees("My brother.").sees("I go for a walk. Back at ten.")
    assert faults_of(ann.page, folder, "plan-sent") == []

    caller.ends()
    agreed = caller.page.get_by_role("heading", name=T["agreed"])
    plans = agreed.locator("xpath=following-sibling::article/h3")
    expect(plans).to_have_text([CARDS["time_out"]["heading"], CARDS["tonight"]["heading"]])
    caller.page.reload()
    caller.sees(T["ended_agreed_gone"])
    expect(caller.page.get_by_text("My brother.")).to_have_count(0)


@pytest.mark.long
@pytest.mark.parametrize(
    ("node", "button", "title"),
    [
        ("m26_importance", "Or let them answer with a tap", "Send the ruler: how important is it?"),
        ("m28_confidence", "Or let them answer with a tap", "Send the ruler: how sure are you?"),
        ("m31_time_out", "Send it as a card", "Send a time out"),
        ("m32_tonight", "Send it as a card", "Send the plan for tonight"),
    ],
)
def test_the_script_offers_the_card_where_it_asks_for_one(
    both: tuple[CallerPage, Console], server: Server, node: str, button: str, title: str
) -> None:
    _, ann = both
    server.run_code(f"from chat.models import Contact\nContact.objects.update(script_node={node!r})")
    ann.page.reload()
    ann.is_connected().page.keyboard.press("Alt+1")
    ann.presses(button, within=".prompt")

    expect(ann.page.get_by_role("dialog").get_by_role("heading", level=2)).to_have_text(title)
