"""A file with people, words, keys or addresses in it is never made: each is planted, and noticed."""

import base64
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.conf import settings

from chat.models import LineSettings, Message
from helpline.configuration.exporting import in_force, written
from helpline.configuration.importing import plan_import
from helpline.configuration.mistakes import FileRefused, NotForAFile
from helpline.configuration.never_out import not_for_a_file
from helpline.configuration.section import Section
from helpline.hours.configuration_section import SECTION as HOURS
from helpline.hours.rules import BankHolidayPolicy, ExceptionDay, HolidayMode, Nation, Schedule
from helpline.hours.services import publish_hours
from helpline.kernel.keyring import ring
from helpline.staff.models import Account
from helpline.staff.roles import Role
from tests.hours.schedules import OFFICE
from triage.directory_section import SECTION as DIRECTORY

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> None:
    make = Account.objects.create_account
    make(username="bronwen.hughes", password=None, role=Role.HANDLER, display_name="Bronwen")
    make(username="anna", password=None, role=Role.HANDLER)
    make(username="kim lee", password=None, role=Role.ADMIN)
    Account.objects.update(email="private@home.example")


def a_secret() -> str:
    return base64.b64encode(next(iter(ring().keys.values()))).decode()


PLANTED: dict[str, Any] = {
    "a username": lambda: "Closed for Anna's leave, ask bronwen.hughes",
    "a short username": lambda: "Anna is away",
    "a username of two words": lambda: "ask Kim Lee",
    "what callers see of somebody": lambda: "Bronwen is away",
    "an account's address": lambda: "write to private@home.example",
    "an address": lambda: "write to somebody@elsewhere.example",
    "the secret key": lambda: f"x{settings.SECRET_KEY}x",
    "a key of words": a_secret,
    "the same in hexadecimal": lambda: next(iter(ring().keys.values())).hex(),
    "somebody's key": lambda: "-----BEGIN PRIVATE KEY-----",
    "a token": lambda: "t0ken" * 12,
    "a network address": lambda: "only from 10.20.30.40",
    "a newer network address": lambda: "only from 2001:db8::7",
}


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("kind", PLANTED)
def test_what_is_planted_in_a_text_stops_the_file_and_is_not_repeated(kind: str, admin: Account) -> None:
    planted = PLANTED[kind]()
    _close_on_christmas_eve("Christmas Eve", admin)
    assert "Christmas Eve" in written(), "without it the file is made"
    _close_on_christmas_eve(planted[:200], admin)

    with pytest.raises(NotForAFile) as refused:
        written()

    assert refused.value.extra["places"] == ["Hours, exceptions, entry 1, name"]
    assert planted not in str(refused.value)
    with pytest.raises(FileRefused, match="cannot be taken in"):
        plan_import(_file_with(planted[:200]))


def _close_on_christmas_eve(name: str, by: Account) -> None:
    holidays = BankHolidayPolicy(Nation.ENGLAND, HolidayMode.CLOSED, ())
    schedule = Schedule(OFFICE.weekly, (ExceptionDay(date(2026, 12, 24), name, ()),), holidays, 30)
    publish_hours(schedule=schedule, by=by)


def _file_with(name: str) -> bytes:
    import json

    found = in_force([HOURS])
    found["hours"]["exceptions"][0]["name"] = name
    return json.dumps({"version": 1, **found}).encode()


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    "text", ["Christmas Eve", "Adviser", "a supervisor", "17:00", "from 127.0.0.1", "annabel", "1.2.3", "::"]
)
def test_ordinary_words_stop_nothing(text: str) -> None:
    assert not_for_a_file(HOURS, {"name": text}) == []


@pytest.mark.parametrize("letter", ["a", ":", "1.", "a:", "A1b", "-", "@"])
def test_a_very_long_text_is_searched_to_its_end(letter: str) -> None:
    text = f"{letter * 200_000} somebody@elsewhere.example"

    assert not_for_a_file(HOURS, {"name": text}) == ["Hours, name"]


@pytest.mark.usefixtures("people")
def test_the_public_address_of_a_service_may_stand_in_the_directory_and_nobody_elses() -> None:
    assert not_for_a_file(DIRECTORY, [{"email": "help@charity.example"}]) == []
    assert not_for_a_file(HOURS, [{"email": "help@charity.example"}]) == ["Hours, entry 1, email"]
    assert not_for_a_file(DIRECTORY, [{"email": "private@home.example"}]) == [
        "Programmes and helplines, entry 1, email"
    ]


READS: dict[str, Any] = {
    "words": lambda: [str(each) for each in Message.objects.values_list("id", flat=True)],
    "accounts": lambda: list(Account.objects.values_list("username", flat=True)),
    "who set the line, by the way": lambda: list(LineSettings.objects.values_list("by__username", flat=True)),
}


@pytest.mark.parametrize("kind", READS)
def test_a_section_that_reads_people_or_words_makes_no_file_at_all(kind: str) -> None:
    section: Section = replace(HOURS, export=READS[kind])
    assert READS[kind]() == [], "it can be read elsewhere"

    with pytest.raises(NotForAFile):
        written([section])


@pytest.mark.django_db(databases=["default", "keys"])
def test_the_store_of_keys_is_not_read_either() -> None:
    from helpline.kernel.models import ContactKey

    section = replace(HOURS, export=lambda: [each.pk for each in ContactKey.objects.all()])

    with pytest.raises(NotForAFile):
        written([section])
