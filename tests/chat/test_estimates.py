"""The wait in words, in both languages, and which change is worth a word."""

import pytest

from chat.estimates import Estimate, has_changed, in_minutes, place_in_words, wait_in_words
from chat.texts import texts

EN, CY = texts("en"), texts("cy")


def band(low: int, high: int) -> Estimate:
    return {"low_seconds": low, "high_seconds": high}


@pytest.mark.parametrize(
    ("seconds", "minutes"),
    [(0, 1), (29, 1), (89, 1), (90, 2), (347, 6), (805, 13), (1_229, 20), (1_230, 20), (1_349, 20),
     (1_350, 25), (1_649, 25), (1_650, 30), (7_200, 120)],
)  # fmt: skip
def test_minutes_are_whole_and_above_twenty_in_steps_of_five(seconds: int, minutes: int) -> None:
    assert in_minutes(seconds) == minutes


@pytest.mark.parametrize(
    ("estimate", "words"),
    [
        (None, ""),
        (band(347, 805), "The wait is about 6 to 13 minutes."),
        (band(300, 600), "The wait is about 5 to 10 minutes."),
        (band(1_100, 1_700), "The wait is about 18 to 30 minutes."),
        (band(10, 20), "The wait is less than 2 minutes."),
        (band(290, 310), "The wait is less than 6 minutes."),
        (band(1_500, 1_510), "The wait is less than 30 minutes."),
    ],
)
def test_the_band_in_english(estimate: Estimate | None, words: str) -> None:
    assert wait_in_words(estimate, EN) == words


def test_the_band_in_welsh() -> None:
    assert wait_in_words(band(300, 600), CY) == "Yr amser aros yw tua 5 i 10 munud."


def test_the_place_in_words() -> None:
    assert place_in_words("few", EN) == "You are near the front of the queue."
    assert place_in_words(7, EN) == "7 people are ahead of you."
    assert place_in_words(7, CY) == "Mae 7 o bobl o'ch blaen."
    assert place_in_words("few", EN, returned=True).startswith("You are back at the front of the queue.")


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        (None, None, False),
        (None, band(60, 120), True),
        (band(60, 120), None, True),
        (band(60, 120), band(60, 120), False),
        (band(60, 120), band(119, 179), False),
        (band(60, 120), band(1, 61), False),
        (band(60, 120), band(120, 120), True),
        (band(60, 120), band(60, 180), True),
        (band(60, 120), band(60, 60), True),
    ],
)
def test_a_change_is_a_minute_or_more_at_either_end(
    before: Estimate | None, after: Estimate | None, changed: bool
) -> None:
    assert has_changed(before, after) is changed
