"""Notes and whispers have a sequence of their own and are no messages."""

from uuid import uuid4

import pytest

from chat.errors import MessageEmpty
from chat.models import Aside, Contact
from chat.selectors import events_after
from chat.services.asides import asides_after, write_aside
from chat.services.ending import end_by_caller, wrap_up
from chat.services.retention import purge_expired
from chat.states import Outcome
from helpline.staff.models import Account
from tests.chat.acts import BOTH, bodies, says

pytestmark = pytest.mark.django_db(databases=BOTH)


def test_an_aside_is_sealed_numbered_apart_and_no_message(contact_talking: Contact, ann: Account) -> None:
    says(contact_talking, "hello")
    write_aside(contact_talking, kind=Aside.Kind.NOTE, body="he sounds calm", by=ann, client_id=uuid4())
    write_aside(contact_talking, kind=Aside.Kind.NOTE, body="asked of children", by=ann, client_id=uuid4())
    says(contact_talking, "still there?")

    assert [(a.seq, a.body, a.by) for a in asides_after(contact_talking.pk, 0)] == [
        (1, "he sounds calm", "ann"),
        (2, "asked of children", "ann"),
    ]
    assert [a.seq for a in asides_after(contact_talking.pk, 1)] == [2]
    assert bodies(contact_talking) == ["hello", "still there?"]
    assert [event["seq"] for event in events_after(contact_talking.pk, 0)] == [1, 2]
    assert b"calm" not in bytes(Aside.objects.all()[0].sealed)


def test_the_same_id_again_is_the_same_aside(contact_talking: Contact, ann: Account) -> None:
    id = uuid4()
    first = write_aside(contact_talking, kind=Aside.Kind.NOTE, body="once", by=ann, client_id=id)
    assert write_aside(contact_talking, kind=Aside.Kind.NOTE, body="once", by=ann, client_id=id) == first


def test_nothing_is_no_aside(contact_talking: Contact, ann: Account) -> None:
    with pytest.raises(MessageEmpty):
        write_aside(contact_talking, kind=Aside.Kind.NOTE, body=" \n", by=ann, client_id=uuid4())


def test_asides_die_with_the_words(contact_talking: Contact, ann: Account) -> None:
    write_aside(contact_talking, kind=Aside.Kind.WHISPER, body="ask of the key", by=ann, client_id=uuid4())
    end_by_caller(contact=contact_talking.pk)
    closed = wrap_up(contact=contact_talking.pk, outcome=Outcome.COMPLETED, by=ann)
    assert closed.purge_at is not None
    assert purge_expired(now=closed.purge_at) == 1

    assert not Aside.objects.exists()
    assert asides_after(contact_talking.pk, 0) == []
