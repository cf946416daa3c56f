"""The audit log is a chain, a day of it is quickly found, and the database refuses to change it."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from helpline.staff.audit import BEGINNING, digest_of, record
from helpline.staff.audit_guards import DAYS, HEAD, LINES, fall
from helpline.staff.models import Account, AuditEvent


def test_each_line_is_chained_to_the_one_before(handler: Account) -> None:
    first = record(event="contact.taken", by=handler, subject="a", detail={"n": 1})
    second = record(event="contact.closed", by=None, subject="a")

    assert first.previous == BEGINNING
    assert second.previous == first.digest
    assert second.actor == "system"


def test_a_changed_line_no_longer_fits_its_digest(handler: Account) -> None:
    line = record(event="contact.taken", by=handler, subject="a")
    assert digest_of(AuditEvent.objects.get(pk=line.pk)) == line.digest

    fall(connection)
    AuditEvent.objects.filter(pk=line.pk).update(actor="somebody else")

    assert digest_of(AuditEvent.objects.get(pk=line.pk)) != line.digest


def test_a_days_lines_are_found_by_an_index(db: None) -> None:
    with connection.cursor() as cursor:
        known = connection.introspection.get_constraints(cursor, AuditEvent._meta.db_table)

    assert ["at"] in [each["columns"] for each in known.values() if each["index"]]


# What somebody with a statement of their own might try, on lines 1 and 2 and one sealed day.
COLUMNS = "at, event, actor, subject, detail, previous, digest"
LIKE_THE_FIRST = f"SELECT at, event, actor, subject, detail, previous, 'new' FROM {LINES} WHERE id = %s"
ATTEMPTS = {
    "change a line": (f"UPDATE {LINES} SET actor = 'x' WHERE id = %s", "first"),
    "change every line": (f"UPDATE {LINES} SET actor = 'x' WHERE id > 0 OR id = %s", "first"),
    "delete a line": (f"DELETE FROM {LINES} WHERE id = %s", "first"),
    "delete the last": (f"DELETE FROM {LINES} WHERE id = %s", "second"),
    "put a line in that continues nothing": (f"INSERT INTO {LINES} ({COLUMNS}) {LIKE_THE_FIRST}", "first"),
    "turn the head back": (f"UPDATE {HEAD} SET digest = (SELECT digest FROM {LINES} WHERE id = %s)", "first"),
    "delete the head": (f"DELETE FROM {HEAD} WHERE id < %s + 2", "first"),
    "change a sealed day": (f"UPDATE {DAYS} SET lines = %s", "first"),
    "delete a sealed day": (f"DELETE FROM {DAYS} WHERE lines < %s + 2", "first"),
}
ATTEMPTS_ON = {
    "sqlite": {
        "replace a line": (
            f"INSERT OR REPLACE INTO {LINES} (id, {COLUMNS}) SELECT id, at, event, 'x', subject, detail, "
            f"previous, digest FROM {LINES} WHERE id = %s",
            "first",
        ),
        "replace the head": (f"INSERT OR REPLACE INTO {HEAD} (id, digest) VALUES (1, %s)", "first"),
        "replace a sealed day": (
            f"INSERT OR REPLACE INTO {DAYS} SELECT id, day, %s, total, through, digest, sound, sealed_at, "
            f"public_key, signature FROM {DAYS}",
            "first",
        ),
    },
    "postgresql": {
        f"empty {table}": (f"TRUNCATE {table}; SELECT %s", "first") for table in (LINES, HEAD, DAYS)
    },
}


@pytest.fixture
def two_lines(db: None) -> dict[str, int]:
    lines = [record(event="contact.taken", by=None, subject=name) for name in ("a", "b")]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {DAYS}"
            " (day, lines, total, through, digest, sound, sealed_at, public_key, signature) "
            "VALUES ('2026-11-26', 2, 2, %s, %s, %s, '2026-11-27', '', '')",
            [lines[1].pk, lines[1].digest, True],
        )
    return {"first": lines[0].pk, "second": lines[1].pk}


def attempts() -> list[Any]:
    return [
        pytest.param(*attempt, id=name)
        for name, attempt in {**ATTEMPTS, **ATTEMPTS_ON[connection.vendor]}.items()
    ]


@pytest.mark.parametrize(("statement", "line"), attempts())
def test_the_database_refuses(two_lines: dict[str, int], statement: str, line: str) -> None:
    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, [two_lines[line]])


@pytest.mark.parametrize(("statement", "line"), attempts())
def test_without_the_guards_it_would_not_refuse(two_lines: dict[str, int], statement: str, line: str) -> None:
    fall(connection)

    with connection.cursor() as cursor:
        cursor.execute(statement, [two_lines[line]])
