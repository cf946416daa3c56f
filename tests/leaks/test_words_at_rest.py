"""A planted sentence is nowhere at rest: not while a contact lives, and not after its purge.

Each search is first shown to find what is there. See docs/confidentiality.md.
"""

import logging
import sqlite3
from contextlib import closing
from pathlib import Path
from shutil import copy
from uuid import uuid4

import pytest
from django.db import connection, connections

from chat.models import Contact, Message
from chat.selectors import bound_to, events_after
from chat.services.asides import asides_after
from chat.services.ending import end_by_handler, wrap_up
from chat.services.messages import Posted
from chat.services.notes import add_note
from chat.services.retention import cut_logs, let_go, purge_expired
from chat.services.signposting import send_signpost
from chat.services.talk_cards import send_card
from chat.states import Outcome
from chat.talk_cards import CardName
from helpline.kernel import keystore
from helpline.kernel.crypto import SealBroken, unseal
from helpline.kernel.keyring import ring
from helpline.kernel.keystore import WordsDestroyed, key_of
from helpline.kernel.models import ContactKey
from helpline.staff.models import Account
from tests.chat.acts import BOTH, says, starts, takes
from tests.leaks.at_rest import SENTENCE, files_of, found, spellings
from triage.matching import entry_id
from triage.services import confirm_entry

pytestmark = pytest.mark.django_db(transaction=True, databases=BOTH)
on_sqlite = pytest.mark.skipif(
    "connection.vendor != 'sqlite'", reason="looks into SQLite's own files; PostgreSQL has its test below"
)
Files = dict[str, Path]


def talks(ann: Account) -> Contact:
    """The sentence is said as first message, by caller and handler, stands in a plan, and is noted beside."""
    contact = takes(ann, starts(first_message=SENTENCE).contact)
    assert isinstance(says(contact, f"Again: {SENTENCE}."), Posted)
    assert isinstance(says(contact, f"You said: {SENTENCE}?", by=ann), Posted)
    confirm_entry(entry_id=entry_id("respect-phoneline"), by=ann)
    send_signpost(contact=contact.pk, programme=entry_id("respect-phoneline"), client_id=uuid4(), by=ann)
    send_card(
        contact=contact.pk,
        name=CardName.TONIGHT,
        client_id=uuid4(),
        by=ann,
        contact_forbidden=False,
        lines={"where": SENTENCE},
    )
    add_note(contact=contact.pk, body=f"He says: {SENTENCE}", client_id=uuid4(), by=ann)
    assert [SENTENCE in aside.body for aside in asides_after(contact.pk, 0)] == [True]
    assert sum(SENTENCE in str(event) for event in events_after(contact.pk, 0)) == 4
    return contact


def closes(contact: Contact, ann: Account) -> Contact:
    end_by_handler(contact=contact.pk, by=ann)
    return wrap_up(contact=contact.pk, outcome=Outcome.SIGNPOSTED, by=ann)


def purges(contact: Contact) -> None:
    assert contact.purge_at is not None
    assert purge_expired(now=contact.purge_at) == 1
    cut_logs()


# -- the search itself ----------------------------------------------------------------------


@on_sqlite
def test_the_search_finds_a_sentence_that_was_stored_in_the_open(on_disk: Files) -> None:
    for alias in BOTH:
        with connections[alias].cursor() as cursor:
            cursor.execute("CREATE TABLE in_the_open (words text)")
            cursor.execute("INSERT INTO in_the_open VALUES (%s)", [SENTENCE])

    hits = found(SENTENCE, files_of(on_disk))

    assert "default.sqlite3-wal: plain" in hits
    assert "keys.sqlite3-wal: plain" in hits


@on_sqlite
def test_the_search_finds_it_in_the_file_too_once_the_log_is_written_back(on_disk: Files) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE in_the_open (words text)")
        cursor.execute("INSERT INTO in_the_open VALUES (%s)", [SENTENCE])
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    assert [hit for hit in found(SENTENCE, files_of(on_disk)) if hit.endswith("plain")] == [
        "default.sqlite3: plain"
    ]


def test_the_search_finds_a_sentence_in_a_log(log: Path) -> None:
    logging.getLogger("chat.anything").debug("somebody wrote: %s", SENTENCE)

    assert "everything.log: plain" in found(SENTENCE, [log])


def test_the_search_finds_a_sentence_in_the_statements_that_are_logged(log: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s", [SENTENCE])

    assert "everything.log: plain" in found(SENTENCE, [log])


@pytest.mark.parametrize(
    "spelling", ["plain", "first half", "second half", "utf-16", "json", "base64", "hex", "zlib"]
)
def test_the_search_knows_other_spellings(spelling: str, tmp_path: Path) -> None:
    held = tmp_path / "held"
    held.write_bytes(b"\x00before" + spellings(SENTENCE)[spelling] + b"after\xff")

    assert f"held: {spelling}" in found(SENTENCE, [held])


# -- a real contact -------------------------------------------------------------------------


def test_while_a_contact_lives_its_words_are_nowhere_in_the_open(
    content: None, ann: Account, on_disk: Files, log: Path
) -> None:
    talks(ann)

    files = files_of(on_disk)
    assert len(files) >= 2
    assert found(SENTENCE, [*files, log]) == []


def test_after_the_purge_a_sentence_is_nowhere(
    content: None, ann: Account, on_disk: Files, log: Path
) -> None:
    contact = closes(talks(ann), ann)
    sealed = [bytes(row.sealed) for row in Message.objects.all()]
    purges(contact)
    let_go(now=contact.purge_at)  # type: ignore[arg-type]

    assert (Message.objects.count(), ContactKey.objects.count(), Contact.objects.count()) == (0, 0, 0)
    assert found(SENTENCE, [*files_of(on_disk), log]) == []
    assert len(sealed) == 5


@on_sqlite
def test_after_the_purge_not_even_the_sealed_words_and_their_keys_are_in_the_files(
    content: None, ann: Account, on_disk: Files
) -> None:
    contact = closes(talks(ann), ann)
    held = [bytes(row.sealed) for row in Message.objects.all()]
    held += [bytes(row.wrapped) for row in ContactKey.objects.all()]
    before = b"".join(path.read_bytes() for path in files_of(on_disk))
    assert all(value in before for value in held)

    purges(contact)

    after = b"".join(path.read_bytes() for path in files_of(on_disk))
    assert [value for value in held if value in after] == []


@on_sqlite
def test_a_copy_of_the_main_database_from_before_opens_nothing_after_the_purge(
    content: None, ann: Account, on_disk: Files, tmp_path: Path
) -> None:
    contact = closes(talks(ann), ann)
    stolen = tmp_path / "stolen"
    stolen.mkdir()
    for path in files_of({"default": on_disk["default"]}):
        copy(path, stolen / path.name)
    with closing(sqlite3.connect(stolen / "default.sqlite3")) as dump:
        rows = dump.execute("SELECT seq, sealed FROM chat_message ORDER BY seq").fetchall()
    assert [seq for seq, _ in rows] == [1, 2, 3, 4, 5]
    assert unseal(key_of(contact.pk), rows[0][1], bound_to=bound_to(contact.pk, 1)).decode() == SENTENCE

    purges(contact)

    with pytest.raises(WordsDestroyed):
        key_of(contact.pk)
    # Who has the dump and the key-encryption key has still no key of this contact.
    for seq, sealed in rows:
        with pytest.raises(SealBroken):
            unseal(ring().keys[ring().first], sealed, bound_to=bound_to(contact.pk, seq))
    with closing(sqlite3.connect(on_disk["keys"])) as keys:
        assert keys.execute("SELECT count(*) FROM kernel_contactkey").fetchone() == (0,)


def test_no_process_keeps_a_destroyed_key(content: None, ann: Account, on_disk: Files) -> None:
    contact = closes(talks(ann), ann)
    assert keystore.cache.get(contact.pk) is not None

    purges(contact)

    assert keystore.cache.get(contact.pk) is None


def test_a_token_is_nowhere_at_rest(content: None, on_disk: Files, log: Path) -> None:
    started = starts(first_message="hello")

    assert found(started.token, [*files_of(on_disk), log]) == []


# -- PostgreSQL -----------------------------------------------------------------------------

postgres = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="looks into PostgreSQL's data directory; needs PostgreSQL"
)


@postgres
def test_the_search_finds_a_sentence_in_postgresql_s_data_and_its_log(on_disk: Files) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE in_the_open (words text)")
        try:
            cursor.execute("INSERT INTO in_the_open VALUES (%s)", [SENTENCE])
            hits = {hit for hit in found(SENTENCE, files_of(on_disk)) if hit.endswith(": plain")}
        finally:
            cursor.execute("DROP TABLE in_the_open")

    # A segment of the write-ahead log has a name of 24 digits, a table's file a short one.
    assert {len(hit.split(":")[0]) == 24 for hit in hits} == {True, False}
