"""Cards in the caller's language, with whether the service is open as they are shown."""

from datetime import UTC, date, datetime

import pytest

from triage.services import card, shown_now
from triage.services.cards import WORDS, card_of

pytestmark = pytest.mark.django_db

CHECKED = date(2026, 11, 1)
WEDNESDAY = datetime(2026, 11, 25, 16, 30, tzinfo=UTC)


@pytest.fixture
def helpline(make_entry):
    def make(slug="riverside", **fields):
        values = {
            "kind": "helpline",
            "hours_text": "Monday to Friday, 9am to 5pm; closed on bank holidays",
            "caller_text": "Talk with somebody.",
            "caller_text_cy": "Siaradwch â rhywun.",
            "last_checked": CHECKED,
            "audience": ["M"],
        }
        return make_entry(slug, **{**values, **fields})

    return make


def test_a_card_in_welsh_names_what_is_english_on_it(helpline):
    entry = helpline(what_happens="They ask how you are.", cost="£5", provider="Riverside Trust")

    shown = card(entry_id=entry.id, about=None, caller_type=None, language="cy")

    said = {
        field: shown.get(field) for field in ("about", "hours", "whom_for", "what_happens", "cost", "area")
    }
    assert said == {
        "about": "Siaradwch â rhywun.",
        "hours": "Dydd Llun i ddydd Gwener, 9yb tan 5yp; Ar gau ar wyliau banc",
        "whom_for": "Dynion",
        "what_happens": "They ask how you are.",
        "cost": "£5",
        "area": "Wirral",
    }
    assert shown["lang"] == "cy"
    assert shown["english"] == ["name", "provider", "area", "what_happens", "cost"]


def test_a_card_in_english_says_nothing_of_languages(helpline):
    shown = card(entry_id=helpline().id, about=None, caller_type=None, language="en")

    assert shown["about"] == "Talk with somebody."
    assert not {"lang", "english"} & shown.keys()


def test_hours_that_nobody_checked_are_listed_in_welsh_too(helpline):
    entry = helpline(last_checked=None)

    shown = card_of(entry, "cy")

    assert str(shown["hours"]).startswith("Yn ôl y rhestr: Dydd Llun")
    assert shown_now(shown, at=WEDNESDAY)["hours_now"] == ("Ar agor nawr yn ôl y rhestr, tan 5 y prynhawn")


@pytest.mark.parametrize(
    ("at", "language", "said", "until"),
    [
        ("2026-11-25T16:30:00+00:00", "en", "Open now until 5 in the afternoon", "2026-11-25T17:00:00+00:00"),
        ("2026-11-25T16:30:00+00:00", "cy", "Ar agor nawr tan 5 y prynhawn", "2026-11-25T17:00:00+00:00"),
        # "Tomorrow" is wrong after midnight, "today" is not.
        (
            "2026-11-25T17:00:00+00:00",
            "en",
            "Opens tomorrow at 9 in the morning",
            "2026-11-26T00:00:00+00:00",
        ),
        ("2026-11-26T08:00:00+00:00", "cy", "Yn agor heddiw am 9 y bore", "2026-11-26T09:00:00+00:00"),
        (
            "2026-07-10T16:30:00+00:00",
            "en",
            "Opens on Monday at 9 in the morning",
            "2026-07-11T00:00:00+01:00",
        ),
    ],
)
def test_a_card_says_as_it_is_shown_whether_it_is_open_and_for_how_long(helpline, at, language, said, until):
    sent = card_of(helpline(), language)

    shown = shown_now(sent, at=datetime.fromisoformat(at))

    assert (shown["hours_now"], shown["now_until"]) == (said, until)
    assert {name: shown[name] for name in sent} == sent


def test_day_and_night_never_grows_old(helpline):
    shown = shown_now(card_of(helpline(hours_text="24 hours a day, every day")), at=WEDNESDAY)

    assert (shown["open_now"], shown["hours_now"]) == (True, "Open now, day and night")
    assert "now_until" not in shown


def test_of_unknown_hours_nothing_false_is_said(helpline):
    unknown = card_of(helpline(hours_text=""))
    loose = shown_now(card_of(helpline("loose", hours_text="evenings")), at=WEDNESDAY)

    assert shown_now(unknown, at=WEDNESDAY) == unknown
    assert unknown["hours"] is None
    assert (loose["open_now"], loose["hours_now"]) == (None, "Check the hours. evenings")


def test_a_card_that_was_kept_before_it_had_a_notation_is_understood(helpline):
    old = {k: v for k, v in card_of(helpline(last_checked=None)).items() if k != "opening"}

    assert shown_now(old, at=WEDNESDAY)["hours_now"] == "Listed as open now, until 5 in the afternoon"


def test_what_a_card_names_as_english_are_fields_of_words(helpline):
    named = card_of(helpline(provider="Riverside Trust", cost="£5"), "cy")["english"]

    assert set(named) <= set(WORDS)
