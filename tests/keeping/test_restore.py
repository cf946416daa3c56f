"""A machine is lost and its service comes back: what returns, and what stays destroyed."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import Client

from chat.models import Contact, Message
from chat.selectors import bound_to
from chat.services.ending import end_by_caller, wrap_up
from chat.states import Outcome
from helpline.keeping import database_restoring
from helpline.keeping.backups import BackupRefused, make_backup, read_backup
from helpline.keeping.database_backups import make_database_backup
from helpline.keeping.loading import UNFINISHED, is_pending
from helpline.keeping.manifests import MANIFEST
from helpline.keeping.models import BackupNote
from helpline.keeping.sealed_stream import new_keys, opened
from helpline.kernel.crypto import SealBroken, unseal
from helpline.kernel.keystore import create_key, what
from helpline.kernel.models import ContactKey
from helpline.kernel.site_secrets import site_secret
from helpline.kernel.wrapping import unwrap
from helpline.staff.models import Account, AuditEvent
from helpline.start_refusals import unready
from helpline.statistics.models import Fact
from helpline.timers import run_purge
from tests.chat.acts import BOTH, bodies, says, starts, takes
from tests.keeping.places import empty_place, make_key_store

pytestmark = pytest.mark.django_db(transaction=True, databases=BOTH)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
KEPT = timedelta(hours=72)


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def quick_migrations(monkeypatch: pytest.MonkeyPatch) -> None:
    """The scripts' own test goes through the migrations."""
    monkeypatch.setattr(database_restoring, "migrate", make_key_store)


@pytest.fixture(scope="module")
def keys() -> tuple[str, str]:
    return new_keys()


class Copies:
    """Where backups go, and the keys of them."""

    def __init__(self, folder: Path, keys: tuple[str, str]) -> None:
        self.folder = folder
        self.private, self.public = keys
        self.key_file = folder / "private"
        self.key_file.write_text(f"{self.private}\n")

    def database(self, at: datetime) -> Path:
        return make_database_backup(self.folder / "words", public=self.public, now=at)[0]

    def of_keys(self, at: datetime) -> Path:
        return make_backup(self.folder / "keys", now=at)

    def restores(self, backup: Path, *more: str) -> str:
        said = StringIO()
        call_command("restore_database", str(backup), "--key", str(self.key_file), *more, stdout=said)
        return said.getvalue()


@pytest.fixture
def copies(tmp_path: Path, keys: tuple[str, str]) -> Copies:
    return Copies(tmp_path, keys)


def talks(ann: Account, words: str) -> Contact:
    contact = takes(ann, starts().contact)
    says(contact, words)
    return contact


def closed_at(at: datetime, clock: Any, ann: Account, words: str) -> Contact:
    """A talk that was closed at that time."""
    clock.move_to(at)
    contact = talks(ann, words)
    end_by_caller(contact=contact.pk)
    return wrap_up(contact=contact.pk, outcome=Outcome.COMPLETED, by=ann)


def readable(messages: list[Message], keys: list[ContactKey]) -> set[str]:
    """Return what somebody reads who has the key-encryption key, these words and these keys."""
    found = set()
    for key in keys:
        opened_key = unwrap(bytes(key.wrapped), what=what(key.contact), kek=key.kek)
        for message in messages:
            try:
                place = bound_to(message.contact_id, message.seq)
                found.add(unseal(opened_key, bytes(message.sealed), bound_to=place).decode())
            except SealBroken:
                continue
    return found


def dump_of(backup: Path, private: str) -> bytes:
    """Return the main database in a backup as whoever has the private key sees it."""
    manifest = json.loads(backup.with_suffix(MANIFEST).read_text())
    place = f"{manifest['mark']}|{manifest['made_at']}|{manifest['engine']}"
    with backup.open("rb") as file:
        return b"".join(opened(file, private=private, bound_to=place))


def holds(dump: bytes, message: Message) -> bool:
    sealed = bytes(message.sealed)
    return sealed in dump or sealed.hex().encode() in dump


@contextmanager
def new_machine(tmp_path: Path) -> Iterator[None]:
    with empty_place(tmp_path / "new"):
        yield


def test_a_lost_machine_comes_back_and_what_was_destroyed_stays_so(
    copies: Copies, ann: Account, content: None, clock: Any, tmp_path: Path
) -> None:
    earlier, backed_up, lost = NOON, NOON + timedelta(hours=70), NOON + timedelta(hours=73)
    # One is purged before the backup, one between backup and loss; one is closed and one open all along.
    closed_at(earlier - timedelta(hours=3), clock, ann, "purged before")
    due = closed_at(earlier, clock, ann, "purged between")
    old_backup, stolen = copies.database(earlier), list(ContactKey.objects.all())
    old_words = list(Message.objects.all())
    clock.move_to(backed_up)
    run_purge(now=backed_up)
    kept = closed_at(backed_up - timedelta(hours=1), clock, ann, "kept")
    clock.move_to(backed_up)
    going_on = talks(ann, "going on")
    secret, facts = site_secret("second-factors"), Fact.objects.count()
    Client().force_login(ann)
    database, of_keys = copies.database(backed_up), copies.of_keys(backed_up)
    words = list(Message.objects.all())

    # The check finds words where something can be read: in keys that nobody destroyed.
    assert readable(old_words, stolen) == {"purged before", "purged between"}
    assert all(holds(dump_of(old_backup, copies.private), message) for message in old_words)
    assert all(holds(dump_of(database, copies.private), message) for message in words)
    assert readable(words, list(ContactKey.objects.all())) == {"purged between", "kept", "going on"}

    # What the backup's keys open within their 24 hours, as callers are told: nothing of before.
    in_backup = read_backup(of_keys, now=lost).keys
    assert readable(old_words, in_backup) == {"purged between"}

    clock.move_to(lost)
    run_purge(now=lost)
    later = talks(ann, "after the backup")
    with new_machine(tmp_path):
        said = copies.restores(database, "--keys", str(of_keys))

        assert "2 keys of words are back, 1 stay destroyed" in said
        assert "The audit log holds. The service may be started." in said
        assert (bodies(kept), bodies(going_on)) == (["kept"], ["going on"])
        assert bodies(due) == []
        assert set(Contact.objects.all()) == {kept, going_on}
        assert later not in Contact.objects.all()
        restored = list(ContactKey.objects.all())
        assert readable([*old_words, *words], restored) == {"kept", "going on"}

        assert Account.objects.get(username="ann").check_password("correct horse battery")
        assert site_secret("second-factors") == secret
        assert Session.objects.count() == 0
        assert Fact.objects.count() >= facts > 0
        call_command("verify_audit", stdout=StringIO())
        assert AuditEvent.objects.filter(event="database.restored").exists()
        assert unready("default") == []
        assert not is_pending()
        assert BackupNote.objects.get(kind="restore").done_at == lost
        takes(ann, starts().contact)

    # Beyond its 24 hours the backup of the keys opens nothing for anybody, and is deleted by the next.
    over = backed_up + timedelta(hours=24, minutes=1)
    with pytest.raises(BackupRefused, match="24 hours"):
        read_backup(of_keys, now=over)
    clock.move_to(over)
    copies.of_keys(over)
    assert not of_keys.exists()


def test_without_keys_words_are_gone_and_staff_still_sign_in(
    copies: Copies, ann: Account, content: None, tmp_path: Path
) -> None:
    contact = talks(ann, "said before")
    secret = site_secret("second-factors")
    database = copies.database(NOON)
    with new_machine(tmp_path):
        assert "No backup of keys was given" in copies.restores(database)

        assert bodies(contact) == []
        assert ContactKey.objects.count() == 0
        assert site_secret("second-factors") == secret


def breaks(**anything: Any) -> None:
    raise RuntimeError


def test_nothing_is_served_before_the_purge_and_a_restore_is_run_again(
    copies: Copies, ann: Account, content: None, clock: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    due = closed_at(NOON, clock, ann, "due")
    database, of_keys = copies.database(NOON), copies.of_keys(NOON)
    clock.move_to(NOON + timedelta(hours=23))
    with new_machine(tmp_path):
        with monkeypatch.context() as broken:
            broken.setattr(database_restoring, "record", breaks)
            with pytest.raises(RuntimeError):
                copies.restores(database, "--keys", str(of_keys))
        assert unready("default") == [UNFINISHED]
        with pytest.raises(SystemExit):
            call_command("run_timers", stderr=StringIO())
        with pytest.raises(BackupRefused, match="has not finished"):
            copies.database(NOON)

        copies.restores(database, "--keys", str(of_keys))
        assert unready("default") == []
        assert bodies(due) == ["due"]


def test_keys_of_whoever_came_after_the_backup_are_destroyed(
    copies: Copies, ann: Account, content: None, tmp_path: Path
) -> None:
    """The machine of the main database is lost, that of the key store is not."""
    contact = talks(ann, "said before")
    database = copies.database(NOON)
    of_keys = list(ContactKey.objects.all())
    with new_machine(tmp_path):
        (tmp_path / "new" / "keys").mkdir(parents=True)
        make_key_store()
        ContactKey.objects.bulk_create(of_keys)
        create_key(contact=uuid4())
        copies.restores(database)

        assert list(ContactKey.objects.values_list("pk", flat=True)) == [contact.pk]
        assert bodies(contact) == ["said before"]


@pytest.mark.skipif("connections['default'].vendor != 'postgresql'", reason="is about PostgreSQL")
def test_whoever_is_connected_is_noticed(copies: Copies, ann: Account, tmp_path: Path) -> None:
    database = copies.database(NOON)
    with new_machine(tmp_path):
        other = connections.create_connection("default")
        other.settings_dict = {**other.settings_dict, "OPTIONS": {}}
        other.connect()
        try:
            with pytest.raises(CommandError, match=r"^1 others are connected"):
                copies.restores(database)
        finally:
            other.close()


@pytest.mark.skipif("connections['default'].vendor != 'postgresql'", reason="is about PostgreSQL")
def test_an_address_with_its_host_among_the_options_is_understood(
    copies: Copies, ann: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `postgresql:///helpline?host=/run/postgresql` is read."""
    held = connections["default"].settings_dict
    moved = {"host": held["HOST"], "port": held["PORT"], "target_session_attrs": "read-write"}
    for name, value in {"HOST": "", "PORT": "", "OPTIONS": {**held["OPTIONS"], **moved}}.items():
        monkeypatch.setitem(held, name, value)
    assert b"COPY public.staff_account" in dump_of(copies.database(NOON), copies.private)
