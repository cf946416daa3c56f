"""The week of the hours drawn as bars: by mouse, by touch and by keys, and saved as if it had been typed."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.console_page import Console
from tests.journeys.looks import faults_of
from tests.journeys.opener import DESK, Opener
from tests.live import Server

pytestmark = [pytest.mark.journey, pytest.mark.once]
PLACE = "/supervision/hours/"
SENT = """() => [...new FormData(document.getElementById('week-form'))]
    .filter(([name, value]) => /^d[0-6]_/.test(name) && value !== '').map((pair) => pair.join('='))"""
WANTED = {
    "d0_a_start": "09:00",
    "d0_a_end": "12:00",
    "d0_b_start": "14:00",
    "d0_b_end": "17:00",
    "d4_a_start": "22:00",
    "d4_a_end": "06:00",
}
Point = tuple[float, float]


class Week:
    """The bars as a hand moves them."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def at(self, day: int, hour: float) -> Point:
        """Return the point of an hour on a day's row."""
        box = self.page.locator(".hours-track").nth(day).bounding_box()
        assert box is not None
        return box["x"] + box["width"] * hour / 24, box["y"] + box["height"] / 2

    def knob(self, day: int, which: str, index: int = 0) -> Point:
        box = self.page.locator(f"#knob-{day}-{index}-{which}").bounding_box()
        assert box is not None
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def drags(self, start: Point, end: Point) -> None:
        self.page.mouse.move(*start)
        self.page.mouse.down()
        self.page.mouse.move(*end, steps=4)
        self.page.mouse.up()

    def touches(self, start: Point, end: Point) -> None:
        client = self.page.context.new_cdp_session(self.page)
        steps = [
            (start[0] + (end[0] - start[0]) * part / 4, start[1] + (end[1] - start[1]) * part / 4)
            for part in range(5)
        ]
        for kind, (x, y) in zip(["touchStart", *["touchMove"] * 4], steps, strict=True):
            client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
        client.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def sent(page: Page) -> Any:
    return page.evaluate(SENT)


def test_a_week_is_drawn_changed_undone_and_saved_as_if_it_had_been_typed(
    server: Server, opens: Opener, pictures: Path
) -> None:
    page = Console(opens.page(DESK), server.origin).signs_in("admin1", PLACE).page
    week, told = Week(page), page.locator("#bars-told")

    week.drags(week.at(0, 9), week.at(0, 12))
    week.drags(week.at(0, 14.1), week.at(0, 16))
    week.drags(week.knob(0, "end", 1), week.at(0, 17))
    week.drags(week.at(4, 21), week.at(4, 23))
    week.drags(week.at(4, 22), week.at(4, 23))
    week.drags(week.knob(4, "end"), week.at(5, 6))
    page.locator("#knob-0-0-end").focus()
    for _ in range(3):
        page.keyboard.press("PageUp")
    expect(page.get_by_label("Monday, closes at")).to_have_value("15:00")
    expect(page.locator(".hours-bar--clash")).to_have_count(2)
    for _ in range(3):
        page.keyboard.press("PageDown")
    page.get_by_role("button", name="Add hours on Sunday").click()
    page.locator("#knob-6-0-start").focus()
    page.keyboard.press("Delete")
    expect(told).to_have_text("Sunday 09:00 to 17:00 is removed. Nothing is saved yet.")
    dragged = sent(page)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Sunday, opens at")).to_have_value("09:00")
    page.locator("#knob-6-0-start").focus()
    page.keyboard.press("Delete")

    faults = faults_of(page, pictures, "hours-bars", sizes=("1024",))
    page.get_by_role("button", name="Save the week").click()
    expect(page.get_by_text("The hours are saved and in force.")).to_be_visible()
    assert sent(page) == dragged
    assert [pair for pair in dragged if not pair.endswith("=on")] == [
        f"{name}={value}" for name, value in WANTED.items()
    ]
    assert [pair for pair in dragged if pair.endswith("=on")] == ["d4_a_overnight=on"]
    assert faults == []

    plain = Console(opens.page(DESK, script=False), server.origin).signs_in("admin1", PLACE).page
    expect(plain.locator("#bars")).to_be_hidden()
    expect(plain.get_by_label("Friday, closes at")).to_have_value("06:00")


def test_a_finger_draws_and_moves_a_bar_on_a_phone(server: Server, opens: Opener) -> None:
    page = Console(opens.page({"width": 390, "height": 844}), server.origin).signs_in("admin1", PLACE).page
    week = Week(page)
    page.locator(".hours-track").nth(3).scroll_into_view_if_needed()

    week.touches(week.at(2, 10), week.at(2, 14))
    week.touches(week.knob(2, "end"), week.at(2, 18))
    week.touches(week.at(2, 12), week.at(2, 11))

    expect(page.get_by_label("Wednesday, opens at")).to_have_value("09:00")
    expect(page.get_by_label("Wednesday, closes at")).to_have_value("17:00")
