"""What there is to read beside the chat: whole in both languages, easy, and true to the consent text."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from chat import reading, texts
from helpline.public_texts import in_force
from tests.chat.readability import grade, syllables
from tests.chat.test_pages import Elements
from triage.matching import entry_id
from triage.models import DirectoryEntry

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
PAGES = ["/chat/guide", "/chat/workers", "/chat/easy-read", "/chat/accessibility", "/chat/privacy"]
READ = {
    "guide": reading.guide,
    "workers": reading.workers,
    "easy": reading.easy_read,
    "accessibility": reading.accessibility,
    "privacy": reading.privacy,
}


def sentences(held: Any) -> list[str]:
    """Return every text of a piece of content but the names of drawings and parts."""
    if isinstance(held, str):
        return [held]
    if isinstance(held, list):
        return [text for part in held for text in sentences(part)]
    inner = [part for name, part in held.items() if name not in {"picture", "id", "version"}]
    return [text for part in inner for text in sentences(part)]


def shape(held: Any) -> Any:
    if isinstance(held, list):
        return [shape(part) for part in held]
    return (
        {name: shape(part) for name, part in held.items()} if isinstance(held, dict) else type(held).__name__
    )


# -- How hard it is to read --------------------------------------------------------------------


def test_syllables_are_counted_by_the_larger_of_two_ways():
    counts = {"about": 2, "time": 1, "little": 2, "children": 2, "emergency": 4, "agree": 2, "destroyed": 2}

    assert {word: syllables(word) for word in counts} == counts


def test_the_grade_is_that_of_the_published_formula():
    # Six words of one syllable in one sentence: 0.39 * 6 + 11.8 * 1 - 15.59.
    assert grade(["The cat sat on the mat."]) == pytest.approx(-1.45)
    # Two sentences of five words, 11 syllables.
    assert grade(["You are safe and well. We are open now today."]) == pytest.approx(
        0.39 * 5 + 11.8 * 1.2 - 15.59
    )


HARD = (
    "Notwithstanding the aforementioned confidentiality undertaking, identifying information may be "
    "disclosed to statutory authorities where safeguarding considerations necessitate notification."
)


def test_a_hard_text_fails():
    assert grade([HARD]) > 20
    mixed = [*sentences(dict(texts.consent("en"))["points"]), *[HARD] * 5]
    assert grade(mixed) > 6


@pytest.mark.parametrize("point", texts.consent("en")["points"], ids=lambda point: point["title"])
def test_each_point_of_consent_is_for_a_reading_age_of_9_to_11(point: dict[str, str]):
    assert grade([point["title"], point["text"]]) <= 6


def test_consent_as_a_whole_is_for_a_reading_age_of_9_to_11():
    held = {name: part for name, part in texts.consent("en").items() if name != "version"}

    assert grade(sentences(held)) <= 6


@pytest.mark.parametrize(
    "part",
    [*reading.guide("en")["parts"], *reading.workers("en")["parts"], texts.consent("en")["work"]],
    ids=lambda part: part["heading"],
)
def test_each_part_of_the_guides_is_for_a_reading_age_of_9_to_11(part: dict[str, Any]):
    assert grade(sentences(part)) <= 6


def test_easy_read_is_easier_line_by_line():
    lines = [text for point in reading.easy_read("en")["points"] for text in sentences(point["lines"])]

    assert [text for text in lines if grade([text]) > 4] == []
    assert max(len(text.split()) for text in lines) <= 20


def test_the_statement_is_readable_too():
    assert grade(sentences(dict(reading.accessibility("en")))) <= 6


@pytest.mark.parametrize("part", reading.privacy("en")["parts"], ids=lambda part: part["heading"])
def test_each_part_of_the_privacy_notice_is_for_a_reading_age_of_9_to_11(part: dict[str, Any]):
    assert grade(sentences(part)) <= 6


# -- What it says ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", READ)
def test_both_languages_have_the_same_parts(name: str):
    assert shape(dict(READ[name]("cy"))) == shape(dict(READ[name]("en")))


# What UK GDPR, Articles 13 and 14, and the consent text ask for, as words that the notice must hold.
NOTICE = [
    "IP address", "Cookies", "within four days", "for 30 days", "for a day at most", "“legitimate interests”",
    "danger to life", "advice in confidence", "supervisor", "The police", "A court could order",
    "runs our computers", "No program decides", "To see what we hold", "put right", "deleted", "limit",
    "cannot find your chat", "whether a certain person wrote to us", "under 18", "within 30 days",
]  # fmt: skip


def test_the_privacy_notice_says_what_the_law_and_our_promise_ask_for():
    said = " ".join(sentences(dict(reading.privacy("en"))))

    assert [words for words in NOTICE if words not in said] == []


def test_the_privacy_notice_names_who_is_responsible_and_where_to_complain(
    client: Client, settings: Settings
):
    settings.HELPLINE_CONTROLLER = "A charity <of ours>, registered with the ICO"
    html = client.get("/chat/privacy").content.decode()

    assert "A charity &lt;of ours&gt;, registered with the ICO" in html
    assert 'href="/chat/complaints"' in html
    assert "0303 123 1113" in html
    settings.HELPLINE_CONTROLLER = ""
    assert texts.texts("en")["controller_none"] in client.get("/chat/privacy").content.decode()


# What each point of the consent text says, as words that its Easy Read must hold.
SAID = [
    ("name", "account", "cookie", "IP address"),
    (
        "police",
        "keeps children safe",
        "badly hurt",
        "child is at risk",
        "life is in danger",
        "tell you first",
    ),
    ("name", "phone number", "address", "school", "job", "choose what you tell"),
    ("trained person", "take over", "boss"),
    ("lock", "destroy", "four days", "until that is done", "numbers"),
    ("court", "hand over", "numbers"),
    ("999", "mobile phone", "press 55"),
]


def test_easy_read_carries_the_version_of_the_consent_text():
    assert [reading.easy_read(lang)["version"] for lang in texts.LANGUAGES] == [
        texts.consent(lang)["version"] for lang in texts.LANGUAGES
    ]


def test_easy_read_covers_every_point_of_the_consent_text_in_its_order():
    points = reading.easy_read("en")["points"]

    assert len(points) == len(texts.consent("en")["points"]) == len(SAID)
    for point, words in zip(points, SAID, strict=True):
        said = " ".join(sentences(point["lines"]))
        assert [word for word in words if word not in said] == [], point["title"]


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_every_line_of_easy_read_has_a_drawing_of_our_own(lang: str):
    easy = reading.easy_read(lang)
    lines = [*easy["intro"], *easy["end"], *(line for point in easy["points"] for line in point["lines"])]
    drawn = {line["picture"] for line in lines}

    assert [line for line in lines if set(line) != {"picture", "text"}] == []
    assert drawn == {file.stem for file in (ROOT / "static" / "img" / "easy").glob("*.svg")}


def test_drawings_hold_nothing_but_lines():
    files = list((ROOT / "static" / "img" / "easy").glob("*.svg"))
    forbidden = ("<script", "href", "<text", "<image", "style=", "<!")

    assert len(files) > 10
    assert [file.name for file in files for word in forbidden if word in file.read_text()] == []


CAUTIONS = [
    "court order or bail",
    "not a way to punish",
    "does not have to take part",
    "never their job",
    "take the place of a programme",
    "Do not drive",
    "half an hour to an hour",
    "your choice",
    "Abuse is always a choice",
    "999",
]


def test_the_guide_holds_every_caution_of_practice():
    said = " ".join(sentences(dict(reading.guide("en"))))

    assert [caution for caution in CAUTIONS if caution not in said] == []


@pytest.mark.parametrize(
    "word", ["perpetrator", "victim", "lost control", "snapped", "made you", "anger management"]
)
def test_the_guide_never_excuses_and_never_labels(word: str):
    assert word not in " ".join(sentences(dict(reading.guide("en")))).lower()


# What safe practice with people who use abuse asks of a worker, as words that the page must hold.
SAFE_PRACTICE = [
    *(f"Step {step}:" for step in range(1, 7)),
    "do no harm",
    "See the person alone",
    "what you would have to pass on",
    "do not argue",
    "Never use what a partner or a child has told you",
    "risk tool of your own workplace",
    "abuse is a choice",
    "Do not offer couples counselling, mediation or anger management",
    "Do not warn the person who is dangerous",
    "hears no name and no place",
    "999",
    "MARAC: a meeting",
    "Social services",
    "no name, no date of birth, no address, no case number",
]


def test_workers_are_told_every_rule_of_safe_practice():
    said = " ".join(sentences(dict(reading.workers("en"))))

    assert [rule for rule in SAFE_PRACTICE if rule not in said] == []


# -- The pages ---------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "cy"])
@pytest.mark.parametrize("path", PAGES)
def test_pages_work_without_script_cookie_or_session(
    client: Client, path: str, lang: str, settings: Settings
):
    settings.HELPLINE_EXIT_URL = "https://weather.example/"
    answer = client.get(f"{path}?lang={lang}")
    html = answer.content.decode()
    found = Elements(html).found
    links = [a for tag, a in found if tag == "a"]

    assert answer.status_code == 200
    assert (answer["Cache-Control"], answer["Content-Language"]) == ("no-store", lang)
    assert "Set-Cookie" not in answer.headers
    assert f"<title>{texts.texts(lang)['page_title']}</title>" in html
    assert [tag for tag, _ in found if tag in {"script", "form", "textarea", "input", "iframe"}] == []
    assert [a for _, a in found if "style" in a or any(name.startswith("on") for name in a)] == []
    assert links[0]["href"] == "https://weather.example/"
    assert [a["target"] for a in links if a.get("href") == "https://weather.example/"] == ["_top"] * 2
    assert texts.texts(lang)["reading_exit"][:20] in html
    other = "cy" if lang == "en" else "en"
    assert [a["href"] for a in links if a.get("hreflang")] == [f"?lang={other}"]


def test_pages_look_at_no_session(
    client: Client, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(in_force, "SECONDS", 3600.0)
    monkeypatch.setattr("helpline.face.in_force.FRESH_SECONDS", 3600.0)
    # Once a minute the first page asks whether there are figures to link to, and every few seconds which
    # texts are in force, and how the service is called.
    with django_assert_num_queries(3):
        client.get("/chat/easy-read")
    with django_assert_num_queries(0):
        client.get("/chat/easy-read")
    with django_assert_num_queries(1):
        client.get("/chat/guide")
    with django_assert_num_queries(2):
        client.get("/chat/workers")


def test_a_service_shows_no_unreviewed_welsh(client: Client, settings: Settings):
    settings.HELPLINE_MODE = "service"

    assert [client.get(f"{path}?lang=cy")["Content-Language"] for path in PAGES] == ["en"] * len(PAGES)


@pytest.mark.parametrize("path", [*PAGES, "/chat/guide.json", "/chat/workers.json", "/chat/lines.json"])
def test_pages_refuse_a_post(client: Client, path: str):
    assert client.post(path).status_code == 405


def test_the_guide_page_and_its_json_say_the_same(client: Client):
    html = client.get("/chat/guide").content.decode()
    told = client.get("/chat/guide.json").json()

    assert told == dict(reading.guide("en"))
    assert [part["heading"] for part in told["parts"] if part["heading"] not in html] == []
    assert client.get("/chat/guide.json?lang=cy").json() == dict(reading.guide("cy"))


def test_the_workers_page_and_its_json_say_the_same(client: Client):
    html = client.get("/chat/workers").content.decode()
    told = client.get("/chat/workers.json").json()

    assert told == dict(reading.workers("en"))
    assert [part["heading"] for part in told["parts"] if part["heading"] not in html] == []
    assert client.get("/chat/workers.json?lang=cy").json() == dict(reading.workers("cy"))
    assert "we list only what we have checked lately" in html


def test_workers_find_what_was_checked_for_them_and_nothing_that_is_not_public(client: Client):
    """Anybody may open the page, somebody who hurts a partner too."""
    today = timezone.localdate()
    for slug, signpost, checked in (
        ("manual", "professionals_only", today),
        ("course", "professionals_only", None),
        ("briefing", "professionals_only", today - timedelta(days=400)),
        ("panel", "agency_only", today),
        ("refuge", "survivor_only", today),
    ):
        DirectoryEntry.objects.create(
            id=entry_id(slug), slug=slug, kind="programme", name=f"The {slug}", role="professional_training",
            signpost=signpost, website=f"https://{slug}.example", cautions=[f"beware of the {slug}"],
            last_checked=checked,
        )  # fmt: skip
    html = client.get("/chat/workers").content.decode()

    assert "The manual" in html
    assert 'href="https://manual.example"' in html
    assert [word for word in ("course", "briefing", "panel", "refuge") if f"The {word}" in html] == []
    assert "beware" not in html


def test_lines_are_told_as_they_are_now(client: Client):
    (english,), (welsh,) = (
        client.get(f"/chat/lines.json?lang={lang}").json()["lines"] for lang in ("en", "cy")
    )

    assert (english["phone"], english["hours_now"]) == ("999", "Open now, day and night")
    assert (welsh["phone"], welsh["hours_now"]) == ("999", "Ar agor nawr, ddydd a nos")
    assert (english["open_now"], welsh["open_now"]) == (True, True)


def test_pages_say_where_else_to_read_but_not_themselves(client: Client):
    def foot(path: str) -> list[str]:
        html = client.get(path).content.decode()
        links = Elements(html[html.index('id="foot"') :]).found
        return [str(a["href"]) for tag, a in links if tag == "a"]

    assert foot("/chat/") == [
        f"/chat/{page}"
        for page in (
            "services",
            "guide",
            "workers",
            "easy-read",
            "accessibility",
            "help",
            "privacy",
            "complaints",
        )
    ]
    assert foot("/chat/guide") == [
        "/chat/services",
        "/chat/workers",
        "/chat/easy-read",
        "/chat/accessibility",
        "/chat/help",
        "/chat/privacy",
        "/chat/complaints",
    ]
    assert foot("/chat/workers") == [
        "/chat/services",
        "/chat/guide",
        "/chat/easy-read",
        "/chat/accessibility",
        "/chat/help",
        "/chat/privacy",
        "/chat/complaints",
    ]
    assert foot("/chat/accessibility?lang=cy&frame=1") == [
        f"/chat/{page}?lang=cy&frame=1"
        for page in ("services", "guide", "workers", "easy-read", "help", "privacy", "complaints")
    ]


def test_pages_may_be_framed_where_the_chat_may(client: Client, settings: Settings):
    settings.HELPLINE_FRAME_ANCESTORS = ["https://charity.example"]

    framed, alone = client.get("/chat/guide?frame=1"), client.get("/chat/guide")

    assert "frame-ancestors https://charity.example" in framed["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in alone["Content-Security-Policy"]


# -- British Sign Language, and whom to ask ------------------------------------------------------


def test_without_a_video_there_is_no_page_and_no_link(client: Client):
    assert client.get("/chat/bsl").status_code == 404
    assert "/chat/bsl" not in client.get("/chat/").content.decode()
    assert "no video in British Sign Language yet" in client.get("/chat/accessibility").content.decode()


@pytest.fixture
def video(settings: Settings, tmp_path: Path) -> str:
    settings.HELPLINE_DATA_DIR = tmp_path
    (tmp_path / "bsl").mkdir()
    (tmp_path / "bsl" / "limits.mp4").write_bytes(b"video")
    settings.HELPLINE_BSL_VIDEO = "bsl/limits.mp4"
    return "/static/bsl/limits.mp4"


def test_a_video_of_the_service_s_own_has_a_page_and_a_link(client: Client, video: str):
    html = client.get("/chat/bsl").content.decode()
    [shown] = [a for tag, a in Elements(html).found if tag == "video"]

    assert (shown["src"], shown["preload"], "controls" in shown, "poster" in shown) == (
        video,
        "none",
        True,
        False,
    )
    assert "<track" not in html
    assert 'href="/chat/bsl"' in client.get("/chat/").content.decode()
    assert "There is a video in British Sign Language" in client.get("/chat/accessibility").content.decode()
    assert "media-src 'self'" in client.get("/chat/bsl")["Content-Security-Policy"]


def test_captions_that_lie_beside_the_video_are_shown(client: Client, video: str, settings: Settings):
    (settings.HELPLINE_DATA_DIR / "bsl" / "limits.vtt").write_text("WEBVTT\n")
    [track] = [a for tag, a in Elements(client.get("/chat/bsl").content.decode()).found if tag == "track"]

    assert (track["src"], track["kind"]) == ("/static/bsl/limits.vtt", "captions")


@pytest.mark.parametrize(
    "named",
    [
        "keys/secret_key",
        "bsl/../keys/secret_key",
        "bsl/absent.mp4",
        "/etc/passwd",
        "https://video.example/x.mp4",
    ],
)
def test_nothing_but_a_file_of_that_folder_may_be_named(
    video: str, settings: Settings, named: str, client: Client
):
    (settings.HELPLINE_DATA_DIR / "keys").mkdir()
    (settings.HELPLINE_DATA_DIR / "keys" / "secret_key").write_text("secret")
    settings.HELPLINE_BSL_VIDEO = named

    assert client.get("/chat/bsl").status_code == 404


def test_the_folder_is_served_with_the_static_files(video: str, settings: Settings):
    settings.STATICFILES_DIRS = [ROOT / "static", ("bsl", settings.HELPLINE_DATA_DIR / "bsl")]
    finders.get_finder.cache_clear()
    try:
        assert finders.find("bsl/limits.mp4") == str(settings.HELPLINE_DATA_DIR / "bsl" / "limits.mp4")
    finally:
        finders.get_finder.cache_clear()


def test_the_statement_names_the_service_s_own_contact_only_where_there_is_one(
    client: Client, settings: Settings
):
    assert "has not said yet how to reach it" in client.get("/chat/accessibility").content.decode()

    settings.HELPLINE_CONTACT_LINE = "Write to access@charity.example <now>"
    html = client.get("/chat/accessibility").content.decode()
    assert "Write to access@charity.example &lt;now&gt;" in html
    assert "has not said yet" not in html


def test_consent_offers_easy_read_before_anything_is_agreed(client: Client):
    assert (
        'href="/chat/easy-read"'
        in client.post("/chat/plain", {"step": "begin", "lang": "en"}).content.decode()
    )
