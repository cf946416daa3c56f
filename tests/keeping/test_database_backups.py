"""Backups of the main database: what opens them, which are kept, and what is told of them."""

import json
import os
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connections

from helpline.doctor import running
from helpline.keeping import sealed_stream
from helpline.keeping.backup_state import note_done, note_failed, states
from helpline.keeping.backups import BackupRefused
from helpline.keeping.database_backups import make_database_backup
from helpline.keeping.manifests import BACKUP, MANIFEST, forget_database_backups
from helpline.keeping.models import BackupNote
from helpline.keeping.sealed_stream import (
    HEAD_BYTES,
    PART_BYTES,
    TAG_BYTES,
    NotOpened,
    new_keys,
    opened,
    sealed,
)
from helpline.staff.models import Account, AuditEvent
from helpline.staff.roles import Role
from tests.chat.acts import BOTH

pytestmark = [pytest.mark.django_db(databases=BOTH), pytest.mark.once]
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
PRIVATE, PUBLIC = new_keys()
PART = PART_BYTES + TAG_BYTES


# -- the sealed stream ----------------------------------------------------------------------


def written(content: bytes, *, bound_to: str = "x") -> bytes:
    return b"".join(sealed([content], public=PUBLIC, bound_to=bound_to))


def read(file: bytes, *, private: str = PRIVATE, bound_to: str = "x") -> bytes:
    return b"".join(opened(BytesIO(file), private=private, bound_to=bound_to))


@pytest.mark.parametrize("size", [0, 1, PART_BYTES - 40, PART_BYTES, 3 * PART_BYTES + 7])
def test_what_is_sealed_opens(size: int) -> None:
    content = os.urandom(size)
    assert read(written(content)) == content


def test_what_repeats_itself_is_packed_and_opens() -> None:
    content = b"the same line\n" * 1_000_000
    file = written(content)
    assert len(file) < len(content) / 50
    assert read(file) == content


LONG = os.urandom(3 * PART_BYTES)
FILE = written(LONG)


@pytest.mark.parametrize(
    "spoilt",
    [
        b"",
        FILE[:HEAD_BYTES],
        FILE[:-1],
        FILE[: HEAD_BYTES + PART],
        FILE[: HEAD_BYTES + 2 * PART],
        FILE + b"\x00",
        FILE[:HEAD_BYTES] + FILE[HEAD_BYTES + PART :],
        FILE[:HEAD_BYTES]
        + FILE[HEAD_BYTES + PART : HEAD_BYTES + 2 * PART]
        + FILE[HEAD_BYTES : HEAD_BYTES + PART]
        + FILE[HEAD_BYTES + 2 * PART :],
        bytes([FILE[0] ^ 1]) + FILE[1:],
        FILE[:5_000] + bytes([FILE[5_000] ^ 1]) + FILE[5_001:],
    ],
    ids=["empty", "head", "short", "one part", "two parts", "longer", "left out", "moved", "key", "one bit"],
)
def test_a_changed_file_does_not_open(spoilt: bytes) -> None:
    with pytest.raises(NotOpened):
        read(spoilt)


def test_it_opens_for_its_holder_and_its_place_alone() -> None:
    with pytest.raises(NotOpened):
        read(FILE, private=new_keys()[0])
    with pytest.raises(NotOpened):
        read(FILE, bound_to="y")
    with pytest.raises(sealed_stream.NoKey):
        read(FILE, private=PUBLIC)
    assert sealed_stream.public_of(PRIVATE) == PUBLIC


# -- what is written ------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "words"


@pytest.mark.django_db(transaction=True, databases=BOTH)
def test_a_backup_tells_nothing_without_the_key(folder: Path, make_account: Callable[..., Account]) -> None:
    make_account(Role.ADMIN, "ermintrude")
    path, manifest = make_database_backup(folder, public=PUBLIC, now=NOON)

    if connections["default"].vendor == "sqlite":
        with path.open("rb") as file:
            place = f"{manifest.mark}|{manifest.made_at}|{manifest.engine}"
            assert b"ermintrude" in b"".join(opened(file, private=PRIVATE, bound_to=place))
    for file_of in folder.iterdir():
        assert b"ermintrude" not in file_of.read_bytes()
        assert file_of.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert set(json.loads(path.with_suffix(MANIFEST).read_text())) == {
        "mark", "made_at", "engine", "schema", "file", "bytes", "sha256", "sealed_for", "secrets",
        "public_key", "signature",
    }  # fmt: skip


def test_no_backup_among_databases_keys_or_their_backups(tmp_path: Path, settings: Any) -> None:
    settings.HELPLINE_KEY_BACKUP_DIR = str(tmp_path / "both" / "keys")
    for place in ("both", "both/keys", "both/keys/words"):
        with pytest.raises(BackupRefused, match="lie in each other"):
            make_database_backup(tmp_path / place, public=PUBLIC, now=NOON)
    with pytest.raises(BackupRefused, match="holds a database or keys"):
        make_database_backup(settings.HELPLINE_KEYS_DIR, public=PUBLIC, now=NOON)
    assert list(tmp_path.iterdir()) == []


def test_a_backup_that_would_be_deleted_at_once_is_refused(folder: Path, settings: Any) -> None:
    settings.HELPLINE_BACKUP_DAYS = 0
    with pytest.raises(BackupRefused, match="HELPLINE_BACKUP_DAYS must be 1 or more"):
        make_database_backup(folder, public=PUBLIC, now=NOON)
    assert not folder.exists()


def test_what_breaks_off_leaves_nothing(folder: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*parts: object, **more: object) -> Any:
        yield b"begun"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("helpline.keeping.database_backups.sealed", full)
    settings.HELPLINE_BACKUP_KEY = PUBLIC
    with pytest.raises(CommandError, match=re.escape("could not be written (No space left on device)")):
        call_command("backup_database", "--to", str(folder))
    assert list(folder.iterdir()) == []
    assert BackupNote.objects.get(kind="database").why == "ENOSPC"


def test_all_of_a_day_are_kept_then_one_a_day_for_as_long_as_is_set(folder: Path, settings: Any) -> None:
    settings.HELPLINE_BACKUP_DAYS = 3
    folder.mkdir()
    hours = [0, 1, 23, 24, 25, 26, 47, 50, 71, 73, 100]
    for hour in hours:
        path = folder / f"{hour}{BACKUP}"
        path.touch()
        made_at = (NOON - timedelta(hours=hour)).isoformat()
        path.with_suffix(MANIFEST).write_text(json.dumps({"made_at": made_at}))
    (folder / "readme.txt").touch()

    # Noon of the 20th: of the 19th those of 24 hours, of the 18th and the 17th the last, of the 16th none.
    assert forget_database_backups(folder, now=NOON) == 5
    left = sorted(int(path.stem) for path in folder.glob(f"*{BACKUP}"))
    assert left == [0, 1, 23, 24, 47, 71]
    assert sorted(int(path.stem) for path in folder.glob(f"*{MANIFEST}")) == left
    assert (folder / "readme.txt").exists()


# -- what is told ---------------------------------------------------------------------------


def test_the_command_notes_what_it_did_and_says_so(folder: Path, settings: Any) -> None:
    settings.HELPLINE_BACKUP_KEY, settings.HELPLINE_BACKUP_DIR = PUBLIC, str(folder)
    said = StringIO()
    with time_machine.travel(NOON, tick=False):
        call_command("backup_database", stdout=said)

    (path,) = folder.glob(f"*{BACKUP}")
    assert said.getvalue().startswith(f"{path}: ")
    note = BackupNote.objects.get()
    assert (note.kind, note.done_at, note.size, note.why) == ("database", NOON, path.stat().st_size, "")
    assert AuditEvent.objects.get().subject == path.name


def test_without_a_key_or_a_place_it_says_what_to_set(folder: Path) -> None:
    with pytest.raises(CommandError, match="HELPLINE_BACKUP_DIR"):
        call_command("backup_database")
    with pytest.raises(CommandError, match="make_backup_key"):
        call_command("backup_database", "--to", str(folder))
    assert BackupNote.objects.get().why == "refused"


def test_how_it_stands_with_backups(settings: Any) -> None:
    never = [(state.kind, state.age, state.late, state.failed) for state in states(now=NOON)]
    assert never == [("database", None, True, ""), ("keys", None, True, "")]

    note_done(BackupNote.Kind.DATABASE, now=NOON - timedelta(hours=26))
    note_done(BackupNote.Kind.KEYS, now=NOON - timedelta(hours=3))
    note_failed(BackupNote.Kind.DATABASE, now=NOON, why="ENOSPC")
    database, keys = states(now=NOON)
    assert (database.age, database.late, database.failed) == (timedelta(hours=26), False, "ENOSPC")
    assert (keys.age, keys.late, keys.failed) == (timedelta(hours=3), True, "")

    settings.HELPLINE_KEK = "memory"
    assert [state.kind for state in states(now=NOON)] == ["database"]


def test_the_doctor_tells_of_a_try_that_failed() -> None:
    assert [found.says for found in running.look_at_running() if found.part == "backups"] == []

    note_failed(BackupNote.Kind.KEYS, now=NOON, why="ENOSPC")
    (found,) = [found for found in running.look_at_running() if found.part == "backups"]
    assert found.says == "The last try to back up the keys failed (ENOSPC)."


def test_a_new_key_is_its_owner_s_alone_and_never_overwritten(tmp_path: Path) -> None:
    said, file = StringIO(), tmp_path / "private"
    call_command("make_backup_key", "--to", str(file), stdout=said, stderr=StringIO())

    assert (
        said.getvalue().strip() == f"HELPLINE_BACKUP_KEY={sealed_stream.public_of(file.read_text().strip())}"
    )
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(CommandError, match="cannot be made"):
        call_command("make_backup_key", "--to", str(file))
