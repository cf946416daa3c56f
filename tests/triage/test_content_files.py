import json

import pytest

from triage.contact_details import Misprint, is_phone, misprint_in
from triage.content_file import DirectoryInvalid
from triage.directory_file import read_directory
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
