"""The words of the caller's pages: whole in every language, and used as they are written."""

from pathlib import Path

import pytest

from chat import texts
from chat.catalogue import problems, read_asked, read_catalogue

ROOT = Path(__file__).resolve().parents[2]


ROOMS = {
    "en": {"talk": {"send": "Send", "left": "{n} left"}},
    "cy": {"talk": {"send": "Anfon", "left": "{n} ar \u00f4l"}},
}


def test_the_texts_are_whole():
    scripts, templates = (ROOT / "static" / "chat").glob("*.js"), (ROOT / "templates" / "chat").glob("*.html")
    asked = read_asked([*scripts, *templates])

    assert len(asked) > 150
    assert list(problems(read_catalogue(texts.LOCALE), asked)) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"cy": {"talk": {"send": "Anfon"}}}, ["cy/talk.json: left is missing"]),
        ({"cy": {}}, ["cy/talk.json: left is missing", "cy/talk.json: send is missing"]),
        (
            {"cy": {"talk": {**ROOMS["cy"]["talk"], "send": " "}}},
            ["cy/talk.json: send is empty"],
        ),
        (
            {"cy": {"talk": {**ROOMS["cy"]["talk"], "left": "{m} ar \u00f4l"}}},
            ["cy/talk.json: left is filled in with other values"],
        ),
        (
            {"cy": {**ROOMS["cy"], "end": {"send": "Anfon"}}},
            ["cy/end.json: send is in this language alone", "cy/end.json: send stands in talk.json too"],
        ),
    ],
)
def test_a_fault_is_named_with_its_file_and_key(
    change: dict[str, dict[str, dict[str, str]]], said: list[str]
):
    assert list(problems(ROOMS, {"send": "a.js"})) == []
    assert sorted(problems({**ROOMS, **change}, {"send": "a.js"})) == said


def test_a_text_that_is_asked_for_and_does_not_exist_is_named(tmp_path: Path):
    (tmp_path / "a.js").write_text('h("p", {}, t("lost"), data("send"))')
    (tmp_path / "b.html").write_text("{{ t.send }}{{ event.left }}{{ t.gone }}")

    asked = read_asked([tmp_path / "a.js", tmp_path / "b.html"])

    assert list(problems(ROOMS, asked)) == [
        "b.html: asks for gone, which no room has",
        "a.js: asks for lost, which no room has",
    ]


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_consent_is_whole_in_every_language(lang: str):
    consent = texts.consent(lang)

    assert consent["version"] == 4
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


@pytest.mark.parametrize(
    ("lang", "promises"),
    [
        ("en", ["names, dates of birth", "case numbers", "rare job", "child is at risk", "Your own duty"]),
        ("cy", ["enwau, dyddiadau geni", "rhifau achos", "swydd anarferol", "plentyn mewn perygl"]),
    ],
)
def test_workers_are_told_to_name_and_describe_nobody(lang: str, promises: list[str]):
    said = " ".join(texts.consent(lang)["work"]["points"])
    assert [promise for promise in promises if promise not in said] == []


def test_a_service_offers_only_what_a_speaker_has_reviewed():
    assert texts.language("cy", practice=False) == "en"


def test_practice_offers_welsh():
    assert texts.language("cy", practice=True) == "cy"


def test_an_unknown_language_falls_back_to_english():
    assert texts.language("tlh", practice=True) == "en"
