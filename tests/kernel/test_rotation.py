"""Rotating the key-encryption key while contacts begin and are destroyed, and when it is killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from threading import Event, Thread
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from helpline.keeping import rotating
from helpline.kernel import keyring, keystore, rotation
from helpline.kernel.crypto import SealBroken, seal
from helpline.kernel.kek_marks import current_kek, left_by_kek
from helpline.kernel.keyring import ring
from helpline.kernel.keystore import create_key, destroy_keys, key_of, keys_of
from helpline.kernel.models import ContactKey, KekMark
from helpline.kernel.site_secrets import site_secret
from helpline.key_start import key_store, unfit_keys
from helpline.staff.models import AuditEvent
from tests.kernel.key_sources import key_file, new_kek

BOTH = ["default", "keys"]
pytestmark = pytest.mark.django_db(databases=BOTH)


@pytest.fixture
def path(settings: Any, tmp_path: Path) -> Path:
    return key_file(settings, tmp_path / "kek", new_kek()[0])


def contacts(number: int) -> dict[UUID, bytes]:
    made = [uuid4() for _ in range(number)]
    for contact in made:
        create_key(contact=contact)
    return keys_of(made)


def new_key_first(path: Path) -> str:
    key, kek = new_kek()
    path.write_text(f"{key}\n{path.read_text()}")
    return kek


def rotate(*arguments: str) -> str:
    said = StringIO()
    call_command("rotate_keys", *arguments, stdout=said)
    return said.getvalue()


def test_after_a_rotation_everything_opens_with_the_new_key_alone(path: Path) -> None:
    keys, secret = contacts(5), site_secret("digests")
    old = current_kek()
    new = new_key_first(path)

    said = rotate("--batch", "2")

    assert said.splitlines() == [
        f"1 wrapped by {new}; 5 left.",
        f"3 wrapped by {new}; 3 left.",
        f"5 wrapped by {new}; 1 left.",
        f"6 wrapped by {new}; 0 left.",
        f"6 wrapped by {new}; 0 left.",
        "None is left under an older key. Keep the old key for 24 hours more: "
        "backups of the key store are under it.",
    ]
    path.write_text(path.read_text().splitlines()[0])
    keyring.forget_ring()
    keystore.cache.clear()
    assert unfit_keys() == []
    assert (keys_of(keys), site_secret("digests")) == (keys, secret)
    assert list(KekMark.objects.values_list("id", "current")) == [(new, True)]
    lines = AuditEvent.objects.values_list("event", "subject", "detail")
    assert list(lines) == [
        ("keys.rotation_begun", new, {"from": old}),
        ("keys.rotated", new, {"rewrapped": 6, "left": 0, "unreadable": 0}),
        ("keys.kek_unused", old, {}),
    ]


def test_a_second_run_does_nothing_and_leaves_no_line(path: Path) -> None:
    contacts(2)
    new = new_key_first(path)
    rotate()
    lines, rows = AuditEvent.objects.count(), list(ContactKey.objects.values_list("wrapped"))

    assert rotate().splitlines()[0] == f"0 wrapped by {new}; 0 left."
    assert (AuditEvent.objects.count(), list(ContactKey.objects.values_list("wrapped"))) == (lines, rows)


def test_the_check_says_when_the_old_key_may_go(path: Path) -> None:
    contacts(3)
    old = current_kek()
    new_key_first(path)
    steps = rotating.rotate(batch=2)
    next(steps)
    assert any(
        f"1 keys are still wrapped by {old}: keep it" in str(p.msg) for p in key_store(databases=["keys"])
    )
    assert rotate("--status").count(old) == 1

    list(steps)

    assert any(
        f"Nothing is wrapped by {old}: it may be dropped" in str(problem.msg)
        for problem in key_store(databases=["keys"])
    )


def test_a_rotation_that_was_stopped_goes_on_and_the_service_reads_meanwhile(path: Path) -> None:
    keys = contacts(5)
    new = new_key_first(path)
    steps = rotating.rotate(batch=2)
    assert (next(steps).left, sorted(left_by_kek().values())) == (3, [2, 3])
    steps.close()

    keystore.cache.clear()
    assert keys_of(keys) == keys
    more = contacts(1)
    assert ContactKey.objects.get(pk=next(iter(more))).kek == new
    assert rotate().splitlines()[-2] == f"3 wrapped by {new}; 0 left."
    keystore.cache.clear()
    assert keys_of(keys) == keys


def test_a_process_that_has_not_heard_of_the_new_key_reads_the_source_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = contacts(2)
    knew = ring()
    new = new_key_first(path)
    rotate()
    # What another process still holds in memory.
    monkeypatch.setattr(keyring, "_held", (keyring.source(), knew, keyring.NEVER))
    keystore.cache.clear()

    assert keys_of(keys) == keys
    assert new in ring().keys
    contact = uuid4()
    create_key(contact=contact)
    assert ContactKey.objects.get(pk=contact).kek == new


def test_a_contact_that_began_at_the_moment_of_the_turn_follows_by_itself(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contacts(1)
    new = new_key_first(path)
    create = ContactKey.objects.create

    def in_between(**fields: Any) -> ContactKey:
        monkeypatch.setattr(ContactKey.objects, "create", create)
        rotate()
        return create(**fields)

    monkeypatch.setattr(ContactKey.objects, "create", in_between)
    contact = uuid4()
    create_key(contact=contact)

    assert left_by_kek() == {new: 2}
    keystore.cache.clear()
    assert len(key_of(contact)) == 32


def test_keys_from_before_ids_are_rotated_too(path: Path) -> None:
    contact, key = uuid4(), os.urandom(32)
    kek = ring().keys[ring().first]
    ContactKey.objects.create(contact=contact, wrapped=seal(kek, key, bound_to=f"v1|dek|{contact}"))
    assert key_of(contact) == key
    new = new_key_first(path)

    rotate()

    keystore.cache.clear()
    assert (key_of(contact), left_by_kek()) == (key, {new: 1})


def test_a_key_that_opens_with_none_stops_no_other_and_is_said(path: Path) -> None:
    first, second, third = contacts(3)
    ContactKey.objects.filter(pk=second).update(wrapped=b"\x01" + b"x" * 60)
    new_key_first(path)

    with pytest.raises(CommandError, match=r"1 are not under .*, 1 of them open with no key"):
        rotate("--batch", "1")

    keystore.cache.clear()
    assert set(keys_of([first, second, third])) == {first, third}


def test_without_the_old_key_a_rotation_is_refused(path: Path) -> None:
    keys = contacts(1)
    kept = path.read_text()
    path.write_text(new_kek()[0])
    keyring.forget_ring()

    with pytest.raises(CommandError, match="put the new key before it"):
        rotate()

    path.write_text(kept)
    keyring.forget_ring()
    keystore.cache.clear()
    assert keys_of(keys) == keys


def test_a_changed_key_id_does_not_open(path: Path) -> None:
    (contact,) = contacts(1)
    ContactKey.objects.update(kek="0" * 16)
    keystore.cache.clear()

    with pytest.raises(SealBroken):
        key_of(contact)


def in_thread(act: Callable[[], None]) -> Thread:
    def run() -> None:
        try:
            act()
        finally:
            connections.close_all()

    thread = Thread(target=run)
    thread.start()
    return thread


@pytest.mark.django_db(transaction=True, databases=BOTH)
def test_contacts_begin_and_are_destroyed_beside_a_rotation(path: Path) -> None:
    keys = contacts(120)
    doomed, new = list(keys)[::3], new_key_first(path)
    begun: list[UUID] = []
    over = Event()

    def begins() -> None:
        while not over.is_set() or len(begun) < 10:
            begun.append(uuid4())
            create_key(contact=begun[-1])

    def destroys() -> None:
        for contact in doomed:
            destroy_keys([contact])

    threads = [in_thread(begins), in_thread(destroys)]
    list(rotating.rotate(batch=5))
    over.set()
    for thread in threads:
        thread.join(60)
    list(rotating.rotate(batch=5))

    keystore.cache.clear()
    alive = {contact: key for contact, key in keys.items() if contact not in doomed}
    assert keys_of(keys) == alive
    assert len(keys_of(begun)) == len(begun)
    assert set(left_by_kek()) == {new}


KILLED = """
import os, signal, sys
import django
django.setup()
from django.conf import settings
from django.db import connections
for alias, name in zip(("default", "keys"), sys.argv[1:]):
    connections.databases[alias]["NAME"] = name
from helpline.keeping.rotating import rotate
for number, step in enumerate(rotate(batch=2)):
    if number == 1:
        os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.django_db(transaction=True, databases=BOTH)
def test_a_rotation_that_is_killed_in_the_middle_has_lost_nothing(path: Path) -> None:
    keys = contacts(9)
    new = new_key_first(path)
    environment = {name: value for name, value in os.environ.items() if name != "HELPLINE_KEK"}
    done = subprocess.run(
        [sys.executable, "-c", KILLED, *(str(connections[alias].settings_dict["NAME"]) for alias in BOTH)],
        env=environment | {"DJANGO_SETTINGS_MODULE": "helpline.settings", "HELPLINE_KEK_FILE": str(path)},
        check=False,
        timeout=120,
    )
    assert done.returncode == -signal.SIGKILL
    assert left_by_kek()[new] == 4

    keystore.cache.clear()
    assert keys_of(keys) == keys
    assert rotation.standing().left == 5
    rotate()
    keystore.cache.clear()
    assert (keys_of(keys), left_by_kek()) == (keys, {new: 9})
