"""A restore that cannot be right is refused in one line, and nothing was touched."""

import json
import shutil
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.utils import timezone

from helpline.keeping.database_backups import make_database_backup
from helpline.keeping.database_restoring import refuse_place
from helpline.keeping.manifests import BACKUP, MANIFEST, PURPOSE, read_manifest
from helpline.keeping.sealed_stream import new_keys
from helpline.kernel import signing
from helpline.kernel.models import Lease
from helpline.serving import alone
from helpline.staff.models import Account
from helpline.staff.roles import Role
from tests.chat.acts import BOTH
from tests.keeping.places import empty_place

pytestmark = [pytest.mark.django_db(transaction=True, databases=BOTH), pytest.mark.once]
PRIVATE, PUBLIC = new_keys()


@pytest.fixture
def backup(tmp_path: Path, make_account: Callable[..., Account]) -> Path:
    make_account(Role.ADMIN, "ada")
    return make_database_backup(tmp_path / "words", public=PUBLIC, now=timezone.now())[0]


def refusal(backup: Path, *more: str, private: str = PRIVATE) -> str:
    """Try to restore; return the one line that is said."""
    key = backup.parent.parent / "private"
    key.write_text(private)
    with pytest.raises(CommandError) as refused:
        call_command("restore_database", str(backup), "--key", str(key), *more, stdout=StringIO())
    assert refused.value.returncode == 2
    line = str(refused.value)
    assert "\n" not in line
    return line


def changed(backup: Path, **parts: Any) -> Path:
    """Write other things into the manifest, as whoever has the service's own keys could."""
    path = backup.with_suffix(MANIFEST)
    held = json.loads(path.read_text()) | parts
    statement = {name: value for name, value in held.items() if name not in {"signature", "public_key"}}
    path.write_text(json.dumps({**held, "signature": signing.sign(PURPOSE, statement)}))
    return backup


def first_byte_flipped(sealed: bytes) -> bytes:
    """Never what it was: a sealed file begins with a random byte, any fixed one would now and then be it."""
    return bytes([sealed[0] ^ 0xFF]) + sealed[1:]


def schema_of(backup: Path) -> dict[str, str]:
    return dict(read_manifest(backup).schema)


def test_a_service_that_stands_there_is_never_written_over(backup: Path) -> None:
    assert refusal(backup).startswith("There is a service in the database: move it aside first")
    assert Account.objects.get().username == "ada"


def test_an_invitation_that_nobody_has_used_is_no_service(backup: Path) -> None:
    """The first start of the new machine made it, before anybody could stop it."""
    account = Account.objects.get()
    account.set_unusable_password()
    account.save()
    refuse_place(read_manifest(backup), now=timezone.now())


def test_whoever_was_invited_and_came_in_once_makes_it_a_service(backup: Path) -> None:
    account = Account.objects.get()
    account.set_unusable_password()
    account.last_login = timezone.now()
    account.save()
    assert refusal(backup).startswith("There is a service in the database: move it aside first")


def test_one_that_is_newer_than_the_backup_is_called_so(backup: Path) -> None:
    from helpline.staff.audit import record

    record(event="line.set", by=None)
    assert "whose last entry is newer than this backup" in refusal(backup)


def test_a_service_that_runs_is_noticed_by_its_lock(backup: Path, settings: Any, tmp_path: Path) -> None:
    settings.HELPLINE_DATA_DIR = tmp_path
    settings.HELPLINE_REDIS_URL = ""
    (tmp_path / "private").write_text(PRIVATE)
    with alone(), pytest.raises(SystemExit) as stopped:
        call_command("restore_database", str(backup), "--key", str(tmp_path / "private"))
    assert "Helpline runs already" in stopped.value.line  # type: ignore[attr-defined]


def test_timers_that_run_are_noticed_by_their_lease(backup: Path) -> None:
    until = timezone.now() + timedelta(seconds=20)
    Lease.objects.create(name="timers", holder="another", expires_at=until)
    assert "timers run there" in refusal(backup)


@pytest.mark.parametrize(
    ("spoilt", "words"),
    [
        (lambda path: path.with_suffix(MANIFEST).unlink(), "is missing"),
        (lambda path: path.with_suffix(MANIFEST).write_text("[]"), "is no manifest"),
        (lambda path: path.unlink(), "cannot be read"),
        (lambda path: path.write_bytes(path.read_bytes()[:-1]), "is not what its manifest says"),
        (
            lambda path: path.write_bytes(first_byte_flipped(path.read_bytes())),
            "is not what its manifest says",
        ),
        (
            lambda path: (
                changed(path)
                .with_suffix(MANIFEST)
                .write_text(path.with_suffix(MANIFEST).read_text().replace('"bytes": ', '"bytes": 1'))
            ),
            "was changed since it was made",
        ),
        (lambda path: changed(path, engine="oracle"), "does not open"),
        (lambda path: changed(path, made_at="2026-11-28T00:00:00+00:00"), "does not open"),
        (
            lambda path: changed(path, schema=schema_of(path) | {"chat": "9999_later"}),
            "newer version of this",
        ),
        (lambda path: changed(path, sealed_for="0" * 16), "is sealed for the key 0000000000000000"),
    ],
)
def test_a_spoilt_backup_is_refused(
    spoilt: Callable[[Path], object], words: str, backup: Path, tmp_path: Path
) -> None:
    spoilt(backup)
    with empty_place(tmp_path / "new"):
        assert words in refusal(backup)
        if connections["default"].vendor == "sqlite":
            assert not list((tmp_path / "new").rglob("*.sqlite3*"))
        else:
            assert connections["default"].introspection.table_names() == []


def test_another_service_s_signature_is_refused_unless_its_name_is_given(
    backup: Path, settings: Any, tmp_path: Path
) -> None:
    ours = signing.key_id()
    settings.SECRET_KEY = "another machine's secret key"
    assert f"is signed with the key {ours}" in refusal(backup)
    call_command("check_backup", str(backup), "--signed-by", ours, stdout=StringIO())


@pytest.mark.parametrize(
    ("private", "words"), [(new_keys()[0], "is sealed for the key"), (PUBLIC, "holds no private key")]
)
def test_another_key_is_refused(private: str, words: str, backup: Path) -> None:
    assert words in refusal(backup, private=private)


def test_a_wrong_backup_of_keys_is_refused_before_anything_is_done(backup: Path, tmp_path: Path) -> None:
    with empty_place(tmp_path / "new"):
        assert "is no backup of the key store" in refusal(backup, "--keys", str(backup))
        assert not list((tmp_path / "new").rglob("*"))


def test_check_backup_says_what_it_is_and_whether_it_opens(backup: Path, tmp_path: Path) -> None:
    said = StringIO()
    call_command("check_backup", str(backup), stdout=said)
    assert "is whole" in said.getvalue()
    assert "it wants the key" in said.getvalue()
    (tmp_path / "private").write_text(PRIVATE)
    call_command("check_backup", str(backup), "--key", str(tmp_path / "private"), stdout=said)
    assert "it opens, and fits this program" in said.getvalue()
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("check_backup", str(backup), "--key", str(tmp_path / "none"))


def test_a_backup_and_its_manifest_may_be_moved_together_but_not_renamed(
    backup: Path, tmp_path: Path
) -> None:
    for suffix in (BACKUP, MANIFEST):
        shutil.copy(backup.with_suffix(suffix), tmp_path / f"other{suffix}")
        shutil.copy(backup.with_suffix(suffix), tmp_path / backup.with_suffix(suffix).name)
    call_command("check_backup", str(tmp_path / backup.name), stdout=StringIO())
    with pytest.raises(CommandError, match="renamed"):
        call_command("check_backup", str(tmp_path / "other.backup"))
