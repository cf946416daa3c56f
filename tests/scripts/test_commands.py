"""check_scripts and load_scripts, as a person runs them."""

import shutil

import pytest
from django.core.management import CommandError, call_command

from scripts.models import ScriptVersion
from scripts.services import CONTENT


@pytest.fixture
def folder(tmp_path):
    for name in ("script_motivational.yaml", "cues.yaml"):
        shutil.copy(CONTENT / name, tmp_path / name)
    return tmp_path


def break_script(folder):
    """Plant a target that does not exist; return the line it stands on and the file."""
    file = folder / "script_motivational.yaml"
    lines = file.read_text(encoding="utf-8").splitlines()
    place = lines.index("    to: m03_privacy")
    lines[place] = "    to: m99"
    file.write_text("\n".join(lines), encoding="utf-8")
    return place + 1, file


def test_checking_the_shipped_content_finds_nothing(capsys):
    call_command("check_scripts")

    [said] = capsys.readouterr().out.splitlines()
    assert said.startswith(
        "No mistakes in scripts/content/collusion.yaml, scripts/content/cues.yaml, "
        "scripts/content/jargon.yaml, scripts/content/script_motivational.yaml, scripts/content/practice/"
    )


def test_checking_a_broken_file_names_the_line_and_fails(folder, capsys):
    line, file = break_script(folder)

    with pytest.raises(CommandError, match="1 mistake in the content") as failed:
        call_command("check_scripts", str(file))

    assert failed.value.returncode == 1
    assert capsys.readouterr().err.splitlines() == [
        f"{file}:{line}: node m02_confidentiality: next goes to 'm99', which does not exist"
    ]


def test_a_folder_without_content_is_no_success(tmp_path):
    with pytest.raises(CommandError, match=r"no \.yaml files here"):
        call_command("check_scripts", str(tmp_path))


@pytest.mark.django_db
def test_loading_says_one_line_each_time(folder, capsys):
    call_command("load_scripts", directory=folder)
    call_command("load_scripts", directory=folder)

    assert capsys.readouterr().out.splitlines() == [
        "Script motivational, version 1: published.",
        "Script motivational, version 1: unchanged.",
    ]


@pytest.mark.django_db
def test_loading_a_broken_file_changes_nothing_and_exits_with_2(folder, capsys):
    call_command("load_scripts", directory=folder)
    line, file = break_script(folder)

    with pytest.raises(CommandError, match="the running version stays in use") as failed:
        call_command("load_scripts", directory=folder)

    assert failed.value.returncode == 2
    assert f"{file}:{line}: node m02_confidentiality" in capsys.readouterr().err
    assert list(ScriptVersion.objects.values_list("number", "is_running")) == [(1, True)]


def test_a_scripted_caller_is_checked_with_the_cues_beside_it(folder, capsys):
    (folder / "practice").mkdir()
    text = (CONTENT / "practice" / "only_a_shove.yaml").read_text(encoding="utf-8")
    file = folder / "practice" / "only_a_shove.yaml"
    file.write_text(text.replace("cues: [minimisation]", "cues: [denial]", 1), encoding="utf-8")

    with pytest.raises(CommandError, match="2 mistakes in the content"):
        call_command("check_scripts", str(folder))

    assert capsys.readouterr().err.splitlines() == [
        f"{file}:17: node opens: the console will mark minimisation in its lines, and cues does not name it",
        f"{file}:17: node opens: cues names denial, and the console will not mark it in its lines",
    ]
