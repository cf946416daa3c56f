"""Several at once: nobody is taken twice, no capacity is passed, no message is lost or doubled.

On SQLite every thread has a connection of its own to a file, as in a service.
"""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from functools import partial
from threading import Event
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connections, transaction

from chat.errors import AtCapacity, ContactNotFound, QueueEmpty, QueueTaken, TransferGone
from chat.models import Contact, Message
from chat.selectors import events_after
from chat.services.ending import end_by_caller, end_by_handler
from chat.services.messages import Posted, post_messages
from chat.services.queue import release
from chat.services.transfer import accept_transfer, ask_transfer
from helpline.staff.models import Account, AuditEvent
from helpline.staff.roles import Role
from helpline.statistics.models import DraftFact
from tests.chat.acts import BOTH, finishes, is_there, post, says, starts, takes
from tests.chat.at_once import at_once
from tests.chat.on_disk import ALIASES

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=BOTH),
    pytest.mark.usefixtures("on_disk", "content"),
]
ROUNDS = 5


def test_threads_write_into_files_with_a_log(on_disk: dict[str, Any]) -> None:
    if not on_disk:
        assert connections["default"].vendor == "postgresql"
        return
    for alias in ALIASES:
        with connections[alias].cursor() as cursor:
            cursor.execute("PRAGMA journal_mode")
            assert cursor.fetchone() == ("wal",)


def test_two_who_press_at_once_never_get_the_same_contact(ann: Account, ben: Account) -> None:
    is_there(ann, capacity=4)
    is_there(ben, capacity=4)
    for _ in range(ROUNDS):
        contact = starts().contact
        answers = at_once(partial(takes, ann), partial(takes, ben))

        assert Counter(type(answer) for answer in answers) == {Contact: 1, QueueEmpty: 1}
        winner = (ann, ben)[[isinstance(answer, Contact) for answer in answers].index(True)]
        assert Contact.objects.get(pk=contact.pk).handler == winner
        finishes(contact)
    assert AuditEvent.objects.filter(event="contact.taken").count() == ROUNDS


def test_two_who_press_on_the_same_name_never_both_get_it(ann: Account, ben: Account) -> None:
    for _ in range(ROUNDS):
        contact = starts().contact
        answers = at_once(partial(takes, ann, contact), partial(takes, ben, contact))

        assert Counter(type(answer) for answer in answers) == {Contact: 1, QueueTaken: 1}
        finishes(contact)


def test_two_windows_of_one_handler_do_not_pass_the_capacity(ann: Account) -> None:
    is_there(ann, capacity=1)
    for _ in range(ROUNDS):
        line = [starts().contact, starts().contact]
        answers = at_once(*[partial(takes, ann)] * 3)

        assert Counter(type(answer) for answer in answers) == {Contact: 1, AtCapacity: 2}
        assert Contact.objects.filter(handler=ann, state="talking").count() == 1
        for contact in line:
            finishes(contact)


def test_a_rush_shares_out_the_queue_once_and_within_capacity(ann: Account, ben: Account) -> None:
    line = [starts().contact for _ in range(6)]
    answers = at_once(*[partial(takes, ann), partial(takes, ben)] * 4)

    taken = [answer.pk for answer in answers if isinstance(answer, Contact)]
    assert sorted(taken) == sorted(contact.pk for contact in line[:4])
    assert Counter(type(answer) for answer in answers) == {Contact: 4, AtCapacity: 4}
    assert [Contact.objects.filter(handler=account).count() for account in (ann, ben)] == [2, 2]


def test_a_caller_who_leaves_as_somebody_takes_is_either_gone_or_heard(ann: Account) -> None:
    for _ in range(ROUNDS):
        contact = starts().contact
        taken, ended = at_once(partial(takes, ann, contact), partial(end_by_caller, contact=contact.pk))

        kept = Contact.objects.get(pk=contact.pk)
        assert isinstance(ended, Contact)
        if isinstance(taken, Contact):
            assert (kept.state, kept.handler) == ("ended", ann)
            finishes(kept)
        else:
            assert isinstance(taken, QueueTaken)
            assert (kept.state, kept.handler, kept.outcome) == ("closed", None, "abandoned")


def test_both_end_at_once_and_it_ends_once(ann: Account) -> None:
    for _ in range(ROUNDS):
        contact = takes(ann, starts().contact)
        at_once(
            partial(end_by_caller, contact=contact.pk), partial(end_by_handler, contact=contact.pk, by=ann)
        )

        kept = Contact.objects.get(pk=contact.pk)
        assert (kept.state, kept.end_reason in {"caller", "handler"}) == ("ended", True)
        assert DraftFact.objects.filter(contact=contact.pk).count() == 0
        finishes(kept)


def test_the_same_post_from_two_sockets_is_one_message(contact_waiting: Contact) -> None:
    for n in range(1, ROUNDS + 1):
        id = uuid4()
        answers = at_once(*[partial(says, contact_waiting, "once", id=id)] * 3)

        posted = [answer for answer in answers if isinstance(answer, Posted)]
        assert {answer.seq for answer in posted} == {n}
        assert sorted(answer.repeated for answer in posted) == [False, True, True]


def test_who_writes_while_it_is_given_back_is_heard_or_refused_and_leaves_no_gap(ann: Account) -> None:
    contact = takes(ann, starts().contact)
    at_once(
        partial(says, contact, "handler", by=ann),
        partial(says, contact, "caller"),
        partial(release, contact=contact.pk, by=ann),
    )

    seqs = list(Message.objects.order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, len(seqs) + 1))
    assert Contact.objects.get(pk=contact.pk).last_seq == len(seqs)
    assert {"caller", "system"} <= set(Message.objects.values_list("sender", flat=True))


def reads_until(contact: UUID, finished: Event) -> list[tuple[int, str]]:
    """Poll as a page does, `seq > last`, never looking back, until all is written and nothing is new."""
    seen: list[tuple[int, str]] = []
    try:
        while True:
            was_finished = finished.is_set()
            news = [(e["seq"], e["body"]) for e in events_after(contact, seen[-1][0] if seen else 0)]
            seen += news
            if was_finished and not news:
                return seen
    finally:
        connections.close_all()


def writes(contact: Contact, name: str, number: int) -> list[Any]:
    try:
        return [says(contact, f"{name} {n}") for n in range(number)]
    finally:
        connections.close_all()


def eight_write_while_one_reads(contact: Contact, each: int) -> None:
    names = [f"writer{n}" for n in range(8)]
    finished = Event()
    with ThreadPoolExecutor(9) as threads:
        reader = threads.submit(reads_until, contact.pk, finished)
        try:
            answers = [a for done in threads.map(lambda n: writes(contact, n, each), names) for a in done]
        finally:
            finished.set()
        seen = reader.result()

    assert all(isinstance(answer, Posted) for answer in answers)
    assert [seq for seq, _ in seen] == list(range(1, len(names) * each + 1))
    by_writer = {name: [body for _, body in seen if body.startswith(f"{name} ")] for name in names}
    assert by_writer == {name: [f"{name} {n}" for n in range(each)] for name in names}
    assert sorted(answer.seq for answer in answers) == [seq for seq, _ in seen]


def test_a_reader_misses_nothing_of_eight_who_write(contact_waiting: Contact) -> None:
    eight_write_while_one_reads(contact_waiting, each=5)


@pytest.mark.long
@pytest.mark.postgres_only
def test_a_reader_misses_nothing_of_eight_hundred_messages(contact_waiting: Contact) -> None:
    eight_write_while_one_reads(contact_waiting, each=100)


@pytest.mark.postgres_only
def test_the_first_in_line_is_not_passed_over_while_their_row_is_in_use(ann: Account) -> None:
    first, _ = starts().contact, starts().contact
    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            Contact.objects.select_for_update().get(pk=first.pk)
            taking = threads.submit(at_once, partial(takes, ann))
            # As while the caller's own post is being stored: whoever skips the row is found out below.
            wait([taking], 0.3)
        (answer,) = taking.result()

    assert isinstance(answer, Contact)
    assert answer.pk == first.pk


@pytest.mark.postgres_only
def test_batches_over_the_same_contacts_in_any_order_never_wait_for_each_other_for_ever() -> None:
    one, two = starts().contact, starts().contact

    def batches(order: tuple[Contact, Contact]) -> list[Any]:
        return [post_messages([post(contact, "hello") for contact in order]) for _ in range(20)]

    answers = at_once(*[partial(batches, (one, two)), partial(batches, (two, one))] * 3)

    assert all(isinstance(a, Posted) for done in answers for batch in done for a in batch)  # type: ignore[union-attr]
    for contact in (one, two):
        seqs = [event["seq"] for event in events_after(contact.pk, 0)]
        assert seqs == list(range(1, 121))


def test_of_two_who_accept_the_same_talk_one_gets_it_and_the_caller_is_told_once(
    ann: Account, ben: Account, make_account: Callable[..., Account]
) -> None:
    cat = is_there(make_account(Role.HANDLER, "cat"))
    for _ in range(ROUNDS):
        contact = takes(ann, starts().contact)
        ask_transfer(contact=contact.pk, note="please", client_id=uuid4(), by=ann)
        answers = at_once(
            partial(accept_transfer, contact=contact.pk, by=ben),
            partial(accept_transfer, contact=contact.pk, by=cat),
        )

        assert Counter(type(answer) for answer in answers) == {UUID: 1, TransferGone: 1}
        winner = (ben, cat)[[isinstance(answer, UUID) for answer in answers].index(True)]
        assert Contact.objects.get(pk=contact.pk).handler == winner
        assert Message.objects.filter(contact=contact, sender="system").count() == 1
        finishes(contact)


def test_who_accepts_as_the_sender_gives_back_has_it_or_is_told_that_it_is_gone(
    ann: Account, ben: Account
) -> None:
    for _ in range(ROUNDS):
        contact = takes(ann, starts().contact)
        ask_transfer(contact=contact.pk, note="please", client_id=uuid4(), by=ann)
        accepted, released = at_once(
            partial(accept_transfer, contact=contact.pk, by=ben),
            partial(release, contact=contact.pk, by=ann),
        )

        kept = Contact.objects.get(pk=contact.pk)
        if isinstance(accepted, UUID):
            assert isinstance(released, ContactNotFound)
            assert (kept.state, kept.handler) == ("talking", ben)
        else:
            assert isinstance(accepted, TransferGone)
            assert (kept.state, kept.handler) == ("waiting", None)
        finishes(contact)
