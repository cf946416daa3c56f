"""Four words: drawn from the whole list, and read however somebody writes them."""

import math

import pytest

from chat.code_words import draw_code, drawn_from, normalise, words
from chat.code_words_left_out import LEFT_OUT
from chat.errors import CodeUnknown


def test_the_list_has_7776_words_and_four_that_are_drawn_are_51_bits() -> None:
    assert len(set(words())) == 7_776
    assert round(4 * math.log2(len(drawn_from())), 1) == 51.5
    assert (words()[0], words()[-1]) == ("abacus", "zoom")


def test_a_drawn_code_is_four_words_that_are_read_again() -> None:
    drawn = {draw_code() for _ in range(500)}

    assert len(drawn) == 500
    assert all(len(normalise(code).split(" ")) == 4 for code in drawn)


def test_what_was_done_and_whom_to_is_in_no_code_and_is_read_in_an_old_one() -> None:
    assert set(words()) >= LEFT_OUT
    assert not LEFT_OUT & set(drawn_from())
    assert {"strangle", "wife", "google"} <= LEFT_OUT
    assert normalise("strangle wife google plank") == "strangle wife google plank"


@pytest.mark.parametrize(
    "typed",
    [
        "abacus zoom purple plank",
        "  Abacus   ZOOM\tPurple\nplank ",
        "abacus-zoom-purple-plank",
        "abacus, zoom, purple, plank.",
        "ＡＢＡＣＵＳ zoom purple plank",
        "aba\u200bcus zoom purple plank\ufeff",
        "1. abacus 2. zoom 3. purple 4. plank",
    ],
)
def test_how_it_is_written_makes_no_difference(typed: str) -> None:
    assert normalise(typed) == "abacus zoom purple plank"


@pytest.mark.parametrize(
    "typed",
    ["T-shirt yo-yo drop-down felt-tip", "tshirt yoyo dropdown felttip", "t shirt yo yo drop down felt tip"],
)
def test_a_word_with_a_hyphen_may_be_written_in_one_or_in_two(typed: str) -> None:
    assert normalise(typed) == "tshirt yoyo dropdown felttip"


def test_the_halves_of_a_hyphen_are_joined_only_where_the_first_is_no_word_of_its_own() -> None:
    assert normalise("down shirt yoyo down") == "down shirt yoyo down"
    assert {word.partition("-")[0] for word in words() if "-" in word} & set(words()) == set()


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "abacus zoom purple",
        "abacus zoom purple plank zoom",
        "abacus zoom purple plankk",
        "' OR 1=1 --",
        "\x00" * 4,
        "\ud800 abacus zoom purple",
        "abacus zoom purple plank" + " " * 200,
    ],
)
def test_anything_but_four_words_of_the_list_is_unknown(typed: str) -> None:
    with pytest.raises(CodeUnknown) as refusal:
        normalise(typed)
    assert (refusal.value.code, refusal.value.status) == ("code.unknown", 404)
