"""A wrong or a missing key refuses to start in one line that says which key is wanted."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from helpline.kernel import keyring, keystore
from helpline.kernel.kek_marks import current_kek, left_by_kek
from helpline.kernel.keyring import ring
from helpline.kernel.keystore import create_key, key_of
from helpline.kernel.models import ContactKey, KekMark, SiteSecret
from helpline.kernel.site_secrets import site_secret
from helpline.key_start import key_store, unfit_keys
from tests.kernel.key_sources import key_file, new_kek

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def path(settings: Any, tmp_path: Path) -> Path:
    return key_file(settings, tmp_path / "kek", new_kek()[0])


def starts_anew() -> list[str]:
    """Forget all that a process knows, as a new one would."""
    keyring.forget_ring()
    keystore.cache.clear()
    return unfit_keys()


def test_a_new_store_takes_the_key_it_is_started_with(path: Path) -> None:
    assert starts_anew() == []

    mark = KekMark.objects.get()
    assert (mark.id, mark.current, mark.lasting) == (ring().first, True, True)
    assert starts_anew() == []


def test_another_key_is_refused_and_both_are_named_by_their_ids(path: Path) -> None:
    starts_anew()
    wanted = current_kek()
    other, other_id = new_kek()
    path.write_text(other)

    (line,) = starts_anew()

    assert line.startswith(f"Wrong key-encryption key: the key store wants the key {wanted}, and the file ")
    assert f"has {other_id}. Set HELPLINE_KEK, HELPLINE_KEK_FILE" in line
    assert other not in line
    (problem,) = key_store(databases=["keys"])
    assert (problem.id, problem.msg) == ("helpline.E101", line)


def test_a_missing_key_is_refused(path: Path) -> None:
    starts_anew()
    path.unlink()

    (line,) = starts_anew()

    assert "HELPLINE_KEK_FILE or HELPLINE_KEK_COMMAND) is missing" in line


def test_a_store_from_before_marks_is_taken_by_the_key_that_opens_it_and_no_other(path: Path) -> None:
    create_key(contact=uuid4())
    KekMark.objects.all().delete()
    kept = path.read_text()
    path.write_text(new_kek()[0])

    (line,) = starts_anew()
    assert "do not open with the one of the file" in line
    assert KekMark.objects.count() == 0

    path.write_text(kept)
    assert starts_anew() == []


def test_a_changed_canary_is_refused(path: Path) -> None:
    starts_anew()
    mark = KekMark.objects.get()
    KekMark.objects.update(canary=bytes(mark.canary)[:-1] + b"\x00")

    assert [line.split(":")[0] for line in starts_anew()] == ["The key store's own mark was changed"]


def test_a_new_key_before_the_old_one_starts_and_waits_for_the_rotation(path: Path) -> None:
    starts_anew()
    old = current_kek()
    path.write_text(f"{new_kek()[0]}\n{path.read_text()}")

    assert starts_anew() == []
    create_key(contact=uuid4())
    assert left_by_kek() == {old: 1}


def test_the_check_says_where_keys_come_from_and_no_key(path: Path) -> None:
    starts_anew()
    said = "".join(str(problem.msg) for problem in key_store(databases=["keys"]))

    assert f"come from the file {path}" in said
    assert current_kek() in said
    assert path.read_text().strip() not in said
    assert key_store(databases=["default"]) == []


def test_a_key_in_memory_is_gone_with_its_process_and_all_it_wrapped(settings: Any) -> None:
    settings.HELPLINE_KEK = "memory"
    contact = uuid4()
    assert starts_anew() == []
    create_key(contact=contact)
    secret = site_secret("digests")
    assert len(key_of(contact)) == 32

    assert starts_anew() == []

    assert (ContactKey.objects.count(), SiteSecret.objects.count()) == (0, 0)
    assert KekMark.objects.get().id == ring().first
    assert site_secret("digests") != secret


def test_a_key_in_memory_never_takes_the_place_of_a_lasting_one_while_words_are_there(
    path: Path, settings: Any
) -> None:
    starts_anew()
    create_key(contact=uuid4())
    settings.HELPLINE_KEK_FILE = ""
    settings.HELPLINE_KEK = "memory"

    (line,) = starts_anew()
    assert "would lose the words of 1 contacts" in line
    assert ContactKey.objects.count() == 1

    ContactKey.objects.all().delete()
    assert starts_anew() == []


def test_a_lasting_key_begins_anew_after_one_in_memory(settings: Any, tmp_path: Path) -> None:
    settings.HELPLINE_KEK = "memory"
    starts_anew()
    create_key(contact=uuid4())
    key_file(settings, tmp_path / "kek", new_kek()[0])

    assert starts_anew() == []
    assert ContactKey.objects.count() == 0
    assert KekMark.objects.get().lasting


def test_only_the_process_that_serves_has_a_key_in_memory(settings: Any) -> None:
    settings.HELPLINE_KEK = "memory"
    starts_anew()
    create_key(contact=uuid4())
    keyring.forget_ring()

    (line,) = unfit_keys(serving=False)

    assert "in no other" in line
    assert ContactKey.objects.count() == 1


def test_a_secret_of_the_service_is_the_same_each_time_and_another_for_each_purpose(path: Path) -> None:
    secret = site_secret("digests")
    keystore.cache.clear()

    assert (site_secret("digests"), len(secret)) == (secret, 32)
    assert site_secret("others") != secret
    assert secret not in bytes(SiteSecret.objects.get(pk="digests").wrapped)
