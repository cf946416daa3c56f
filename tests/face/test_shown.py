"""What callers and staff see of the charity's own face; the environment's where nothing was saved."""

import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError
from django.test import Client
from pytest_django import Settings

from chat.caller_view import caller_view
from chat.models import Contact
from helpline.face import in_force, public
from helpline.face.in_force import FRESH_SECONDS, face_in_force, forget_face, shown
from helpline.face.models import FaceVersion, LogoPicture
from helpline.face.services import keep_picture
from helpline.face.values import Colours, Words
from helpline.hours.services import publish_hours
from helpline.staff.models import Account
from tests.chat.acts import UTC_NOON, is_there, starts, takes
from tests.content import put_content_in
from tests.face.acts import HARBOUR, saved
from tests.face.attacks import drawing, picture
from tests.hours.schedules import OFFICE

AT_NIGHT = UTC_NOON.replace("12:00", "02:00")
pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.once]
PAGES = [
    "/",
    "/chat/",
    "/chat/guide",
    "/chat/privacy",
    "/chat/accessibility",
    "/chat/complaints",
    "/chat/services",
]


def page(client: Client, path: str) -> str:
    return unescape(client.get(path).content.decode())


@pytest.fixture
def content(db: None) -> None:
    put_content_in()


@pytest.fixture
def logo(admin: Account) -> LogoPicture:
    return keep_picture(content=drawing(""), by=admin)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_callers_has_the_name_the_colours_and_the_way_out(
    path: str, client: Client, admin: Account
) -> None:
    saved(admin)

    english, welsh = page(client, path), page(client, f"{path}?lang=cy")

    assert '<span class="top__name">Quiet Harbour</span>' in english
    assert '<span class="top__name">Harbwr Tawel</span>' in welsh
    assert '<link rel="stylesheet" href="/face/1.css">' in english
    if path != "/":
        assert 'href="https://www.metoffice.gov.uk/"' in english
        # A way out in one language is better than none.
        assert 'href="https://www.metoffice.gov.uk/"' in welsh
    # The tab says nothing.
    assert "<title>Home</title>" in english


def test_the_environment_counts_where_nothing_was_saved(client: Client, settings: Settings) -> None:
    settings.HELPLINE_SERVICE_NAME, settings.HELPLINE_EXIT_URL = "Of the operator", "https://weather.example/"
    settings.HELPLINE_CONTACT_LINE, settings.HELPLINE_CONTROLLER = "Ring us.", "The operator"

    seen = shown("cy")

    assert (seen.service_name, seen.exit_url) == ("Of the operator", "https://weather.example/")
    assert (seen.contact_line, seen.controller) == ("Ring us.", "The operator")
    assert "/face/" not in page(client, "/chat/")


def test_what_was_saved_counts_before_the_environment(
    client: Client, admin: Account, settings: Settings
) -> None:
    settings.HELPLINE_CONTACT_LINE, settings.HELPLINE_CONTROLLER = "Ring us.", "The operator"
    saved(admin)

    assert "Ring 01234 567890." in page(client, "/chat/accessibility")
    assert "ICO Z1234567" in page(client, "/chat/privacy")
    assert "The operator" not in page(client, "/chat/privacy")


def test_staff_read_the_name_too(
    client: Client, admin: Account, signed_in: Callable[[Account], Client]
) -> None:
    saved(admin)

    assert "Quiet Harbour</title>" in page(signed_in(admin), "/supervision/service/")
    assert "Quiet Harbour" in page(client, "/accounts/login/")


def test_who_answers_is_called_the_same_everywhere(client: Client, admin: Account, handler: Account) -> None:
    waiting = starts().contact
    takes(is_there(handler), waiting)
    before = caller_view(waiting.pk, after=0)
    saved(admin)
    english = caller_view(waiting.pk, after=0)
    Contact.objects.update(language="cy")
    welsh = caller_view(waiting.pk, after=0)

    assert before is not None
    assert english is not None
    assert welsh is not None
    assert [before.handler, english.handler, welsh.handler] == ["Adviser", "Harbour worker", "Gweithiwr"]
    texts = json.loads(
        client.get("/chat/talk.js?lang=cy").content.split(b"\n", 1)[0][len("const MORE=") : -1]
    )
    assert texts["texts"]["from_handler"] == "Gweithiwr"
    assert texts["own_waiting"] == "Deng munud."


def test_a_sentence_of_its_own_stands_beside_ours_while_it_is_closed(client: Client, admin: Account) -> None:
    publish_hours(schedule=OFFICE, by=admin)
    saved(admin)
    with time_machine.travel(UTC_NOON, tick=False):
        assert "own" not in client.get("/status.json").json()
    # The night before.
    with time_machine.travel(AT_NIGHT, tick=False):
        forget_face()
        status = client.get("/status.json?lang=cy").json()
        shut = unescape(client.post("/chat/plain", {"lang": "en"}).content.decode())

    assert status["own"] == "Tîm bach ydym ni."
    assert "Mae'r sgwrs ar gau nawr." in status["message"]
    assert "We are a small team." in shut
    assert "The chat is closed now." in shut


def test_words_of_the_charity_are_words_and_never_markup(client: Client, admin: Account) -> None:
    words = {
        **HARBOUR.words,
        "en": Words(name="<b>x</b>", sender='"><script>'),
    }
    saved(admin, words=words)

    raw = client.get("/chat/").content.decode()
    assert "<b>x</b>" not in raw
    assert "&lt;b&gt;x&lt;/b&gt;" in raw


def test_the_style_sheet_is_of_its_version_and_like_all_of_callers_it_is_not_kept(
    client: Client, admin: Account
) -> None:
    saved(admin)
    saved(admin, colours=Colours(main="#552288"))

    first, second = client.get("/face/1.css"), client.get("/face/2.css")

    assert first["Content-Type"] == "text/css; charset=utf-8"
    assert "--accent:#0e4d56" in first.content.decode()
    assert "--accent:#552288" in second.content.decode()
    assert len(first.content) < 600
    # A device that somebody else looks through should hold nothing of the chat: docs/confidentiality.md.
    assert first["Cache-Control"] == "no-store"
    assert client.get("/face/3.css").status_code == 404
    assert client.get("/chat/")["Content-Security-Policy"].count("unsafe") == 0


@pytest.mark.parametrize(
    ("file", "kind"), [(drawing(""), "image/svg+xml"), (picture("PNG"), "image/png")], ids=["svg", "png"]
)
def test_a_logo_is_served_as_a_picture_and_as_nothing_else(
    file: bytes, kind: str, client: Client, admin: Account
) -> None:
    kept = keep_picture(content=file, by=admin)

    answer = client.get(f"/face/logo/{kept.name}")

    assert answer["Content-Type"] == kind
    assert answer["Content-Security-Policy"] == public.STILL
    assert "sandbox" in public.STILL
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Cache-Control"] == "no-store"
    assert client.get("/face/logo/..%2fkeys").status_code == 404
    assert client.get(f"/face/logo/{kept.name}x").status_code == 404


def test_a_logo_stands_in_the_place_of_the_name_and_says_it(
    client: Client, admin: Account, logo: LogoPicture
) -> None:
    saved(admin, logo=logo.name)

    html = page(client, "/chat/")

    assert f'<img class="top__logo" src="/face/logo/{logo.name}" alt="Quiet Harbour">' in html
    # Never in the page itself: what is drawn stays behind a policy of its own.
    assert "<svg" not in html


def test_callers_pages_ask_for_two_things_more_and_no_byte_of_them_stands_in_the_page(
    client: Client, admin: Account, logo: LogoPicture
) -> None:
    saved(admin, logo=logo.name)

    html = client.get("/chat/", headers={"Accept-Encoding": "gzip"})
    plain = page(client, "/chat/")

    assert len(html.content) < 16 * 1024
    asked = re.findall(r'<(?:link|img)[^>]*(?:href|src)="(/[^"]*)"', plain)
    assert asked == ["/static/img/icon.svg", "/face/1.css", f"/face/logo/{logo.name}"]


def test_a_page_asks_the_database_for_it_once_in_a_while(
    client: Client, admin: Account, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved(admin)
    now = [100.0]
    monkeypatch.setattr(in_force.time, "monotonic", lambda: now[0])
    forget_face()

    with django_assert_num_queries(1):
        assert [face_in_force().number for _ in range(50)] == [1] * 50
    # Another process saved: it is seen a few seconds later.
    FaceVersion.objects.create(number=2, stored=HARBOUR.as_json())
    assert face_in_force().number == 1
    now[0] += FRESH_SECONDS
    assert face_in_force().number == 2


def test_a_save_is_seen_at_once_by_the_process_that_made_it(client: Client, admin: Account) -> None:
    assert "Quiet Harbour" not in page(client, "/chat/guide")
    saved(admin)
    assert "Quiet Harbour" in page(client, "/chat/guide")


def test_a_page_comes_while_the_database_does_not_answer(
    client: Client, admin: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved(admin)
    assert face_in_force().number == 1

    def fails(*args: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(FaceVersion.objects, "select_related", fails)
    monkeypatch.setattr(in_force.time, "monotonic", lambda: 1e9)
    assert face_in_force().number == 1
    # A page of what went wrong never asks.
    assert "Quiet Harbour" in page(client, "/nothing-here")
    forget_face()
    assert face_in_force().number == 0


def test_the_button_on_the_charitys_own_site_has_its_colour_and_leads_where_its_pages_lead(
    client: Client, admin: Account
) -> None:
    before = client.get("/embed.js").content.decode()
    saved(admin, colours=Colours(main="#552288"))

    loader = client.get("/embed.js").content.decode()

    assert '"https://www.bbc.co.uk/weather"' in before
    assert 'background: "#0e4d56"' in before
    assert 'script.dataset.exit || "https://www.metoffice.gov.uk/"' in loader
    assert 'background: "#552288"' in loader


def test_a_change_of_language_brings_the_name_in_it(client: Client, admin: Account) -> None:
    saved(admin)

    assert client.get("/chat/texts.json?lang=cy").json()["service_name"] == "Harbwr Tawel"
    assert client.get("/chat/texts.json?lang=en").json()["service_name"] == "Quiet Harbour"
