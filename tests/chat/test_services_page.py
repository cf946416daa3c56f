"""The public page of services: a search without a trace, without script, in both languages."""

import logging
from datetime import date
from html import unescape
from typing import Any

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.test import Client
from pytest_django import Settings

from chat import texts
from chat.language_names import LANGUAGE_NAMES
from chat.service_words import card_words
from tests.chat.test_pages import Elements
from triage.entries import FORMATS, LANGUAGES, entry_id
from triage.models import DirectoryEntry

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PATH = "/chat/services"
WHOLE = {"place": "CH45 1AB", "about": "own_behaviour", "who": "man", "form": "group", "language": ""}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-11-27T12:00Z", tick=False) as traveller:
        yield traveller


def public(slug: str = "riverside", **fields: Any) -> DirectoryEntry:
    values = {
        "kind": "programme", "name": "Riverside", "areas": ["Wirral"], "role": "behaviour_change",
        "signpost": "yes", "phone": "0151 496 0123", "last_checked": date(2026, 11, 1),
        "check_due": date(2027, 5, 1), "audience": ["M"], "formats": ["group"],
    }  # fmt: skip
    return DirectoryEntry.objects.create(id=entry_id(slug), slug=slug, **{**values, **fields})


def read(client: Client, path: str = PATH, **form: str) -> str:
    answer = client.post(path, form) if form else client.get(path)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def elements(html: str, tag: str) -> list[dict[str, str | None]]:
    return [attributes for name, attributes in Elements(html).found if name == tag]


@pytest.mark.parametrize("lang", ["en", "cy"])
@pytest.mark.parametrize("form", [None, WHOLE, {"about": "being_hurt"}, {"place": "Livepool"}])
def test_it_leaves_nothing_on_the_device_and_has_the_way_out(
    client: Client, settings: Settings, form: dict[str, str] | None, lang: str
):
    settings.HELPLINE_EXIT_URL = "https://weather.example/"
    path = f"{PATH}?lang={lang}"
    answer = client.post(path, form) if form else client.get(path)
    html = answer.content.decode()
    found = Elements(html).found
    links = [a for tag, a in found if tag == "a"]

    assert answer.status_code == 200
    assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert (answer["Content-Language"], answer["X-Robots-Tag"]) == (lang, "noindex")
    assert "Set-Cookie" not in answer.headers
    assert f"<title>{texts.texts(lang)['page_title']}</title>" in html
    assert links[0]["href"] == "https://weather.example/"
    assert [a["target"] for a in links if a.get("href") == "https://weather.example/"] == ["_top"] * 2
    assert [a for _, a in found if "style" in a or any(name.startswith("on") for name in a)] == []
    # No browser is to remember what was typed, and nothing is asked for by an address.
    forms = [a for tag, a in found if tag == "form"]
    assert forms
    assert {(a.get("method"), a.get("autocomplete")) for a in forms} == {("post", "off")}
    assert [a for a in links if "place=" in str(a.get("href"))] == []


def test_half_a_postcode_is_looked_for_and_the_other_half_never_comes_back(client: Client, caplog: Any):
    public()
    with caplog.at_level(logging.DEBUG):
        html = read(client, **WHOLE)

    assert "Services for Wirral" in html
    assert next(a["value"] for a in elements(html, "input") if a.get("name") == "place") == "CH45"
    assert "1AB" not in html.upper()
    assert "1AB" not in caplog.text.upper()
    assert "CH45" not in caplog.text.upper()


def test_a_search_shows_cards_with_all_that_one_needs_and_keeps_what_was_chosen(client: Client):
    public(
        caller_text="A group.", what_happens="You talk.", cost="free", website="https://riverside.example",
        hours_text="Monday to Friday, 9am to 5pm", routes=["self"], languages=["en", "cy"], weeks_min=8,
        weeks_max=10, age_min=18, partner_support="yes", partner_support_text="Harbour, 0151 496 9999",
    )  # fmt: skip

    html = read(client, **WHOLE)

    for words in (
        "In Wirral", "A group.", "You talk.", "Open now until 5 in the afternoon", "free",
        "Men aged 18 and over", "Group, 8 to 10 weeks", "You can ask yourself.", "English, Cymraeg",
        "We checked these details on 1 November 2026.", "As it was on 27 November 2026, midday.",
    ):  # fmt: skip
        assert words in html, words
    assert {str(a["href"]) for a in elements(html, "a")} >= {
        "tel:01514960123",
        "https://riverside.example",
        "tel:999",
    }
    assert "Harbour" not in html
    assert "9999" not in html
    chosen = [a["value"] for a in elements(html, "option") if "selected" in a]
    assert chosen == ["man", "group"]
    assert [a["value"] for a in elements(html, "input") if "checked" in a] == ["own_behaviour"]


def test_into_the_other_language_the_search_goes_along(client: Client):
    public(caller_text_cy="Grŵp.")
    html = read(client, **WHOLE)
    form = next(a for a in elements(html, "form") if a.get("action"))
    hidden = {a["name"]: a["value"] for a in elements(html, "input") if a.get("type") == "hidden"}

    assert form["action"] == "?lang=cy"
    welsh = read(
        client, f"{PATH}{form['action']}", **{str(name): str(value) for name, value in hidden.items()}
    )
    assert "Gwasanaethau ar gyfer Wirral" in welsh
    assert "Grŵp." in welsh


def test_an_unknown_place_brings_names_to_press_and_the_whole_list(client: Client):
    public()
    html = read(client, place="<b>Livepool", about="own_behaviour", who="man")

    assert "We know no place called “<b>Livepool”" in html
    assert "<b>" not in client.post(PATH, {"place": "<b>Livepool"}).content.decode()
    buttons = [a["value"] for a in elements(html, "button") if a.get("name") == "place"]
    assert "Liverpool" in buttons
    assert "Riverside" in html
    assert "Services for Liverpool" in read(client, place="Liverpool", about="own_behaviour", who="man")


def test_nothing_local_and_nothing_at_all_are_said(client: Client):
    assert "Nothing on our list fits this now." in read(client, place="Wirral")
    public("elsewhere", areas=["Leeds"])
    assert "Nothing on our list fits this now." in read(client, place="Wirral")
    public("wide", areas=["UK"])
    assert "Nothing in or near Wirral" in read(client, place="Wirral")
    public("near", areas=["Sefton"])
    html = read(client, place="Wirral", about="own_behaviour")
    assert "Below are the nearest" in html
    assert "Not there, but near: serves Sefton" in html


def test_somebody_who_is_hurt_is_told_why_nothing_local_stands_there(client: Client):
    public("refuge", role="survivor_support")
    html = read(client, place="Wirral", about="being_hurt")

    assert "We name no local places here" in html
    assert "Riverside" not in html
    assert "tel:999" in html


def test_no_service_works_in_the_language_that_is_asked_for(client: Client):
    public(languages=["en", "cy"])
    assert "Nothing here says that it works in Polski" in read(client, language="pl")
    assert "Nothing here says" not in read(client, language="cy")


def test_the_next_ones_come_with_the_same_search(client: Client):
    for number in range(21):
        public(f"s{number:02}", name=f"Riverside {number:02}")
    html = read(client, **WHOLE)
    hidden = [(a["name"], a["value"]) for a in elements(html, "input") if a.get("type") == "hidden"]

    assert html.count("<article") == 20 + 1
    assert ("page", "2") in hidden
    second = read(client, **{**WHOLE, "page": "2"})
    assert second.count("<article") == 1 + 1
    assert ("page", "3") not in [(a["name"], a["value"]) for a in elements(second, "input") if "name" in a]


@pytest.mark.parametrize(
    "form",
    [
        {"place": "x" * 5000}, {"place": "\x00' OR 1=1"}, {"about": "work"}, {"who": "dog"},
        {"form": "group'"}, {"language": "tlh"}, {"page": "-1"}, {"page": "0"}, {"page": "²"},
        {"page": "9" * 30}, {"step": "start"},
    ],
)  # fmt: skip
def test_what_no_form_of_ours_sends_is_left_out(client: Client, form: dict[str, str]):
    public()
    assert "Riverside" in read(client, **form)


def test_it_is_framed_where_the_chat_may_be_and_then_without_script(client: Client, settings: Settings):
    settings.HELPLINE_FRAME_ANCESTORS = ["https://charity.example"]
    framed, alone = client.post(f"{PATH}?frame=1", WHOLE), client.post(PATH, WHOLE)

    assert "frame-ancestors https://charity.example" in framed["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in alone["Content-Security-Policy"]
    assert elements(framed.content.decode(), "script") == []
    scripts = [str(a["src"]) for a in elements(alone.content.decode(), "script")]
    assert scripts == ["/static/services/page.js"]
    assert finders.find(scripts[0].removeprefix("/static/"))


def test_it_looks_at_no_session_and_other_methods_are_refused(client: Client, django_assert_num_queries: Any):
    public()
    client.get(PATH)
    with django_assert_num_queries(4):
        client.post(PATH, WHOLE)
    assert client.put(PATH).status_code == 405
    assert client.head(PATH).status_code == 200


def test_a_service_shows_no_unreviewed_welsh(client: Client, settings: Settings):
    settings.HELPLINE_MODE = "service"
    assert client.get(f"{PATH}?lang=cy")["Content-Language"] == "en"


def test_the_pages_of_callers_lead_there(client: Client):
    for path in ("/chat/", "/chat/guide", "/chat/workers", "/chat/accessibility"):
        assert 'href="/chat/services"' in client.get(path).content.decode()
    shut = client.post("/chat/plain", {"lang": "en"}).content.decode()
    assert 'href="/chat/services"' in shut


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_every_code_of_a_service_has_its_words(lang: str):
    assert LANGUAGE_NAMES.keys() == LANGUAGES.keys()
    said = card_words(
        {
            "formats": list(FORMATS),
            "languages": list(LANGUAGES),
            "weeks": [1, 1],
            "way_in": "family",
            "checked": None,
        },
        lang,
    )

    assert all(said.values())
    assert len(said["form"].split(", ")) == len(FORMATS) + 1
