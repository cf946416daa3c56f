from collections import Counter

import pytest

from triage.areas import (
    AREAS,
    AROUND,
    COUNTRY,
    GROUPS,
    INSIDE,
    NATION,
    SAME,
    closeness,
    is_area,
    is_served,
    nation_of,
    places,
)
from triage.models import DirectoryEntry


def test_there_is_one_area_for_each_council_that_runs_social_care():
    assert Counter(area.nation for area in AREAS) == {
        "England": 153, "Scotland": 32, "Wales": 22, "Northern Ireland": 11
    }  # fmt: skip
    assert len({area.name for area in AREAS}) == len(AREAS)


def test_larger_places_are_made_of_known_areas():
    names = {area.name for area in AREAS}

    assert all(set(members) <= names for members in GROUPS.values())
    assert len(GROUPS["Greater London"]) == 33


@pytest.mark.parametrize(
    ("area", "nation"),
    [
        ("Wirral", "England"),
        ("wirral ", "England"),
        ("Cardiff", "Wales"),
        ("Merseyside", "England"),
        ("Scotland", "Scotland"),
        ("Belfast", "Northern Ireland"),
        ("Narnia", None),
        ("", None),
        (None, None),
    ],
)
def test_the_nation_of_an_area(area, nation):
    assert nation_of(area) == nation


def test_only_listed_places_may_be_chosen():
    assert is_area("Kent")
    assert is_area("Wales")
    assert not is_area("12 Acacia Avenue")


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("United Kingdom", {"uk"}),
        ("UK, varies", {"uk"}),
        ("England (local sites)", {"england"}),
        ("England and Wales (local sites)", {"england", "wales"}),
        ("England, Scotland, Wales", {"england", "scotland", "wales"}),
        ("Telford and Wrekin", {"telford and wrekin"}),
        ("Bournemouth, Christchurch and Poole", {"bournemouth, christchurch and poole"}),
    ],
)
def test_places_in_a_service_s_own_words(printed, expected):
    assert places(printed) == expected


@pytest.mark.parametrize(
    ("printed", "area", "expected"),
    [
        (["Wirral"], "Wirral", SAME),
        (["Merseyside"], "Wirral", AROUND),
        (["England and Wales"], "Wirral", NATION),
        (["UK"], "Wirral", COUNTRY),
        (["Wirral", "online"], "Cardiff", COUNTRY),
        (["Wirral"], "Cardiff", 0),
        (["Wales"], "Wirral", 0),
        (["Wirral"], "Merseyside", INSIDE),
        (["Croydon"], "England", INSIDE),
        (["Nottinghamshire", "Nottingham"], "Nottingham", SAME),
        (["Northumbria", "West Mercia"], "Shropshire", AROUND),
        (["UK and Ireland"], "Fife", COUNTRY),
        ([], "Wirral", 0),
        (["Narnia"], "Narnia", SAME),
    ],
)
def test_how_closely_a_service_fits_an_area(printed, area, expected):
    assert closeness(printed, area) == expected


@pytest.mark.parametrize(
    ("printed", "served"),
    [
        ("wirral", True),
        ("Merseyside", True),
        ("England and Wales (local sites)", True),
        ("UK, varies", True),
        ("UK and Ireland", True),
        ("online", True),
        ("Ireland", False),
        ("Narnia", False),
        ("Wirral and Narnia", False),
        ("(local sites)", False),
    ],
)
def test_a_service_s_area_must_be_one_that_a_search_can_find(printed, served):
    assert is_served(printed) is served


def test_each_area_of_the_directory_can_be_found_by_a_search(loaded):
    served = {area for entry in DirectoryEntry.objects.all() for area in entry.areas}

    assert [area for area in served if not is_served(area)] == []
