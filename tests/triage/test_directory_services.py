from datetime import date
from uuid import uuid4

import pytest
import time_machine

from helpline.kernel.errors import Forbidden
from helpline.staff.models import AuditEvent
from triage.entries import entry_id
from triage.giving import Unconfirmed
from triage.services import (
    approve_change,
    card,
    confirm_entry,
    find,
    public_entries,
    save_entry,
    search,
    service_marks,
    set_active,
)
from triage.services.entry_writing import EntryNotFound
from triage.wanted import Wanted

pytestmark = pytest.mark.django_db


@pytest.fixture
def saved_by_two(supervisor, admin):
    """Return what saves values of an entry as one person writes them and another approves."""

    def save(entry, checked=False, **values):
        waiting = save_entry(entry=entry, values=values, checked=checked, by=supervisor).waiting
        return approve_change(change=waiting.pk, revision=waiting.revision, by=admin)

    return save


@time_machine.travel("2026-06-30T23:30Z", tick=False)
def test_a_handler_confirms_by_london_s_date_and_may_send_from_then_on(make_entry, handler):
    entry = make_entry()

    confirm_entry(entry_id=entry.id, by=handler)

    entry.refresh_from_db()
    assert (entry.last_checked, entry.confirmed_by) == (date(2026, 7, 1), handler)
    assert card(entry_id=entry.id, about=None, caller_type=None)["name"] == "Riverside"
    line = AuditEvent.objects.get(event="directory.confirmed")
    assert (line.actor, line.subject, line.detail) == ("handler1", str(entry.id), {"slug": "riverside"})


def test_an_admin_may_confirm_too_but_an_analyst_may_not(make_entry, admin, analyst):
    entry = make_entry()

    confirm_entry(entry_id=entry.id, by=admin)
    with pytest.raises(Forbidden):
        confirm_entry(entry_id=entry.id, by=analyst)


@pytest.mark.parametrize("missing", [uuid4(), "nonsense"])
def test_what_is_not_there_cannot_be_confirmed(handler, missing):
    with pytest.raises(EntryNotFound) as refusal:
        confirm_entry(entry_id=missing, by=handler)

    assert refusal.value.code == "signpost.not_found"


def test_a_changed_number_makes_an_entry_unconfirmed_again(make_entry, supervisor, saved_by_two):
    entry = make_entry(last_checked=date(2026, 11, 1), confirmed_by=supervisor)

    saved_by_two(entry, phone="0151 496 0999")

    entry.refresh_from_db()
    assert (entry.phone, entry.last_checked, entry.confirmed_by) == ("0151 496 0999", None, None)
    assert entry.edited_at is not None


@time_machine.travel("2026-11-27T12:00Z", tick=False)
@pytest.mark.parametrize(("months", "due"), [(None, date(2027, 5, 27)), (3, date(2027, 2, 27))])
def test_a_check_counts_for_half_a_year_or_as_long_as_the_entry_says(make_entry, handler, months, due):
    entry = make_entry(check_months=months)

    confirm_entry(entry_id=entry.id, by=handler)

    entry.refresh_from_db()
    assert entry.check_due == due


def test_a_check_that_is_too_old_counts_no_more(make_entry, handler):
    entry = make_entry(last_checked=date(2026, 1, 31), check_due=date(2026, 7, 31))

    with time_machine.travel("2026-07-31T12:00Z", tick=False):
        assert card(entry_id=entry.id, about=None, caller_type=None)["name"] == "Riverside"
        assert search()[0]["unconfirmed"] is False
    with time_machine.travel("2026-08-01T12:00Z", tick=False):
        with pytest.raises(Unconfirmed):
            card(entry_id=entry.id, about=None, caller_type=None)
        assert search()[0]["unconfirmed"] is True
        confirm_entry(entry_id=entry.id, by=handler)
        assert card(entry_id=entry.id, about=None, caller_type=None)["name"] == "Riverside"


def test_hours_and_the_words_for_them_are_one(make_entry, saved_by_two):
    entry = make_entry()
    weekdays = {"week": [[["09:00", "17:00"]]] * 5 + [[], []], "bank_holidays": []}

    entry = saved_by_two(entry, hours=weekdays)
    assert entry.hours_text == "Monday to Friday, 9am to 5pm; closed on bank holidays"

    entry = saved_by_two(entry, hours_text="Sunday, 10am to 12pm")
    assert entry.hours == {"week": [[]] * 6 + [[["10:00", "12:00"]]], "bank_holidays": None}

    entry = saved_by_two(entry, hours_text="evenings")
    assert entry.hours == {}


def test_a_changed_note_keeps_the_check(make_entry, supervisor):
    entry = make_entry(last_checked=date(2026, 11, 1))

    save_entry(entry=entry, values={"editor_notes": "Ask again in spring."}, checked=False, by=supervisor)

    entry.refresh_from_db()
    assert entry.last_checked == date(2026, 11, 1)


def test_the_audit_names_the_fields_and_holds_none_of_their_words(make_entry, supervisor):
    entry = make_entry()

    save_entry(
        entry=entry, values={"phone": "0151 496 0999", "name": "Riverside"}, checked=True, by=supervisor
    )

    line = AuditEvent.objects.get(event="directory.proposed")
    assert line.detail == {"slug": "riverside", "fields": ["phone"], "checked": True}


def test_a_handler_may_not_change_the_directory(make_entry, handler):
    entry = make_entry()

    with pytest.raises(Forbidden):
        save_entry(entry=entry, values={"name": "Mine"}, checked=False, by=handler)
    with pytest.raises(Forbidden):
        set_active(entry_id=entry.id, active=False, by=handler)

    assert not AuditEvent.objects.exists()


def test_what_is_out_of_use_is_not_found_and_comes_back(make_entry, supervisor):
    entry = make_entry()

    set_active(entry_id=entry.id, active=False, by=supervisor)
    assert search() == []
    set_active(entry_id=entry.id, active=True, by=supervisor)
    assert [row["slug"] for row in search()] == ["riverside"]
    assert list(AuditEvent.objects.values_list("event", flat=True)) == [
        "directory.deactivated", "directory.reactivated"
    ]  # fmt: skip


def test_a_row_tells_the_handler_what_can_be_sent_and_why_not(make_entry):
    make_entry(
        provider="Riverside Trust",
        audience=["M"],
        age_min=18,
        caller_text="A weekly group.",
        formats=["group"],
        languages=["en", "cy"],
        accreditation="respect",
        partner_support="yes",
        cautions=["Ask about the group first."],
        source_notes={"hours_text": "9-5, confirm"},
        text_number="07700 900123",
    )

    (row,) = search(words="river", area="Wirral", audience="M", about="own_behaviour")

    assert (row.pop("group"), row.pop("reasons")[0]) == ("local", "In Wirral")
    assert "Takes men" not in row.pop("cautions_now")
    shown = row.pop("card")
    assert (shown["about"], shown["whom_for"]) == ("A weekly group.", "Men aged 18 and over")
    assert row == {
        "id": "e2c765b4-1895-5edc-86c1-d293c10b25c8",
        "formats": ["group"],
        "languages": ["en", "cy"],
        "accreditation": "respect",
        "partner_support": "yes",
        "check_due": None,
        "slug": "riverside",
        "kind": "programme",
        "name": "Riverside",
        "provider": "Riverside Trust",
        "areas": ["Wirral"],
        "audience": ["M"],
        "ages": "18 and over",
        "phone": "0151 496 0123",
        "text": "07700 900123",
        "email": "",
        "website": "",
        "hours_text": "",
        "hours_as_printed": "9-5, confirm",
        "description": "",
        "duration": "",
        "cost": "",
        "referral_routes": [],
        "eligibility": [],
        "exclusions": [],
        "signpost": "yes",
        "cautions": ["Ask about the group first."],
        "last_checked": None,
        "unconfirmed": True,
        "sendable": False,
        "why_not": "signpost.unconfirmed",
    }


def test_the_handler_s_judgement_decides_what_a_row_says(make_entry):
    make_entry(signpost="survivor_only", last_checked=date(2026, 11, 1))

    (as_said,) = search(about="being_hurt")
    judged = find(Wanted(about="being_hurt", caller_type="person_using_abuse"))

    assert (as_said["sendable"], as_said["why_not"]) == (True, None)
    assert judged["entries"] == []
    assert judged["left_out"] == [
        {"slug": "riverside", "name": "Riverside", "why": "For people who are being hurt only"}
    ]


def test_a_search_has_a_limit(loaded):
    lines = [row["slug"] for row in search(limit=3)][3:]

    assert lines == ["respect-phoneline", "samaritans", "emergency"]


def test_a_caller_in_wirral_finds_wirral_first(loaded):
    rows = search(area="Wirral", about="own_behaviour")

    assert rows[0]["slug"] == "freedom-programme"
    assert "Nottinghamshire" not in {area for row in rows for area in row["areas"]}


@pytest.mark.parametrize("count", [1, 3])
def test_a_search_costs_the_same_however_many_rows(make_entry, django_assert_num_queries, count):
    for number in range(count):
        make_entry(f"riverside-{number}")

    # The state of the table, the directory made ready, the rows that are shown.
    with django_assert_num_queries(3):
        assert len(search(area="Wirral")) == count
    with django_assert_num_queries(2):
        search(area="Wirral")


def test_a_search_sees_what_was_changed_since_the_last_one(make_entry, saved_by_two):
    entry = make_entry()
    assert [row["name"] for row in search()] == ["Riverside"]

    saved_by_two(entry, name="Hillside")

    assert [row["name"] for row in search(words="hillside")] == ["Hillside"]


@time_machine.travel("2026-11-27T12:00Z", tick=False)
def test_pages_for_anybody_list_what_was_checked_in_time_and_lines_for_an_emergency(loaded, handler):
    assert {row.slug for row in public_entries()} == {
        "emergency", "ndah", "live-fear-free", "scotland-da", "ni-da", "childline", "samaritans",
        "nhs-111-mental-health",
    }  # fmt: skip
    confirm_entry(entry_id=entry_id("tomorrows-women"), by=handler)
    confirm_entry(entry_id=entry_id("bbr"), by=handler)

    assert "tomorrows-women" in {row.slug for row in public_entries()}
    assert "bbr" not in {row.slug for row in public_entries()}


def test_an_area_s_name_in_the_words_finds_what_is_there_and_what_is_nationwide(make_entry):
    make_entry("bradford", areas=["Bradford"])
    make_entry("uk", name="A line", areas=["UK"])
    make_entry("leeds", name="Z group", areas=["Leeds"])

    assert [row["slug"] for row in search(words="leeds")] == ["leeds", "uk"]
    assert [row["slug"] for row in search(words="group Leeds")] == ["leeds"]


@pytest.mark.parametrize(("signpost", "shown"), [("professionals_only", ["riverside"]), ("no", [])])
def test_what_is_for_no_caller_is_listed_for_workers_only(make_entry, signpost, shown):
    make_entry(signpost=signpost)

    assert search() == []
    assert search(about="work", caller_type="person_using_abuse") == []
    assert [row["slug"] for row in search(about="work")] == shown
    assert [row["slug"] for row in search(caller_type="frontline_worker")] == shown


def test_what_services_are_known_by_is_listed_once_without_those_that_are_not_given_out(make_entry, admin):
    make_entry(slug="one", name="Riverside", provider="Harbour", phone="020 7946 0018", email="", website="")
    make_entry(
        slug="two", name="Upstream", provider="Harbour", phone="", email="hello@example.org", website=""
    )
    make_entry(slug="three", name="Never", provider="", phone="020 7946 0019", signpost="no")
    gone = make_entry(slug="four", name="Gone", provider="", phone="020 7946 0020")
    set_active(entry_id=gone.id, active=False, by=admin)

    assert service_marks() == ["020 7946 0018", "Harbour", "Riverside", "Upstream", "hello@example.org"]
