"""The end of a talk in two real browsers: what was agreed, and answers that are given once."""

import pytest
from playwright.sync_api import expect

from tests.journeys.caller_page import CallerPage, T
from tests.journeys.console_page import Console
from tests.journeys.opener import DESK, PHONE, Opener
from tests.live import Server

pytestmark = [pytest.mark.journey, pytest.mark.once]
AGREED = "You ring the programme on Monday."
ORDINARY = "It took something to write this."


def test_what_was_agreed_stays_on_the_last_page_and_the_questions_come_once(
    server: Server, opens: Opener
) -> None:
    caller = CallerPage(opens.page(PHONE), server.origin).starts()
    handler = Console(opens.page(DESK), server.origin).signs_in("handler1").is_available().takes()
    caller.sees(T["status_talking"]).says("I do not want to be like that.")
    handler.says(ORDINARY)
    handler.box.fill(AGREED)
    handler.presses("Send as what we agreed")
    expect(handler.message(AGREED).locator(".tag")).to_have_text("What we agreed")
    expect(caller.message(AGREED).locator(".message__label")).to_have_text(T["agreed"])

    handler.ends()
    caller.sees(T["ended_heading"]).sees(T["ended_handler"])
    page = caller.page
    expect(page.locator("blockquote")).to_have_text([AGREED])
    assert page.get_by_text(ORDINARY).count() == 0

    caller.presses(T["survey_begin"])
    page.get_by_role("group", name=T["survey_heard"]).get_by_label("9", exact=True).check()
    caller.presses(T["survey_send"]).sees(T["survey_thanks"])

    # Asked once: after a reload neither the words nor the questions come again.
    page.reload()
    caller.sees(T["ended_agreed_gone"])
    expect(page.locator(".survey")).to_have_count(0)
    assert AGREED not in page.content()
    handler.wraps_up("Plan made")
