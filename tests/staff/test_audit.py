"""The audit log is a chain, and a day of it is found without reading all of it."""

from django.db import connection

from helpline.staff.audit import BEGINNING, digest_of, record
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

    AuditEvent.objects.filter(pk=line.pk).update(actor="somebody else")

    assert digest_of(AuditEvent.objects.get(pk=line.pk)) != line.digest


def test_a_days_lines_are_found_by_an_index(db: None) -> None:
    with connection.cursor() as cursor:
        known = connection.introspection.get_constraints(cursor, AuditEvent._meta.db_table)

    assert ["at"] in [each["columns"] for each in known.values() if each["index"]]
