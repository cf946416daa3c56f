"""`manage.py doctor` says what is wrong and how to mend it, ends with a status, and changes nothing."""

import json
import os
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from helpline.doctor import machine, running, setup, stores
from helpline.doctor.finding import Finding, State, exit_code, unknown, unwise, well, wrong
from helpline.kernel.models import KekMark
from helpline.management.commands import doctor
from helpline.start_refusals import Schema

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
GIB = 1024**3


def states(findings: object) -> list[State]:
    return [finding.state for finding in findings]  # type: ignore[attr-defined]


def ended(*arguments: str) -> tuple[int, str]:
    """Run it; return its status and what it said."""
    said = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("doctor", *arguments, stdout=said)
    return int(str(end.value.code)), said.getvalue()


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that replaces what the command looks at."""
    return lambda *found: monkeypatch.setattr(doctor, "PARTS", (lambda: iter(found),))


@pytest.mark.parametrize(
    ("found", "status", "last"),
    [
        ([well("disk", "x"), unknown("clock", "x")], 0, "All is well."),
        ([well("disk", "x"), unwise("clock", "x")], 1, "Fit to serve: 1 unwise."),
        ([wrong("disk", "x"), unwise("clock", "x")], 2, "Not fit to serve: 1 wrong, 1 unwise."),
    ],
)
def test_its_status_is_the_worst_it_found(parts: Any, found: list[Finding], status: int, last: str) -> None:
    parts(*found)

    code, said = ended()

    assert (code, said.splitlines()[-1]) == (status, last)
    assert exit_code(found) == status


def test_it_says_what_to_do_and_can_be_read_by_a_program(parts: Any) -> None:
    parts(well("disk", "There is room."), wrong("clock", "It is a day late.", "Set it."))

    _, said = ended("--quiet")
    assert said.splitlines()[:2] == [
        "wrong     clock       It is a day late.",
        "                      Mend: Set it.",
    ]
    _, said = ended("--json")
    assert [json.loads(line)["state"] for line in said.splitlines()] == ["well", "wrong"]


def test_a_part_that_stumbles_hides_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble() -> Any:
        raise ValueError("with something nobody should read")

    monkeypatch.setattr(doctor, "PARTS", (stumble, lambda: iter([well("disk", "There is room.")])))

    status, said = ended()

    assert (status, "ValueError" in said, "There is room." in said) == (0, True, True)
    assert "nobody should read" not in said


@pytest.mark.django_db(databases=["default", "keys"])
def test_it_looks_at_everything_and_changes_nothing(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    # Of the tests' databases one is made without its history.
    monkeypatch.setattr(stores, "schema_of", lambda name: Schema())
    monkeypatch.setattr(running, "schema_of", lambda name: Schema())
    monkeypatch.setattr(stores, "unready", lambda name: [])
    KekMark.objects.all().delete()

    _, said = ended("--json")

    found = [json.loads(line) for line in said.splitlines()]
    assert {each["part"] for each in found} >= {
        "settings", "packages", "keys", "files", "disk", "limits", "clock", "database", "key store", "redis",
        "timers", "purge", "people", "backups", "mail",
    }  # fmt: skip
    assert [each for each in found if each["part"] == "doctor"] == []
    assert settings.SECRET_KEY not in said
    assert settings.HELPLINE_KEK not in said
    assert not KekMark.objects.exists()


@pytest.mark.parametrize(
    ("finding", "state"),
    [
        (machine.room(Path(), 100 * 1024**2, 50 * GIB), State.WRONG),
        (machine.room(Path(), GIB, 50 * GIB), State.UNWISE),
        (machine.room(Path(), 10 * GIB, 50 * GIB), State.WELL),
        (machine.room(Path(), GIB // 20, GIB // 16), State.WELL),
        (machine.room(Path(), GIB // 200, GIB // 16), State.WRONG),
        (machine.kept_by_ntp("yes"), State.WELL),
        (machine.kept_by_ntp("no"), State.UNWISE),
        (machine.kept_by_ntp(""), State.UNKNOWN),
        (stores.apart("Redis", 0.4), State.WELL),
        (stores.apart("Redis", 5), State.UNWISE),
        (stores.apart("Redis", 45), State.WRONG),
        (running.timers(None, NOW), State.UNWISE),
        (running.timers(NOW - timedelta(seconds=1), NOW), State.UNWISE),
        (running.timers(NOW + timedelta(seconds=1), NOW), State.WELL),
        (running.overdue(60), State.WELL),
        (running.overdue(1_000), State.UNWISE),
        (running.overdue(4_000), State.WRONG),
    ],
)
def test_what_a_figure_means(finding: Finding, state: State) -> None:
    assert finding.state is state
    assert bool(finding.mend) == (state is not State.WELL)


def test_who_can_read_keys_and_secrets(tmp_path: Path, settings: Any) -> None:
    settings.HELPLINE_MODE = "service"
    settings.HELPLINE_DATA_DIR, settings.HELPLINE_KEYS_DIR = tmp_path, tmp_path / "keys"
    settings.HELPLINE_KEYS_DIR.mkdir()
    key, password = settings.HELPLINE_KEYS_DIR / "secret_key", tmp_path / "password"
    for path in (key, password):
        path.touch(mode=0o600)
    environment = {"HELPLINE_DATABASE_URL_FILE": str(password)}
    assert states(machine.look_at_files(environment)) == [State.WELL]

    key.chmod(0o640)
    password.chmod(0o644)

    found = list(machine.look_at_files(environment))
    assert states(found) == [State.WRONG, State.WRONG]
    assert [finding.mend for finding in found] == [f"chmod 600 {key}", f"chmod o= {password}"]


def test_a_folder_that_is_not_there(tmp_path: Path, settings: Any) -> None:
    settings.HELPLINE_DATA_DIR = tmp_path / "nowhere"

    (found,) = machine.look_at_disk()
    assert found.mend == f"Make it: install -d -m 700 {tmp_path / 'nowhere'}"


def test_how_old_backups_are(tmp_path: Path, settings: Any) -> None:
    words, keys = tmp_path / "words", tmp_path / "keys"
    settings.HELPLINE_KEY_BACKUP_DIR = str(keys)
    settings.HELPLINE_BACKUP_DIR = str(words)
    assert states(running.look_at_backups(NOW)) == [State.UNWISE, State.UNWISE]

    for folder in (words, keys):
        folder.mkdir()
    made(words / "a.dump", NOW - timedelta(hours=25))
    made(keys / "a.keybackup", NOW - timedelta(hours=1))
    assert states(running.look_at_backups(NOW)) == [State.WELL, State.WELL]

    made(words / "a.dump", NOW - timedelta(hours=27))
    made(keys / "a.keybackup", NOW - timedelta(hours=3))
    assert states(running.look_at_backups(NOW)) == [State.UNWISE, State.UNWISE]

    # One that ought to be gone could bring back what was destroyed.
    made(keys / "old.keybackup", NOW - timedelta(hours=26))
    assert states(running.look_at_backups(NOW))[0] is State.WRONG


def made(path: Path, at: datetime) -> None:
    path.touch()
    os.utime(path, (at.timestamp(), at.timestamp()))


def test_packages_are_held_against_the_lock(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("django==0.1 \\\n    --hash=sha256:00\nwin==1 ; sys_platform == 'win32' \\\n")

    (found,) = setup.look_at_packages(lock)

    assert (found.state, found.says) == (
        State.UNWISE,
        "Other versions than those that were tested: django.",
    )
    lock.write_text(f"django=={setup.version('django')} \\\n")
    assert states(setup.look_at_packages(lock)) == [State.WELL]
    assert states(setup.look_at_packages(tmp_path / "none")) == [State.WRONG]


def test_settings_that_are_refused_are_wrong(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.HELPLINE_MODE = "service"
    monkeypatch.setattr(setup, "checked", lambda: (["No hosts."], ["No controller."]))

    assert states(setup.look_at_settings()) == [State.WRONG, State.UNWISE]
