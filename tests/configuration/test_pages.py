"""The page of the configuration: out, a look at what would change, and in."""

import io
from collections.abc import Callable
from html import escape
from typing import Any

import pytest
from django.test import Client

from chat.models import LineSettings
from chat.services.line_settings import set_line
from helpline.configuration.exporting import written
from helpline.staff.models import Account, AuditEvent
from helpline.staff.sessions import CONFIRMED

pytestmark = pytest.mark.django_db
PAGE = "/supervision/service/configuration/"


@pytest.fixture
def client(signed_in: Callable[[Account], Client], admin: Account) -> Client:
    set_line(changes={"idle_minutes": 30}, replaces=0, by=admin)
    return signed_in(admin)


def as_file(text: str) -> Any:
    file = io.BytesIO(text.encode())
    file.name = "mine.yaml"
    return file


def test_out_and_in_again_by_the_page(client: Client) -> None:
    out = client.get(f"{PAGE}file/")
    assert out.headers["Content-Disposition"] == 'attachment; filename="helpline-configuration.yaml"'
    text = out.content.decode()
    assert text == written()
    assert AuditEvent.objects.filter(event="configuration.exported").count() == 1

    changed = text.replace("idle_minutes: 30", "idle_minutes: 45")
    shown = client.post(PAGE, {"file": as_file(changed)})
    page = shown.content.decode()
    assert shown.status_code == 200
    assert "How the line works" in page
    assert LineSettings.objects.latest("version").idle_minutes == 30, "a look changed something"

    # As a browser sends what stands in a form: with other line ends.
    form = {"text": shown.context["text"].replace("\n", "\r\n"), "seen": shown.context["plan"].seen}
    done = client.post(f"{PAGE}apply/", form, follow=True)
    assert "Taken in: How the line works." in done.content.decode()
    assert written() == changed
    assert "Nothing would change" in client.post(PAGE, {"text": changed}).content.decode()


def test_what_was_changed_meanwhile_is_shown_again_and_nothing_is_taken_in(
    client: Client, admin: Account
) -> None:
    changed = written().replace("idle_minutes: 30", "idle_minutes: 45")
    seen = client.post(PAGE, {"text": changed}).context["plan"].seen
    set_line(changes={"pause_minutes": 9}, replaces=1, by=admin)

    again = client.post(f"{PAGE}apply/", {"text": changed, "seen": seen})

    assert again.status_code == 409
    assert "Somebody has changed the settings meanwhile" in again.content.decode()
    assert LineSettings.objects.latest("version").idle_minutes == 30


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "Choose a file, or paste its text below"),
        ({"text": "version: 1", "file": as_file("version: 1")}, "Choose a file or paste its text, not both"),
        ({"text": "version: 9"}, "This file comes from a newer version"),
        ({"text": "version: 1\nline: 3"}, "Line 2, How the line works: This must have keys and values."),
        ({"text": "a: &a [1]\nb: *a"}, "References (* and &amp;) are not used here"),
        ({"file": as_file("")}, "The file is empty"),
    ],
)
def test_a_file_that_is_wrong_comes_back_with_a_sentence(client: Client, sent: Any, says: str) -> None:
    refused = client.post(PAGE, sent)

    assert refused.status_code == 422
    page = refused.content.decode()
    assert says in page
    assert escape(sent.get("text", "").partition("\n")[0]) in page, "what was pasted is lost"


def test_two_hundred_megabytes_are_refused_before_they_are_read(client: Client) -> None:
    refused = client.generic("POST", PAGE, b"", CONTENT_LENGTH=str(200 * 1024 * 1024))

    assert refused.status_code == 413
    assert "A page takes 1 MB at most" in refused.content.decode()


def test_a_name_in_a_text_stops_the_file_and_the_page_says_where(client: Client, admin: Account) -> None:
    from dataclasses import replace
    from datetime import date

    from helpline.hours.rules import ExceptionDay
    from helpline.hours.services import publish_hours
    from tests.hours.schedules import OFFICE

    day = ExceptionDay(date(2026, 12, 24), f"{admin.username} is away", ())
    publish_hours(schedule=replace(OFFICE, exceptions=(day,)), by=admin)

    refused = client.get(f"{PAGE}file/")

    assert refused.status_code == 409
    assert "Hours, exceptions, entry 1, name" in refused.content.decode()


def test_an_hour_after_the_sign_in_it_asks_once_more_who_it_is_and_keeps_the_file(client: Client) -> None:
    changed = written().replace("idle_minutes: 30", "idle_minutes: 45")
    seen = client.post(PAGE, {"text": changed}).context["plan"].seen
    session = client.session
    session[CONFIRMED] = 0
    session.save()

    asked = client.post(f"{PAGE}apply/", {"text": changed, "seen": seen})

    assert "Is it still you" in asked.content.decode()
    assert "idle_minutes: 45" in asked.content.decode()
    assert LineSettings.objects.latest("version").idle_minutes == 30
