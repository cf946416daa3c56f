"""Two who press at the same moment: one is done, the other is told, and nothing is done twice."""

import pytest

from helpline.kernel.errors import HelplineError
from helpline.staff.models import AuditEvent
from helpline.staff.roles import Role
from tests.chat.acts import BOTH
from tests.chat.at_once import at_once
from tests.chat.conftest import on_disk
from triage.models import DirectoryEntry, EntryChange, RiskDraft, RiskInstrument
from triage.services import approve_change, save_entry
from triage.services import instrument_drafts as drafts

__all__ = ["on_disk"]

pytestmark = [pytest.mark.django_db(databases=BOTH, transaction=True), pytest.mark.usefixtures("on_disk")]


@pytest.fixture
def three(make_account):
    return [make_account(Role.SUPERVISOR, f"supervisor{number}") for number in (1, 2, 3)]


def codes(done):
    return sorted(each.code for each in done if isinstance(each, HelplineError))


def test_of_two_who_approve_one_change_one_does(make_entry, three):
    author, *others = three
    values = {"phone": "0151 496 0999"}
    waiting = save_entry(entry=make_entry(), values=values, checked=False, by=author).waiting

    done = at_once(*(lambda by=by: approve_change(change=waiting.pk, revision=1, by=by) for by in others))

    assert codes(done) == ["directory.change_moved"]
    assert AuditEvent.objects.filter(event="directory.approved").count() == 1
    assert EntryChange.objects.get().decided_by in others


def test_of_two_who_change_one_service_one_waits(make_entry, three):
    entry = make_entry()

    def write(by):
        return save_entry(entry=entry, values={"phone": f"0151 496 000{by.pk % 10}"}, checked=False, by=by)

    done = at_once(*(lambda by=by: write(by) for by in three))

    assert codes(done) == ["directory.change_waits"] * 2
    assert EntryChange.objects.count() == 1


def test_of_two_who_add_one_service_one_waits(three):
    values = {"slug": "hillside", "name": "Hillside", "kind": "programme"}

    done = at_once(
        *(lambda by=by: save_entry(entry=None, values=values, checked=False, by=by) for by in three)
    )

    assert codes(done) == ["directory.change_waits"] * 2
    assert (EntryChange.objects.count(), DirectoryEntry.objects.count()) == (1, 0)


def test_cautions_that_two_write_at_once_are_both_in_the_history(make_entry, three):
    entry = make_entry()

    def write(by):
        return save_entry(entry=entry, values={"cautions": [by.username]}, checked=False, by=by, seen=0)

    done = at_once(*(lambda by=by: write(by) for by in three))

    assert codes(done) == ["directory.entry_moved"] * 2
    kept = EntryChange.objects.get()
    assert DirectoryEntry.objects.get().cautions == [kept.by.username]


def test_of_two_who_approve_one_draft_one_does(three):
    author, *others = three
    tree = drafts.tree_of(drafts.begin_draft(by=author))
    was = drafts.digest_of_part(tree, "suicidal")
    draft = drafts.save_part(part="suicidal", values={"question": "Now?"}, was=was, by=author)
    drafts.propose(revision=draft.revision, by=author)

    done = at_once(*(lambda by=by: drafts.approve(revision=draft.revision, by=by) for by in others))

    assert codes(done) == ["risk.no_draft"]
    assert list(RiskInstrument.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert not RiskDraft.objects.exists()
