"""A handler's presence: breaks, skills of today, the idle question, signing out, two windows of one."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.caller_page import CallerPage, T
from tests.journeys.console_page import Console
from tests.journeys.heard import Heard
from tests.journeys.looks import faults_of
from tests.journeys.opener import DESK, PHONE, Opener
from tests.live import Server

pytestmark = [pytest.mark.journey, pytest.mark.once]
SKILLED = """
from helpline.staff.models import Account
Account.objects.filter(username="handler1").update(skills=["women", "under_18", "language:polish"])
"""
# What the timer does once nothing was done for the line's time, and once nobody answered.
IDLE = """
from datetime import timedelta
from django.utils import timezone
from chat.models import Presence
from chat.services.idle import ask_idle
now = timezone.now()
Presence.objects.update(active_at=now - timedelta(hours=1))
assert ask_idle(now=now) == 1
"""
UNANSWERED = """
from datetime import timedelta
from django.utils import timezone
from chat.models import Presence
from chat.services.idle import set_idle_away
now = timezone.now()
Presence.objects.update(asked_at=now - timedelta(minutes=2))
set_idle_away(now=now)
"""


@pytest.fixture(scope="module")
def service_settings() -> dict[str, str]:
    """A server of its own: nobody who signed in for another test is still signed in."""
    return {}


def handler(server: Server, opens: Opener, *, anew: bool = False) -> Console:
    return Console(opens.page(DESK), server.origin).signs_in("handler1", anew=anew)


def switch_says(console: Console, words: str) -> None:
    expect(console.page.get_by_role("switch")).to_contain_text(words)


def test_a_break_is_taken_and_ended_by_keyboard_and_skills_are_off_for_today(
    server: Server, opens: Opener, pictures: Path
) -> None:
    server.run_code(SKILLED)
    console = handler(server, opens).is_available()
    page = console.page
    console.sees("You have nobody. Up to 2 callers can come.")
    assert faults_of(page, pictures, "presence-available") == []

    page.keyboard.press("Alt+KeyB")
    expect(page.locator(".presence .menu__one:focus")).to_have_text("Rest")
    assert faults_of(page, pictures, "presence-break-menu") == []
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    switch_says(console, "Break: Meal")
    console.sees("Nobody comes to you.")
    assert faults_of(page, pictures, "presence-break") == []

    page.get_by_label("At once").select_option("3")
    page.locator(".presence__skills summary").click()
    page.get_by_label("Speaks Polish").uncheck()
    console.sees("2 of 3 skills on today")
    switch_says(console, "Break: Meal")
    assert faults_of(page, pictures, "presence-skills") == []
    page.reload()
    console.is_connected().sees("2 of 3 skills on today")
    switch_says(console, "Break: Meal")
    expect(page.get_by_label("At once")).to_have_value("3")

    page.keyboard.press("Alt+KeyA")
    switch_says(console, "Available")


def test_an_idle_handler_is_asked_answers_by_key_and_the_next_time_is_set_away(
    server: Server, opens: Opener, pictures: Path
) -> None:
    page = opens.page(DESK)
    heard = Heard(page)
    console = Console(page, server.origin).signs_in("handler1").is_available()
    console.presses("View and sound").presses("Allow notices").sees("never a word of it")
    page.keyboard.press("Escape")
    heard.look_away()
    server.run_code(IDLE)
    # The server's own process hears of it at its next look, ten seconds later at most.
    console.sees("Are you still there?")
    expect(page.locator(".still-here")).to_contain_text(re.compile(r"set away in [12]:\d\d"))
    heard.loops(1)
    assert heard.notices(1) == ["Are you still there? Without an answer you are set away"]
    assert faults_of(page, pictures, "presence-asked") == []
    page.keyboard.press("Alt+KeyC")
    expect(page.locator(".still-here")).to_have_count(0)
    heard.loops(0)
    assert heard.notices(0) == []
    switch_says(console, "Available")

    server.run_code(IDLE + UNANSWERED)
    switch_says(console, "Away")
    console.sees("You were asked whether you are there, and there was no answer: you were set away.")
    assert faults_of(page, pictures, "presence-set-away") == []


@pytest.mark.long
def test_a_wrap_up_holds_up_the_next_caller_and_fewer_at_once_takes_no_talk_away(
    server: Server, opens: Opener, pictures: Path
) -> None:
    callers = [CallerPage(opens.page(PHONE), server.origin).starts() for _ in range(3)]
    console = handler(server, opens).is_available().takes().takes(2)
    page = console.page
    console.sees("You have 2 conversations. That is as many as you set.")
    page.get_by_label("At once").select_option("1")
    console.sees("They stay; somebody new comes once you have none.")
    assert faults_of(page, pictures, "presence-more-than-set") == []

    callers[0].ends()
    switch_says(console, "Wrapping up")
    page.get_by_label("At once").select_option("2")
    console.sees("Finish the wrap-up, then the next caller can come.")
    console.sees("Finish the wrap-up first.")
    assert faults_of(page, pictures, "presence-wrapping-up") == []
    page.keyboard.press("Alt+KeyN")
    expect(page.locator(".mine__one")).to_have_count(2)


def test_signing_out_says_how_many_talks_go_back_and_their_callers_are_told(
    server: Server, opens: Opener, pictures: Path
) -> None:
    caller = CallerPage(opens.page(PHONE), server.origin).starts()
    console = handler(server, opens).is_available().takes()
    caller.sees(T["status_talking"])
    page = console.page
    console.box.fill("half a sentence")
    page.keyboard.press("Alt+KeyL")
    console.sees("These go back to the front of the queue at once")
    console.sees("what stands in the box of contact 1.")
    assert faults_of(page, pictures, "presence-sign-out") == []
    expect(page.get_by_role("button", name="Stay signed in")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(console.box).to_be_focused()

    page.get_by_role("button", name="Sign out").click()
    console.presses("Sign out and give it back")
    page.wait_for_url("**/accounts/login/")
    caller.sees("somebody else will be with you as soon as they can")


@pytest.mark.long
def test_a_handler_at_two_machines_has_one_desk_and_keeps_it_when_one_signs_out(
    server: Server, opens: Opener
) -> None:
    caller = CallerPage(opens.page(PHONE), server.origin).starts()
    here, there = handler(server, opens), handler(server, opens, anew=True)
    here.is_available().takes()
    switch_says(there, "Available")
    expect(there.page.locator(".mine__one")).to_have_count(1)
    there.page.keyboard.press("Alt+Digit1")
    there.says("From the other machine.")
    here.hears("From the other machine.")
    caller.hears("From the other machine.").says("I hear you.")
    for console in (here, there):
        console.hears("I hear you.")
    here.page.reload()
    expect(here.page.locator(".mine__one")).to_have_count(1)
    here.page.keyboard.press("Alt+Digit1")
    here.hears("I hear you.").says("Still here.")
    there.hears("Still here.")

    here.page.get_by_role("button", name="Sign out").click()
    here.sees("These stay with you there.").presses("Sign out", within="dialog")
    here.page.wait_for_url("**/accounts/login/")
    there.says("And here.")
    caller.hears("And here.")
    said = ["From the other machine.", "I hear you.", "Still here.", "And here."]
    assert there.transcript == said
    assert caller.transcript == said
