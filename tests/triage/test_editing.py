"""Editing the directory by two people: what waits, what does not, who approves, and nothing is lost."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from helpline.kernel.errors import Forbidden
from helpline.staff.models import AuditEvent
from helpline.staff.roles import Role
from triage.approval import ChangeMoved, ChangeWaits, EntryMoved, NothingDiffers, SecondPersonNeeded
from triage.entries import entry_id
from triage.models import DirectoryEntry, EntryChange
from triage.services import (
    approve_change,
    confirm_entry,
    forget_history,
    go_back,
    load_directory,
    save_entry,
    search,
    send_back,
    set_active,
)
from triage.services.entry_writing import EntryNotFound
from triage.services.history import done, history_of, latest_seen, shown_before, waiting_changes

pytestmark = pytest.mark.django_db

NUMBER = {"phone": "0151 496 0999"}
CAUTION = {"cautions": ["Ring before noon."]}


@pytest.fixture
def second(make_account):
    return make_account(Role.SUPERVISOR, "supervisor2")


def saved(entry, by, checked=False, seen=None, **values):
    return save_entry(entry=entry, values=values, checked=checked, by=by, seen=seen)


def approved(waiting, by):
    return approve_change(change=waiting.pk, revision=waiting.revision, by=by)


def events():
    return list(AuditEvent.objects.order_by("pk").values_list("event", "actor"))


def test_what_callers_are_shown_stays_until_somebody_else_approves(make_entry, supervisor, second):
    entry = make_entry(last_checked=date(2026, 11, 1), check_due=date(2099, 1, 1))

    waiting = saved(entry, supervisor, **NUMBER).waiting
    entry.refresh_from_db()
    assert (entry.phone, entry.last_checked) == ("0151 496 0123", date(2026, 11, 1))
    assert search()[0]["phone"] == "0151 496 0123"

    approved(waiting, second)
    entry.refresh_from_db()
    assert (entry.phone, entry.last_checked) == ("0151 496 0999", None)
    assert search()[0]["phone"] == "0151 496 0999"
    held = EntryChange.objects.get()
    assert (held.state, held.by, held.decided_by) == ("done", supervisor, second)
    assert held.fields == {"phone": ["0151 496 0123", "0151 496 0999"]}
    assert events() == [("directory.proposed", "supervisor1"), ("directory.approved", "supervisor2")]
    assert AuditEvent.objects.last().detail == {
        "slug": "riverside", "fields": ["phone"], "proposed_by": "supervisor1"
    }  # fmt: skip


def test_a_caution_waits_for_nobody_and_is_in_the_history(make_entry, supervisor):
    entry = make_entry()

    outcome = saved(entry, supervisor, **CAUTION, **NUMBER)

    entry.refresh_from_db()
    assert (entry.cautions, entry.phone) == (["Ring before noon."], "0151 496 0123")
    assert outcome.at_once == {"cautions"}
    states = {change.state: change.fields for change in history_of(entry.id)}
    assert states == {
        "done": {"cautions": [[], ["Ring before noon."]]},
        "waiting": {"phone": ["0151 496 0123", "0151 496 0999"]},
    }


@pytest.mark.parametrize("by", ["supervisor", "admin"])
def test_nobody_approves_their_own(make_entry, request, by):
    by = request.getfixturevalue(by)
    waiting = saved(make_entry(), by, **NUMBER).waiting

    with pytest.raises(SecondPersonNeeded):
        approved(waiting, by)

    assert DirectoryEntry.objects.get().phone == "0151 496 0123"
    assert waiting_changes().count() == 1


@pytest.mark.parametrize(
    ("by", "may"), [("supervisor", True), ("admin", True), ("handler", False), ("analyst", False)]
)
def test_who_may_approve_what_somebody_else_wrote(make_entry, second, request, by, may):
    waiting = saved(make_entry(), second, **NUMBER).waiting
    by = request.getfixturevalue(by)

    if may:
        assert approved(waiting, by).phone == "0151 496 0999"
        return
    for act in (approve_change, send_back):
        with pytest.raises(Forbidden):
            act(change=waiting.pk, revision=waiting.revision, by=by)
    assert waiting_changes().count() == 1


def test_who_lost_their_role_approves_nothing(make_entry, supervisor, second):
    waiting = saved(make_entry(), supervisor, **NUMBER).waiting
    second.is_active = False

    with pytest.raises(Forbidden):
        approved(waiting, second)


def test_what_is_approved_is_what_was_read(make_entry, supervisor, second):
    entry = make_entry()
    read = saved(entry, supervisor, **NUMBER).waiting
    saved(entry, supervisor, phone="0151 496 0777")

    with pytest.raises(ChangeMoved):
        approve_change(change=read.pk, revision=1, by=second)

    assert approve_change(change=read.pk, revision=2, by=second).phone == "0151 496 0777"
    with pytest.raises(ChangeMoved):
        approve_change(change=read.pk, revision=2, by=second)


def test_an_author_who_writes_the_old_words_again_takes_the_change_back(make_entry, supervisor):
    entry = make_entry()
    saved(entry, supervisor, **NUMBER)

    assert saved(entry, supervisor, phone="0151 496 0123").waiting is None

    assert EntryChange.objects.get().state == "taken_back"


def test_one_change_waits_at_a_time_and_notes_pass_it_by(make_entry, supervisor, second):
    entry = make_entry()
    theirs = saved(entry, supervisor, **NUMBER).waiting

    with pytest.raises(ChangeWaits) as refusal:
        saved(entry, second, cost="Free", **CAUTION)
    assert refusal.value.extra["change"] == theirs.pk
    assert DirectoryEntry.objects.get().cautions == []

    assert saved(entry, second, **CAUTION).at_once == {"cautions"}
    assert waiting_changes().get().fields == {"phone": ["0151 496 0123", "0151 496 0999"]}


def test_two_who_change_different_fields_are_not_in_each_other_s_way(make_entry, supervisor, second):
    entry = make_entry()
    opened = latest_seen(entry.id)
    approved(saved(entry, supervisor, **NUMBER).waiting, second)

    # The form of the second holds the old number, which its author did not touch.
    waiting = saved(entry, second, seen=opened, phone="0151 496 0123", cost="Free").waiting

    assert waiting.fields == {"cost": ["", "Free"]}


def test_of_two_who_change_the_same_field_the_second_is_told(make_entry, supervisor, second):
    entry = make_entry()
    opened = latest_seen(entry.id)
    approved(saved(entry, supervisor, **NUMBER).waiting, second)

    with pytest.raises(EntryMoved) as refusal:
        saved(entry, second, seen=opened, phone="0151 496 0777", hours_text="evenings")
    assert refusal.value.extra["fields"] == ["phone"]
    assert not waiting_changes().exists()

    again = saved(entry, second, seen=latest_seen(entry.id), phone="0151 496 0777").waiting
    assert again.fields == {"phone": ["0151 496 0999", "0151 496 0777"]}


def test_cautions_that_two_add_at_once_are_not_lost(make_entry, supervisor, second):
    entry = make_entry()
    opened = latest_seen(entry.id)
    saved(entry, supervisor, seen=opened, **CAUTION)

    with pytest.raises(EntryMoved):
        saved(entry, second, seen=opened, cautions=["Men only on Mondays."])

    assert DirectoryEntry.objects.get().cautions == ["Ring before noon."]


def test_a_check_that_the_author_noted_counts_from_its_day(make_entry, supervisor, second):
    entry = make_entry()
    with time_machine.travel("2026-11-20T12:00Z", tick=False):
        waiting = saved(entry, supervisor, checked=True, **NUMBER).waiting
    entry.refresh_from_db()
    assert entry.last_checked is None

    with time_machine.travel("2026-11-27T12:00Z", tick=False):
        entry = approved(waiting, second)

    assert (entry.last_checked, entry.check_due) == (date(2026, 11, 20), date(2027, 5, 20))
    assert entry.confirmed_by == supervisor


def test_a_new_service_is_nowhere_until_it_is_approved(supervisor, second):
    values = {
        "slug": "hillside",
        "name": "Hillside",
        "kind": "programme",
        "signpost": "yes",
        "role": "helpline",
    }
    waiting = save_entry(entry=None, values=values, checked=False, by=supervisor).waiting
    assert not DirectoryEntry.objects.exists()
    with pytest.raises(ChangeWaits):
        save_entry(entry=None, values=values, checked=False, by=second)

    entry = approved(waiting, second)

    assert (entry.id, entry.slug, entry.is_active) == (entry_id("hillside"), "hillside", True)
    assert events()[-1] == ("directory.added", "supervisor2")


def test_a_new_service_that_a_file_brought_meanwhile_is_not_added_twice(make_entry, supervisor, second):
    values = {"slug": "riverside", "name": "Riverside", "kind": "programme", "signpost": "yes"}
    waiting = save_entry(entry=None, values=values, checked=False, by=supervisor).waiting
    make_entry(name="From a file")

    with pytest.raises(ChangeMoved, match="added meanwhile"):
        approved(waiting, second)

    assert DirectoryEntry.objects.get().name == "From a file"


def test_a_new_service_that_gets_another_name_waits_once(supervisor):
    values = {"slug": "hillside", "name": "Hillside", "kind": "programme"}
    first = save_entry(entry=None, values=values, checked=False, by=supervisor).waiting
    renamed = values | {"slug": "uphill", "name": "Uphill"}
    save_entry(entry=None, values=renamed, checked=False, by=supervisor, instead_of=first.pk)

    assert [change.name for change in waiting_changes()] == ["Uphill"]


def test_out_of_use_is_at_once_and_the_way_back_is_not_anybody_s_alone(make_entry, supervisor, second):
    entry = make_entry()
    set_active(entry_id=entry.id, active=False, by=supervisor)
    assert search() == []

    waiting = set_active(entry_id=entry.id, active=True, by=second).waiting
    assert search() == []
    with pytest.raises(SecondPersonNeeded):
        approved(waiting, second)
    approved(waiting, supervisor)

    assert [row["slug"] for row in search()] == ["riverside"]


def test_what_was_approved_stays_out_of_use_where_somebody_took_it_out_meanwhile(
    make_entry, supervisor, second
):
    entry = make_entry()
    waiting = saved(entry, supervisor, **NUMBER).waiting
    set_active(entry_id=entry.id, active=False, by=second)

    assert approved(waiting, second).is_active is False


def test_sent_back_with_a_reason_it_stays_in_the_history_and_another_may_wait(make_entry, supervisor, second):
    entry = make_entry()
    waiting = saved(entry, supervisor, **NUMBER).waiting

    send_back(change=waiting.pk, revision=1, by=second, note="That is their fax.")
    saved(entry, second, phone="0151 496 0777")

    states = [(change.state, change.note) for change in history_of(entry.id)]
    assert states == [("waiting", ""), ("sent_back", "That is their fax.")]
    # The reason is about a service, and stays with the change: the audit log holds no words.
    assert "fax" not in str(list(AuditEvent.objects.values_list("detail", flat=True)))


def test_going_back_is_a_new_change_that_a_second_person_approves(make_entry, supervisor, second):
    entry = make_entry()
    for number in ("0151 496 0777", "0151 496 0888"):
        approved(saved(entry, supervisor, phone=number).waiting, second)
    saved(entry, supervisor, **CAUTION)
    set_active(entry_id=entry.id, active=False, by=second)
    oldest = EntryChange.objects.order_by("pk").first()

    proposed = go_back(entry_id=entry.id, change=oldest.pk, by=supervisor)
    assert (proposed.how, proposed.fields) == ("restored", {"phone": ["0151 496 0888", "0151 496 0123"]})
    entry = approved(proposed, second)

    assert (entry.phone, entry.cautions, entry.is_active) == ("0151 496 0123", ["Ring before noon."], False)
    assert shown_before(entry, proposed) == {"phone": "0151 496 0888"}
    with pytest.raises(NothingDiffers):
        go_back(entry_id=entry.id, change=oldest.pk, by=supervisor)


def test_a_way_back_takes_the_history_of_that_entry(make_entry, supervisor, second):
    one, two = make_entry(), make_entry("other")
    approved(saved(one, supervisor, **NUMBER).waiting, second)

    with pytest.raises(EntryNotFound):
        go_back(entry_id=two.id, change=EntryChange.objects.get().pk, by=supervisor)


def test_files_leave_history_without_a_person_and_a_confirmation_leaves_none(loaded, content, handler):
    samaritans = DirectoryEntry.objects.get(slug="samaritans")
    path = content / "helplines.json"
    path.write_text(path.read_text().replace("thinking of suicide.", "in despair."))

    load_directory(directory=content, by=None)
    confirm_entry(entry_id=samaritans.id, by=handler)

    newest, oldest = history_of(samaritans.id)
    assert (newest.how, newest.by, sorted(newest.fields)) == ("loaded", None, ["description"])
    assert (oldest.how, oldest.fields) == ("loaded", {})
    assert not EntryChange.objects.filter(by=handler).exists()


def test_history_goes_after_three_years_and_what_waits_stays(make_entry, supervisor, second):
    now = datetime(2026, 11, 27, tzinfo=UTC)
    entry = make_entry()
    with time_machine.travel(now - timedelta(days=3 * 365, seconds=1), tick=False):
        saved(entry, supervisor, **CAUTION)
        saved(entry, supervisor, **NUMBER)
    with time_machine.travel(now - timedelta(days=3 * 365), tick=False):
        saved(entry, supervisor, editor_notes="Ask in spring.")

    assert forget_history(now=now) == 1

    assert [sorted(change.fields) for change in history_of(entry.id)] == [["phone"], ["editor_notes"]]


def test_what_a_file_took_out_of_use_nobody_brings_back_alone(make_entry, supervisor):
    entry = make_entry()
    set_active(entry_id=entry.id, active=False, by=supervisor)
    set_active(entry_id=entry.id, active=True, by=supervisor)
    DirectoryEntry.objects.update(is_active=False)
    out = {"is_active": [True, False]}
    done(entry=entry.id, name=entry.name, how="imported", fields=out, by=None).save()

    assert set_active(entry_id=entry.id, active=True, by=supervisor).waiting is not None
    assert not DirectoryEntry.objects.get().is_active
