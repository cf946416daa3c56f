"""Practice with several processes at once: a caller speaks once, and never beside a real contact."""

from collections import Counter
from functools import partial
from uuid import UUID, uuid4

import pytest

from chat.errors import Away, PracticeBusy
from chat.models import Contact, Message, PracticeRun, Presence
from chat.services import practice, practice_ending, practice_turns
from chat.services.ending import end_by_handler, wrap_up
from chat.states import Outcome
from helpline.kernel.errors import HelplineError
from helpline.kernel.models import ContactKey
from helpline.staff.models import Account
from scripts.services import scripted_callers
from tests.chat.acts import BOTH, bodies, finishes, is_there, says, starts, takes
from tests.chat.at_once import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=BOTH),
    pytest.mark.usefixtures("on_disk", "content"),
]
ROUNDS = 3
SHOVE = "only_a_shove"


def practises(account: Account, id: UUID | None = None) -> UUID:
    return practice.start_practice(caller=SHOVE, client_id=id or uuid4(), by=account)


def due(contact: UUID) -> partial[practice_turns.Due | None]:
    """One process that takes the turn which is due next."""
    at = PracticeRun.objects.get(contact=contact).due_at
    assert at is not None
    return partial(practice_turns.take_turn, contact=contact, now=at)


def test_of_four_who_take_a_turn_at_once_one_speaks(ann: Account) -> None:
    contact = Contact.objects.get(pk=practises(ann))
    for _ in range(ROUNDS):
        at_once(*[due(contact.pk)] * 4)

    walked = scripted_callers()[SHOVE].moments
    # Nobody answers: the opening, and then whether anyone is there.
    assert bodies(contact) == [*walked["opens"].says, *walked["still_there"].says]
    assert list(Message.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2, 3]


def test_an_answer_beside_a_turn_is_neither_lost_nor_doubled(ann: Account) -> None:
    contact = Contact.objects.get(pk=practises(ann))
    at_once(due(contact.pk), partial(says, contact, "What happened?", by=ann))

    assert sorted(bodies(contact)) == sorted(
        [scripted_callers()[SHOVE].moments["opens"].says[0], "What happened?"]
    )
    assert PracticeRun.objects.get().heard == ["open_question"]


def test_an_end_beside_a_turn_leaves_nothing(ann: Account) -> None:
    for _ in range(ROUNDS):
        contact = practises(ann)
        at_once(due(contact), partial(end_by_handler, contact=contact, by=ann))
        # Two windows close it, and the timer clears beside them.
        closing = partial(wrap_up, contact=contact, outcome=Outcome.COMPLETED, by=ann)
        at_once(closing, closing, practice_ending.clear_closed)

        assert (Contact.objects.count(), Message.objects.count(), ContactKey.objects.count()) == (0, 0, 0)
        assert not Presence.objects.get(handler=ann).training


def test_two_windows_that_begin_at_once_begin_one_practice(ann: Account) -> None:
    same = uuid4()
    first, second = at_once(partial(practises, ann, same), partial(practises, ann, same))
    assert first == second
    assert Contact.objects.count() == ContactKey.objects.count() == 1
    end_by_handler(contact=UUID(str(first)), by=ann)
    wrap_up(contact=UUID(str(first)), outcome=Outcome.COMPLETED, by=ann)

    answers = at_once(partial(practises, ann), partial(practises, ann))
    assert Counter(type(answer) for answer in answers) == {UUID: 1, PracticeBusy: 1}
    assert ContactKey.objects.count() == 1


def test_who_takes_a_caller_and_begins_to_practise_at_once_does_one_of_them(ann: Account) -> None:
    for _ in range(ROUNDS):
        is_there(ann)
        waiting = starts().contact
        taken, begun = at_once(partial(takes, ann, waiting), partial(practises, ann))

        if isinstance(taken, Contact):
            assert isinstance(begun, PracticeBusy)
            finishes(taken)
        else:
            assert isinstance(taken, Away)
            assert not isinstance(begun, HelplineError)
            end_by_handler(contact=begun, by=ann)
            wrap_up(contact=begun, outcome=Outcome.COMPLETED, by=ann)
            Contact.objects.filter(pk=waiting.pk).delete()
