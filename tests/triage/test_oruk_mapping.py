"""A service as Open Referral UK tells it: valid, complete, and without a word for staff."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from tests.triage.oruk_rows import row
from triage.directory_rows import UNSAID
from triage.oruk.fields import CODE_LISTS, LISTED, PUBLISHED
from triage.oruk.outgoing import address_line, item_of, page_of, service_of
from triage.oruk.schedules import hours_from, schedules_of
from triage.oruk.terms import CODE_OF_TERM

pytestmark = pytest.mark.once

# Third-party data (CC BY-SA 4.0) that lies beside a checkout and is no part of it.
BESIDE = [parent / "shared" / "reference" / "oruk" for parent in Path(__file__).resolve().parents]
SCHEMAS = next((folder for folder in BESIDE if folder.is_dir()), BESIDE[3])
SCHEMAS_OR_SKIP = pytest.mark.skipif(
    not SCHEMAS.is_dir(), reason=f"the schemas of Open Referral UK are not in {SCHEMAS}"
)
# What HSDS 3.0 has and the UK's compiled schema leaves out; without phones nobody could ring.
BESIDE_THE_SCHEMA = {"phones", "languages.name", "languages.code"}

BARE = row(
    **{field: UNSAID.get(field, "") for field in ("provider", "caller_text", "what_happens", "address")},
    **dict.fromkeys(("text_number", "email", "website", "hours_text", "cost", "accreditation"), ""),
    **{field: [] for field in CODE_LISTS},
    hours={},
    age_min=None,
    last_checked=None,
)


def validator(name: str) -> Draft202012Validator:
    schema = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    return Draft202012Validator(schema, format_checker=FormatChecker())


def keys_beside(told: Any, schema: dict[str, Any], before: str = "") -> set[str]:
    """Return the keys that a schema does not know: such as a misspelt one, which it would let pass."""
    if isinstance(told, list):
        return set().union(*(keys_beside(each, schema.get("items", {}), before) for each in told))
    if not isinstance(told, dict):
        return set()
    known = schema.get("properties", {})
    beside = {before + key for key in told if key not in known}
    return beside.union(
        *(keys_beside(told[key], known[key], f"{before}{key}.") for key in told.keys() & known.keys())
    )


@SCHEMAS_OR_SKIP
@pytest.mark.parametrize("told", [row(), BARE], ids=["full", "bare"])
def test_a_service_is_valid_and_has_no_key_of_its_own(told):
    schema = validator("service.json")

    assert [error.message for error in schema.iter_errors(service_of(told))] == []
    assert keys_beside(service_of(told), schema.schema) <= BESIDE_THE_SCHEMA


@SCHEMAS_OR_SKIP
@pytest.mark.parametrize("told", [row(), BARE], ids=["full", "bare"])
def test_a_service_in_a_list_is_valid_and_has_no_key_of_its_own(told):
    schema = validator("service_list.json")

    assert [error.message for error in schema.iter_errors(item_of(told))] == []
    assert keys_beside(item_of(told), schema.schema) == set()


@SCHEMAS_OR_SKIP
@pytest.mark.parametrize(
    ("key", "value"), [("id", "riverside"), ("status", "open"), ("email", "nobody"), ("name", None)]
)
def test_the_check_would_notice_what_is_not_valid(key, value):
    assert not validator("service.json").is_valid({**service_of(row()), key: value})


@SCHEMAS_OR_SKIP
def test_the_check_would_notice_a_misspelt_key():
    spoilt = {**service_of(row()), "adress": "", "organization": {"nmae": "x"}}

    assert keys_beside(spoilt, validator("service.json").schema) > {"adress", "organization.nmae"}


@SCHEMAS_OR_SKIP
def test_a_page_has_the_envelope_of_the_example():
    example = json.loads((SCHEMAS / "example_service_list.json").read_text(encoding="utf-8"))

    assert page_of([item_of(row())], number=1, size=50, total=1).keys() == example.keys()


def test_a_service_is_told_in_full():
    told = service_of(row())

    assert told["description"] == "A weekly group for men.\nIt takes half a year.\n\nSomebody rings you back."
    assert (told["minimum_age"], "maximum_age" in told) == (18, False)
    assert (told["assured_date"], told["last_modified"]) == ("2026-11-01", "2026-11-02T10:30:00.000Z")
    assert [(phone["type"], phone["number"]) for phone in told["phones"]] == [
        ("voice", "0151 496 0123"),
        ("text", "07700 900123"),
    ]
    address = told["service_at_locations"][0]["location"]["addresses"][0]
    assert (address["address_1"], address["city"], address["postal_code"]) == (
        "1 High Street",
        "Birkenhead",
        "CH41 1AA",
    )
    assert [area["name"] for area in told["service_areas"]] == row()["areas"]
    assert "A worker" in [attribute["taxonomy_term"]["name"] for attribute in told["attributes"]]
    assert told == service_of(row())


def test_no_service_tells_of_a_person():
    assert "contacts" not in service_of(row())


def test_only_what_callers_may_read_is_ever_read_from_the_database():
    for_staff = {
        "description", "partner_support_text", "cautions", "contradictions", "phone_alternatives", "source",
        "source_notes", "editor_notes", "confirmed_by", "signpost", "eligibility", "exclusions",
        "referral_routes", "risks", "partner_support",
    }  # fmt: skip

    assert not for_staff & {*PUBLISHED, *LISTED}


@pytest.mark.parametrize(
    "line",
    ["1 High Street, Birkenhead, CH41 1AA", "The Old Mill", "Leeds LS1 1AA", "Flat 2, , York, YO1 7AA"],
)
def test_an_address_put_together_again_is_the_same(line):
    parts = service_of(row(address=line))["service_at_locations"][0]["location"]["addresses"][0]

    assert address_line(parts) == line


@pytest.mark.parametrize(
    "osm", ["24/7", "Mo-Fr 09:00-17:00", "Mo,We 09:00-12:00,13:00-24:00; PH off", "Fr 22:00-02:00"]
)
def test_hours_come_back_as_they_were(osm):
    told = row(osm=osm)

    hours, words, left_out = hours_from(schedules_of(told))

    assert (hours["week"], words, left_out) == (told["hours"]["week"], told["hours_text"], [])


@pytest.mark.parametrize(
    ("schedule", "fault"),
    [
        ({"byday": "MO", "opens_at": "25:00", "closes_at": "26:00"}, "'25:00' is not a time of the day"),
        ({"byday": "MO", "opens_at": "09:60", "closes_at": "10:00"}, "'09:60' is not a time of the day"),
        ({"byday": "MO", "opens_at": "09:00", "closes_at": "09:00"}, "09:00 to 09:00 is no time to be open"),
        ({"byday": "MO", "opens_at": "9am", "closes_at": "5pm"}, "'9am' is not a time of the day"),
        ({"byday": "MO", "opens_at": "09:00-05:00", "closes_at": "17:00"}, "'09:00-05:00' is not a time"),
        ({"byday": "MO", "opens_at": "09:00"}, "None is not a time of the day"),
        ({"byday": "XX", "opens_at": "09:00", "closes_at": "10:00"}, "'XX' are no days of the week"),
        ({"byday": 3, "opens_at": "09:00", "closes_at": "10:00"}, "3 are no days of the week"),
    ],
)
def test_an_impossible_hour_is_named(schedule, fault):
    with pytest.raises(ValueError, match="^" + fault.replace("(", r"\(")):
        hours_from([{"freq": "WEEKLY", **schedule}])


def test_half_a_week_is_not_taken_for_the_whole():
    weekly = {"freq": "WEEKLY", "byday": "MO", "opens_at": "09:00", "closes_at": "17:00"}

    assert hours_from([weekly, {**weekly, "freq": "MONTHLY", "byday": "1TU"}])[0] == {}
    assert hours_from([weekly, {**weekly, "interval": 2}])[0] == {}


@pytest.mark.parametrize(
    ("number", "total", "told"),
    [
        (1, 0, (1, True, True, True)),
        (1, 101, (3, True, False, False)),
        (3, 101, (3, False, True, False)),
        (9, 101, (3, False, True, True)),
    ],
)
def test_a_page_says_which_it_is(number, total, told):
    contents = [{}] if not told[3] else []
    page = page_of(contents, number=number, size=50, total=total)

    assert (page["total_pages"], page["first_page"], page["last_page"], page["empty"]) == told


def test_every_code_has_a_term_of_its_own():
    assert len(set(CODE_OF_TERM.values())) == len(CODE_OF_TERM) > 40
