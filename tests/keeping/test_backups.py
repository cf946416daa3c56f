"""Backups of keys live for 24 hours, and bring no key back that was destroyed."""

import json
import os
import re
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command

from chat.models import ConfidenceBreak, Contact
from chat.selectors import events_after
from chat.services.confidence import propose_break
from chat.services.ending import end_by_caller, wrap_up
from chat.services.retention import purge_expired
from chat.states import Outcome
from helpline.keeping.backups import BackupRefused, forget_backups, make_backup, read_backup
from helpline.keeping.restoring import Restored, restore_keys
from helpline.kernel import keyring, keystore
from helpline.kernel.keystore import create_key, key_of
from helpline.kernel.models import ContactKey, KekMark, SiteSecret
from helpline.kernel.site_secrets import site_secret
from helpline.staff.models import Account, AuditEvent
from helpline.timers import PURGE
from tests.chat.acts import BOTH, bodies, says, starts, takes
from tests.kernel.key_sources import new_kek

pytestmark = pytest.mark.django_db(databases=BOTH)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def talks(ann: Account, words: str = "said before") -> Contact:
    contact = takes(ann, starts().contact)
    says(contact, words)
    return contact


def closes(contact: Contact, ann: Account) -> Contact:
    end_by_caller(contact=contact.pk)
    return wrap_up(contact=contact.pk, outcome=Outcome.COMPLETED, by=ann)


def disaster() -> None:
    """The key store is lost, and made anew empty."""
    for model in (ContactKey, SiteSecret, KekMark):
        model.objects.all().delete()  # type: ignore[attr-defined]
    keystore.cache.clear()


def hours_later(hours: float) -> datetime:
    return NOON + timedelta(hours=hours)


# -- the files ------------------------------------------------------------------------------


def test_a_backup_holds_no_key_no_contact_and_is_its_owner_s_alone(
    folder: Path, ann: Account, content: None
) -> None:
    contact = talks(ann)
    secret = site_secret("digests")
    path = make_backup(folder, now=NOON)
    held = path.read_bytes()

    assert json.loads(held).keys() == {"mark", "made_at", "kek", "sealed"}
    assert str(contact.pk).encode() not in held
    assert key_of(contact.pk) not in held
    assert secret not in held
    assert path.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    backup = read_backup(path, now=NOON)
    assert [str(key.contact) for key in backup.keys] == [str(contact.pk)]
    assert [row.name for row in backup.secrets] == ["digests"]


def test_a_backup_is_deleted_by_the_next_after_24_hours(folder: Path) -> None:
    first = make_backup(folder, now=NOON)
    second = make_backup(folder, now=hours_later(24))
    assert sorted(folder.iterdir()) == [first, second]

    third = make_backup(folder, now=hours_later(24.1))

    assert sorted(folder.iterdir()) == [second, third]


def test_what_is_written_in_it_counts_and_not_only_the_date_of_the_file(folder: Path) -> None:
    path = make_backup(folder, now=NOON)
    later = hours_later(25)
    os.utime(path, (later.timestamp(), later.timestamp()))

    assert forget_backups(now=later, folder=folder) == 1
    assert list(folder.iterdir()) == []


def test_what_is_no_backup_goes_by_its_date_and_other_files_stay(folder: Path) -> None:
    folder.mkdir()
    for name in ("keys-broken.keybackup", "keys-half.keybackup.half", "readme.txt"):
        (folder / name).write_text("{}")
        os.utime(folder / name, (NOON.timestamp(), NOON.timestamp()))

    assert forget_backups(now=hours_later(23), folder=folder) == 0
    assert forget_backups(now=hours_later(25), folder=folder) == 2
    assert [path.name for path in folder.iterdir()] == ["readme.txt"]


def test_the_timers_delete_old_backups_where_the_folder_is_set(folder: Path, settings: Any) -> None:
    make_backup(folder, now=NOON)
    assert PURGE["forget_backups"](hours_later(25)) == 0

    settings.HELPLINE_KEY_BACKUP_DIR = str(folder)
    assert PURGE["forget_backups"](hours_later(25)) == 1


def test_no_backup_beside_a_database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    one = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / "x.sqlite3")}
    monkeypatch.setattr("helpline.keeping.backups.settings", SimpleNamespace(DATABASES={"default": one}))

    with pytest.raises(BackupRefused, match="no backup of the words goes"):
        make_backup(tmp_path, now=NOON)


def test_no_backup_of_keys_under_a_key_in_memory(settings: Any, folder: Path) -> None:
    settings.HELPLINE_KEK = "memory"

    with pytest.raises(BackupRefused, match="HELPLINE_KEK=memory"):
        make_backup(folder, now=NOON)


def changed(path: Path, **parts: str) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text()), **parts}))


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"made_at": "2026-11-20T11:00:00+00:00"}, "was changed"),
        ({"made_at": "2026-11-19T11:00:00+00:00"}, "of use for 24 hours"),
        ({"made_at": "2026-11-20T13:00:00+00:00"}, "of use for 24 hours"),
        ({"made_at": "2026-11-20T12:00:00"}, "is no backup"),
        ({"kek": "0" * 16}, "sealed under the key 0000000000000000"),
        ({"sealed": "AAAA"}, "was changed"),
        ({"sealed": "no base64!"}, "is no backup"),
        ({"mark": "another"}, "is no backup"),
    ],
)
def test_a_changed_or_an_old_backup_is_refused(parts: dict[str, str], words: str, folder: Path) -> None:
    path = make_backup(folder, now=NOON)
    changed(path, **parts)

    with pytest.raises(BackupRefused, match=re.escape(words)):
        read_backup(path, now=NOON)


def test_a_backup_is_of_use_for_24_hours_and_no_longer(folder: Path) -> None:
    path = make_backup(folder, now=NOON)

    assert read_backup(path, now=hours_later(24)).made_at == NOON
    with pytest.raises(BackupRefused, match="24 hours"):
        read_backup(path, now=hours_later(24.01))


# -- bringing keys back -----------------------------------------------------------------------


def test_after_a_disaster_the_words_of_open_and_closed_contacts_can_be_read_again(
    folder: Path, ann: Account, content: None
) -> None:
    open_one, closed_one = talks(ann, "open"), talks(ann, "closed")
    closes(closed_one, ann)
    secret = site_secret("digests")
    path = make_backup(folder, now=NOON)
    disaster()
    assert (bodies(open_one), bodies(closed_one)) == ([], [])

    assert restore_keys(path, now=NOON) == Restored(back=2, left_out=0, secrets=1)

    assert (bodies(open_one), bodies(closed_one)) == (["open"], ["closed"])
    assert site_secret("digests") == secret
    line = AuditEvent.objects.get(event="keys.restored")
    assert line.detail == {"back": 2, "left_out": 0, "secrets": 1}


def test_a_key_that_was_destroyed_after_the_backup_never_comes_back(
    folder: Path, ann: Account, content: None, clock: Any
) -> None:
    closed = closes(talks(ann), ann)
    assert closed.purge_at is not None
    clock.move_to(closed.purge_at - timedelta(hours=1))
    path = make_backup(folder, now=closed.purge_at - timedelta(hours=1))
    clock.move_to(closed.purge_at)
    assert purge_expired(now=closed.purge_at) == 1

    done = restore_keys(path, now=closed.purge_at)

    assert done == Restored(back=0, left_out=1, secrets=0)
    assert ContactKey.objects.count() == 0
    assert events_after(closed.pk, 0) == []


def test_a_main_database_that_came_back_too_does_not_bring_back_what_was_due_meanwhile(
    folder: Path, ann: Account, content: None, clock: Any
) -> None:
    """Both were lost: the restored row does not know that its words were destroyed."""
    due, kept = talks(ann, "due"), talks(ann, "kept")
    due = closes(due, ann)
    assert due.purge_at is not None
    clock.move_to(due.purge_at - timedelta(minutes=1))
    kept = closes(kept, ann)
    path = make_backup(folder, now=due.purge_at - timedelta(minutes=1))
    disaster()
    clock.move_to(due.purge_at)

    said = StringIO()
    call_command("restore_keys", str(path), stdout=said)

    assert said.getvalue().splitlines() == [
        "1 keys are back, and 0 secrets of the service. "
        "1 stay destroyed: nobody may read those words any more.",
        "Words destroyed: 1 contacts. Rows let go: 1 contacts.",
    ]
    assert (bodies(due), bodies(kept)) == ([], ["kept"])
    assert list(Contact.objects.all()) == [kept]


def test_what_falls_due_after_a_restore_is_destroyed_at_its_time(
    folder: Path, ann: Account, content: None, clock: Any
) -> None:
    closed = closes(talks(ann), ann)
    assert closed.purge_at is not None
    clock.move_to(closed.purge_at - timedelta(hours=2))
    path = make_backup(folder, now=closed.purge_at - timedelta(hours=2))
    disaster()
    restore_keys(path, now=closed.purge_at - timedelta(hours=1))
    assert bodies(closed) == ["said before"]

    assert purge_expired(now=closed.purge_at) == 1
    assert ContactKey.objects.count() == 0


def test_held_words_come_back_after_their_time_too(
    folder: Path, ann: Account, content: None, clock: Any
) -> None:
    contact = talks(ann)
    propose_break(contact=contact.pk, reason=ConfidenceBreak.Reason.CHILD, by=ann)
    closed = closes(contact, ann)
    assert closed.purge_at is not None
    late = closed.purge_at + timedelta(days=2)
    clock.move_to(late)
    path = make_backup(folder, now=late)
    disaster()

    assert restore_keys(path, now=late).back == 1
    assert bodies(closed) == ["said before"]


@pytest.mark.parametrize(("hours", "back"), [(71.9, 1), (72, 0)])
def test_a_talk_that_a_restored_row_calls_open_counts_from_its_last_sign_of_life(
    hours: float, back: int, folder: Path, ann: Account, content: None, clock: Any
) -> None:
    contact = talks(ann)
    Contact.objects.filter(pk=contact.pk).update(caller_seen_at=NOON)
    clock.move_to(hours_later(hours))
    path = make_backup(folder, now=hours_later(hours))
    disaster()

    assert restore_keys(path, now=hours_later(hours)).back == back


def test_a_key_that_is_there_is_not_overwritten(folder: Path, ann: Account, content: None) -> None:
    contact = talks(ann)
    path = make_backup(folder, now=NOON)
    ContactKey.objects.all().delete()
    keystore.cache.clear()
    create_key(contact=contact.pk)
    newer = ContactKey.objects.get().wrapped

    assert restore_keys(path, now=NOON) == Restored(back=0, left_out=0, secrets=0)
    assert ContactKey.objects.get().wrapped == newer


def test_a_key_of_nobody_does_not_come_back(folder: Path, ann: Account, content: None) -> None:
    contact = talks(ann)
    path = make_backup(folder, now=NOON)
    disaster()
    Contact.objects.filter(pk=contact.pk).delete()

    assert restore_keys(path, now=NOON) == Restored(back=0, left_out=1, secrets=0)


def test_under_an_old_key_a_backup_opens_while_that_key_is_kept(
    folder: Path, ann: Account, content: None, settings: Any
) -> None:
    contact = talks(ann)
    path = make_backup(folder, now=NOON)
    old, (new, _) = settings.HELPLINE_KEK, new_kek()
    settings.HELPLINE_KEK = f"{new}\n{old}"
    call_command("rotate_keys", stdout=StringIO())
    disaster()
    assert restore_keys(path, now=NOON).back == 1
    assert bodies(contact) == ["said before"]

    settings.HELPLINE_KEK = new
    keyring.forget_ring()
    with pytest.raises(CommandError, match=r"is sealed under the key .*, which is not known here"):
        call_command("restore_keys", str(path))


def test_the_command_says_where_and_until_when_and_leaves_a_line(folder: Path) -> None:
    said = StringIO()
    call_command("backup_keys", "--to", str(folder), stdout=said)

    (path,) = folder.iterdir()
    assert said.getvalue() == f"{path}: of use until 21 November, 12:00, then deleted.\n"
    assert AuditEvent.objects.get().subject == path.name
    with pytest.raises(CommandError, match="HELPLINE_KEY_BACKUP_DIR"):
        call_command("backup_keys")
