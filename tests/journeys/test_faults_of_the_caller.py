"""A place in the queue that outlives a reload, and one contact in two tabs, on the true server."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.caller_page import CallerPage, T
from tests.journeys.desk import Desk
from tests.journeys.opener import PHONE, Opener
from tests.live import Server
from tests.live_http import post_json
from tests.live_proof import proof_of_work

pytestmark = [pytest.mark.journey, pytest.mark.once]


def somebody_starts(service: Server) -> str:
    """Start another contact, without a page, and return its id."""
    proof = proof_of_work(service.origin)
    asked = {"consent": True, "about": "own_behaviour", "language": "en", "proof": proof}
    started: dict[str, Any] = post_json(f"{service.origin}/api/contacts", asked)
    return str(started["contact"])


def starts(page: Page, caller: CallerPage) -> str:
    with page.expect_response("**/api/contacts") as started:
        caller.starts()
    return str(started.value.json()["contact"])


def test_a_reload_while_waiting_keeps_the_place_and_the_words(
    service: Server, desk: Desk, opens: Opener
) -> None:
    ahead = [somebody_starts(service) for _ in range(3)]
    page = opens.page(PHONE)
    caller = CallerPage(page, service.origin)
    mine = starts(page, caller)
    behind = somebody_starts(service)
    place = page.locator(".waiting__place")
    expect(place).to_have_text(T["waiting_many"].format(n=3))
    caller.says("Written while I wait.")
    page.reload()

    expect(place).to_have_text(T["waiting_many"].format(n=3))
    caller.hears("Written while I wait.")
    assert [desk.takes_next() for _ in ahead] == ahead
    for contact in ahead:
        desk.ends(contact)
    assert [desk.takes_next(), desk.takes_next()] == [mine, behind]
    desk.hears(mine, "Written while I wait.").says(mine, "Good evening.")
    caller.hears("Good evening.")
    assert caller.transcript == ["Written while I wait.", "Good evening."] == desk.words(mine)
    desk.ends(mine).ends(behind)


def test_two_tabs_of_one_contact_show_the_same_and_end_together(
    service: Server, desk: Desk, opens: Opener
) -> None:
    page = opens.page(PHONE)
    one = CallerPage(page, service.origin)
    contact = starts(page, one)
    desk.takes(contact)
    one.sees(T["status_talking"]).says("In the first.")
    # A tab that is opened from another takes its session storage along, as "Duplicate" does.
    with page.expect_popup() as opened:
        page.evaluate("void window.open(location.href)")
    two = CallerPage(opens.listens(opened.value), service.origin).sees(T["status_talking"])
    two.hears("In the first.").says("In the second.")
    one.hears("In the second.").says("In the first again.")
    desk.hears(contact, "In the first again.").says(contact, "I see both.")

    said = ["In the first.", "In the second.", "In the first again.", "I see both."]
    for tab in (one, two):
        tab.hears("I see both.").hears("In the first again.")
        assert tab.transcript == said
    assert desk.words(contact) == said
    two.ends()
    one.sees(T["ended_heading"])
    assert desk.is_told_who_ended(contact) == "caller"
