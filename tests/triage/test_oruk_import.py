"""What an import makes of a file: nothing of an export, and a reason for whatever is wrong."""

import csv
import io
import json
from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.triage.oruk_rows import row
from triage.contact_details import Misprint
from triage.entries import entry_id
from triage.oruk.cells import as_meant, defused
from triage.oruk.exported import json_of
from triage.oruk.feed import read_feed
from triage.oruk.planning import Plan, plan_import
from triage.oruk.problems import ImportRefused
from triage.oruk.table import lines_of, read_table

pytestmark = pytest.mark.once

HELD = [
    row(),
    row(
        "hillside", name="- Hillside", caller_text="=1+1\r\nSecond line", phone="+44 151 496 0456", osm="24/7"
    ),
    row("bare", name="Bare", provider="", address="", cost="", hours={}, hours_text="evenings", areas=["UK"]),
    row("line", name="999", phone="999", never_hides=True, last_checked=None, osm="Mo,We 09:00-24:00"),
]
A_SERVICE = {"id": str(uuid4()), "name": "New", "status": "active", "service_areas": [{"name": "Leeds"}]}


def feed(*services, read=read_feed, **options) -> Plan:
    return planned(json.dumps({"contents": services}), read=read, **options)


def planned(text, *, read, held=HELD, **options) -> Plan:
    rows, problems = read(text)
    plan = plan_import(rows, {each["id"]: each for each in held}, **options)
    plan.problems = sorted([*problems, *plan.problems], key=lambda problem: problem.row)
    return plan


def table(*cells, columns=("slug", "name", "areas")) -> Plan:
    file = io.StringIO(newline="")
    csv.writer(file).writerows([columns, *cells])
    return planned(file.getvalue(), read=read_table)


def faults(plan):
    return [(problem.row, problem.field, problem.reason) for problem in plan.problems]


@pytest.mark.parametrize(
    ("text", "read"),
    [("".join(json_of(HELD)), read_feed), ("".join(lines_of(HELD)), read_table)],
    ids=["oruk", "csv"],
)
def test_an_export_read_in_again_changes_nothing(text, read):
    plan = planned(text, read=read)

    assert faults(plan) == []
    assert plan.counts() == {"added": 0, "changed": 0, "unchanged": len(HELD), "kept": 0}


def test_the_comparison_would_notice_one_changed_word():
    other = [row(cost="£5 a week"), *HELD[1:]]

    assert planned("".join(json_of(HELD)), read=read_feed, held=other).changed[0].fields == {
        "cost": ("£5 a week", "Free")
    }


def test_an_export_is_json_of_one_page():
    page = json.loads("".join(json_of(HELD)))

    assert (page["total_items"], page["size"], page["last_page"], page["empty"]) == (4, 4, True, False)
    assert json.loads("".join(json_of([])))["empty"] is True


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "'=", "＝"])
def test_no_cell_of_an_export_begins_as_a_formula(start):
    text = "".join(lines_of([row(name=f"{start}HYPERLINK(0)", areas=[f"{start}1"], cost=f"{start}2")]))

    cells = list(csv.reader(io.StringIO(text, newline="")))[1]
    assert sum("HYPERLINK" in cell for cell in cells) == 1
    assert [cell for cell in cells if cell.strip(" ")[:1] in set("=+-@\t\r\n＝")] == []


@given(st.text())
def test_defusing_is_undone_by_reading(text):
    assert as_meant(defused(text)) == text


def test_a_new_service_is_given_to_nobody_before_somebody_looked():
    plan = feed({**A_SERVICE, "description": "Ring us.", "assured_date": "2026-11-20"})

    (added,) = plan.added
    assert (added["signpost"], added["description"]) == ("verify", "Ring us.")
    assert not {"last_checked", "caller_text"} & added.keys()
    assert added["slug"] == f"new-{UUID(A_SERVICE['id']).hex[:8]}"


def test_a_change_names_what_was_and_has_to_be_checked_again():
    (change,) = table(["riverside", "Riverside Two", "Leeds"]).changed

    assert change.fields == {"name": ("Riverside", "Riverside Two"), "areas": (HELD[0]["areas"], ["Leeds"])}
    assert change.needs_check


def test_a_description_by_others_reaches_no_caller():
    service = json.loads("".join(json_of(HELD[:1])))["contents"][0]

    (change,) = feed({**service, "description": "Their words."}).changed

    assert change.fields == {"description": ("What the source says.", "Their words.")}
    assert not change.needs_check


def test_what_is_here_can_be_kept():
    plan = feed(
        {"id": str(entry_id("riverside")), "name": "Other", "status": "active"}, A_SERVICE, only_new=True
    )

    assert plan.counts() == {"added": 1, "changed": 0, "unchanged": 0, "kept": 1}


@pytest.mark.parametrize(("status", "fields"), [("defunct", {"is_active": (True, False)}), ("active", None)])
def test_what_its_source_gave_up_goes_out_of_use_and_nothing_comes_back_by_a_file(status, fields):
    held = [row(is_active=status != "active")]
    service = {"id": str(entry_id("riverside")), "name": "Riverside", "status": status}

    changed = feed(service, held=held).changed

    assert [change.fields for change in changed] == ([fields] if fields else [])


def test_the_same_week_keeps_what_is_known_of_bank_holidays_and_another_forgets_it():
    service = json.loads("".join(json_of(HELD[:1])))["contents"][0]
    monday = [{"freq": "WEEKLY", "byday": "MO", "opens_at": "10:00", "closes_at": "12:00"}]

    (change,) = feed({**service, "schedules": monday}).changed

    assert change.fields["hours"][1] == {"week": [[["10:00", "12:00"]], *[[]] * 6], "bank_holidays": None}
    assert change.fields["hours_text"][1] == "Monday, 10am to 12pm"


def test_a_line_for_an_emergency_is_changed_by_no_file():
    (fault,) = faults(feed({"id": str(entry_id("line")), "name": "998", "status": "active"}))

    assert fault[:2] == (1, "name")
    assert "emergency" in fault[2]


def test_one_that_is_ours_and_not_loaded_yet_keeps_its_name():
    plan = feed({**A_SERVICE, "id": str(entry_id("ours"))}, slugs={entry_id("ours"): "ours"})

    assert plan.added[0]["slug"] == "ours"


def test_what_cannot_be_taken_over_is_told():
    service = {
        **A_SERVICE,
        "languages": [{"name": "Welsh"}, {"name": "Klingon"}],
        "phones": [{"number": "0151 496 0001"}, {"number": "0151 496 0002"}],
        "schedules": [{"freq": "MONTHLY", "opens_at": "09:00", "closes_at": "10:00"}],
    }

    plan = feed(service)

    assert (plan.added[0]["languages"], plan.added[0]["phone"]) == (["cy"], "0151 496 0001")
    assert [(told.row, told.reason.split(":")[0]) for told in plan.left_out] == [
        (1, "a further number"),
        (1, "a language that is not known"),
        (1, "a schedule that is not the same every week"),
    ]


@pytest.mark.parametrize(
    ("spoilt", "field", "reason"),
    [
        ({"id": "riverside"}, "id", "must be a UUID"),
        ({"status": "open"}, "status", "must be one of"),
        ({"status": []}, "status", "must be one of"),
        ({"name": None}, "name", "is missing"),
        ({"name": 3}, "name", "must be text"),
        ({"name": "x" * 201}, "name", "is longer than 200"),
        ({"name": "<b>New</b>"}, "name", "holds HTML"),
        ({"name": "&#60;b"}, "name", "holds HTML"),
        ({"name": "=cmd|' /C calc'!A0"}, "name", "begins like a formula"),
        ({"name": "@SUM(1)"}, "name", "begins like a formula"),
        ({"name": "a\x00b"}, "name", "holds a control character"),
        ({"name": "a\u202eb"}, "name", "holds a control character"),
        ({"name": "\ud800"}, "name", "holds a control character"),
        ({"description": "<script>1</script>"}, "description", "holds HTML"),
        ({"service_areas": []}, "areas", "is missing"),
        ({"service_areas": "Leeds"}, "service_areas", "must be a list of objects"),
        ({"service_areas": [{"name": "Atlantis"}]}, "areas", "'Atlantis' is an area that no search"),
        ({"service_areas": [{"name": {}}, {"name": {"a": 1}}]}, "service_areas", "must hold text"),
        ({"url": "javascript:alert(1)"}, "website", "'javascript:alert(1)' must begin with https://"),
        ({"url": 'https://a.org/"><i>'}, "website", "holds HTML"),
        ({"email": "nobody"}, "email", "'nobody' is not an address"),
        ({"phones": [{"number": "ring us"}]}, "phone", "'ring us' is not a telephone number"),
        ({"phones": [{"number": "=1+1"}]}, "phone", "begins like a formula"),
        ({"phones": [{"number": "0808 802 4041"}]}, "phone", "0808 802 4041 is a known misprint"),
        ({"minimum_age": 200}, "age_min", "200 is not between 0 and 120"),
        ({"minimum_age": "18"}, "minimum_age", "must be a whole number"),
        ({"minimum_age": 1e999}, "minimum_age", "must be a whole number"),
        ({"minimum_age": 40, "maximum_age": 18}, "age_max", "18 is less than age_min, 40"),
        ({"organization": "Trust"}, "organization", "must be an object with a name"),
        ({"schedules": [{"freq": "WEEKLY", "byday": "MO", "opens_at": "25:00", "closes_at": "26:00"}]},
         "schedules", "'25:00' is not a time"),
        ({"service_at_locations": [{"location": {"addresses": [{"city": 3}]}}]},
         "service_at_locations", "must hold addresses"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_feed_is_named_by_row_field_and_reason(spoilt, field, reason):
    misprints = [Misprint("0808 802 4041", "0808 802 4040", "a line")]
    other = {**A_SERVICE, "id": str(uuid4()), "name": "Sound"}
    # As it may stand in a file: json.dumps would write an infinite number otherwise.
    text = json.dumps({"contents": [other, {**A_SERVICE, **spoilt}]}).replace("Infinity", "1e999")

    plan = planned(text, read=read_feed, misprints=misprints)

    assert [(row, name) for row, name, _ in faults(plan)][:1] == [(2, field)]
    assert faults(plan)[0][2].startswith(reason)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is not JSON: line 1"),
        ('{"contents": [\n{]}', "is not JSON: line 2"),
        ("[" * 100_000, "is not JSON that can be read"),
        ('[{"minimum_age": NaN}]', "is not JSON that can be read: NaN"),
        ('{"contents": {}}', "must be a list of services"),
        ("3", "must be a list of services"),
    ],
)
def test_a_file_that_is_no_feed_is_refused_as_a_whole(text, reason):
    with pytest.raises(ImportRefused) as refused:
        read_feed(text)

    (problem,) = refused.value.problems
    assert (problem.row, problem.reason.startswith(reason)) == (0, True)
    assert refused.value.extra["problems"][0]["reason"] == problem.reason


@pytest.mark.parametrize(
    ("columns", "cells", "fault"),
    [
        (["slug", "name", "areas"], ["new"], (3, "", "the line is broken: 1 cells for 3 columns")),
        (["slug", "name", "areas"], ["A b", "x", "UK"], (3, "slug", "'A b' must be small letters")),
        (["slug", "name", "areas"], ["", "x", "UK"], (3, "id", "is missing")),
        (["slug", "name", "areas"], ["one", "x", "UK"], (3, "id", "stands in row 2 as well")),
        (["slug", "name", "areas"], ["new", "=1+1", "UK"], (3, "name", "begins like a formula")),
        (["slug", "name", "areas"], ["new", "'=1+1", "UK"], (3, "name", "begins like a formula")),
        (["slug", "name", "areas"], ["new", "x", "UK; Atlantis"], (3, "areas", "'Atlantis' is an area")),
        (["slug", "id", "name", "areas"], ["new", "7", "x", "UK"], (3, "id", "'7' is not a UUID")),
        (["slug", "name", "areas", "hours"], ["new", "x", "UK", "Mo 25:00-26:00"], (3, "hours", "")),
        (["slug", "name", "areas", "age_min"], ["new", "x", "UK", "ten"], (3, "age_min", "'ten' is not")),
        (["slug", "name", "areas", "formats"], ["new", "x", "UK", "circus"], (3, "formats", "'circus' is")),
        (["slug", "name", "areas", "kind"], ["new", "x", "UK", "park"], (3, "kind", "'park' is not known")),
        (["id", "slug", "name", "areas"], [str(entry_id("bare")), "line", "x", "UK"],
         (3, "slug", "belongs to another service than the id")),
        (["id", "slug", "name", "areas"], [str(uuid4()), "one", "x", "UK"],
         (3, "slug", "'one' belongs to another service")),
    ],
)  # fmt: skip
def test_a_mistake_in_a_table_is_named_by_line_field_and_reason(columns, cells, fault):
    sound = {"slug": "one", "name": "One", "areas": "UK", "kind": "programme"}

    plan = table([sound.get(column, "") for column in columns], cells, columns=columns)

    assert [found[:2] for found in faults(plan)] == [fault[:2]]
    assert faults(plan)[0][2].startswith(fault[2])


@pytest.mark.parametrize(
    ("text", "row_number", "reason"),
    [
        ("", 0, "is empty"),
        ("name\nx\n", 1, "is missing: a table needs a column id or slug"),
        ("slug,nmae\nx,y\n", 1, "is no column of the directory"),
        ("slug,slug\nx,y\n", 1, "stands twice"),
        ("slug,cautions\nx,y\n", 1, "is no column of the directory"),
        ("slug,signpost\nx,yes\n", 1, "is no column of the directory"),
    ],
)
def test_a_file_that_is_no_table_is_refused_as_a_whole(text, row_number, reason):
    with pytest.raises(ImportRefused) as refused:
        read_table(text)

    assert [(found.row, found.reason) for found in refused.value.problems] == [(row_number, reason)]


def test_a_quote_that_is_never_closed_is_a_broken_line():
    (problem,) = read_table('slug,name\none,"One\ntwo,Two\n')[1]

    assert problem.reason.startswith("the line is broken")


def test_every_mistake_is_named_at_once():
    plan = table(["one", "", "Atlantis"], ["two", "<b>", "UK"], ["two", "x", "UK"])

    assert [fault[:2] for fault in faults(plan)] == [(2, "name"), (2, "areas"), (3, "name"), (4, "id")]


def test_progress_is_told_for_every_row():
    rows: list[int] = []

    read_feed(json.dumps([A_SERVICE] * 3), rows.append)

    assert rows == [1, 2, 3]


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
KEYS = st.sampled_from([
    "id", "name", "status", "description", "url", "email", "minimum_age", "organization", "phones",
    "service_areas", "service_at_locations", "cost_options", "languages", "schedules", "attributes",
])  # fmt: skip
LISTED = st.lists(st.dictionaries(st.sampled_from(
    ["name", "number", "type", "byday", "opens_at", "closes_at", "freq", "location", "amount"]
), JSON, max_size=4), max_size=2)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(KEYS, JSON | LISTED, max_size=6))
def test_whatever_a_feed_holds_it_ends_in_a_plan_or_in_reasons(service):
    plan = feed({**A_SERVICE, **service}) if service else feed()

    assert len(plan.added) + bool(plan.problems) + (not service) >= 1


def test_a_date_of_a_check_elsewhere_is_no_check_here():
    plan = planned("slug,last_checked\nriverside,2027-01-01\n", read=read_table)

    assert (plan.unchanged, HELD[0]["last_checked"]) == (1, date(2026, 11, 1))
