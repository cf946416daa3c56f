"""Keys live apart, wrapped, and their destruction is final."""

import time
from base64 import b64encode
from uuid import uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django.fixtures import Settings

from helpline.kernel import keystore
from helpline.kernel.crypto import SealBroken
from helpline.kernel.keystore import WordsDestroyed, create_key, destroy_keys, key_of, keys_of
from helpline.kernel.models import ContactKey

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_a_key_is_kept_wrapped_in_the_other_database() -> None:
    contact = uuid4()
    create_key(contact=contact)
    key = key_of(contact)

    row = ContactKey.objects.get(pk=contact)
    assert row._state.db == "keys"
    assert key not in bytes(row.wrapped)
    keystore.cache.clear()
    assert key_of(contact) == key


def test_after_destruction_there_is_no_key_not_even_a_cached_one() -> None:
    contact, other = uuid4(), uuid4()
    create_key(contact=contact)
    create_key(contact=other)

    assert destroy_keys([contact]) == 1
    assert set(keys_of([contact, other])) == {other}
    with pytest.raises(WordsDestroyed):
        key_of(contact)


def test_a_cached_key_is_forgotten_after_60_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    contact = uuid4()
    create_key(contact=contact)
    ContactKey.objects.all().delete()
    now = time.monotonic()
    monkeypatch.setattr(keystore.time, "monotonic", lambda: now + 59)
    assert contact in keys_of([contact])

    monkeypatch.setattr(keystore.time, "monotonic", lambda: now + 61)
    assert keys_of([contact]) == {}


def test_a_wrapped_key_moved_to_another_contact_does_not_open() -> None:
    mine, theirs = uuid4(), uuid4()
    create_key(contact=mine)
    create_key(contact=theirs)
    stolen = ContactKey.objects.get(pk=mine).wrapped
    ContactKey.objects.filter(pk=theirs).update(wrapped=stolen)
    keystore.cache.clear()

    with pytest.raises(SealBroken):
        key_of(theirs)


@pytest.mark.parametrize("kek", ["", "no base64!", b64encode(b"short").decode()])
def test_without_a_proper_key_encryption_key_nothing_is_wrapped(kek: str, settings: Settings) -> None:
    settings.HELPLINE_KEK = kek

    with pytest.raises(ImproperlyConfigured, match="HELPLINE_KEK"):
        create_key(contact=uuid4())


def test_many_keys_take_one_query(django_assert_num_queries: object) -> None:
    contacts = [uuid4() for _ in range(5)]
    for contact in contacts:
        create_key(contact=contact)
    keystore.cache.clear()

    with django_assert_num_queries(1, using="keys"):  # type: ignore[operator]
        assert len(keys_of(contacts)) == 5
    with django_assert_num_queries(0, using="keys"):  # type: ignore[operator]
        keys_of(contacts)
