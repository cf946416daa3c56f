"""The pictures of the documentation, taken from a demo that is played.

    PICTURES=docs/pictures .venv/bin/python -m pytest -m long tests/journeys/test_documentation_pictures.py

takes them anew where they are kept; without PICTURES they go to build/ and are thrown away with it.
"""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import ViewportSize, expect

from chat.texts import consent
from tests.journeys.album import Album
from tests.journeys.caller_page import CallerPage, T
from tests.journeys.console_page import Console
from tests.journeys.opener import Opener
from tests.journeys.people import Callers
from tests.live import ROOT, Server

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.long]
PHONE: ViewportSize = {"width": 390, "height": 760}
DESK: ViewportSize = {"width": 1280, "height": 800}
KEPT = ROOT / "docs" / "pictures"
# Figures that are made up and say so: before anybody was counted, or none would be made.
FIGURES = """
import os
from django.core.management import call_command
with open(os.devnull, "w") as nowhere:
    call_command("make_facts", count=12000, stdout=nowhere)
"""
HOURS = """
from datetime import time
from django.utils.timezone import localdate
from helpline.hours.rules import BankHolidayPolicy, HolidayMode, Schedule, WeeklyInterval
from helpline.hours.services import publish_hours
from helpline.staff.models import Account
usual = BankHolidayPolicy(mode=HolidayMode.AS_USUAL)
days = [day for day in range(7) if day != DAY_OFF]
weekly = tuple(WeeklyInterval(day, time(9), time(20 - day // 5 * 4)) for day in days)
by = Account.objects.get(username="supervisor1")
publish_hours(schedule=Schedule(weekly=weekly, bank_holidays=usual), by=by)
"""
WEEK = HOURS.replace("DAY_OFF", "None")
CLOSED_TODAY = HOURS.replace("DAY_OFF", "localdate().weekday()")


ADMINISTRATORS = {
    "service": "service/",
    "checklist": "service/checklist/",
    "face": "face/",
    "texts": "texts/",
    "state": "state/",
}


@pytest.fixture(scope="module")
def service_settings() -> dict[str, str]:
    """A server of its own: what is published on it stays."""
    return {}


@pytest.fixture
def album() -> Album:
    return Album(ROOT / os.environ.get("PICTURES", "build/pictures"))


@pytest.fixture
def callers(service: Server) -> Iterator[Callers]:
    service.run_code(FIGURES)
    with Callers(service) as callers:
        yield callers


def a_caller_comes(caller: CallerPage, album: Album) -> None:
    caller.opens_home().sees(T["home_heading"])
    album(caller.page, "start")
    caller.opens_chat().presses(T["start_button"]).sees(consent("en")["heading"])
    album(caller.page, "consent")
    caller.presses(consent("en")["agree"]).chooses(T["about_question"], T["about_own_behaviour"])
    caller.chooses(T["safe_question"], T["no"]).sees(T["help_danger_heading"])
    album(caller.page, "danger")
    caller.presses(T["back"]).chooses(T["safe_question"], T["yes"]).presses(T["skip_rest"])
    caller.sees(T["waiting_heading"])
    album(caller.page, "waiting")


def others_wait(callers: Callers) -> None:
    callers.start(1, about="someone_else", area="Leeds")
    callers.start(1, about="own_behaviour", area="Cardiff", language="cy", private_now=False)


def they_talk(caller: CallerPage, handler: Console) -> None:
    handler.is_available().takes()
    caller.sees(T["status_talking"])
    handler.says("Hello, you're through to the helpline. You've done something useful by writing.")
    caller.says("Thanks. I don't know where to start, we had a row last night.")
    handler.says("Take your time. What happened, from the beginning?")
    caller.says("It was only a little shove, she winds me up.")
    handler.hears("It was only a little shove, she winds me up.")
    expect(handler.page.locator("article.message mark")).not_to_have_count(0)
    expect(handler.page.locator(".suggestion").first).to_be_visible()


def the_desk_is_shown(handler: Console, album: Album) -> None:
    album(handler.page, "console", dark=True)
    handler.opens("Triage").chooses("Who is it?", "Person using abuse").sees("caller type.")
    album(handler.page, "triage")
    handler.opens("Signpost")
    handler.page.get_by_label("Words").fill("Respect")
    entry = handler.page.locator(".entry").first
    entry.locator(".entry__head").click()
    album(handler.page, "signpost")


def supervision_is_shown(opens: Opener, service: Server, handler: Console, album: Album) -> None:
    above = Console(opens.page(DESK), service.origin).signs_in("supervisor1", "/supervision/")
    expect(above.page.get_by_role("rowheader", name="handler1")).to_be_visible()
    album(above.page, "board")
    at = f"{service.origin}/supervision"
    album.at(above.page, f"{at}/figures/?period=2026-Q3", "figures")
    handler.ends().wraps_up("Plan made")
    album.at(above.page, f"{at}/quality/", "quality")
    service.run_code(WEEK)
    album.at(above.page, f"{at}/hours/", "hours")
    above.page.goto(f"{at}/scripts/")
    above.presses("Begin a draft").sees("The draft")
    album(above.page, "script")
    admin = Console(opens.page(DESK), service.origin).signs_in("admin1", "/supervision/staff/")
    album(admin.page, "staff")
    for name, place in ADMINISTRATORS.items():
        album.at(admin.page, f"{at}/{place}", name)


def test_every_picture_of_the_documentation_is_taken(
    service: Server, opens: Opener, callers: Callers, album: Album
) -> None:
    caller = CallerPage(opens.page(PHONE), service.origin)
    handler = Console(opens.page(DESK), service.origin).signs_in("handler1")
    a_caller_comes(caller, album)
    others_wait(callers)
    they_talk(caller, handler)
    album(caller.page, "talk", dark=True)
    the_desk_is_shown(handler, album)
    supervision_is_shown(opens, service, handler, album)
    service.run_code(CLOSED_TODAY)
    late = CallerPage(opens.page(PHONE), service.origin).opens_home().opens_chat()
    late.sees("The chat is closed now.")
    album(late.page, "closed")

    assert album.taken == {path.name for path in KEPT.glob("*.png")}
