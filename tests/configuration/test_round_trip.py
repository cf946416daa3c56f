"""A service copied by one file: what comes out of the copy is the file."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from django.utils import timezone

from chat.models import LineSettings
from chat.services.line_settings import set_line
from helpline.configuration.exporting import written
from helpline.configuration.importing import import_configuration, plan_import
from helpline.configuration.mistakes import ConfigurationMoved, FileRefused
from helpline.configuration.reading import read_configuration
from helpline.face.models import FaceVersion
from helpline.face.services import save_face
from helpline.face.values import Colours, Face
from helpline.hours.models import HoursVersion
from helpline.hours.rules import (
    BankHolidayPolicy,
    ExceptionDay,
    HolidayMode,
    Nation,
    Schedule,
    Span,
    WeeklyInterval,
)
from helpline.hours.services import publish_hours
from helpline.kernel.errors import HelplineError
from helpline.kernel.yaml_tree import read_tree, write_tree
from helpline.public_texts.in_force import forget_texts
from helpline.public_texts.models import TextDraft, TextVersion
from helpline.quality.models import RubricVersion
from helpline.quality.rubrics import publish_rubric, running_text
from helpline.staff.models import Account, AuditEvent
from helpline.statistics.reports.public import set_public
from scripts import publishing
from scripts.drafts import get_draft, tree_of
from scripts.models import ScriptDraft, ScriptVersion
from scripts.services import CONTENT as SCRIPTS
from scripts.services import load_content
from tests.hours.schedules import OFFICE
from tests.public_texts.acts import approves, plans, proposes, publishes
from triage.models import DirectoryEntry, EntryChange, RiskDraft, RiskInstrument
from triage.services import instrument_drafts, load_directory, load_instrument
from triage.services.deciding import approve_change
from triage.services.history import waiting_changes
from triage.services.instruments import publish_text

pytestmark = pytest.mark.django_db
PROVED = {
    "face", "hours", "texts", "line", "public_figures", "rubric", "risk", "scripts", "directory",
}  # fmt: skip

WEEK = Schedule(
    weekly=(WeeklyInterval(0, time(9), time(17)), WeeklyInterval(4, time(20), time(2))),
    exceptions=(ExceptionDay(date(2026, 12, 24), "Christmas Eve", (Span(time(9), time(12)),)),),
    bank_holidays=BankHolidayPolicy(Nation.WALES, HolidayMode.CLOSED, ()),
    last_intake_minutes=30,
)


@pytest.fixture
def small_service(admin: Account) -> str:
    """The file of a service in which hours, the line and the rubric were set."""
    publish_hours(schedule=WEEK, by=admin)
    set_line(changes={"routing": "push", "idle_minutes": 30}, replaces=0, by=admin)
    publish_rubric(tree=_rubric("Second thoughts"), by=admin)
    return written()


@pytest.fixture
def one_service(small_service: str, admin: Account) -> str:
    """The file of a service in which everything was set, and little is as it was shipped."""
    set_public(on=True, by=admin)
    publish_hours(queue="phone", schedule=OFFICE, by=admin)
    load_content(directory=SCRIPTS, by=None)
    load_instrument(by=None)
    tree = instrument_drafts.tree_of(instrument_drafts.version(1))
    tree["markers"][0]["label"] = "About to hurt somebody"
    publish_text(tree, by=admin, proposed_by=None, restores=None)
    load_directory(by=None)
    DirectoryEntry.objects.filter(slug=_some_slug()).update(is_active=False)
    return written()


def _rubric(title: str) -> dict[str, Any]:
    tree = read_tree(running_text(), source="rubric")
    tree.pop("version")
    tree["criteria"][0]["title"] = title
    return tree


def _some_slug() -> str:
    return str(DirectoryEntry.objects.order_by("slug").values_list("slug", flat=True)[3])


def _empty() -> None:
    """Take everything that was set away, so that this is a service just set up."""
    for model in (
        HoursVersion, LineSettings, RubricVersion, ScriptDraft, ScriptVersion, RiskDraft, RiskInstrument,
        EntryChange, DirectoryEntry, FaceVersion, TextDraft, TextVersion,
    ):  # fmt: skip
        model.objects.all().delete()
    forget_texts()


def _approve_all(by: Account) -> None:
    publishing.approve(revision=get_draft().revision, by=by)
    if draft := instrument_drafts.current():
        instrument_drafts.approve(revision=draft.revision, by=by)
    for change in waiting_changes():
        approve_change(change=change.pk, revision=change.revision, by=by)


@pytest.mark.long
def test_what_comes_out_of_the_copy_is_the_file(
    one_service: str, admin: Account, supervisor: Account
) -> None:
    today = timezone.localdate()
    save_face(face=replace(Face(), colours=Colours(main="#14505c")), by=admin, replaces=0)
    publishes(admin, supervisor, today, decline="No, not now")
    file = written()
    assert len(file) > len(one_service)
    assert read_configuration(file.encode()).tree.keys() >= PROVED
    _empty()
    set_public(on=False, by=admin)

    import_configuration(content=file.encode(), by=admin)
    assert written() != file, "what needs two people came into use by one"
    _approve_all(supervisor)
    plans(admin, today)
    proposes(admin)
    approves(supervisor)

    assert written() == file
    assert written() == file, "a second file of the same service differs from the first"
    assert plan_import(file.encode()).changes == ()


def test_what_needs_two_people_waits_and_the_one_who_brought_it_cannot_approve(
    one_service: str, admin: Account
) -> None:
    _empty()

    plan = import_configuration(content=one_service.encode(), by=admin)

    assert plan.waiting == ["Risk guidance", "Script", "Programmes and helplines"]
    assert not ScriptVersion.objects.exists()
    assert not DirectoryEntry.objects.exists()
    assert get_draft().proposed_by == admin
    assert tree_of(get_draft())["start"] == "m01_welcome"
    with pytest.raises(Exception, match="Your role does not allow this"):
        publishing.approve(revision=get_draft().revision, by=admin)
    line = AuditEvent.objects.get(event="configuration.imported")
    assert line.detail["waits"] == ["risk", "scripts", "directory"]


def test_a_section_that_cannot_be_applied_leaves_all_as_it_was(
    small_service: str, admin: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = written()
    changed = small_service.replace("idle_minutes: 30", "idle_minutes: 45").replace(
        "last_intake_minutes: 30", "last_intake_minutes: 20"
    )
    monkeypatch.setattr("chat.configuration_section.set_line", _refuses)

    with pytest.raises(FileRefused) as refused:
        import_configuration(content=changed.encode(), by=admin)

    assert str(refused.value.mistakes[0]) == "How the line works: Not so."
    assert written() == before
    assert HoursVersion.objects.count() == 1


def _refuses(**_: object) -> None:
    raise HelplineError("Not so.")


def test_what_was_changed_since_it_was_shown_is_not_written_over(small_service: str, admin: Account) -> None:
    changed = small_service.replace("idle_minutes: 30", "idle_minutes: 45").encode()
    plan = plan_import(changed)
    set_line(changes={"pause_minutes": 7}, replaces=1, by=admin)

    with pytest.raises(ConfigurationMoved):
        import_configuration(content=changed, by=admin, seen=plan.seen)

    assert LineSettings.objects.count() == 2
    import_configuration(content=changed, by=admin, seen=plan_import(changed).seen)
    assert LineSettings.objects.latest("version").idle_minutes == 45


def test_the_differences_say_where_what_stands_now_and_what_the_file_has(small_service: str) -> None:
    changed = small_service.replace("idle_minutes: 30", "idle_minutes: 45")
    changed = changed.replace("Christmas Eve", "Christmas").replace("title: Second thoughts", "title: Third")

    plan = plan_import(changed.encode())

    assert [
        (change.section.title, *((each.place, each.now, each.then) for each in change.differences))
        for change in plan.changes
    ] == [
        ("Hours", ("other days, 2026-12-24", "Christmas Eve: 09:00 to 12:00", "Christmas: 09:00 to 12:00")),
        ("How the line works", ("idle minutes", "30", "45")),
        ("Rubric", ("criteria, safety_first, title", "Second thoughts", "Third")),
    ]
    assert plan.same == ("Figures for everybody",)


def test_a_service_that_is_in_no_file_any_more_is_taken_out_by_two(
    one_service: str, admin: Account, supervisor: Account
) -> None:
    tree = read_configuration(one_service.encode()).tree
    gone = tree["directory"].pop(0)["slug"]

    import_configuration(content=write_tree(tree).encode(), by=admin)

    assert DirectoryEntry.objects.get(slug=gone).is_active
    _approve_changes(supervisor)
    assert not DirectoryEntry.objects.get(slug=gone).is_active


def _approve_changes(by: Account) -> None:
    for change in waiting_changes():
        approve_change(change=change.pk, revision=change.revision, by=by)
