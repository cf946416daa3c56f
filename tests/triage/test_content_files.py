import json

import pytest

from triage.contact_details import Misprint, is_phone, misprint_in
from triage.content_file import DirectoryInvalid
from triage.directory_file import read_directory
from triage.directory_rows import FORMAT_CODES, ROUTE_CODES, in_our_words
from triage.services.directory import CONTENT


def rows(directory=CONTENT):
    return {row["slug"]: row for row in read_directory(directory)}


def change(content, name, old, new):
    path = content / name
    text = path.read_text()
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new, 1))
    return text[: text.index(old)].count("\n") + 1


def problems_of(content):
    with pytest.raises(DirectoryInvalid) as refusal:
        read_directory(content)
    assert refusal.value.code == "directory.invalid"
    return refusal.value.extra["problems"]


def test_every_programme_and_helpline_becomes_one_row():
    found = rows()

    assert len(found) == 54
    assert sum(row["kind"] == "helpline" for row in found.values()) == 18
    assert sorted(slug for slug, row in found.items() if not row["is_active"]) == [
        "cafcass", "generic-elements", "perpetrator-phoneline-s4"
    ]  # fmt: skip


def test_the_respect_phoneline_stands_once_with_its_right_number():
    line = rows()["respect-phoneline"]

    assert line["phone"] == "0808 802 4040"
    assert line["kind"] == "helpline"
    assert line["hours_text"] == "Monday to Friday, 9am to 5pm"
    assert line["source_notes"]["as_helpline"]["sources"][0] == "seed 003"


def test_what_an_amendment_replaced_stays_in_the_notes():
    line = rows()["live-fear-free"]

    assert line["text_number"] == "07860 077333"
    assert line["source_notes"]["amended"]["was"] == {"role": "helpline", "text_number": ""}


def test_editors_hours_do_not_become_hours():
    lines = rows()

    assert lines["galop"]["hours_text"] == ""
    assert lines["galop"]["source_notes"]["hours_text"] == "confirm; one public file gives Mon-Fri 10am-5pm"


def test_what_the_records_say_in_words_becomes_codes():
    found = rows()
    alone, group = found["notts-individual"], found["dapp-group"]

    assert (alone["formats"], alone["routes"]) == (["one_to_one"], ["police"])
    assert (alone["takes"], alone["risks"]) == (
        ["same_sex", "interpreter", "no_group"], ["standard", "medium", "high"]
    )  # fmt: skip
    assert (alone["accreditation"], alone["partner_support"]) == ("respect", "yes")
    assert (group["weeks_min"], group["weeks_max"], group["session"]) == (26, 30, "weekly, 2 to 2.5 hours")
    assert group["requires"] == ["acknowledges", "responsibility", "motivated", "weekly"]
    assert found["girls-project"]["routes"] == [
        "professional", "school", "social_services", "via_professional"
    ]  # fmt: skip
    # One to one is for partners there.
    assert "one_to_one" not in found["make-a-change"]["formats"]


def test_every_printed_format_and_route_has_a_code_or_says_nothing():
    records = json.loads((CONTENT / "programmes.json").read_text())["programmes"]
    formats = {text for record in records for text in record["format"]}
    routes = {text for record in records for text in record["referral_routes"]}

    assert formats - FORMAT_CODES.keys() == {"not stated", "one_to_one (for partners)"}
    assert routes - ROUTE_CODES.keys() == {"not stated", "as G.I.R.L.S. project (assumed)"}


def test_each_contradiction_between_sources_stands_with_the_entries_that_it_concerns():
    texts_of = json.loads((CONTENT / "programmes.json").read_text())["contradictions"]
    printed = [in_our_words(text) for text in texts_of]
    found = rows()
    shown = {slug: row["contradictions"] for slug, row in found.items() if row["contradictions"]}

    assert {text for texts in shown.values() for text in texts} == set(printed)
    assert printed[0] in shown["respect-phoneline"]
    assert printed[6] in shown["notts-dads"]
    assert printed[6] in shown["make-a-change"]
    assert "samaritans" not in shown


def test_staff_read_of_sources_and_never_of_what_a_compiler_called_them():
    cautions = rows()["respect-phoneline"]["cautions"]
    said = [text for row in rows().values() for text in (*row["cautions"], *row["contradictions"])]

    assert cautions[0].startswith("Number conflict inside our sources: 0800 802 4040")
    assert [text for text in said if "seed" in text.lower()] == []
    assert (
        in_our_words("Seed 003 says so, a seed page not") == "Source 003 says so, one of our sources page not"
    )


def test_everything_that_a_caller_may_be_given_has_a_text_for_callers():
    for_nobody = {"cafcass", "generic-elements", "perpetrator-phoneline-s4"}

    assert {slug for slug, row in rows().items() if not row["caller_text"]} == for_nobody


def test_a_source_is_named_by_its_title():
    assert rows()["drive"]["source"].startswith("Respect Phoneline factsheet for frontline workers")


def test_lines_for_an_emergency_never_hide():
    assert {slug for slug, row in rows().items() if row["never_hides"]} == {
        "emergency", "ndah", "live-fear-free", "scotland-da", "ni-da", "childline", "samaritans",
        "nhs-111-mental-health",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('"id": "gp"', '"id": "pg"', 'needs the id of a service, "set" and "why"'),
        ('"never_hides": true', '"never_hides": "yes"', "sets a wrong kind of value: never_hides"),
        ('"check_months": 3', '"check_months": "3"', "sets a wrong kind of value: check_months"),
        ('"takes": [', '"contradictions": [', "sets a field that is not known: contradictions"),
        (
            '"drive",\n    "notts',
            '"thrive",\n    "notts',
            "a contradiction concerns a service that is not there",
        ),
        ('"concerns"', '"concern"', 'a contradiction needs "text" and "concerns"'),
    ],
)
def test_a_mistake_in_the_supplement_is_told(content, old, new, what):
    change(content, "supplement.json", old, new)

    assert what in [p["what"] for p in problems_of(content) if p["file"] == "supplement.json"]


@pytest.mark.parametrize("code", ["same-sex", "women"])
def test_a_code_that_no_list_has_is_a_mistake(content, code):
    change(content, "supplement.json", '"same_sex"', f'"{code}"')

    assert f"takes {code!r} is not known" in [problem["what"] for problem in problems_of(content)]


def test_broken_json_names_file_and_line(content):
    line = change(content, "helplines.json", '"number": "101",', '"number": 101"",')

    (problem,) = problems_of(content)

    assert (problem["file"], problem["line"]) == ("helplines.json", line)
    assert problem["what"].startswith("is not JSON: ")


@pytest.mark.parametrize(
    ("file", "record", "old", "new", "what"),
    [
        (
            "helplines.json", "samaritans", "116 123", "one one six",
            "phone 'one one six' is not a telephone number",
        ),
        (
            "helplines.json", "galop", '"hours_osm": null', '"hours_osm": "always"',
            "hours not understood: 'always'",
        ),
        (
            "programmes.json", "respect-phoneline", '"0808 802 4040"', '"0800 802 4040"',
            "0800 802 4040 is a known misprint of 0808 802 4040",
        ),
        (
            "programmes.json", "gp", '"signpost": "with_care"', '"signpost": "maybe"',
            "signpost 'maybe' is not known",
        ),
        ("programmes.json", "gp", '"role": "first_contact"', '"role": 7', "role must be text"),
        ("programmes.json", "gp", '"provider": "NHS general practice",', "", "provider is missing"),
        (
            "programmes.json", "gp", '"cost": "free (NHS)"', '"price": "free"',
            "has a field that is not known: price",
        ),
        (
            "programmes.json", "respect-phoneline", "https://respectphoneline.org.uk", "javascript:alert(1)",
            "website 'javascript:alert(1)' must begin with https://",
        ),
        ("amendments.json", "gp", '"id": "gp"', '"id": "pg"', 'needs the id of a service, "set" and "why"'),
        (
            "amendments.json", "emergency", '"role": "emergency"', '"slug": "x"',
            "sets a field that is not known: slug",
        ),
    ],
)  # fmt: skip
def test_a_mistake_names_file_record_line_and_what_is_wrong(content, file, record, old, new, what):
    change(content, file, old, new)
    text = (content / file).read_text()

    found = [problem for problem in problems_of(content) if problem["what"] == what]

    record = "pg" if new == '"id": "pg"' else record
    line = text[: text.index(f'"id": "{record}"')].count("\n") + 1
    assert (found[0]["file"], found[0]["record"], found[0]["line"]) == (file, record, line)


def test_a_number_that_differs_between_the_files_is_a_mistake(content):
    path = content / "helplines.json"
    data = json.loads(path.read_text())
    next(line for line in data["helplines"] if line["id"] == "respect-phoneline")["number"] = "0808 802 4041"
    path.write_text(json.dumps(data, indent=1))

    assert [(p["file"], p["record"]) for p in problems_of(content)] == [
        ("helplines.json", "respect-phoneline")
    ]


def test_a_record_that_stands_twice_is_a_mistake(content):
    change(content, "programmes.json", '"id": "bbr"', '"id": "gp"')

    assert "stands more than once" in [problem["what"] for problem in problems_of(content)]


def test_every_mistake_is_told_at_once(content):
    change(content, "helplines.json", '"116 123"', '"one one six"')
    change(content, "programmes.json", '"0151 666 3706"', '"ring us"')

    assert {problem["file"] for problem in problems_of(content)} == {"helplines.json", "programmes.json"}


def test_a_missing_file_is_named(content):
    (content / "helplines.json").unlink()

    assert problems_of(content)[0]["file"] == "helplines.json"


def test_the_refusal_reads_as_one_line_to_a_mistake(content):
    line = change(content, "helplines.json", '"116 123"', '"?"') - 1

    with pytest.raises(DirectoryInvalid) as refusal:
        read_directory(content)

    assert str(refusal.value) == (
        f"helplines.json, line {line}, record samaritans: phone '?' is not a telephone number"
    )


@pytest.mark.parametrize("number", ["999", "116 123", "0808 802 4040", "+44 151 496 0123"])
def test_telephone_numbers(number):
    assert is_phone(number)


@pytest.mark.parametrize("number", ["", "9", "0808 802 4040 ", "0808-802", "ring 999", "1234567890123456"])
def test_other_texts_are_no_telephone_numbers(number):
    assert not is_phone(number)


def test_a_misprint_is_found_however_it_is_spaced_but_spacing_alone_is_none():
    wrong = Misprint("0800 802 4040", "0808 802 4040", "Respect Phoneline")
    spaced = Misprint("0808 200 0247", "0808 2000 247", "National Domestic Abuse Helpline")

    assert misprint_in(["Ring (0800) 8024 040 now"], [spaced, wrong]) == wrong
    assert misprint_in(["0808 200 0247", "0808 802 4040"], [spaced, wrong]) is None
