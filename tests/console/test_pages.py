"""The console's page, the pages of few words, and the vendored library."""

import hashlib
import json
import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string

ROOT = Path(__file__).resolve().parents[2]
INLINE = re.compile(r"<style|\sstyle=|\son\w+=|<script(?![^>]*(?:\ssrc=|application/json))", re.IGNORECASE)


def test_the_console_gets_its_data_and_its_token_without_inline_code(signed_in, handler):
    page = signed_in(handler).get("/console/").content.decode()

    found = re.search(r'<script id="console-data" type="application/json">(.*?)</script>', page)
    assert found is not None
    assert json.loads(found[1])["account"]["username"] == "handler1"
    assert re.search(r'<meta name="csrf-token" content="\w{64}">', page)
    assert "<title>Console</title>" in page
    assert INLINE.search(page) is None


def test_an_analyst_does_not_get_the_console(signed_in, analyst):
    answer = signed_in(analyst).get("/console/")

    assert answer.status_code == 403
    assert "You may not open this page" in answer.content.decode()
    assert "console-data" not in answer.content.decode()


@pytest.mark.django_db
def test_a_wrong_password_is_said_above_the_form_and_kept_out_of_it(client, handler):
    page = client.post(
        "/accounts/login/", {"login": "handler1", "password": "not the password"}
    ).content.decode()

    assert "<title>Error: Sign in" in page
    assert 'class="error-summary" role="alert"' in page
    assert 'value="handler1"' in page
    assert "not the password" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/inactive/"])
def test_the_pages_before_sign_in_hold_no_inline_code(client, path):
    page = client.get(path).content.decode()

    assert 'class="staff errand"' in page
    assert INLINE.search(page) is None


@pytest.mark.parametrize("name", ["400", "403", "404", "500"])
def test_staffs_page_for_mistakes_needs_no_context_and_names_the_emergency_number(name):
    page = render_to_string(f"{name}.html")

    assert "ring 999" in page
    assert '<a href="/chat/">' in page
    assert "/console/" not in page
    assert INLINE.search(page) is None


@pytest.mark.parametrize(
    "name",
    [
        "htm-preact-standalone.mjs",
        "altcha-worker.js",
        "uplot/uPlot.esm.js",
        "uplot/uPlot.min.css",
    ],
)
def test_vendored_code_is_what_is_written_down(name):
    written = (ROOT / "static/vendor/README.md").read_text()
    (row,) = [line for line in written.splitlines() if line.startswith(f"| `{name}` |")]

    assert hashlib.sha256((ROOT / "static/vendor" / name).read_bytes()).hexdigest() in row


def test_no_module_of_the_console_puts_markup_or_keeps_words():
    forbidden = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write"
        r"|localStorage|sessionStorage|indexedDB|new Notification"
    )
    modules = sorted((ROOT / "static/console").rglob("*.js"))
    found = {
        str(module.relative_to(ROOT / "static/console")): set(forbidden.findall(module.read_text()))
        for module in modules
    }

    assert len(modules) > 20
    # Settings with a fixed list of values each, and notices of fixed words; a journey reads both afterwards.
    assert {name: words for name, words in found.items() if words} == {
        "kept.js": {"localStorage"},
        "notices.js": {"new Notification"},
    }


def test_every_key_of_the_console_stands_in_the_guide():
    modules = "".join(module.read_text() for module in sorted((ROOT / "static/console").rglob("*.js")))
    keys = re.findall(r'key: "([^"]+)", does: "([^"]+)"', modules)
    guide = (ROOT / "docs/handbook/handler/keys.md").read_text()

    assert len(keys) >= 18
    assert [key for key, does in keys if f"| {key} | {does} |" not in guide] == []
