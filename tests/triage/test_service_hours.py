import json

import pytest

from triage.content_file import ContentFile
from triage.service_hours import (
    ALWAYS,
    hours_from_json,
    hours_in_words,
    hours_of,
    hours_to_json,
    notation_stored,
    osm_of,
    words_of,
)
from triage.services.directory import CONTENT


@pytest.mark.parametrize(
    ("notation", "written"),
    [
        ("24/7", "24/7"),
        ("Mo-Fr 09:00-17:00", "Mo-Fr 09:00-17:00"),
        ("Mo,We 09:00-20:00; Tu,Th,Fr 09:00-17:00", "Mo,We 09:00-20:00; Tu,Th,Fr 09:00-17:00"),
        ("Mo-Fr 09:00-17:00; Fr 09:00-13:00; PH off", "Mo-Th 09:00-17:00; Fr 09:00-13:00; PH off"),
        ("Mo 13:00-17:00,09:00-12:00; PH 10:00-14:00", "Mo 09:00-12:00,13:00-17:00; PH 10:00-14:00"),
        ("Fr,Sa 22:00-06:00", "Fr,Sa 22:00-06:00"),
        ("Mo-Su 00:00-24:00", "Mo-Su 00:00-24:00"),
        ("Mo-Su,PH 00:00-24:00", "24/7"),
        ("Mo-Su off", "Mo-Su off"),
    ],
)
def test_hours_come_from_openstreetmap_s_notation_and_go_back_into_it(notation, written):
    hours = hours_of(notation)

    assert osm_of(hours) == written
    assert hours_of(written) == hours
    assert hours_from_json(json.loads(json.dumps(hours_to_json(hours)))) == hours


def test_the_hours_of_every_line_go_out_as_they_came_in():
    files = [("programmes.json", "programmes"), ("helplines.json", "helplines")]
    records = [each for name, key in files for each in ContentFile.read(CONTENT / name).records(key)]
    printed = {record["hours_osm"] for record in records} - {None}

    assert {osm_of(hours_of(notation)) for notation in printed} == printed


@pytest.mark.parametrize(
    "notation",
    ["", "always", "Mo-Fr", "Mo 25:00-26:00", "Mo 09:00-09:00", "Jan Mo 09:00-17:00", "sunrise-sunset"],
)
def test_what_is_not_understood_is_refused(notation):
    with pytest.raises(ValueError, match=r"not understood|not a time"):
        hours_of(notation)


@pytest.mark.parametrize(
    "stored",
    [
        {"week": [[]] * 6, "bank_holidays": None},
        {"week": [[]] * 7},
        {"week": [[["9", "17:00"]]] + [[]] * 6, "bank_holidays": None},
        {"week": [[["09:00", "09:00"]]] + [[]] * 6, "bank_holidays": None},
        {"week": None, "bank_holidays": None},
    ],
)
def test_another_shape_is_refused(stored):
    with pytest.raises(ValueError, match=r".+"):
        hours_from_json(stored)


def test_unknown_hours_stay_unknown():
    assert hours_from_json({}) is None
    assert notation_stored({}) == ""
    assert hours_in_words("ring in the morning") == {}


def test_words_with_one_meaning_become_hours():
    assert hours_in_words("24 hours a day, every day") == hours_to_json(ALWAYS)
    assert notation_stored(hours_in_words("Monday, 9am to 12pm")) == "Mo 09:00-12:00"
    assert words_of(hours_of("Mo-Fr 10:00-17:00; PH off")) == (
        "Monday to Friday, 10am to 5pm; closed on bank holidays"
    )
