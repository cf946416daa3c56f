"""The rows a batch asks for and leaves behind are what the models say of them, on either database."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection

from chat.models import Contact, Message
from chat.services.batch_rows import OF_CONTACT, OF_HANDLER, WRITTEN, locked_with_known, write_rows
from chat.services.messages import Posted
from helpline.staff.models import Account
from tests.chat.acts import BOTH, says, starts

pytestmark = pytest.mark.django_db(databases=BOTH)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def new(contact: Contact, seq: int, **more: Any) -> Message:
    values = {"kind": "message", "sender": "caller", "sealed": b"\x00\xffsealed", "at": NOON} | more
    return Message(contact=contact, seq=seq, client_id=uuid4(), **values)


def test_what_is_read_of_a_locked_contact_is_what_its_row_says(
    contact_talking: Contact, ann: Account, django_assert_num_queries: Any
) -> None:
    Contact.objects.update(script_done=["a", "b"], script_trail=["c"], badges=["self_harm"], language="cy")
    stored, held = Contact.objects.get(), Account.objects.get(pk=ann.pk)

    locked, _ = locked_with_known({contact_talking.pk}, {uuid4()})

    (found,) = locked.values()
    with django_assert_num_queries(0):
        assert {name: getattr(found, name) for name in OF_CONTACT} == {
            name: getattr(stored, name) for name in OF_CONTACT
        }
        handler = found.handler
        assert handler is not None
        assert [getattr(handler, name) for name in OF_HANDLER] == [getattr(held, name) for name in OF_HANDLER]
    # What was not asked for is still there to be asked.
    assert found.joined_at == stored.joined_at


def test_a_contact_without_a_handler_has_none(
    contact_waiting: Contact, django_assert_num_queries: Any
) -> None:
    locked, _ = locked_with_known({contact_waiting.pk, uuid4()}, {uuid4()})

    assert list(locked) == [contact_waiting.pk]
    with django_assert_num_queries(0):
        assert locked[contact_waiting.pk].handler is None


def test_what_is_known_of_an_id_is_that_of_these_contacts_alone(contact_waiting: Contact) -> None:
    id, other = uuid4(), starts().contact
    first = says(contact_waiting, "mine", id=id)
    says(other, "another's", id=id)
    says(contact_waiting, "not asked for")

    _, known = locked_with_known({contact_waiting.pk}, {id})

    assert isinstance(first, Posted)
    assert known == [(contact_waiting.pk, "caller", id, 1, first.at, None)]


def test_rows_are_written_as_they_are_and_numbers_raised_together(
    contact_talking: Contact, ann: Account
) -> None:
    other, last = starts().contact, contact_talking.last_seq
    mine = [
        new(contact_talking, last + 1, sender="handler", by_id=ann.pk, prompt="opening", supervisor=True),
        new(contact_talking, last + 2, kind="agreed"),
    ]
    theirs = [new(other, 1, sender="system", sealed=b"")]

    write_rows({contact_talking.pk: mine, other.pk: theirs})

    for row in [*mine, *theirs]:
        stored = Message.objects.get(contact=row.contact_id, seq=row.seq)
        assert stored.pk == row.pk
        assert not row._state.adding
        written = {name: getattr(stored, name) for name in WRITTEN}
        assert written | {"sealed": bytes(stored.sealed)} == {name: getattr(row, name) for name in WRITTEN}
    assert Contact.objects.get(pk=contact_talking.pk).last_seq == last + 2
    assert Contact.objects.get(pk=other.pk).last_seq == 1


def test_nothing_to_write_asks_nothing(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        write_rows({})


def test_an_error_is_told_as_django_tells_it(contact_waiting: Contact) -> None:
    """The poster knows Django's errors: another's would end it."""
    twice = [new(contact_waiting, 1), new(contact_waiting, 1)]

    with pytest.raises(DatabaseError):
        write_rows({contact_waiting.pk: twice})


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's are Django's own")
def test_the_statements_stay_prepared(contact_waiting: Contact) -> None:
    for _ in range(3):
        says(contact_waiting, "again")

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%FOR UPDATE OF c%'")
        assert cursor.fetchone()[0] >= 1
