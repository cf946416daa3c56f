"""A complaint, the way to answer it and the notes on it are nowhere at rest; a talk cannot be found from one.

That the search finds what stands in the open is shown in test_words_at_rest.py.
"""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from chat.consumers import limits
from chat.services.retention import cut_logs
from helpline.complaints.models import Complaint, ComplaintNote
from helpline.complaints.rules import Outcome, State
from helpline.complaints.services import add_note, forget_complaints, move, open_complaint
from helpline.kernel.models import ContactKey
from helpline.staff.models import Account, AuditEvent
from tests.chat.acts import BOTH, starts
from tests.leaks.at_rest import SENTENCE, files_of, found

pytestmark = pytest.mark.django_db(transaction=True, databases=BOTH)
FORM = "application/x-www-form-urlencoded"


def complains() -> Complaint:
    limits.buckets.cache_clear()
    said = {"kind": "data", "text": SENTENCE, "answer_to": f"{SENTENCE} 2", "number": str(uuid4())}
    answer = Client().post("/chat/complaints", urlencode(said), content_type=FORM)
    assert answer.status_code == 200
    assert found(SENTENCE, []) == []
    assert SENTENCE not in answer.content.decode()
    return Complaint.objects.get()


def test_while_it_is_kept_and_read_it_is_nowhere_in_the_open(
    admin: Account, on_disk: dict[str, Path], log: Path
) -> None:
    row = complains()
    add_note(complaint=row.pk, text=f"They say: {SENTENCE}", by=admin)
    opened = open_complaint(complaint=row.pk, by=admin)

    assert (opened.text, opened.notes[0]["text"]) == (SENTENCE, f"They say: {SENTENCE}")
    assert len(files_of(on_disk)) >= 2
    assert found(SENTENCE, [*files_of(on_disk), log]) == []


def test_after_its_time_not_even_what_was_sealed_is_in_the_files(
    admin: Account, on_disk: dict[str, Path], log: Path
) -> None:
    row = complains()
    add_note(complaint=row.pk, text=SENTENCE, by=admin)
    sealed = [bytes(Complaint.objects.get().words), bytes(ComplaintNote.objects.get().words)]
    sealed += [bytes(key.wrapped) for key in ContactKey.objects.all()]
    move(complaint=row.pk, to=State.CLOSED, outcome=Outcome.UPHELD, by=admin)
    if on_disk:
        before = b"".join(path.read_bytes() for path in files_of(on_disk))
        assert all(value in before for value in sealed)

    assert forget_complaints(now=timezone.now() + timedelta(days=366)) == 1
    cut_logs()

    assert (Complaint.objects.count(), ComplaintNote.objects.count(), ContactKey.objects.count()) == (0, 0, 0)
    assert found(SENTENCE, [*files_of(on_disk), log]) == []
    if on_disk:
        after = b"".join(path.read_bytes() for path in files_of(on_disk))
        assert [value for value in sealed if value in after] == []


def test_nothing_of_a_complaint_names_a_talk_or_the_moment(content: None, db: None) -> None:
    """Whoever lays the two beside each other has a day and two random ids."""
    contact = starts().contact
    row = complains()
    held = " ".join(str(value) for value in Complaint.objects.values().get().values())

    assert str(contact.pk) not in held
    assert contact.token_digest not in held
    assert row.pk != contact.pk
    assert {field.get_internal_type() for field in Complaint._meta.fields} == {
        "UUIDField", "CharField", "BinaryField", "DateField",
    }  # fmt: skip
    assert [line for line in AuditEvent.objects.all() if "complaint" in line.event] == []
