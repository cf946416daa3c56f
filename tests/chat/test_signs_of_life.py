"""Many pages' signs of life at once say the same as each alone, in a fixed number of questions."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from chat.models import Contact
from chat.services import signs_of_life
from chat.services.ending import end_by_caller
from chat.services.signs_of_life import Found, Sign, note_signs
from chat.states import State
from helpline.staff.models import Account
from tests.chat.acts import BOTH, starts, takes

pytestmark = pytest.mark.django_db(databases=BOTH)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def sign_of(contact: Contact, *, shown: int = 0, token: str | None = None) -> Sign:
    return Sign(contact=contact.pk, token=token or contact.token_digest, shown=shown)


def test_each_is_told_what_its_contact_is_now(content: None, ann: Account) -> None:
    waits, talks, over, gone = (starts().contact for _ in range(4))
    takes(ann, talks)
    end_by_caller(contact=over.pk)
    Contact.objects.filter(pk=talks.pk).update(last_seq=3)
    lost = sign_of(gone)
    Contact.objects.filter(pk=gone.pk).delete()
    stranger = sign_of(waits, token="another")

    signs = [sign_of(waits), sign_of(talks), sign_of(over), lost, stranger]
    found = note_signs(signs)

    assert found == {
        signs[0]: Found(True, State.WAITING, None, 0),
        signs[1]: Found(True, State.TALKING, ann.display_name, 3),
        signs[2]: Found(False, State.ENDED, None, 0),
        stranger: Found(False, State.WAITING, None, 0),
    }


def test_only_a_page_that_the_contact_is_open_to_gives_a_sign(content: None, ann: Account) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        mine, others, over = (starts().contact for _ in range(3))
        takes(ann, over)
        end_by_caller(contact=over.pk)
        Contact.objects.filter(pk=mine.pk).update(last_seq=9, shown_seq=4)
        clock.shift(10)
        note_signs(
            [sign_of(mine, shown=7), sign_of(others, token="another", shown=2), sign_of(over, shown=1)]
        )

    seen = {row.pk: (row.caller_seen_at, row.shown_seq) for row in Contact.objects.all()}
    assert seen[mine.pk][1] == 7
    assert (seen[mine.pk][0] - NOON).total_seconds() == 10
    assert seen[others.pk] == (NOON, 0)
    assert seen[over.pk] == (NOON, 0)


def test_what_was_shown_never_goes_back(content: None) -> None:
    contact = starts().contact
    Contact.objects.filter(pk=contact.pk).update(last_seq=9, shown_seq=4)

    note_signs([sign_of(contact, shown=2)])
    assert Contact.objects.get().shown_seq == 4
    note_signs([sign_of(contact, shown=6), sign_of(contact, shown=8), sign_of(contact, shown=5)])
    assert Contact.objects.get().shown_seq == 8


@pytest.mark.parametrize("number", [1, 40])
def test_forty_cost_as_many_questions_as_one(
    number: int, content: None, django_assert_num_queries: Any
) -> None:
    signs = [sign_of(starts().contact, shown=n % 3) for n in range(number)]

    # A savepoint in the test's transaction, the read, the write, and the savepoint's end.
    with django_assert_num_queries(4):
        note_signs(signs)


def test_a_great_many_are_noted_in_pieces(content: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signs_of_life, "PIECE", 2)
    signs = [sign_of(starts().contact) for _ in range(5)]

    assert note_signs(signs).keys() == set(signs)
