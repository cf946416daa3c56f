"""A calendar holds days, times and at most usernames; its address opens that and nothing else."""

import re
from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from django.conf import settings
from django.test import Client
from icalendar import Calendar

from helpline.rota.calendars import calendar_of
from helpline.rota.models import CalendarAddress
from helpline.rota.services import add_shifts
from helpline.staff.models import Account, AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_shifts(ann: Account, ben: Account, supervisor: Account, monday: date) -> None:
    add_shifts(account=ann, day=monday, start=time(22), end=time(6), by=supervisor)
    add_shifts(account=ben, day=monday, start=time(9), end=time(13), by=supervisor)


def events(content: bytes) -> list[tuple[str, str, str]]:
    found = Calendar.from_ical(content)
    return [
        (str(each["summary"]), each["dtstart"].dt.isoformat(), each["dtend"].dt.isoformat())
        for each in found.walk("VEVENT")
    ]


def address_from(page: bytes) -> str:
    found = re.search(rb"/calendar/([\w-]{43})/shifts\.ics", page)
    assert found is not None
    return found[0].decode()


@pytest.mark.usefixtures("two_shifts")
def test_ones_own_is_called_shift_alone_and_the_whole_has_names(ann: Account, monday: date) -> None:
    start = f"{monday.isoformat()}T22:00:00"
    ((summary, begins, ends),) = events(calendar_of(ann, whole=False))

    assert (summary, begins[:19] == start or "T21:00:00" in begins) == ("Shift", True)
    assert ends[:10] == (monday + timedelta(days=1)).isoformat()
    assert [name for name, *_ in events(calendar_of(ann, whole=True))] == ["Shift: ben", "Shift: ann"]
    text = calendar_of(ann, whole=True).decode()
    names = {line.split(":")[0].split(";")[0] for line in text.splitlines()}
    assert names == {
        "BEGIN", "END", "PRODID", "VERSION", "X-WR-CALNAME", "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY",
        "CLASS",
    }  # fmt: skip


@pytest.mark.usefixtures("two_shifts")
def test_an_address_reads_without_a_session_until_it_is_renewed(
    ann: Account, signed_in: Callable[[Account], Client]
) -> None:
    browser, program = signed_in(ann), Client()
    first = address_from(browser.post("/console/shifts/address/").content)

    answer = program.get(first)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert [name for name, *_ in events(answer.content)] == ["Shift"]
    assert answer.cookies == {}
    assert settings.SESSION_COOKIE_NAME not in program.cookies
    assert answer["Cache-Control"] == "no-store"
    assert CalendarAddress.objects.get().digest not in first
    assert first.split("/")[2] not in str(AuditEvent.objects.values_list("detail", "subject"))

    second = address_from(browser.post("/console/shifts/address/").content)
    assert program.get(first).status_code == 404
    assert program.get(second).status_code == 200
    browser.post("/console/shifts/address/", {"end": "1"})
    assert program.get(second).status_code == 404


@pytest.mark.usefixtures("two_shifts")
def test_it_shows_nothing_once_its_person_may_not_see_it(
    ann: Account, supervisor: Account, signed_in: Callable[[Account], Client]
) -> None:
    own = address_from(signed_in(ann).post("/console/shifts/address/").content)
    whole = address_from(signed_in(supervisor).post("/supervision/rota/address/").content)
    assert len(events(Client().get(whole).content)) == 2

    Account.objects.filter(pk=ann.pk).update(is_active=False)
    Account.objects.filter(pk=supervisor.pk).update(role="handler")
    assert [Client().get(address).status_code for address in (own, whole)] == [404, 404]


def test_who_guesses_is_slowed_down(db: None) -> None:
    answers = [Client().get(f"/calendar/{'x' * 43}/shifts.ics").status_code for _ in range(22)]

    assert (answers[0], answers[-1]) == (404, 429)
