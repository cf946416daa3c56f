"""The words of the caller's pages: whole in every language, and used as they are written."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from chat import texts

ROOT = Path(__file__).resolve().parents[2]
PLACEHOLDER = re.compile(r"\{(\w+)\}")


def test_every_language_has_the_same_keys():
    assert set(texts.texts("cy")) == set(texts.texts("en"))


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_a_key_stands_in_one_room_alone(lang: str):
    rooms = [path.stem for path in (texts.LOCALE / lang).glob("*.json")]

    assert sum(len(texts.room_texts(lang, room)) for room in rooms) == len(texts.texts(lang))


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_no_text_is_empty(lang: str):
    assert [key for key, text in texts.texts(lang).items() if not text.strip()] == []


def test_translations_keep_the_places_that_are_filled_in():
    differing = [
        key
        for key, text in texts.texts("en").items()
        if sorted(PLACEHOLDER.findall(text)) != sorted(PLACEHOLDER.findall(texts.texts("cy")[key]))
    ]
    assert differing == []


def keys_in_scripts() -> Iterator[str]:
    for script in (ROOT / "static" / "chat").glob("*.js"):
        yield from re.findall(r'\bt\("(\w+)"', script.read_text())


def keys_in_templates() -> Iterator[str]:
    for template in (ROOT / "templates" / "chat").glob("*.html"):
        # `event.body` and its like are no texts: only what hangs on `t` itself.
        yield from re.findall(r"(?<![\w.])t\.(\w+)", template.read_text())


def test_scripts_ask_only_for_texts_that_exist():
    asked = set(keys_in_scripts())
    assert len(asked) > 50
    assert asked - set(texts.texts("en")) == set()


def test_templates_ask_only_for_texts_that_exist():
    asked = set(keys_in_templates())
    assert len(asked) > 20
    assert asked - set(texts.texts("en")) == set()


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_consent_is_whole_in_every_language(lang: str):
    consent = texts.consent(lang)

    assert consent["version"] == 1
    assert len(consent["points"]) == 7
    assert all(point["title"] and point["text"] for point in consent["points"])
    assert all(consent[name] for name in ("heading", "intro", "agree", "decline"))


@pytest.mark.parametrize(
    ("lang", "promises"),
    [
        ("en", ["cookie", "IP address", "child", "danger", "supervisor", "within four days", "court", "999"]),
        (
            "cy",
            ["cwcis", "cyfeiriad IP", "plentyn", "perygl", "goruchwyliwr", "pedwar diwrnod", "llys", "999"],
        ),
    ],
)
def test_consent_says_what_is_promised_and_what_is_not(lang: str, promises: list[str]):
    said = " ".join(point["text"] for point in texts.consent(lang)["points"])
    assert [promise for promise in promises if promise not in said] == []


def test_a_service_offers_only_what_a_speaker_has_reviewed():
    assert texts.language("cy", practice=False) == "en"


def test_practice_offers_welsh():
    assert texts.language("cy", practice=True) == "cy"


def test_an_unknown_language_falls_back_to_english():
    assert texts.language("tlh", practice=True) == "en"
