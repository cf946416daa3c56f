"""Files in and out of the database: all or nothing, and what is for staff stays."""

import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from helpline.kernel.errors import Forbidden
from helpline.staff.models import AuditEvent
from triage.models import DirectoryEntry
from triage.oruk.problems import ImportRefused
from triage.services import load_directory
from triage.services.exchange import MOST_BYTES, export_directory, import_directory

pytestmark = pytest.mark.django_db

CHECKED = {"last_checked": date(2026, 11, 1), "check_due": date(2099, 5, 1)}
HEAD = "slug,name,areas,phone\n"


@pytest.fixture
def file(tmp_path):
    """Return a writer of a file to import."""

    def write(text: str, name: str = "services.csv") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8", newline="")
        return path

    return write


def rows():
    return list(DirectoryEntry.objects.order_by("id").values())


def imported(*args, **options) -> str:
    out = StringIO()
    call_command("import_directory", *map(str, args), stdout=out, stderr=out, **options)
    return out.getvalue()


def refused(*args) -> str:
    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("import_directory", *map(str, args), stdout=out, stderr=out)
    assert error.value.returncode == 2
    return out.getvalue()


@pytest.mark.parametrize("form", ["oruk", "csv"])
def test_the_whole_content_exported_and_read_in_again_changes_nothing(loaded, tmp_path, form):
    DirectoryEntry.objects.update(**CHECKED)
    path = tmp_path / "export"
    call_command("export_directory", format=form, output=path, stderr=StringIO())
    before = rows()

    told = imported(path, format=form)

    assert told.startswith("0 added, 0 changed, ")
    assert int(told.split("changed, ")[1].split(" ")[0]) > 20
    assert rows() == before
    assert not AuditEvent.objects.filter(event="directory.imported").exists()


@pytest.mark.once
def test_the_export_goes_to_the_standard_output_as_well(make_entry):
    make_entry(**CHECKED)
    out = StringIO()

    call_command("export_directory", format="oruk", stdout=out)

    assert [each["name"] for each in json.loads(out.getvalue())["contents"]] == ["Riverside"]


def test_a_change_keeps_what_is_for_staff_and_voids_the_check(make_entry, supervisor, file):
    kept = {
        "cautions": ["Ask first."],
        "contradictions": ["8 or 9 weeks"],
        "editor_notes": "Ring in spring.",
        "signpost": "with_care",
        "description": "What the source says.",
        "caller_text": "A group.",
        "never_hides": False,
    }
    make_entry(**{**CHECKED, **kept}, confirmed_by=supervisor)
    make_entry("other", **CHECKED)
    untouched = DirectoryEntry.objects.filter(slug="other").values().get()

    told = imported(file(HEAD + "riverside,Riverside,Leeds,0151 496 0999\n"))

    entry = DirectoryEntry.objects.get(slug="riverside")
    assert {field: getattr(entry, field) for field in kept} == kept
    assert (entry.areas, entry.phone) == (["Leeds"], "0151 496 0999")
    assert (entry.last_checked, entry.check_due, entry.confirmed_by) == (None, None, None)
    assert not entry.is_public
    assert DirectoryEntry.objects.filter(slug="other").values().get() == untouched
    assert told == "0 added, 1 changed, 0 unchanged, 0 kept\nTo be checked before anybody is shown them: 1\n"
    line = AuditEvent.objects.get(event="directory.imported")
    assert line.detail == {"added": 0, "changed": 1, "unchanged": 0, "kept": 0}


@pytest.mark.once
def test_a_dry_run_says_what_would_change_and_changes_nothing(make_entry, file):
    make_entry(**CHECKED)
    before = rows()

    path = file(HEAD + "riverside,Riverside,Wirral,999\nnew-one,New One,Leeds,0113 496 0000\n")
    told = imported(path, dry_run=True)

    assert told.splitlines() == [
        "new: New One (new-one)",
        "Riverside, phone: '0151 496 0123' -> '999'",
        "Would be: 1 added, 1 changed, 0 unchanged, 0 kept",
        "To be checked before anybody is shown them: 2",
    ]
    assert rows() == before
    assert not AuditEvent.objects.exists()


def test_one_mistake_in_a_file_and_nothing_of_it_is_done(make_entry, file):
    make_entry(**CHECKED)
    before = rows()

    told = refused(file(HEAD + "new-one,New,Leeds,999\nriverside,Other,UK,999\nbad,<b>,Atlantis,x\n"))

    assert told.splitlines() == [
        "row 4, name: holds HTML; plain text only",
        "row 4, phone: 'x' is not a telephone number",
        "row 4, areas: 'Atlantis' is an area that no search would find",
    ]
    assert rows() == before


def test_a_failure_half_way_through_undoes_the_half(make_entry, file, monkeypatch):
    make_entry(**CHECKED)
    before = rows()

    def fails(*args, **options):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("triage.services.exchange._write_over", fails)
    with pytest.raises(RuntimeError):
        imported(file(HEAD + "new-one,New,Leeds,999\nriverside,Other,UK,999\n"))

    assert rows() == before


@pytest.mark.once
def test_a_new_service_is_public_only_after_somebody_checked_and_released_it(file):
    imported(file(json.dumps([{
        "id": "d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610", "name": "Harbour", "status": "active",
        "description": "Ring us.", "assured_date": "2026-11-20", "service_areas": [{"name": "Leeds"}],
        "phones": [{"number": "0113 496 0000"}],
    }]), "feed.json"))  # fmt: skip

    entry = DirectoryEntry.objects.get()
    assert (str(entry.id), entry.slug) == ("d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610", "harbour-d9d5e0f5")
    assert (entry.signpost, entry.last_checked, entry.is_public) == ("verify", None, False)
    assert (entry.description, entry.caller_text) == ("Ring us.", "")


@pytest.mark.once
def test_an_imported_change_outlives_the_next_load_of_the_content(loaded, file):
    entry = DirectoryEntry.objects.filter(never_hides=False).first()

    imported(file(f"slug,cost\n{entry.slug},A new price\n"))
    load_directory(by=None)

    entry.refresh_from_db()
    assert entry.cost == "A new price"


@pytest.mark.once
def test_one_of_ours_that_was_imported_first_is_found_by_the_load(file):
    load_directory(by=None)
    DirectoryEntry.objects.update(**CHECKED)
    path = file("".join(export_directory("oruk")), "feed.json")
    DirectoryEntry.objects.all().delete()

    imported(path)

    assert load_directory(by=None)["changed"] > 0


@pytest.mark.once
def test_a_file_of_a_hundred_megabytes_is_refused_unread(tmp_path):
    path = tmp_path / "large.json"
    with path.open("wb") as large:
        large.truncate(100_000_000)

    assert refused(path) == f"file: is larger than {MOST_BYTES // 1024**2} MB: divide it into several files\n"


@pytest.mark.once
def test_a_file_that_is_not_there_or_no_text_is_refused(tmp_path, file):
    assert refused(tmp_path / "none.csv") == "file: cannot be read: No such file or directory\n"
    path = file("slug,name\n")
    path.write_bytes(b"slug,name\none,\xff\n")
    assert refused(path) == "file: is not UTF-8 text: line 2\n"


@pytest.mark.once
def test_many_mistakes_are_not_all_printed(file):
    told = refused(file(HEAD + "".join(f"n{n},x,Atlantis,\n" for n in range(250)))).splitlines()

    assert (len(told), told[-1]) == (201, "and 50 more")


@pytest.mark.once
def test_a_large_file_shows_how_far_it_is(file):
    told = imported(file(HEAD + "".join(f"n{n},N,UK,\n" for n in range(1_000))))

    assert [line for line in told.splitlines() if line.startswith("added:")] == ["added: 500", "added: 1,000"]
    assert "read: 500" in told


@pytest.mark.parametrize("count", [1, 300])
def test_an_import_takes_many_rows_in_one_statement(make_entry, file, django_assert_max_num_queries, count):
    make_entry(**CHECKED)
    path = file(HEAD + "riverside,R,UK,\n" + "".join(f"n{n},N,UK,\n" for n in range(count)))

    # SQLite takes 999 values in one statement: 18 rows of this model.
    with django_assert_max_num_queries(15 + count // 15):
        import_directory(path=path, format="csv", by=None)


@pytest.mark.once
@pytest.mark.parametrize(
    ("role", "allowed"), [("supervisor", True), ("admin", True), ("handler", False), ("analyst", False)]
)
def test_who_may_import(role, allowed, request, file):
    path = file(HEAD + "new-one,New,Leeds,999\n")
    by = request.getfixturevalue(role)

    if allowed:
        import_directory(path=path, format="csv", by=by)
        assert AuditEvent.objects.get(event="directory.imported").actor == by.username
    else:
        with pytest.raises(Forbidden):
            import_directory(path=path, format="csv", by=by)
    assert DirectoryEntry.objects.count() == allowed


@pytest.mark.once
def test_the_refusal_carries_each_mistake_for_whoever_shows_it(file):
    with pytest.raises(ImportRefused) as refusal:
        import_directory(path=file(HEAD + "x,,UK,\n"), format="csv", by=None)

    assert refusal.value.code == "directory.import_refused"
    assert refusal.value.extra["problems"] == [{"row": 2, "field": "name", "reason": "is missing"}]
