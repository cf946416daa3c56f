import json
from collections import Counter

import pytest

from tests.triage.cases import content
from triage.coverage import nearness, place_words, served_keys
from triage.places import PLACES, councils_of_postcode, find_places, inside_of, outward_code, place_named
from triage.services.directory import CONTENT

pytestmark = pytest.mark.once

CODES = json.loads((CONTENT / "postcodes.json").read_text())


def names(found):
    return [place.name for place in found]


def test_there_are_all_local_authorities_of_each_nation():
    of_kind = Counter((place.nation, place.kind) for place in PLACES.values())
    two_tiers = {place.inside[0] for place in PLACES.values() if place.kind == "district"}

    # 296 districts, unitaries, boroughs: those under a county, and the councils with nothing under them.
    assert of_kind["England", "district"] + of_kind["England", "council"] - len(two_tiers) == 296
    assert (len(two_tiers), of_kind["England", "region"]) == (21, 9)
    assert {n: of_kind[n, "council"] for n in ("Wales", "Scotland", "Northern Ireland")} == {
        "Wales": 22, "Scotland": 32, "Northern Ireland": 11
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "kind", "inside"),
    [
        ("St Helens", "council", ["Merseyside", "North West", "England"]),
        ("Mansfield", "district", ["Nottinghamshire", "Nottinghamshire", "East Midlands", "England"]),
        ("Merseyside", "county", ["North West", "England"]),
        ("Cardiff", "council", ["South Glamorgan", "South Wales", "Wales"]),
        ("Scotland", "nation", []),
        ("West Mercia", "group", []),
        ("kent", "council", ["Kent", "South East", "England"]),
    ],
)
def test_places_lie_in_others(name, kind, inside):
    place = place_named(name)

    assert place.kind == kind
    assert [PLACES[key].name for key in place.inside] == inside


def test_a_county_and_its_council_of_one_name_are_two_places():
    county = PLACES["county: nottinghamshire"]

    assert {"nottingham", "nottinghamshire", "district: mansfield"} <= inside_of(county.key)
    assert "nottingham" not in inside_of("nottinghamshire")


def test_both_tables_say_where_they_come_from_and_of_when():
    for name in ("places.json", "postcodes.json"):
        table = json.loads((CONTENT / name).read_text())
        assert table["source"]
        assert table["as_of"]


def test_every_postcode_area_leads_to_a_council():
    assert len(CODES["areas"]) == 121
    named = [*CODES["areas"].values(), *CODES["districts"].values()]
    assert [name for each in named for name in each if not place_named(name)] == []


def test_a_district_lies_in_regions_of_its_area():
    for code, found in CODES["districts"].items():
        area = [place_named(name) for name in CODES["areas"][code.rstrip("0123456789")]]
        assert {place_named(name).inside[1] for name in found} <= {place.inside[1] for place in area}, code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("CH45", "CH45"), ("ch45 1ab", "CH45"), ("CH451AB", "CH45"), ("ng2 1aa", "NG2"), ("NG21AA", "NG2"),
        ("sw1a 1aa", "SW1A"), ("W1A", "W1A"), ("L1", "L1"), ("Leeds", None), ("C45", "C45"), ("12", None),
        ("", None),
    ],
)  # fmt: skip
def test_the_first_half_of_a_postcode(typed, code):
    assert outward_code(typed) == code


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("CH41", ["Wirral"]),
        ("WA9", ["St Helens"]),
        ("WA12 9XX", ["St Helens"]),
        ("L36", ["Knowsley"]),
        ("NG1", ["Nottingham"]),
        ("NG18", ["Nottinghamshire"]),
        ("NG5", ["Nottingham", "Nottinghamshire"]),
        ("S81", ["Nottinghamshire", "Derbyshire", "Rotherham"]),
        ("CF10", ["Cardiff"]),
        ("CR0", ["Croydon"]),
        ("LS6", ["Leeds"]),
        ("NE31", ["South Tyneside"]),
        ("WR5", ["Worcestershire"]),
        ("BT7", ["Northern Ireland"]),
        ("ZE1", ["Shetland Islands"]),
        ("HX1", ["Calderdale"]),
        ("XX1", []),
        ("GY1", []),
    ],
)
def test_where_a_postcode_district_lies(code, found):
    assert names(councils_of_postcode(code)) == found


@pytest.mark.parametrize("typed", ["Narnia", "", "12 Acacia Avenue", "L", "'; DROP TABLE"])
def test_what_is_no_place_is_none(typed):
    assert find_places(typed) == []


def test_every_area_of_the_content_is_a_place():
    served = {key for held in content().held for key in held.served}

    assert served - PLACES.keys() - {"uk", "online", "ireland"} == set()


@pytest.mark.parametrize(
    ("printed", "place", "near"),
    [
        (["Sefton"], "Wirral", 2),
        (["Nottinghamshire"], "Nottingham", 2),
        (["Bolton"], "Wirral", 1),
        (["Leeds"], "Wirral", 0),
        (["Vale of Glamorgan"], "Cardiff", 2),
        (["UK", "online"], "Cardiff", 0),
        (["Narnia"], "Cardiff", 0),
    ],
)
def test_how_near_a_service_is_that_does_not_serve_a_place(printed, place, near):
    assert nearness(served_keys(printed), find_places(place)) == near


def test_nothing_is_said_of_a_place_that_is_not_served():
    assert place_words(served_keys(["Leeds"]), find_places("Wirral"), {}) == ""
