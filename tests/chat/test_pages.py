"""The pages a caller meets: what is on them, and what they must never hold."""

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from chat import texts
from chat.bundle import bundle
from chat.views.assets import in_page
from chat.views.page_data import FIRST_ROOMS, TALK_ROOMS
from helpline.staff.models import Account

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
PAGES = ["/", "/chat/", "/chat/?lang=cy", "/chat/?frame=1"]


class Elements(HTMLParser):
    """Every start tag of a page with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def page_data(html: str) -> dict[str, object]:
    held = re.search(r'<script id="page-data" type="application/json">(.*?)</script>', html, re.S)
    assert held
    read: dict[str, object] = json.loads(held.group(1))
    return read


@pytest.mark.parametrize("path", PAGES)
def test_no_page_sets_a_cookie(client: Client, path: str):
    response = client.get(path)

    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    assert "Cookie" not in response.headers.get("Vary", "")
    assert response["Cache-Control"] == "no-store"


def test_chat_page_never_looks_at_a_session(signed_in: Callable[[Account], Client], handler: Account):
    client = signed_in(handler)

    with CaptureQueriesContext(connection) as asked:
        html = client.get("/chat/").content.decode()
    with CaptureQueriesContext(connection) as by_staff:
        client.get("/console/")

    assert [query["sql"] for query in asked if "_session" in query["sql"]] == []
    assert any("_session" in query["sql"] for query in by_staff)
    assert handler.username not in html


@pytest.mark.parametrize("path", PAGES)
def test_scripts_and_styles_are_files_of_our_own(client: Client, path: str):
    elements = Elements(client.get(path).content.decode()).found
    loaded = [
        a.get("src") or a.get("href") for tag, a in elements if tag in {"script", "link", "img", "iframe"}
    ]
    inline = [a for tag, a in elements if tag == "script" and "src" not in a]

    assert [source for source in loaded if source and not source.startswith("/")] == []
    # The chat's first screen brings one script and one style sheet itself, by their digests: below.
    of_its_own = ["module"] if path.startswith("/chat/") else []
    assert [a.get("type") for a in inline if a.get("type") != "application/json"] == of_its_own
    assert [tag for tag, _ in elements if tag == "style"] == ["style"] * len(of_its_own)
    assert [a for _, a in elements if "style" in a] == []
    assert [name for _, a in elements for name in a if name.startswith("on")] == []


@pytest.mark.parametrize(("path", "title"), [("/chat/", "Home"), ("/chat/?lang=cy", "Hafan")])
def test_title_tells_nothing(client: Client, path: str, title: str):
    assert f"<title>{title}</title>" in client.get(path).content.decode()


def test_way_out_works_before_and_without_any_script(client: Client, settings: Settings):
    settings.HELPLINE_EXIT_URL = "https://weather.example/"

    links = [a for tag, a in Elements(client.get("/chat/").content.decode()).found if tag == "a"]

    outs = [a for a in links if a.get("id") in {"exit", "exit-skip"}]
    assert [a["href"] for a in outs] == ["https://weather.example/"] * 2
    assert links[0]["id"] == "exit-skip"


def talk_data(client: Client, lang: str = "en") -> dict[str, object]:
    """Return what the second script knows before it runs."""
    first_line = client.get(f"/chat/talk.js?lang={lang}").content.decode().split("\n", 1)[0]
    read: dict[str, object] = json.loads(first_line.removeprefix("const MORE=").removesuffix(";"))
    return read


def test_page_data_holds_what_the_first_screen_needs(client: Client):
    data = page_data(client.get("/chat/").content.decode())

    assert data["lang"] == "en"
    assert data["frame"] is False
    assert isinstance(data["status"], dict)
    assert data["status"]["intake"] == "open"
    assert isinstance(data["texts"], dict)
    assert "send" not in data["texts"]


def test_the_second_script_brings_what_the_other_screens_need(client: Client):
    data = talk_data(client)

    assert data["ws_path"] == "/ws/caller/"
    assert data["contacts_url"] == "/api/contacts"
    assert data["message_characters"] == 4000
    assert isinstance(data["areas"], list)
    assert [area["nation"] for area in data["areas"]] == ["England", "Wales", "Scotland", "Northern Ireland"]
    assert isinstance(data["lines"], list)
    assert [line["phone"] for line in data["lines"]][:1] == ["999"]
    assert isinstance(data["help"], dict)
    assert sorted(data["help"]) == ["being_hurt", "child", "danger"]


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_the_first_screen_is_two_requests_and_light(client: Client, lang: str):
    """The budget is 5 requests and 25 KB before the first key; bench/ asks a browser."""
    html = client.get(f"/chat/?lang={lang}", headers={"Accept-Encoding": "gzip"})
    elements = Elements(gzip.decompress(html.content).decode()).found
    asked = [str(a["src"]) for tag, a in elements if tag in {"script", "img"} and "src" in a]
    asked += [str(a["href"]) for tag, a in elements if tag == "link"]

    # The icon is a file of a few hundred bytes, asked for once all else is there.
    assert asked == ["/static/img/icon.svg"]
    assert html["Content-Encoding"] == "gzip"
    assert html["Cache-Control"] == "no-store"
    assert len(html.content) < 16 * 1024


def test_what_stands_in_the_page_is_let_in_by_its_digest_alone(client: Client):
    html = client.get("/chat/?lang=cy")
    policy = dict(part.split(" ", 1) for part in html["Content-Security-Policy"].split("; "))

    for tag, directive in (('script type="module"', "script-src"), ("style", "style-src")):
        found = re.findall(rf"<{tag}>(.*?)</{tag.split()[0]}>", html.content.decode(), re.S)
        digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in found]
        assert len(digests) == 1
        assert policy[directive] == f"'self' 'sha256-{digests[0]}'"


@pytest.mark.parametrize("text", ["const a = '</script>';", "/* <!-- */"])
def test_what_would_end_its_own_element_stands_in_no_page(text: str):
    with pytest.raises(ValueError, match="neither"):
        in_page(text)


def test_what_one_waits_for_before_the_talk_is_light(client: Client):
    """The second file with its texts; it is fetched while the caller reads the first screen.

    Half a kilobyte of it is what a card says in the caller's own language.
    """
    talk = client.get("/chat/talk.js?lang=en", headers={"Accept-Encoding": "gzip"})

    assert len(talk.content) < 26 * 1024


@pytest.mark.parametrize(("file", "rooms"), [("app", FIRST_ROOMS), ("talk", (*FIRST_ROOMS, *TALK_ROOMS))])
def test_each_script_comes_with_every_text_that_it_names(file: str, rooms: tuple[str, ...]):
    """What only a later file brings would stand on the page as its key: a line may be lost before."""
    room_of = {
        key: room.stem
        for room in (texts.LOCALE / "en").glob("*.json")
        for key in json.loads(room.read_text())
    }
    named = set(re.findall(r'"(\w+)"', bundle(ROOT / "static" / "chat")[file])) & room_of.keys()

    assert len(named) > 4
    assert {key: room_of[key] for key in named if room_of[key] not in rooms} == {}


def test_a_change_of_language_brings_everything_that_is_in_one_language(client: Client):
    fresh = client.get("/chat/texts.json?lang=cy").json()
    shown = {**page_data(client.get("/chat/").content.decode()), **talk_data(client)}

    assert fresh["lang"] == "cy"
    assert fresh["texts"]["send"] == "Anfon"
    assert fresh["texts"]["exit"] == "Gadael nawr"
    assert fresh["consent"]["heading"].startswith("Beth")
    assert set(fresh) <= set(shown)


def test_welsh_page_is_welsh(client: Client):
    response = client.get("/chat/?lang=cy")
    data = page_data(response.content.decode())

    assert response["Content-Language"] == "cy"
    assert '<html lang="cy"' in response.content.decode()
    assert isinstance(data["texts"], dict)
    assert data["texts"]["exit"] == "Gadael nawr"
    assert data["texts"].keys().isdisjoint({"send"})


def test_a_service_keeps_unreviewed_welsh_back(client: Client, settings: Settings):
    settings.HELPLINE_MODE = "service"

    response = client.get("/chat/?lang=cy")

    assert response["Content-Language"] == "en"
    assert 'id="language"' not in response.content.decode()


@pytest.mark.once
@pytest.mark.parametrize("asked", ["", "?lang=cy", "?lang=xx", "?next=//evil.example"])
def test_the_bare_address_of_a_service_leads_to_the_chat(client: Client, settings: Settings, asked: str):
    settings.HELPLINE_MODE = "service"

    response = client.get(f"/{asked}")

    # Welsh that nobody has reviewed is no language of a service.
    assert (response.status_code, response["Location"]) == (303, "/chat/")
    assert "Set-Cookie" not in response.headers
    assert response["Cache-Control"] == "no-store"
    assert client.post("/").status_code == 405


@pytest.mark.once
def test_the_bare_address_of_a_demo_shows_a_charitys_page(client: Client, settings: Settings):
    settings.HELPLINE_MODE = "demo"

    assert 'src="/embed.js"' in client.get("/").content.decode()


def test_nobody_may_frame_the_chat_unless_named(client: Client, settings: Settings):
    settings.HELPLINE_FRAME_ANCESTORS = []

    response = client.get("/chat/?frame=1")

    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"


def test_named_pages_may_frame_the_framed_chat_only(client: Client, settings: Settings):
    settings.HELPLINE_FRAME_ANCESTORS = ["https://charity.example"]

    framed, plain = client.get("/chat/?frame=1"), client.get("/chat/")

    assert "frame-ancestors https://charity.example" in framed["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed.headers
    assert page_data(framed.content.decode())["frame_hosts"] == ["https://charity.example"]
    assert "frame-ancestors 'none'" in plain["Content-Security-Policy"]


def test_embed_script_may_be_loaded_by_another_site_and_is_small(client: Client):
    response = client.get("/embed.js")

    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert len(gzip.compress(response.content, 9)) < 2048


def test_pages_refuse_a_post(client: Client):
    assert [client.post(path).status_code for path in ("/", "/chat/", "/embed.js")] == [405, 405, 405]


def test_scripts_never_write_markup_or_keep_words():
    forbidden = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|localStorage|indexedDB|\beval\b"
    )
    scripts = [
        path for room in ("chat", "embed", "services") for path in (ROOT / "static" / room).glob("*.js")
    ]

    assert len(scripts) > 10
    assert [script.name for script in scripts if forbidden.search(script.read_text())] == []
