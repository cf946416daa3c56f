"""Two handlers and a supervisor at work without a mouse: each test is refused whatever is not a key.

The wrap-up, practice and the supervisor's round are played so beside their other tests.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.caller.test_every_screen import found_by_axe
from tests.journeys.keyboard import Keyed, NotAKey
from tests.journeys.opener import DESK, Opener
from tests.journeys.people import Callers
from tests.live import Server

pytestmark = [
    pytest.mark.journey,
    pytest.mark.once,
    pytest.mark.long,
    pytest.mark.usefixtures("keys_alone"),
]
NOTE = "He is calm now. Ask about the children."
WHISPER = "Ask who is at home with him tonight."
REPLY = "When it gets hot, go to [place]."
INSULT = "you are useless, all of you"
PUSHES = """
from chat.models import LineSettings
LineSettings.objects.create(version=1, routing="push", offer_seconds=120)
"""
# What the timer does with an offer whose time is over.
RUNS_OUT = """
from django.utils import timezone
from chat.models import Offer
from chat.services.offers import expire_offers
Offer.objects.update(expires_at=timezone.now())
expire_offers(now=timezone.now())
"""
AGAIN = """
from chat.models import Contact
from chat.services.rounds import go_round
Contact.objects.update(passed_by=[], passed_at=None)
go_round()
"""
# What the timer does with the talks of whoever has been gone for 45 seconds.
GONE = """
from datetime import timedelta
from django.utils import timezone
from chat.models import Presence
from chat.services.deadlines import return_dropped
over = timezone.now() - timedelta(seconds=1)
Presence.objects.filter(handler__username="handler1").update(leased_until=over)
return_dropped(now=timezone.now())
"""


def staff(server: Server, opens: Opener, name: str, place: str = "/console/") -> Keyed:
    return Keyed(opens.page(DESK), server.origin).signs_in(name, place)


def title_says(desk: Keyed, words: str) -> None:
    expect(desk.page.locator("#talk-title")).to_contain_text(words)


def test_whatever_is_not_a_key_would_be_refused(server: Server, opens: Opener) -> None:
    desk = staff(server, opens, "handler1")
    box = desk.page.get_by_role("combobox").first
    for act in (box.click, box.focus, lambda: box.select_option("3"), lambda: desk.page.mouse.click(1, 1)):
        with pytest.raises(NotAKey):
            act()


def test_a_handler_comes_takes_a_break_takes_callers_and_keeps_a_draft_for_each(
    server: Server, opens: Opener
) -> None:
    """Points 1, 2, 5 and 6."""
    ann = staff(server, opens, "handler1").is_available()
    switch = ann.page.get_by_role("switch")
    ann.tabs_to(ann.page.get_by_label("At once")).type("3")
    ann.sees("Up to 3 callers can come.")
    ann.press("Alt+KeyB")
    expect(ann.page.locator(".presence .menu__one:focus")).to_have_text("Rest")
    ann.press("Tab", "Enter")
    expect(switch).to_contain_text("Break: Meal")
    assert found_by_axe(ann.page) == []
    ann.press("Alt+KeyA")
    expect(switch).to_contain_text("Available")

    with Callers(server) as callers:
        callers.start(2)
        ann.takes(1)
        expect(ann.box).to_be_focused()
        ann.type("half a sentence")
        ann.press("Alt+KeyN")
        title_says(ann, "Contact 2:")
        expect(ann.box).to_have_value("")
        ann.press("Alt+Digit1")
        expect(ann.box).to_have_value("half a sentence")
        expect(ann.box).to_be_focused()
        ann.type(", and the rest.").press("Enter")
        ann.hears("half a sentence, and the rest.")

        ann.type(REPLY).press("Alt+KeyR")
        ann.presses_button("Save what is in the box", within=".replies")
        expect(ann.page.get_by_label("Title, to find it by")).to_be_focused()
        ann.type("Time out").press("Enter").sees('Saved "Time out".').press("Escape")
        expect(ann.box).to_be_focused()
        ann.press("Control+a", "Delete").type("/hot")
        expect(ann.page.locator(".replies").get_by_role("option")).to_have_text("Time out")
        ann.press("Enter")
        expect(ann.box).to_have_value(REPLY)
        # The blank is chosen: what is typed stands in its place.
        ann.type("the shed").press("Enter")
        ann.hears("When it gets hot, go to the shed.")
        assert found_by_axe(ann.page) == []


def test_offers_are_declined_missed_and_accepted_and_a_dropped_talk_comes_back(
    server: Server, opens: Opener
) -> None:
    """Points 2 and 4."""
    server.run_code(PUSHES)
    sue = staff(server, opens, "supervisor1", "/supervision/")
    ann, ben = (staff(server, opens, name) for name in ("handler1", "handler2"))
    ann.is_available()
    with Callers(server) as callers:
        callers.start(1)
        expect(ann.page.locator(".offer")).to_have_count(1)
        ben.is_available()
        ann.does("decline the caller")
        expect(ben.page.locator(".offer")).to_have_count(1)
        assert found_by_axe(ben.page) == []
        server.run_code(RUNS_OUT)
        ben.sees("The offer ran out.")
        ben.press("Alt+KeyA")
        expect(ben.page.get_by_role("switch")).to_contain_text("Away")
        server.run_code(AGAIN)
        expect(ann.page.locator(".offer")).to_have_count(1)
        ann.press("Alt+KeyY")
        title_says(ann, "Contact 1:")
        ann.says("I am here.")

        # Ann's machine has gone; her lease is over.
        ann.page.close()
        ben.is_available()
        server.run_code(GONE + AGAIN)
        expect(sue.page.locator("li.alert")).to_contain_text("handler1")
        assert found_by_axe(sue.page) == []
        expect(ben.page.locator(".offer")).to_have_count(1)
        ben.press("Alt+KeyY").hears("I am here.")
        again = staff(server, opens, "handler1")
        expect(again.page.locator(".mine__one")).to_have_count(0)


def asks(desk: Keyed, whom: str) -> None:
    desk.press("Alt+KeyO").tabs_to(desk.page.locator(".pass-on__one input:enabled"))
    radio = desk.page.get_by_role("radio", name=whom)
    # One that can be chosen at most, or the arrows go to the next.
    for _ in range(desk.page.get_by_role("radio").count()):
        if radio.evaluate("each => each === document.activeElement"):
            break
        desk.press("ArrowDown")
    desk.press("Space").tabs_to(desk.page.get_by_label("Note for them")).type(NOTE)
    desk.presses_button("Ask", within="dialog")
    expect(desk.page.get_by_role("dialog")).to_have_count(0)


def confirms(desk: Keyed, act: str) -> None:
    desk.presses_button(act, within=".talk__acts").presses_button(act, within="dialog")


def test_a_talk_is_passed_on_followed_whispered_into_joined_and_taken_over(
    server: Server, opens: Opener
) -> None:
    """Point 3."""
    ann, ben = (staff(server, opens, name).is_available() for name in ("handler1", "handler2"))
    sue = staff(server, opens, "supervisor1").is_connected()
    with Callers(server) as callers:
        (contact,) = callers.start(1)
        ann.takes()
        asks(ann, "handler2")
        ben.sees("asks you to take a talk").does("decline the talk")
        ann.sees("stays with you: handler2 declined")
        asks(ann, "handler2")
        ben.sees("asks you to take a talk").press("Alt+KeyY")
        title_says(ben, "Contact 1:")
        ann.sees("is with somebody else now")
        # It stands over the words, whatever is open beside them.
        expect(ben.page.locator(".told")).to_contain_text(NOTE)
        ben.does("seen: the whisper")
        expect(ben.page.locator(".told")).to_have_count(0)
        ben.press("Alt+KeyE").sees(NOTE)

        ben.press("Alt+KeyH").sees("No supervisor has answered yet.")
        sue.does("follow a talk").presses_button("Follow handler2", within="dialog")
        title_says(sue, "handler2's talk")
        ben.sees("supervisor1 reads along.")
        sue.does("whisper to the handler")
        expect(sue.page.get_by_label("Whisper to handler2")).to_be_focused()
        sue.type(WHISPER).press("Enter")
        ben.sees(WHISPER)
        assert found_by_axe(ben.page) == []
        confirms(sue, "Join")
        ben.sees("supervisor1 has joined; the caller knows.")
        expect(sue.page.get_by_label("To the caller, as a supervisor")).to_be_focused()
        sue.type("I am on duty.").press("Enter")
        ben.hears("I am on duty.")
        assert found_by_axe(sue.page) == []
        confirms(sue, "Take over")
        title_says(sue, "Contact 1:")
        ben.sees("was taken over by a supervisor")
        assert not any(WHISPER in said for said in callers.heard(contact))


def test_whom_one_knows_goes_and_abuse_is_warned_of_ended_blocked_and_wrapped_up(
    server: Server, opens: Opener
) -> None:
    """Points 7 and 8."""
    ann, ben = (staff(server, opens, name).is_available() for name in ("handler1", "handler2"))
    with Callers(server) as callers:
        (contact,) = callers.start(1)
        ann.takes().press("Alt+KeyI").sees("nobody asks you").press("Alt+KeyI")
        expect(ann.page.locator(".mine__one")).to_have_count(0)
        expect(ann.page.locator(".waiter")).to_contain_text("Not for you")

        ben.takes()
        callers.says(contact, INSULT)
        ben.hears(INSULT)
        crosses_a_line(ben)
        assert found_by_axe(ben.page, "dialog") == []
        ben.presses_button("Warn: put it into the box", within="dialog")
        expect(ben.box).not_to_have_value("")
        ben.press("Alt+KeyM")
        expect(ben.box).to_be_focused()
        ben.press("Enter")
        expect(ben.page.locator(".message__status")).to_have_text(re.compile("^(Sent|Seen)$"))
        crosses_a_line(ben)
        ben.tabs_to(ben.page.get_by_label("Let no new chat start")).press("Space")
        ben.presses_button("End the chat now", within="dialog").sees("You have a pause until")

        ben.presses_button("Close this contact").sees("is closed and counted")
        ben.does("carry on")
        expect(ben.page.locator(".pause")).to_have_count(0)
    sue = staff(server, opens, "supervisor1", "/supervision/blocks/").sees("In force")
    sue.presses_button("Lift").sees("Lift this block?").presses_button("Lift the block").sees(
        "The block is lifted."
    )
    assert found_by_axe(sue.page) == []


def crosses_a_line(desk: Keyed) -> None:
    """Open the steps and choose the first kind: abusive."""
    desk.press("Alt+KeyX").tabs_to('[name="boundary"]').press("Space")
    expect(desk.page.get_by_role("button", name="End the chat now")).to_be_visible()
