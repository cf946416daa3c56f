"""A command is done once for each id of an account, also where it comes twice at the same moment."""

from collections import Counter
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from chat.errors import ContactNotFound, IdUsed, QueueEmpty
from chat.models import Contact, DoneCommand
from chat.services.once import KEPT, do_once, forget_done
from chat.services.queue import release, take
from helpline.kernel.errors import HelplineError
from helpline.staff.models import Account
from tests.chat.acts import BOTH, is_there, says, starts
from tests.chat.at_once import at_once

pytestmark = pytest.mark.django_db(databases=BOTH)


def takes_next(by: Account, id: UUID) -> UUID | None:
    """The next in the queue, under this id."""
    return do_once(by=by, id=id, kind="take", contact=None, act=lambda: take(by=by).pk)


def gives_back(by: Account, id: UUID, contact: UUID) -> UUID | None:
    return do_once(
        by=by, id=id, kind="release", contact=contact, act=lambda: release(contact=contact, by=by).pk
    )


@pytest.mark.django_db(transaction=True, databases=BOTH)
@pytest.mark.usefixtures("on_disk", "content")
def test_the_same_take_on_two_sockets_at_once_gives_one_contact(ann: Account) -> None:
    is_there(ann, capacity=4)
    for _ in range(3):
        starts()
    for taken in (1, 2):
        first, again = at_once(*[partial(takes_next, ann, uuid4())] * 2)

        assert isinstance(first, UUID)
        assert first == again
        assert Contact.objects.filter(handler=ann, state="talking").count() == taken


@pytest.mark.django_db(transaction=True, databases=BOTH)
@pytest.mark.usefixtures("on_disk", "content")
def test_what_is_sent_twice_while_the_talk_goes_back_is_answered_alike_both_times(
    contact_talking: Contact, ann: Account
) -> None:
    id, words = uuid4(), uuid4()
    back = partial(gives_back, ann, id, contact_talking.pk)
    say = partial(says, contact_talking, "hello", by=ann, id=words)
    answers = at_once(back, back, say, say)

    assert answers[:2] == [contact_talking.pk, contact_talking.pk]
    stored = contact_talking.messages.filter(client_id=words).count()
    assert [isinstance(answer, HelplineError) for answer in answers[2:]] == [stored == 0] * 2


def test_what_was_refused_leaves_nothing_behind(content: None, ann: Account) -> None:
    id = uuid4()
    with pytest.raises(QueueEmpty):
        takes_next(ann, id)
    assert not DoneCommand.objects.exists()
    waiting = starts().contact

    assert takes_next(ann, id) == waiting.pk == takes_next(ann, id)
    assert DoneCommand.objects.get().contact == waiting.pk


def test_an_id_counts_for_one_account_and_one_command(
    contact_talking: Contact, ann: Account, ben: Account
) -> None:
    id = uuid4()
    assert gives_back(ann, id, contact_talking.pk) == contact_talking.pk
    with pytest.raises(ContactNotFound):
        gives_back(ben, id, contact_talking.pk)
    with pytest.raises(IdUsed):
        takes_next(ann, id)
    with pytest.raises(IdUsed):
        gives_back(ann, id, uuid4())

    assert takes_next(ben, id) == contact_talking.pk
    assert Counter(DoneCommand.objects.values_list("by__username", flat=True)) == {"ann": 1, "ben": 1}


def test_it_is_forgotten_after_a_day(contact_talking: Contact, ann: Account) -> None:
    gives_back(ann, uuid4(), contact_talking.pk)
    at = DoneCommand.objects.get().at

    assert forget_done(now=at + KEPT - timedelta(seconds=1)) == 0
    assert forget_done(now=at + KEPT) == 1
    assert forget_done(now=timezone.now()) == 0
