"""What somebody changes in either database is noticed, told once by ids alone, and stops nobody else."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from chat.caller_view import caller_view
from chat.handler_view import desk_contact_of
from chat.models import Alert, Aside, Contact, Message
from chat.selectors import events_after
from chat.services.alerts import answer_alert
from chat.services.asides import UNREADABLE, asides_after, write_aside
from chat.services.dangers import open_danger
from chat.services.earlier import read_earlier
from chat.services.messages import post_messages
from helpline.kernel import keystore
from helpline.kernel.crypto import SealBroken
from helpline.kernel.models import ContactKey
from helpline.staff.models import Account, AuditEvent
from tests.chat.acts import BOTH, bodies, post, says, starts, takes

pytestmark = pytest.mark.django_db(databases=BOTH, transaction=True)

SAID = ["first words", "second words", "third words"]
DAMAGED = "This message can no longer be read. What we had stored of it was damaged."


@pytest.fixture
def talk(content: None, ann: Account) -> Contact:
    return begins(ann)


@pytest.fixture
def other(content: None, ann: Account) -> Contact:
    return begins(ann)


def begins(ann: Account) -> Contact:
    contact = takes(ann, starts().contact)
    for words in SAID:
        says(contact, words)
    contact.refresh_from_db()
    return contact


def row(contact: Contact, seq: int) -> Message:
    return Message.objects.get(contact=contact, seq=seq)


def writes(contact: Contact, seq: int, sealed: bytes) -> None:
    Message.objects.filter(contact=contact, seq=seq).update(sealed=sealed)


def swapped(talk: Contact, other: Contact) -> None:
    one, two = bytes(row(talk, 1).sealed), bytes(row(talk, 2).sealed)
    writes(talk, 1, two)
    writes(talk, 2, one)


def cut(talk: Contact, other: Contact) -> None:
    writes(talk, 2, bytes(row(talk, 2).sealed)[:-1])


def emptied(talk: Contact, other: Contact) -> None:
    writes(talk, 2, b"")


def repeated(talk: Contact, other: Contact) -> None:
    again = row(talk, 1)
    again.pk, again.seq, again.client_id = None, 4, uuid4()
    again.save(force_insert=True)
    Contact.objects.filter(pk=talk.pk).update(last_seq=4)


def of_another(talk: Contact, other: Contact) -> None:
    writes(talk, 2, bytes(row(other, 2).sealed))


def renumbered(talk: Contact, other: Contact) -> None:
    Message.objects.filter(contact=talk, seq=3).update(seq=4)
    Contact.objects.filter(pk=talk.pk).update(last_seq=4)


MAIN: list[tuple[Callable[[Contact, Contact], None], list[int], list[int]]] = [
    (swapped, [1, 2], []),
    (cut, [2], []),
    (emptied, [2], []),
    (repeated, [4], []),
    (of_another, [2], []),
    (renumbered, [4], [3]),
]


def told() -> list[tuple[str, str, list[int]]]:
    lines = AuditEvent.objects.filter(event="words.unreadable").order_by("id")
    return [(line.subject, line.detail["what"], line.detail["numbers"]) for line in lines]


def alerts() -> list[Contact]:
    return list(Alert.objects.filter(kind="unreadable").values_list("contact", flat=True))


def looks(contact: Contact) -> list[dict[str, object]]:
    """What a console is shown of a whole talk."""
    found = Contact.objects.get(pk=contact.pk)
    return desk_contact_of(found, 0, header={}).events


@pytest.mark.parametrize(
    ("tampers", "unread", "missing"), MAIN, ids=lambda value: getattr(value, "__name__", "")
)
def test_what_was_changed_is_marked_in_its_place_and_told_once(
    tampers: Callable[[Contact, Contact], None],
    unread: list[int],
    missing: list[int],
    talk: Contact,
    other: Contact,
) -> None:
    tampers(talk, other)

    for _ in range(3):
        shown = looks(talk)

    assert [event["seq"] for event in shown if event.get("unreadable")] == unread
    assert {str(event["body"]) for event in shown if event.get("unreadable")} == {DAMAGED}
    lines = [(str(talk.pk), "message", [number]) for number in unread]
    lines += [(str(talk.pk), "missing", missing)] if missing else []
    assert sorted(told()) == sorted(lines)
    assert alerts() == [talk.pk]
    assert bodies(other) == SAID


def test_rows_that_were_removed_are_told_also_when_they_were_the_last_or_all(
    talk: Contact, other: Contact
) -> None:
    Message.objects.filter(contact=talk, seq=3).delete()
    looks(talk)
    assert told() == [(str(talk.pk), "missing", [3])]

    Message.objects.filter(contact=talk).delete()
    looks(talk)
    assert told()[1:] == [(str(talk.pk), "missing", [1, 2])]
    assert len(alerts()) == 1


def stolen(talk: Contact, other: Contact) -> None:
    ContactKey.objects.filter(pk=talk.pk).update(wrapped=ContactKey.objects.get(pk=other.pk).wrapped)


def shortened(talk: Contact, other: Contact) -> None:
    held = bytes(ContactKey.objects.get(pk=talk.pk).wrapped)
    ContactKey.objects.filter(pk=talk.pk).update(wrapped=held[:-3])


def under_another_id(talk: Contact, other: Contact) -> None:
    ContactKey.objects.filter(pk=talk.pk).update(kek="0" * 16)


def flipped(talk: Contact, other: Contact) -> None:
    held = bytes(ContactKey.objects.get(pk=talk.pk).wrapped)
    ContactKey.objects.filter(pk=talk.pk).update(wrapped=held[:-1] + bytes([held[-1] ^ 1]))


@pytest.mark.parametrize("tampers", [stolen, shortened, under_another_id, flipped])
def test_a_key_that_was_changed_harms_no_other_contact(
    tampers: Callable[[Contact, Contact], None], talk: Contact, other: Contact, ann: Account
) -> None:
    write_aside(talk, kind=Aside.Kind.NOTE, body="a note", by=ann, client_id=uuid4())
    tampers(talk, other)
    keystore.cache.clear()

    mine, _ = post_messages([post(talk, "hello?"), post(other, "fourth words")])

    assert (mine.code if isinstance(mine, SealBroken) else mine) == "crypto.seal_broken"
    assert bodies(other) == [*SAID, "fourth words"]
    assert [event["unreadable"] for event in looks(talk)] == [True] * 3
    assert [aside.body for aside in asides_after(talk.pk, 0)] == [UNREADABLE]
    assert told() == [(str(talk.pk), "key", [0])]
    assert alerts() == [talk.pk]


def test_a_key_that_is_put_back_after_its_destruction_opens_no_row(talk: Contact, ann: Account) -> None:
    """Replayed: the wrapped key of before. Its contact's rows are gone, and nothing asks for it."""
    kept = ContactKey.objects.get(pk=talk.pk)
    keystore.destroy_keys([talk.pk])
    Message.objects.filter(contact=talk).delete()
    kept.save(force_insert=True)

    assert events_after(talk.pk, 0) == []


def test_a_note_that_was_moved_stands_as_unreadable(talk: Contact, ann: Account) -> None:
    write_aside(talk, kind=Aside.Kind.NOTE, body="here", by=ann, client_id=uuid4())
    Aside.objects.update(seq=7)

    assert [aside.body for aside in asides_after(talk.pk, 0)] == [UNREADABLE]
    assert told() == [(str(talk.pk), "aside", [7])]


def test_the_caller_is_told_in_their_language_and_nothing_of_the_script(content: None, ann: Account) -> None:
    contact = takes(ann, starts(language="cy").contact)
    says(contact, "helo")
    Message.objects.filter(contact=contact).update(sealed=b"")

    view = caller_view(contact.pk, after=0)

    assert view is not None
    (event,) = view.news
    assert str(event["body"]).startswith("Nid oes modd darllen y neges hon")
    assert event["unreadable"] is True


def test_words_that_cannot_be_read_leave_the_question_of_danger_open(talk: Contact, other: Contact) -> None:
    assert open_danger(talk) is None
    cut(talk, other)

    found = open_danger(talk)

    assert found is not None
    assert found.unreadable


def test_once_answered_it_is_not_raised_again_by_the_same_rows_but_by_others(
    talk: Contact, other: Contact, supervisor: Account
) -> None:
    cut(talk, other)
    looks(talk)
    answer_alert(alert=Alert.objects.get(kind="unreadable").pk, by=supervisor)
    looks(talk)
    assert len(alerts()) == 1

    writes(talk, 3, b"")
    looks(talk)

    assert len(alerts()) == 2
    assert told()[1] == (str(talk.pk), "message", [3])


def test_after_the_purge_nothing_is_missed(talk: Contact) -> None:
    keystore.destroy_keys([talk.pk])
    Message.objects.filter(contact=talk).delete()

    assert looks(talk) == []
    assert told() == []


def test_a_key_that_this_process_remembers_after_a_purge_elsewhere_raises_no_alarm(talk: Contact) -> None:
    assert talk.pk in keystore.keys_of([talk.pk])
    ContactKey.objects.filter(pk=talk.pk).delete()
    Message.objects.filter(contact=talk).delete()
    assert keystore.cache.get(talk.pk) is not None

    assert looks(talk) == []
    assert told() == []


def test_what_is_read_while_the_words_are_destroyed_raises_no_alarm(talk: Contact, other: Contact) -> None:
    cut(talk, other)
    Contact.objects.filter(pk=talk.pk).update(words_destroyed_at=talk.consented_at)

    looks(talk)

    assert told() == []
    assert alerts() == []


def test_reading_goes_on_where_it_cannot_be_told(
    talk: Contact, other: Contact, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    cut(talk, other)

    def fails(*arguments: object) -> None:
        raise RuntimeError("the log is away")

    with monkeypatch.context() as broken:
        broken.setattr("chat.unreadable.record", lambda **line: fails())
        assert len(looks(talk)) == 3
    assert told() == []
    assert SAID[1] not in caplog.text

    looks(talk)
    assert len(told()) == 1


def test_what_was_said_before_is_shown_as_unreadable_and_not_as_destroyed(
    talk: Contact, other: Contact, ann: Account
) -> None:
    Contact.objects.filter(pk=other.pk).update(continues=talk)
    ContactKey.objects.filter(pk=talk.pk).update(wrapped=b"")
    keystore.cache.clear()

    (before,) = read_earlier(contact=other.pk, by=ann)

    assert before["destroyed"] is False
    assert [event["unreadable"] for event in before["events"]] == [True] * 3
