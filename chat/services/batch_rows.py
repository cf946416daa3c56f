"""The rows that a batch of words asks for and leaves behind, with as little as that can cost.

A batch asks the same questions many times a second, and to put each into words anew cost Django more than
the database took to answer. On PostgreSQL they are statements that stay prepared on each connection, of
one text however many contacts a batch has; the columns are the models' own. On SQLite they are Django's.
See docs/adr/0083-prepared-words.md.
"""

import json
from collections.abc import Mapping, Sequence, Set
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
from django.db import connection, models
from django.db.backends.utils import CursorWrapper
from django.db.models import F

from chat.models import Contact, Message
from helpline.staff.models import Account

# What the checks and what follows a message ask of a contact and of its handler; both are wide rows.
OF_CONTACT = (
    "id", "handler_id", "state", "channel", "token_digest", "last_seq", "practice", "queue", "badges",
    "script_version", "language", "about", "age_band", "script_node", "script_done", "script_trail",
)  # fmt: skip
OF_HANDLER = ("id", "role", "is_active")
WRITTEN = (
    "contact_id", "seq", "kind", "sender", "client_id", "sealed", "prompt", "at", "supervisor", "by_id",
)  # fmt: skip


class Known(NamedTuple):
    """What is stored under an id already; `by` is the account that wrote it, None for callers."""

    contact: UUID
    sender: str
    client_id: UUID
    seq: int
    at: datetime
    by: int | None


def locked_with_known(contacts: Set[UUID], ids: Set[UUID]) -> tuple[dict[UUID, Contact], list[Known]]:
    """Lock contacts in one order, and then read which of these ids they hold already.

    In one order, so that two batches never wait for each other. Each with its handler's account as it is
    now: a socket may hold one that has lost its role since. What is known is read once the lock is there,
    by a statement of its own: in one with the lock it would be as it was before somebody else's batch.
    """
    if connection.vendor == "postgresql":
        return _prepared_read(contacts, ids)
    rows = Contact.objects.select_for_update(of=("self",)).filter(pk__in=contacts).order_by("pk")
    asked = [*OF_CONTACT, *(f"handler__{name}" for name in OF_HANDLER)]
    locked = {contact.pk: contact for contact in rows.select_related("handler").only(*asked)}
    known = Message.objects.filter(contact__in=contacts, client_id__in=ids)
    return locked, [Known(*row) for row in known.values_list(*_KNOWN)]


def write_rows(rows: Mapping[UUID, Sequence[Message]]) -> None:
    """Store new messages of locked contacts, by contact, and raise each contact's number to its last."""
    if not rows:
        return
    if connection.vendor == "postgresql":
        _prepared_write(rows)
        return
    by_count: dict[int, list[UUID]] = {}
    for contact, new in rows.items():
        by_count.setdefault(len(new), []).append(contact)
    for count, contacts in by_count.items():
        Contact.objects.filter(pk__in=contacts).update(last_seq=F("last_seq") + count)
    Message.objects.bulk_create([row for new in rows.values() for row in new])


_KNOWN = ("contact_id", "sender", "client_id", "seq", "at", "by_id")


class _Statements(NamedTuple):
    """The statements' texts, and the columns of a contact in the order of its model."""

    lock: str
    known: str
    write: str
    of_contact: tuple[str, ...]
    of_handler: tuple[str, ...]
    as_json: tuple[int, ...]


@lru_cache(maxsize=1)
def _statements() -> _Statements:
    contact, account, message = (_table(model) for model in (Contact, Account, Message))
    of_contact, of_handler = _in_order(Contact, OF_CONTACT), _in_order(Account, OF_HANDLER)
    asked = [
        *(f"c.{_column(Contact, name)}" for name in of_contact),
        *(f"a.{_column(Account, name)}" for name in of_handler),
    ]
    new = ", ".join(f"%s::{_type(name)}[]" for name in WRITTEN)
    known = ", ".join(_column(Message, name) for name in _KNOWN)
    columns = ", ".join(_column(Message, name) for name in WRITTEN)
    # Nothing but names of our own models' columns is put into a text here.
    return _Statements(
        lock=f"SELECT {', '.join(asked)} FROM {contact} c LEFT JOIN {account} a ON a.id = c.handler_id "  # noqa: S608
        "WHERE c.id = ANY(%s) ORDER BY c.id FOR UPDATE OF c",
        known=f"SELECT {known} FROM {message} WHERE contact_id = ANY(%s) AND client_id = ANY(%s)",  # noqa: S608
        write="WITH raised AS ("  # noqa: S608
        f"UPDATE {contact} c SET last_seq = n.last FROM unnest(%s::uuid[], %s::int[]) AS n (id, last) "
        f"WHERE c.id = n.id) INSERT INTO {message} ({columns}) SELECT * FROM unnest({new}) RETURNING id",
        of_contact=of_contact,
        of_handler=of_handler,
        as_json=tuple(
            place
            for place, name in enumerate(of_contact)
            if isinstance(_field(Contact, name), models.JSONField)
        ),
    )


def _prepared_read(contacts: Set[UUID], ids: Set[UUID]) -> tuple[dict[UUID, Contact], list[Known]]:
    statements, wanted = _statements(), list(contacts)
    with _cursor() as cursor:
        cursor.execute(statements.lock, [wanted])
        rows = cursor.fetchall()
        cursor.execute(statements.known, [wanted, list(ids)])
        known = cursor.fetchall()
    locked = [_contact(row, statements) for row in rows]
    return {contact.pk: contact for contact in locked}, [Known(*row) for row in known]


def _prepared_write(rows: Mapping[UUID, Sequence[Message]]) -> None:
    everything = [row for new in rows.values() for row in new]
    values = [[getattr(row, name) for row in everything] for name in WRITTEN]
    last = [new[-1].seq for new in rows.values()]
    with _cursor() as cursor:
        cursor.execute(_statements().write, [list(rows), last, *values])
        given = cursor.fetchall()
    for row, (pk,) in zip(everything, given, strict=True):
        row.pk = pk
        row._state.adding, row._state.db = False, connection.alias


def _cursor() -> CursorWrapper:
    """Return a cursor that binds at the server: Django's own writes values into each statement's text.

    In Django's wrapper all the same, which names errors as Django does and counts what is asked.
    """
    connection.ensure_connection()
    bound: Any = psycopg.Cursor(connection.connection)
    return connection.make_debug_cursor(bound) if connection.queries_logged else connection.make_cursor(bound)


def _contact(row: Sequence[Any], statements: _Statements) -> Contact:
    values = list(row)
    for place in statements.as_json:
        values[place] = json.loads(values[place])
    split = len(statements.of_contact)
    contact = Contact.from_db(connection.alias, statements.of_contact, values[:split])
    held = values[split:]
    if held[statements.of_handler.index("id")] is not None:
        contact.handler = Account.from_db(connection.alias, statements.of_handler, held)
    return contact


def _in_order(model: type[models.Model], names: Sequence[str]) -> tuple[str, ...]:
    """Return the names in the order of the model's columns, as `from_db` wants the values."""
    return tuple(field.attname for field in model._meta.concrete_fields if field.attname in names)


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _column(model: type[models.Model], name: str) -> str:
    return connection.ops.quote_name(str(_field(model, name).column))


def _type(name: str) -> str:
    """Return the type of a message's column as it is cast to: `varchar(10)` is told as `varchar`."""
    return str(_field(Message, name).db_type(connection)).split("(")[0]


def _field(model: type[models.Model], name: str) -> "models.Field[Any, Any]":
    return next(field for field in model._meta.concrete_fields if field.attname == name)
