"""The audit of a whole contact holds no word, token, name or network of a caller."""

import json
from uuid import uuid4

import pytest

from chat.models import ConfidenceBreak
from chat.services.confidence import propose_break
from chat.services.contacts import Started
from chat.services.danger import raise_danger
from chat.services.ending import end_by_caller
from chat.services.following import follow, whisper
from chat.services.help import raise_help
from chat.services.notes import add_note
from chat.services.queue import release
from chat.services.saved_replies import save_reply
from helpline.complaints.models import Complaint
from helpline.complaints.rules import Kind, Told
from helpline.complaints.services import add_note as note_complaint
from helpline.complaints.services import open_complaint, receive
from helpline.staff.audit import record
from helpline.staff.models import Account, AuditEvent
from helpline.staff.roles import Role
from tests.chat.acts import BOTH, is_there, says, starts, takes
from tests.content import put_content_in
from tests.leaks.audit_shapes import SHAPES, forbidden

pytestmark = pytest.mark.django_db(databases=BOTH)
SECRETS = [
    "Larkspurgate", "I hit her at 14 Larkspurgate and she ran to her sister", "07700 900123",
    "jo@larkspur.example", "LS1 4AP",
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "held"),
    [
        ("a sentence", "and then I told her to get out"),
        ("an e-mail address", "jo@larkspur.example"),
        ("a telephone number", "07700 900123"),
        ("a telephone number", "+447700900123"),
        ("a network address", "203.0.113.77"),
        ("a network address", "2001:db8:85a3::8a2e"),
        ("a token", "Xq3-9hD2kfLw8sPz_0aYtR5vNmB7cJ1eGuIoT6xWbQA"),
        ("a hash", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
        ("a postcode", "LS1 4AP"),
    ],
)
def test_each_shape_would_be_found(name: str, held: str) -> None:
    for line in (
        AuditEvent(event="x.y", subject=held),
        AuditEvent(event="x.y", detail={"deep": [{"deeper": held}]}),
        AuditEvent(event="x.y", detail={held: 1}),
    ):
        assert f"x.y: {name}" in forbidden(line)


def test_a_token_of_ours_has_the_shape_of_one() -> None:
    put_content_in()

    assert SHAPES["a token"].search(starts().token)


@pytest.mark.parametrize(
    "held", ["respect-phoneline", str(uuid4()), "2026-11-27T12:00:00+00:00", "british sign language", "no"]
)
def test_what_may_stand_there_is_passed_over(held: str) -> None:
    assert forbidden(AuditEvent(event="x.y", subject=held, detail={"by": held})) == []


def a_whole_contact() -> Started:
    """Everything that staff do at a contact, with secrets wherever somebody may write."""
    put_content_in()
    ann, ben, sue, ada = (
        Account.objects.create_account(username=name, password=None, role=role)
        for name, role in (
            ("ann", Role.HANDLER), ("ben", Role.HANDLER), ("sue", Role.SUPERVISOR), ("ada", Role.ADMIN),
        )
    )  # fmt: skip
    for who in (ann, ben, sue):
        is_there(who)
    started = starts(area="", need="")
    contact = takes(ann, started.contact)
    for secret in SECRETS:
        says(contact, secret)
        says(contact, f"you said {secret}", by=ann)
        add_note(contact=contact.pk, body=secret, client_id=uuid4(), by=ann)
    raise_help(contact=contact.pk, client_id=uuid4(), by=ann)
    follow(contact=contact.pk, by=sue)
    whisper(contact=contact.pk, body=SECRETS[1], client_id=uuid4(), by=sue)
    release(contact=contact.pk, by=ann)
    contact = takes(ben, contact)
    raise_danger(contact=contact.pk, by=ben)
    propose_break(contact=contact.pk, reason=ConfidenceBreak.Reason.HARM, by=ben)
    save_reply(reply=uuid4(), title="ours", words=SECRETS[1], team=True, by=sue)
    receive(
        told=Told(kind=Kind.SERVICE, text=SECRETS[1], answer_to=SECRETS[3]), language="en", sent_id=uuid4()
    )
    complaint = Complaint.objects.get().pk
    open_complaint(complaint=complaint, by=ada)
    note_complaint(complaint=complaint, text=SECRETS[2], by=ada)
    end_by_caller(contact=contact.pk)
    return started


def planted_in_audit(started: Started) -> list[str]:
    lines = list(AuditEvent.objects.values("event", "actor", "subject", "detail"))
    held = json.dumps(lines, default=str, ensure_ascii=False)
    return [secret for secret in [*SECRETS, started.token] if secret in held]


def test_a_whole_contact_leaves_nothing_of_the_caller_in_the_audit() -> None:
    started = a_whole_contact()

    assert AuditEvent.objects.values("event").distinct().count() > 8
    assert planted_in_audit(started) == []
    assert [sin for line in AuditEvent.objects.all() for sin in forbidden(line)] == []


def test_what_is_planted_there_would_be_found() -> None:
    started = a_whole_contact()
    record(event="contact.closed", by=None, detail={"why": SECRETS[1], "with": started.token})

    assert planted_in_audit(started) == [SECRETS[0], SECRETS[1], started.token]
    assert {sin for line in AuditEvent.objects.all() for sin in forbidden(line)} == {
        "contact.closed: a sentence", "contact.closed: a token",
    }  # fmt: skip
