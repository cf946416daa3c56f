"""What becomes of a place that somebody types on a public page, and how nearness is said there."""

import pytest

from tests.triage.cases import content
from triage.coverage import coverage, fit_of, place_words
from triage.place_said import fit_words, near_words, place_names, suggestions, typed_place
from triage.places import PLACES, find_places, place_named

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("Wirral", "Wirral"),
        ("  st   helens ", "st helens"),
        ("ch45 1ab", "CH45"),
        ("CH451AB", "CH45"),
        ("ch45", "CH45"),
        ("CH45 1", "CH45"),
        ("m1 1aa", "M1"),
        ("Wallasey CH45 1AB", "Wirral"),
        ("12 Lincoln Road, Leeds", "Leeds"),
        ("12 Lincoln Road, Leeds, LS1 4AP", "Leeds"),
        ("somewhere, ls1 4ap", "LS1"),
        ("12 Acacia Avenue", "12 Acacia Avenue"),
        ("Livepool", "Livepool"),
        ("", ""),
        ("x" * 500, "x" * 80),
    ],
)
def test_of_what_is_typed_a_place_or_half_a_postcode_is_left(typed: str, taken: str):
    assert typed_place(typed) == taken


@pytest.mark.parametrize(
    "typed", ["CH45 1AB", "ch451ab", "near CH45 1AB somewhere", "Flat 3,CH45 1ab", "CH45 1A"]
)
def test_the_second_half_of_a_postcode_never_comes_back(typed: str):
    assert "1a" not in typed_place(typed).casefold()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Livepool", "Liverpool"),
        ("wirall", "Wirral"),
        ("Notting", "Nottingham"),
        ("helens", "St Helens"),
        ("Cardif", "Cardiff"),
    ],
)
def test_a_name_that_is_nearly_one_brings_those_that_it_may_be(typed: str, meant: str):
    assert meant in suggestions(typed)


@pytest.mark.parametrize("typed", ["qzxv", "12 Acacia Avenue", "", "ZZ9"])
def test_what_is_like_no_name_brings_none(typed: str):
    assert suggestions(typed) == []


def test_few_are_suggested_and_each_is_a_place_that_a_search_finds():
    for typed in ("north", "east", "new", "Lon"):
        found = suggestions(typed)
        assert 1 <= len(found) <= 6
        assert all(find_places(name) for name in found)
    assert all(find_places(name) for name in place_names())


def test_in_english_it_is_said_as_to_a_handler():
    served = {each.served for each in content().held}
    said = set()
    for place in PLACES.values():
        scores = coverage([place])
        for keys in served:
            fit = fit_of(keys, [place], scores)
            words = place_words(keys, [place], scores)
            assert (fit_words(fit, "en") if fit else "") == words[:1].upper() + words[1:]
            said.add(words.split(" ")[0])
    assert said == {"", "in", "serves", "online,"}


def test_in_welsh_it_is_said_too():
    wirral = place_named("Wirral")
    assert wirral
    said = [
        fit_of([key], [wirral], coverage([wirral]))
        for key in ("wirral", "county: merseyside", "england", "uk", "online")
    ]
    assert [fit_words(fit, "cy") for fit in said if fit] == [
        "Ar gyfer Wirral", "Ar gyfer Merseyside, sy'n cynnwys Wirral", "Ar gyfer England",
        "Ar gyfer y DU gyfan", "Ar-lein, o unrhyw le",
    ]  # fmt: skip
    assert near_words("Sefton", "cy") == "Nid yno, ond yn agos: ar gyfer Sefton"
