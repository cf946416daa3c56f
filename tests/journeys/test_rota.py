"""The rota, dates of staff and leaving, as they look with people and gaps in them."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.console_page import Console
from tests.journeys.looks import faults_of
from tests.journeys.opener import DESK, Opener
from tests.live import Server

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.long]
SIZES = ("1024", "1440", "tablet")
MAKES = """
from datetime import time, timedelta
from django.utils import timezone
from helpline.hours.rules import Schedule, WeeklyInterval
from helpline.hours.services import publish_hours
from helpline.rota.cover import week_of
from helpline.rota.services import add_shifts
from helpline.rota.swaps import ask_swap
from helpline.staff.models import Account
from helpline.standing.rules import Kind, Rule, Unit
from helpline.standing.services import note_date, set_rules
people = {each.username: each for each in Account.objects.all()}
sue, ada = people["supervisor1"], people["admin1"]
evenings = tuple(WeeklyInterval(day, time(18), time(22)) for day in range(5))
publish_hours(schedule=Schedule(weekly=evenings), by=sue)
monday, today = week_of(timezone.localdate()) + timedelta(weeks=1), timezone.localdate()
one = add_shifts(account=people["handler1"], day=monday, start=time(18), end=time(22), repeats=1, by=sue)[0]
add_shifts(account=people["handler2"], day=monday, start=time(18), end=time(20), by=sue)
wednesday = monday + timedelta(days=2)
two = add_shifts(account=people["handler2"], day=wednesday, start=time(18), end=time(22), by=sue)[0]
ask_swap(shift=two.pk, to=people["handler1"], by=people["handler2"])
ask_swap(shift=one.pk, by=people["handler1"])
for name in ("handler1", "handler2", "supervisor1"):
    for kind in Kind:
        note_date(account=people[name], kind=kind, done_on=today - timedelta(days=20), by=ada)
note_date(account=people["handler2"], kind=Kind.VETTING, done_on=today - timedelta(days=1200), by=ada)
months = {Kind.TRAINING: 12, Kind.VETTING: 36, Kind.SUPERVISION: 1}
set_rules(rules={kind: Rule(number, Unit.MONTHS) for kind, number in months.items()}, by=ada)
"""


def test_every_page_of_the_rota_and_of_dates_is_for_everybody(
    service: Server, opens: Opener, pictures: Path
) -> None:
    service.run_code(MAKES)
    desk = Console(opens.page(DESK), service.origin).signs_in("supervisor1", "/supervision/rota/").page
    desk.get_by_role("link", name="Week after").click()
    expect(desk.locator(".rota-gaps").first).to_contain_text("2 are needed")
    found = faults_of(desk, pictures, "rota-week", sizes=SIZES, full_page=True)
    desk.get_by_role("link", name="Set how many are needed").click()
    found += faults_of(desk, pictures, "rota-cover", sizes=SIZES, full_page=True)

    mine = Console(opens.page(DESK), service.origin).signs_in("handler1", "/console/shifts/").page
    mine.locator("summary").first.click()
    found += faults_of(mine, pictures, "rota-own", sizes=SIZES, full_page=True)
    mine.get_by_role("button", name="Make an address to subscribe to").click()
    expect(mine.get_by_role("heading", level=1)).to_have_text("Address for a calendar")
    found += faults_of(mine, pictures, "rota-address", sizes=SIZES, full_page=True)

    admin = Console(opens.page(DESK), service.origin).signs_in("admin1", "/supervision/staff/").page
    found += faults_of(admin, pictures, "staff-list", sizes=SIZES, full_page=True)
    admin.get_by_role("link", name="handler2", exact=True).click()
    admin.get_by_role("link", name="Training, vetting and supervision").click()
    found += faults_of(admin, pictures, "staff-dates", sizes=SIZES, full_page=True)
    admin.goto(f"{service.origin}/supervision/standing/")
    admin.get_by_role("button", name="See whom this holds back").click()
    expect(admin.get_by_text("If you save this now")).to_be_visible()
    found += faults_of(admin, pictures, "staff-rules", sizes=SIZES, full_page=True)
    admin.goto(f"{service.origin}/supervision/staff/")
    admin.get_by_role("link", name="handler2", exact=True).click()
    admin.get_by_role("link", name="Deactivate").click()
    found += faults_of(admin, pictures, "staff-deactivate", sizes=SIZES, full_page=True)
    admin.get_by_role("button", name="Deactivate handler2").click()
    expect(admin.get_by_role("heading", name="After handler2 left")).to_be_visible()
    found += faults_of(admin, pictures, "staff-left", sizes=SIZES, full_page=True)
    assert found == [], "\n".join(found)
