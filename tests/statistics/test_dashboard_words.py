"""The words of the pages of figures are whole in both languages, and the small sums behind them are right."""

import re
from datetime import date
from pathlib import Path

import pytest

from chat.catalogue import problems, read_catalogue
from helpline.statistics.answers import QUESTIONS, RANG
from helpline.statistics.categories import CALLER_TYPES, CHANNELS, COUNTERS, LEVELS, OUTCOMES
from helpline.statistics.dashboard.parts import ANSWERS
from helpline.statistics.dashboard.sums import in_fives, middle_minute, noisy_sum
from helpline.statistics.dashboard.texts import FOLDER, texts_for, welsh_codes
from helpline.statistics.noted import CUES, UNMET_NEEDS
from helpline.statistics.questions import Period

pytestmark = pytest.mark.once
ROOT = Path(__file__).resolve().parents[2]


def test_both_languages_have_every_sentence() -> None:
    assert list(problems(read_catalogue(FOLDER), {})) == []


def test_every_sentence_that_a_template_asks_for_exists() -> None:
    templates = (ROOT / "templates" / "statistics").glob("*.html")
    asked = {key for each in templates for key in re.findall(r"\bwords\.(\w+)", each.read_text())}
    known = {key for room in read_catalogue(FOLDER)["en"].values() for key in room}

    assert len(asked) > 10
    assert asked <= known


@pytest.mark.parametrize(
    ("of", "codes"),
    [
        ("channel", CHANNELS),
        ("answered", ANSWERS),
        ("refusals", COUNTERS),
        ("caller_type", CALLER_TYPES),
        ("level", LEVELS),
        ("outcome", OUTCOMES),
        ("unmet_need", UNMET_NEEDS),
        ("cues", CUES),
        ("rang", RANG),
        ("survey", QUESTIONS),
    ],
)
def test_every_code_has_a_welsh_name(of: str, codes: dict[str, str]) -> None:
    assert codes.keys() <= welsh_codes()[of].keys()


def test_a_period_is_said_in_both_languages() -> None:
    quarter, month = Period(date(2026, 10, 1), "quarter"), Period(date(2026, 11, 1), "month")

    assert [texts_for(language).period(quarter) for language in ("en", "cy", "fr", None)] == [
        "October to December 2026",
        "Hydref i Ragfyr 2026",
        "October to December 2026",
        "October to December 2026",
    ]
    assert texts_for("cy").period(month) == "Tachwedd 2026"
    assert quarter.name == texts_for("en").period(quarter)


def test_a_share_in_fives_stands_for_no_single_number() -> None:
    assert in_fives(20, 39) is None
    assert [in_fives(part, 40) for part in (0, 1, 20, 38, 39, 40)] == [0, 5, 50, 95, 100, 100]
    for whole in range(40, 90):
        shown = [in_fives(part, whole) for part in range(whole + 1)]
        assert all(shown.count(share) > 1 for share in shown if share not in (0, 100)), whole


def test_a_middle_minute_is_the_first_within_which_the_share_ended() -> None:
    assert middle_minute({0: 5, 4: 4, 9: 1}, 0.5, least=5) == 0
    assert middle_minute({0: 4, 4: 5, 9: 1}, 0.5, least=5) == 4
    assert middle_minute({0: 4, 4: 5, 9: 1}, 0.9, least=5) == 4
    assert middle_minute({0: 4}, 0.5, least=5) is None


def test_the_noise_of_a_sum_is_always_the_same_and_goes_both_ways() -> None:
    shown = [noisy_sum(100 + n, of=f"heat|{n}", kind="quarter") for n in range(200)]

    assert shown == [noisy_sum(100 + n, of=f"heat|{n}", kind="quarter") for n in range(200)]
    steps = [(figure or 0) - 100 - n for n, figure in enumerate(shown)]
    assert min(steps) < 0 < max(steps)
    assert max(map(abs, steps)) <= 4
    assert noisy_sum(4, of="heat", kind="month") is None
    assert noisy_sum(0, of="heat", kind="month") is None
