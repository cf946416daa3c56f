from datetime import date

import pytest
import time_machine
from django.core.management import CommandError, call_command

from helpline.kernel.errors import Forbidden
from helpline.staff.models import AuditEvent
from triage.content_file import DirectoryInvalid
from triage.matching import entry_id
from triage.models import DirectoryEntry
from triage.services import confirm_entry, load_directory, save_entry, set_active

pytestmark = pytest.mark.django_db


def spoil(content, old, new, name="helplines.json"):
    path = content / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def samaritans():
    return DirectoryEntry.objects.get(slug="samaritans")


def test_loading_twice_changes_nothing_the_second_time():
    first = load_directory(by=None)
    updated = dict(DirectoryEntry.objects.values_list("slug", "updated_at"))
    second = load_directory(by=None)

    assert first == {"added": 54, "changed": 0, "unchanged": 0, "kept": 0}
    assert second == {"added": 0, "changed": 0, "unchanged": 54, "kept": 0}
    assert dict(DirectoryEntry.objects.values_list("slug", "updated_at")) == updated
    assert AuditEvent.objects.filter(event="directory.loaded").count() == 1


def test_entries_keep_the_id_of_their_slug(loaded):
    assert samaritans().id == entry_id("samaritans")


def test_a_changed_file_changes_what_staff_have_not_touched(loaded, content):
    spoil(content, "Anyone in distress or thinking of suicide.", "Anyone in distress.")

    outcome = load_directory(directory=content, by=None)

    assert outcome == {"added": 0, "changed": 1, "unchanged": 53, "kept": 0}
    assert samaritans().description == "Anyone in distress."


def test_what_staff_edited_is_never_overwritten(loaded, content, supervisor):
    save_entry(
        entry=samaritans(), values={"description": "Any time, about anything."}, checked=False, by=supervisor
    )
    spoil(content, "Anyone in distress or thinking of suicide.", "Anyone in distress.")

    outcome = load_directory(directory=content, by=None)

    assert outcome == {"added": 0, "changed": 0, "unchanged": 53, "kept": 1}
    assert samaritans().description == "Any time, about anything."


def test_what_staff_took_out_of_use_stays_out_of_use(loaded, supervisor):
    set_active(entry_id=samaritans().id, active=False, by=supervisor)

    load_directory(by=None)

    assert samaritans().is_active is False


def test_a_check_stays_valid_while_a_caller_s_details_stay_the_same(loaded, content, handler):
    with time_machine.travel("2026-11-21T12:00Z", tick=False):
        confirm_entry(entry_id=samaritans().id, by=handler)
    spoil(content, "Anyone in distress or thinking of suicide.", "Anyone in distress.")

    load_directory(directory=content, by=None)

    assert samaritans().last_checked == date(2026, 11, 21)


def test_a_new_number_needs_a_new_check(loaded, content, handler):
    confirm_entry(entry_id=samaritans().id, by=handler)
    spoil(content, '"116 123"', '"116 124"')

    load_directory(directory=content, by=None)

    assert (samaritans().phone, samaritans().last_checked, samaritans().confirmed_by) == (
        "116 124",
        None,
        None,
    )


def test_a_date_in_the_file_is_taken_when_it_is_later(loaded, content):
    path = content / "helplines.json"
    path.write_text(path.read_text().replace('"last_checked": null', '"last_checked": "2026-11-01"'))

    load_directory(directory=content, by=None)

    assert samaritans().last_checked == date(2026, 11, 1)


def test_a_mistake_leaves_everything_as_it_was(loaded, content):
    spoil(content, "Anyone in distress or thinking of suicide.", "Anyone in distress.")
    spoil(content, '"0151 666 3706"', '"ring us"', "programmes.json")

    with pytest.raises(DirectoryInvalid):
        load_directory(directory=content, by=None)

    assert samaritans().description == "Anyone in distress or thinking of suicide."


def test_a_handler_may_not_load(handler):
    with pytest.raises(Forbidden):
        load_directory(by=handler)

    assert not DirectoryEntry.objects.exists()


def test_the_command_says_what_it_did(capsys):
    call_command("load_directory")

    assert capsys.readouterr().out == "54 added, 0 changed, 0 unchanged, 0 kept\n"


def test_the_command_says_where_the_mistake_is(content):
    spoil(content, '"116 123"', '"?"')

    with pytest.raises(CommandError, match=r"helplines\.json, line \d+, record samaritans: phone '\?'"):
        call_command("load_directory", directory=content)

    assert not DirectoryEntry.objects.exists()
