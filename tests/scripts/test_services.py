"""Publishing the guidance, and what the console gets of it."""

import shutil
from datetime import UTC, datetime

import pytest
import time_machine

from helpline.kernel.content_errors import ContentErrors
from helpline.kernel.content_files import name_of
from helpline.kernel.privacy import Decision
from helpline.staff.models import AuditEvent
from scripts import services
from scripts.errors import NoScript
from scripts.models import ScriptVersion
from scripts.versions import digest_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    for name in ("script_motivational.yaml", "cues.yaml"):
        shutil.copy(services.CONTENT / name, tmp_path / name)
    return tmp_path


def change(folder, name, old, new):
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")


@time_machine.travel(datetime(2026, 11, 21, 12, tzinfo=UTC), tick=False)
def test_loading_publishes_the_first_version_and_says_so_in_the_audit(folder, supervisor):
    result = services.load_content(directory=folder, by=supervisor)

    version = ScriptVersion.objects.get()
    assert (result.version_id, result.slug, result.number, result.is_new) == (
        version.pk,
        "motivational",
        1,
        True,
    )
    assert result.warnings == ()
    assert version.is_running
    assert version.published_by == supervisor
    assert version.published_at == datetime(2026, 11, 21, 12, tzinfo=UTC)
    assert version.sha256 == digest_of(version.source_text, version.cues_text)
    line = AuditEvent.objects.get(event="scripts.published")
    assert (line.actor, line.subject, line.detail) == (
        "supervisor1",
        "motivational 1",
        {"sha256": version.sha256, "replaces": None},
    )


def test_loading_the_same_files_again_changes_nothing(folder):
    first = services.load_content(directory=folder, by=None)
    second = services.load_content(directory=folder, by=None)

    assert (second.version_id, second.number, second.is_new) == (first.version_id, 1, False)
    assert ScriptVersion.objects.count() == 1
    assert AuditEvent.objects.filter(event="scripts.published").count() == 1


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("script_motivational.yaml", "What made you get in touch today", "What made you write today"),
        ("cues.yaml", "it was only a little shove, nothing major", "it was only a little shove, nothing big"),
    ],
)
def test_a_change_in_either_file_is_the_next_version_and_the_old_one_stays_readable(folder, name, old, new):
    first = services.load_content(directory=folder, by=None)
    change(folder, name, old, new)
    second = services.load_content(directory=folder, by=None)

    assert (second.number, second.is_new) == (2, True)
    assert services.running_script()[0] == second.version_id
    assert list(ScriptVersion.objects.filter(is_running=True)) == [ScriptVersion.objects.get(number=2)]
    assert (
        services.script_of(first.version_id).nodes["m07_open"].prompt.startswith("Thanks. What made you get")
    )
    assert old in getattr(
        ScriptVersion.objects.get(number=1), "source_text" if "script" in name else "cues_text"
    )


def test_mistakes_name_file_and_line_and_the_running_version_stays(folder):
    first = services.load_content(directory=folder, by=None)
    change(folder, "script_motivational.yaml", "    to: m03_privacy", "    to: m99")
    change(folder, "cues.yaml", "- id: minimisation", "- id: minimising")

    with pytest.raises(ContentErrors) as caught:
        services.load_content(directory=folder, by=None)

    script_file, cues_file = folder / "script_motivational.yaml", folder / "cues.yaml"
    line = script_file.read_text().splitlines().index("    to: m99") + 1
    assert f"{script_file}:{line}: node m02_confidentiality: next goes to 'm99', which does not exist" in str(
        caught.value
    )
    assert f"{cues_file}:78: cue minimising: there is no cue minimising" in str(caught.value)
    assert services.running_script()[0] == first.version_id
    assert ScriptVersion.objects.count() == 1


def test_a_missing_file_and_one_that_is_not_text_are_named(folder):
    (folder / "cues.yaml").unlink()
    (folder / "script_motivational.yaml").write_bytes(b"version: 1\nstart: \xff\n")

    with pytest.raises(ContentErrors) as caught:
        services.load_content(directory=folder, by=None)

    assert [(error.line, error.problem) for error in caught.value.errors] == [
        (1, "cannot be read: No such file or directory"),
        (2, "not UTF-8 text"),
    ]


def test_files_of_the_project_are_named_from_its_folder():
    assert name_of(services.CONTENT / "cues.yaml") == "scripts/content/cues.yaml"


def test_before_the_first_publication_there_is_no_script():
    for ask in (services.running_script, lambda: services.script_of(7)):
        with pytest.raises(NoScript) as refused:
            ask()
        assert (refused.value.code, refused.value.status) == ("scripts.not_found", 404)


def test_before_the_first_publication_the_program_s_own_book_is_heard():
    assert services.running_lexicon() is services.lexicon_of(None) is services.shipped_lexicon()
    assert services.lexicon_of(7) is services.shipped_lexicon()


def test_a_version_is_parsed_once_and_read_without_the_database_after(folder, django_assert_num_queries):
    version = services.load_content(directory=folder, by=None).version_id
    with django_assert_num_queries(1):
        services.lexicon_of(version)
    with django_assert_num_queries(0):
        assert services.lexicon_of(version).find_safety("I want to die")[0].cue == "self_harm"
        assert services.script_of(version).start == "m01_welcome"


def test_the_panel_gets_where_the_talk_is_and_what_fits_a_cue(folder):
    version = services.load_content(directory=folder, by=None).version_id

    panel = services.guidance(
        version=version,
        position="m08_incident",
        cues=["minimisation", "threat_ultimatum"],
        about="own_behaviour",
        age_band="26_40",
        caller_type=None,
    )

    assert set(panel) == {
        "version", "kind", "stages", "current", "next", "challenges", "interrupts", "back", "resume",
        "skips", "scripts", "covered", "tips",
    }  # fmt: skip
    assert (panel["version"], panel["kind"]) == (version, "own_behaviour")
    assert panel["current"]["id"] == "m08_incident"
    assert panel["challenges"][0]["id"] == "m14_minimisation"
    assert panel["interrupts"][0]["id"] == "d01_immediate"
    assert [tip["cue"] for tip in panel["tips"]] == ["minimisation", "threat_ultimatum"]
    assert panel["tips"][0]["avoid"][0] == "laughing along"


def test_a_caller_who_is_being_hurt_gets_no_challenge_and_no_tips(folder):
    version = services.load_content(directory=folder, by=None).version_id

    panel = services.guidance(
        version=version,
        position="v01_survivor",
        cues=["minimisation", "threat_ultimatum"],
        about="being_hurt",
        age_band=None,
        caller_type=None,
    )

    assert (panel["challenges"], panel["tips"]) == ([], [])
    assert [view["id"] for view in panel["interrupts"]] == ["d03v_999_survivor"]


def test_the_risk_questions_come_from_the_book(folder):
    version = services.load_content(directory=folder, by=None).version_id

    questions = services.risk_questions(version=version)

    assert len(questions) == 13
    assert questions[3] == {
        "id": "strangulation",
        "why": "Past non-fatal strangulation: odds of later homicide about seven times higher (Glass 2008).",
        "ask": "Have you ever put your hands or anything else around their neck, or stopped their breathing?",
        "default_action": "urgent",
    }


def test_every_field_has_its_decision_at_purge():
    fields = {field.name for field in ScriptVersion._meta.concrete_fields}

    assert set(ScriptVersion.privacy) == fields
    assert all(isinstance(decision, Decision) for decision in ScriptVersion.privacy.values())
