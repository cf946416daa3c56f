"""The two scripts as an administrator runs them: a backup, a lost machine, a restore."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connections

from helpline.keeping.sealed_stream import new_keys
from helpline.keyfiles import make_keys
from helpline.staff.models import Account
from helpline.staff.roles import Role
from tests.chat.acts import BOTH

pytestmark = [pytest.mark.django_db(transaction=True, databases=BOTH), pytest.mark.once]
ROOT = Path(__file__).resolve().parents[2]
PRIVATE, PUBLIC = new_keys()


def run(script: str, *arguments: str, data: Path, **settings: str) -> "subprocess.CompletedProcess[str]":
    """Run a script with a settings file of its own, and nothing else of ours in the environment."""
    file = data.parent / "env"
    lines = {"HELPLINE_MODE": "demo", "HELPLINE_DATA_DIR": str(data), **settings}
    file.write_text("# What is set\n" + "".join(f"{name}={value}\n" for name, value in lines.items()))
    ours = {name: value for name, value in os.environ.items() if not name.startswith("HELPLINE_")}
    return subprocess.run(
        [ROOT / "deploy" / script, *arguments],
        env=ours | {"HELPLINE_ENV_FILE": str(file)},
        capture_output=True,
        text=True,
        check=False,
    )


def copied(alias: str, file: Path, *, migrations_of: Path | None = None) -> None:
    """Copy a database of the test into a file."""
    connections[alias].ensure_connection()
    with closing(sqlite3.connect(file)) as copy:
        connections[alias].connection.backup(copy)
        if migrations_of:
            copy.execute("ATTACH ? AS other", [str(migrations_of)])
            copy.execute("CREATE TABLE django_migrations AS SELECT * FROM other.django_migrations")
            copy.commit()


def test_a_machine_is_backed_up_lost_and_brought_back(tmp_path: Path) -> None:
    Account.objects.create_account(username="ada", password="correct horse battery", role=Role.ADMIN)
    data, new = tmp_path / "data", tmp_path / "new"
    for folder in (data, new):
        make_keys(folder / "keys")
    for name in ("secret_key", "key_encryption_key"):
        # What lies in the safe.
        shutil.copy(data / "keys" / name, new / "keys" / name)
    copied("default", data / "helpline.sqlite3")
    for folder in (data, new):
        # As `migrate` leaves it, which takes many seconds to find that a few tables are wanted.
        copied("keys", folder / "keys" / "keys.sqlite3", migrations_of=data / "helpline.sqlite3")
    folders = {
        "HELPLINE_BACKUP_DIR": str(tmp_path / "words"),
        "HELPLINE_KEY_BACKUP_DIR": str(tmp_path / "keys"),
    }

    done = run("backup.sh", data=data, HELPLINE_BACKUP_KEY=PUBLIC, **folders)
    assert (done.returncode, done.stderr) == (0, "")
    (database,), (keys,) = (tmp_path / "words").glob("*.backup"), (tmp_path / "keys").glob("*.keybackup")
    assert database.stat().st_mode & 0o777 == 0o600
    assert [database.name in done.stdout, keys.name in done.stdout] == [True, True]

    shutil.rmtree(data)
    (tmp_path / "private").write_text(PRIVATE)
    given = ("--key", str(tmp_path / "private"), str(database), "--keys", str(keys))
    done = run("restore.sh", *given, data=new)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("The audit log holds. The service may be started.\n")
    with closing(sqlite3.connect(new / "helpline.sqlite3")) as restored:
        assert restored.execute("SELECT username FROM staff_account").fetchall() == [("ada",)]
    assert (new / "helpline.sqlite3").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("script", "settings", "line"),
    [
        ("backup.sh", {}, "HELPLINE_BACKUP_DIR is not set"),
        ("backup.sh", {"HELPLINE_BACKUP_DIR": "x"}, "HELPLINE_BACKUP_KEY is not set"),
        ("backup.sh", {"HELPLINE_BACKUP_DIR": "x", "HELPLINE_BACKUP_KEY": "y"}, "HELPLINE_KEY_BACKUP_DIR is"),
        ("backup.sh", {"HELPLINE_X;Y": "x"}, "is no name of a setting"),
        ("restore.sh", {}, "Usage: "),
    ],
)
def test_what_is_missing_is_said_in_one_line(
    script: str, settings: dict[str, str], line: str, tmp_path: Path
) -> None:
    done = run(script, data=tmp_path / "data", **settings)
    assert done.returncode == 2
    assert line in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_another_user_s_data_is_left_alone(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root can give a folder away")
    os.chown(data, 65534, -1)
    done = run("restore.sh", "x", data=data)
    assert done.returncode == 2
    assert "run this as nobody" in done.stderr


def test_the_scripts_are_sound_shell() -> None:
    """Shellcheck where it is installed; everywhere, that the shell reads them."""
    scripts = sorted((ROOT / "deploy").glob("*.sh"))
    checker = shutil.which("shellcheck")
    command = [checker, "-x", "--source-path", str(ROOT)] if checker else ["sh", "-n"]
    for script in scripts:
        done = subprocess.run([*command, str(script)], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout + done.stderr) == (0, "")
