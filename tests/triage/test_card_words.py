"""What a card says in the caller's language, from codes and from the notation of hours."""

import pytest

from triage.card_words import area_words, cost_words, whom_for
from triage.opening_words import ROUND_THE_CLOCK, notation_of, opening_words
from triage.welsh_hours import ROUND_THE_CLOCK_CY, welsh_words


@pytest.mark.parametrize(
    ("audience", "youngest", "oldest", "english", "welsh"),
    [
        (["M"], 18, None, "Men aged 18 and over", "Dynion 18 oed a throsodd"),
        (["W", "M"], None, None, "Men and women", "Dynion a menywod"),
        (["C", "W"], 8, 13, "Girls and young women aged 8 to 13", "Merched a menywod ifanc 8 i 13 oed"),
        (
            ["C"],
            None,
            18,
            "Children and young people up to the age of 18",
            "Plant a phobl ifanc hyd at 18 oed",
        ),
        ([], 0, 17, "People aged 0 to 17", "Pobl 0 i 17 oed"),
        (["C", "M", "W"], None, None, "Adults, children and young people", "Oedolion, plant a phobl ifanc"),
    ],
)
def test_whom_it_is_for_is_said_in_both_languages(audience, youngest, oldest, english, welsh):
    assert whom_for(audience, youngest, oldest, "en") == english
    assert whom_for(audience, youngest, oldest, "cy") == welsh


def test_where_nobody_said_whom_it_is_for_the_card_says_nothing():
    assert whom_for([], None, None, "en") is None
    assert whom_for([], None, None, "cy") is None


@pytest.mark.parametrize(
    ("notation", "welsh"),
    [
        ("24/7", ROUND_THE_CLOCK_CY),
        ("Mo-Fr 09:00-17:00", "Dydd Llun i ddydd Gwener, 9yb tan 5yp"),
        ("Mo,We 09:00-12:00,13:00-20:30", "Dydd Llun a dydd Mercher, 9yb tan 12yp, 1yp tan 8.30yp"),
        ("Tu,Th-Fr 22:00-24:00", "Dydd Mawrth a dydd Iau i ddydd Gwener, 10yp tan 12yb"),
        ("Mo-Su 09:00-17:00; PH off", "Dydd Llun i ddydd Sul, 9yb tan 5yp; Ar gau ar wyliau banc"),
        ("PH 10:00-12:00; Sa,Su off", "Gwyliau banc, 10yb tan 12yp; Ar gau ar ddydd Sadwrn a ddydd Sul"),
    ],
)
def test_hours_are_said_in_welsh(notation, welsh):
    assert welsh_words(notation) == welsh


@pytest.mark.parametrize("notation", ["evenings", "Mo-Fr 09:00-17:61", ""])
def test_what_is_no_hours_is_refused_in_welsh_as_in_english(notation):
    for words in (opening_words, welsh_words):
        with pytest.raises(ValueError, match=r"not understood|not a time"):
            words(notation)


def test_english_hours_that_have_one_meaning_have_welsh_words():
    assert welsh_words(notation_of(ROUND_THE_CLOCK)) == "24 awr y dydd, bob dydd"
    assert welsh_words(notation_of("Saturday, 10am to 2pm")) == "Dydd Sadwrn, 10yb tan 2yp"


def test_words_that_are_not_ours_stay_untranslated():
    assert (cost_words("free", "cy"), cost_words("£20 a week", "cy"), cost_words("", "cy")) == (
        "am ddim",
        None,
        None,
    )
    assert cost_words("£20 a week", "en") == "£20 a week"


def test_areas_are_said_in_welsh_where_each_has_a_welsh_name():
    assert area_words(["Wales", "Cardiff"], "cy") == "Cymru, Caerdydd"
    assert area_words(["Wirral", "online"], "cy") is None
    assert area_words(["Wirral", "online"], "en") == "Wirral, online"
    assert area_words([], "en") is None
