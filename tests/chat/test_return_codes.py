"""Coming back with four words: what is stored, what is resumed or continued, and what never comes back."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from pytest_django.fixtures import Settings

from chat.access import check_token, contact_of_token, digest_of
from chat.caller_view import caller_view
from chat.errors import CodeUnknown, ContactClosed, ContactNotFound, HoursClosed, TokenInvalid
from chat.models import Contact, ReturnCode
from chat.selectors import answers_of, words_allowed_after
from chat.services import return_codes
from chat.services.contacts import Started
from chat.services.earlier import read_earlier
from chat.services.ending import end_by_caller, end_by_handler, wrap_up
from chat.services.messages import Post, Posted, post_messages
from chat.services.presence import renew_caller
from chat.services.queue import release
from chat.services.retention import let_go, purge_expired
from chat.services.return_codes import Resumed, come_back, digest_of_code, forget_codes, give_code
from chat.states import Outcome
from chat.system_texts import say
from chat.texts import LANGUAGES, texts
from helpline.kernel.errors import Forbidden
from helpline.kernel.models import ContactKey
from helpline.staff.models import Account, AuditEvent
from helpline.staff.roles import Role
from tests.chat.acts import BOTH, bodies, is_there, says, starts, takes
from tests.chat.at_once import at_once

pytestmark = pytest.mark.django_db(databases=BOTH)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
RESUMED = say("resumed", "en")
SECRET = "violet umbrellas under the arches"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def comes_back(code: str) -> Resumed | None:
    return come_back(digest=digest_of_code(code))


def resumes(code: str) -> Resumed:
    back = comes_back(code)
    assert back is not None
    return back


def shown(contact: Contact) -> list[str]:
    """What the caller's page gets from the beginning: messages by their words, cards by their name."""
    view = caller_view(contact.pk, after=0)
    assert view is not None
    return [e["body"] if e["type"] == "message" else e["card"]["name"] for e in view.news]


def closes(contact: Contact, by: Account) -> Contact:
    end_by_handler(contact=contact.pk, by=by)
    return wrap_up(contact=contact.pk, outcome=Outcome.COMPLETED, by=by)


# -- asking for a code ----------------------------------------------------------------------


def test_nothing_of_the_four_words_is_stored(contact_waiting: Contact, clock: Any) -> None:
    code = give_code(contact=contact_waiting.pk)

    row = ReturnCode.objects.get()
    assert (bytes(row.digest), row.contact, row.expires_on) == (
        digest_of_code(code), contact_waiting, date(2026, 12, 20),
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM chat_returncode")
        kept = str([bytes(v) if isinstance(v, memoryview) else v for v in cursor.fetchone()])
    assert [word for word in code.split() if word in kept] == []


def test_asking_again_gives_others_and_forgets_the_first(contact_waiting: Contact) -> None:
    first, second = give_code(contact=contact_waiting.pk), give_code(contact=contact_waiting.pk)

    assert ReturnCode.objects.count() == 1
    with pytest.raises(CodeUnknown):
        comes_back(first)
    assert resumes(second).contact == contact_waiting


def test_a_contact_that_is_over_gives_no_code(contact_waiting: Contact) -> None:
    end_by_caller(contact=contact_waiting.pk)

    with pytest.raises(ContactClosed):
        give_code(contact=contact_waiting.pk)
    assert ReturnCode.objects.count() == 0


def test_a_token_that_was_replaced_gets_no_code(started: Started) -> None:
    old = started.contact.token_digest
    resumes(give_code(contact=started.contact.pk, token=old))

    with pytest.raises(TokenInvalid):
        give_code(contact=started.contact.pk, token=old)


# -- while the contact is open --------------------------------------------------------------


def test_coming_back_gives_a_new_token_and_the_old_one_opens_nothing(started: Started) -> None:
    back = resumes(give_code(contact=started.contact.pk))

    assert contact_of_token(back.token) == started.contact
    with pytest.raises(TokenInvalid):
        contact_of_token(started.token)


def test_what_was_said_before_is_hidden_and_what_follows_is_not(
    contact_talking: Contact, ann: Account
) -> None:
    says(contact_talking, SECRET)
    says(contact_talking, "I hear you", by=ann)
    back = resumes(give_code(contact=contact_talking.pk))
    says(contact_talking, "here again")
    says(contact_talking, "good to see you", by=ann)

    assert shown(contact_talking) == [RESUMED, "here again", "good to see you"]
    assert back.contact.hidden_to_seq == 2
    assert bodies(contact_talking) == [SECRET, "I hear you", RESUMED, "here again", "good to see you"]


def test_the_service_s_own_lines_and_cards_stay(contact_talking: Contact, ann: Account) -> None:
    says(contact_talking, SECRET)
    release(contact=contact_talking.pk, by=ann)
    resumes(give_code(contact=contact_talking.pk))

    assert shown(contact_talking) == [say("released", "en"), RESUMED]


def test_coming_back_twice_hides_what_was_said_in_between(contact_waiting: Contact) -> None:
    code = give_code(contact=contact_waiting.pk)
    says(contact_waiting, "one")
    resumes(code)
    says(contact_waiting, "two")
    resumes(code)

    assert shown(contact_waiting) == [RESUMED, RESUMED]


def test_the_same_way_back_again_because_its_answer_was_lost_says_nothing_twice(
    contact_waiting: Contact,
) -> None:
    code = give_code(contact=contact_waiting.pk)
    says(contact_waiting, "one")
    first, second = resumes(code), resumes(code)

    assert shown(contact_waiting) == [RESUMED]
    assert first.token != second.token
    assert contact_of_token(second.token) == contact_waiting


def test_a_first_word_is_hidden_even_where_it_stands_like_the_service_s_line(
    contact_waiting: Contact,
) -> None:
    code = give_code(contact=contact_waiting.pk)
    resumes(code)
    assert Contact.objects.get().hidden_to_seq == 0
    says(contact_waiting, SECRET)
    resumes(code)

    assert SECRET not in shown(contact_waiting)


def test_the_handler_s_last_words_of_before_do_not_follow_the_end(
    contact_talking: Contact, ann: Account
) -> None:
    says(contact_talking, SECRET, by=ann)
    resumes(give_code(contact=contact_talking.pk))
    says(contact_talking, "take care", by=ann)
    end_by_handler(contact=contact_talking.pk, by=ann)

    kept = Contact.objects.get()
    assert words_allowed_after(kept, now=kept.ended_at or NOON) == 1
    assert shown(contact_talking) == [RESUMED, "take care"]


def test_nothing_can_be_done_with_the_old_token_once_it_is_replaced(started: Started, ann: Account) -> None:
    old, contact = started.contact.token_digest, started.contact.pk
    resumes(give_code(contact=contact))

    (answer,) = post_messages([Post(contact=contact, client_id=uuid4(), body="hello", token=old)])
    assert isinstance(answer, TokenInvalid)
    for act in (
        partial(end_by_caller, contact=contact, token=old),
        partial(caller_view, contact, after=0, token=old),
        partial(check_token, Contact.objects.get(), old),
    ):
        with pytest.raises(TokenInvalid):
            act()
    assert renew_caller(contact=contact, token=old) is False
    assert Contact.objects.get().state == "waiting"


def test_the_new_token_does_what_the_old_one_did(started: Started) -> None:
    back = resumes(give_code(contact=started.contact.pk))
    new, contact = digest_of(back.token), back.contact.pk

    (answer,) = post_messages([Post(contact=contact, client_id=uuid4(), body="hello", token=new)])
    assert isinstance(answer, Posted)
    assert renew_caller(contact=contact, token=new) is True
    assert end_by_caller(contact=contact, token=new).state == "closed"


# -- once it is over ------------------------------------------------------------------------


def test_a_new_contact_continues_the_old_one_and_takes_the_code_over(
    ann: Account, content: None, clock: Any
) -> None:
    old = takes(ann, starts(first_message=SECRET).contact)
    code = give_code(contact=old.pk)
    closes(old, ann)
    clock.shift(timedelta(days=1))

    assert comes_back(code) is None
    new = starts(return_code=code, rang_programme="not_yet")

    kept = Contact.objects.get(pk=new.contact.pk)
    assert (new.resumed, kept.with_code, kept.continues, kept.rang_programme) == (False, True, old, "not_yet")
    row = ReturnCode.objects.get()
    assert (row.contact, row.expires_on) == (kept, date(2026, 12, 21))
    assert shown(kept) == []


def test_without_a_code_nothing_is_continued(content: None) -> None:
    kept = starts(rang_programme="yes").contact

    assert (kept.with_code, kept.continues, kept.rang_programme) == (False, None, "")


def test_a_contact_whose_row_is_gone_is_still_greeted_as_one_that_came_back(
    ann: Account, content: None, clock: Any
) -> None:
    old = takes(ann, starts().contact)
    code = give_code(contact=old.pk)
    closes(old, ann)
    purge_expired(now=NOON + timedelta(hours=72))
    assert let_go(now=NOON + timedelta(hours=72)) == 1
    assert ReturnCode.objects.get().contact is None

    clock.shift(timedelta(days=4))
    assert comes_back(code) is None
    new = takes(is_there(ann), starts(return_code=code).contact)

    assert (new.with_code, new.continues) == (True, None)
    assert read_earlier(contact=new.pk, by=ann) == []


def test_a_continued_contact_lets_go_of_one_that_is_counted(ann: Account, content: None, clock: Any) -> None:
    old = takes(ann, starts().contact)
    code = give_code(contact=old.pk)
    closes(old, ann)
    new = starts(return_code=code).contact
    purge_expired(now=NOON + timedelta(hours=72))
    let_go(now=NOON + timedelta(hours=72))

    assert list(Contact.objects.values_list("pk", "continues")) == [(new.pk, None)]
    assert ReturnCode.objects.get().contact == new


def test_the_same_start_again_resumes_what_the_first_one_began(content: None, ann: Account) -> None:
    old = takes(ann, starts().contact)
    code = give_code(contact=old.pk)
    closes(old, ann)
    first, second = starts(return_code=code, safe_now=False), starts(return_code=code)

    assert (second.resumed, second.contact, second.advice) == (True, first.contact, [])
    assert contact_of_token(second.token) == first.contact
    assert Contact.objects.count() == 2
    assert ContactKey.objects.count() == 2


def test_an_open_contact_is_resumed_even_when_nobody_new_is_taken(
    contact_talking: Contact, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = give_code(contact=contact_talking.pk)

    def closed(**kwargs: Any) -> None:
        raise HoursClosed

    monkeypatch.setattr("chat.services.contacts.check_intake", closed)
    assert starts(return_code=code).contact == contact_talking
    with pytest.raises(HoursClosed):
        starts()


@pytest.mark.parametrize("code", ["abacus zoom purple plank", "not four words of it"])
def test_a_code_that_leads_nowhere_starts_nothing(code: str, content: None) -> None:
    with pytest.raises(CodeUnknown):
        starts(return_code=code)

    assert (Contact.objects.count(), ContactKey.objects.count()) == (0, 0)


@pytest.mark.parametrize(("days", "works"), [(0, True), (30, True), (31, False)])
def test_a_code_works_for_thirty_days(days: int, works: bool, contact_waiting: Contact, clock: Any) -> None:
    code = give_code(contact=contact_waiting.pk)
    clock.shift(timedelta(days=days))

    if works:
        assert resumes(code).contact == contact_waiting
    else:
        with pytest.raises(CodeUnknown):
            comes_back(code)
    assert forget_codes(now=NOON + timedelta(days=days)) == (0 if works else 1)


def test_what_the_page_says_of_the_days_is_so(settings: Settings) -> None:
    days = f"{settings.HELPLINE_RETURN_CODE_DAYS} d"

    assert [lang for lang in LANGUAGES if days not in texts(lang)["code_text"]] == []


def test_each_use_begins_the_thirty_days_anew(contact_waiting: Contact, clock: Any) -> None:
    code = give_code(contact=contact_waiting.pk)
    clock.shift(timedelta(days=29))
    resumes(code)

    assert ReturnCode.objects.get().expires_on == date(2027, 1, 18)


# -- what the handler may read --------------------------------------------------------------


@pytest.fixture
def came_back(content: None, ann: Account, ben: Account) -> tuple[Contact, Contact]:
    """Ann talked; the caller came back with the code and talks with Ben: (old, new)."""
    old = takes(ann, starts(first_message=SECRET).contact)
    says(old, "what happened then?", by=ann)
    code = give_code(contact=old.pk)
    closes(old, ann)
    return old, takes(ben, starts(return_code=code, rang_programme="yes").contact)


def test_the_handler_of_the_new_contact_reads_the_old_one(
    came_back: tuple[Contact, Contact], ben: Account
) -> None:
    old, new = came_back
    (conversation,) = read_earlier(contact=new.pk, by=ben)

    assert [event["body"] for event in conversation["events"]] == [SECRET, "what happened then?"]
    assert (conversation["contact"], conversation["destroyed"]) == (str(old.pk), False)
    assert answers_of(new)["with_code"] is True
    assert answers_of(new)["rang_programme"] == "yes"


def test_each_reading_is_recorded_with_ids_alone(came_back: tuple[Contact, Contact], ben: Account) -> None:
    old, new = came_back
    for _ in range(2):
        read_earlier(contact=new.pk, by=ben)

    lines = AuditEvent.objects.filter(event="contact.earlier_read")
    assert [(line.actor, line.subject, line.detail) for line in lines] == [
        ("ben", str(new.pk), {"earlier": [str(old.pk)]})
    ] * 2


def test_the_chain_goes_back_to_the_first(
    came_back: tuple[Contact, Contact], ann: Account, ben: Account
) -> None:
    _, new = came_back
    says(new, "second time")
    code = give_code(contact=new.pk)
    closes(new, ben)
    newest = takes(ann, starts(return_code=code).contact)

    assert [
        [event["body"] for event in conversation["events"]]
        for conversation in read_earlier(contact=newest.pk, by=ann)
    ] == [["second time"], [SECRET, "what happened then?"]]


def test_destroyed_words_are_told_as_destroyed(came_back: tuple[Contact, Contact], ben: Account) -> None:
    old, new = came_back
    purge_expired(now=Contact.objects.get(pk=old.pk).purge_at or NOON)

    (conversation,) = read_earlier(contact=new.pk, by=ben)
    assert (conversation["destroyed"], conversation["events"]) == (True, [])


def test_nobody_else_has_a_way_to_the_old_one(
    came_back: tuple[Contact, Contact], make_account: Callable[..., Account], ann: Account, ben: Account
) -> None:
    old, new = came_back
    refused: list[tuple[str, type[Exception]]] = []
    for account in (ann, make_account(Role.SUPERVISOR), make_account(Role.ANALYST), make_account(Role.ADMIN)):
        with pytest.raises((ContactNotFound, Forbidden)) as refusal:
            read_earlier(contact=new.pk, by=account)
        refused.append((account.username, refusal.type))
    assert refused == [
        ("ann", ContactNotFound), ("supervisor1", ContactNotFound),
        ("analyst1", Forbidden), ("admin1", Forbidden),
    ]  # fmt: skip
    for absent in (old.pk, uuid4()):
        with pytest.raises(ContactNotFound):
            read_earlier(contact=absent, by=ben)
    assert AuditEvent.objects.filter(event="contact.earlier_read").count() == 0


def test_with_the_new_contact_the_way_to_the_old_one_closes(
    came_back: tuple[Contact, Contact], ben: Account
) -> None:
    closes(came_back[1], ben)

    with pytest.raises(ContactNotFound):
        read_earlier(contact=came_back[1].pk, by=ben)


# -- several at once ------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True, databases=BOTH)
@pytest.mark.usefixtures("on_disk", "content")
def test_of_many_who_resume_at_once_one_token_opens_the_contact() -> None:
    contact = starts(first_message=SECRET).contact
    digest = digest_of_code(give_code(contact=contact.pk))
    answers = at_once(*[partial(come_back, digest=digest)] * 4)

    tokens = [answer.token for answer in answers if isinstance(answer, Resumed)]
    assert len(tokens) == 4
    assert sum(_opens(token) for token in tokens) == 1
    assert shown(contact) == [RESUMED]


@pytest.mark.django_db(transaction=True, databases=BOTH)
@pytest.mark.usefixtures("on_disk", "content")
def test_of_many_who_continue_at_once_one_new_contact_comes_about(ann: Account) -> None:
    old = takes(ann, starts().contact)
    code = give_code(contact=old.pk)
    closes(old, ann)
    answers = at_once(*[partial(starts, return_code=code)] * 3)

    begun = [answer for answer in answers if isinstance(answer, Started)]
    assert sorted(answer.resumed for answer in begun) == [False, True, True]
    assert len({answer.contact.pk for answer in begun}) == 1
    assert (Contact.objects.count(), ContactKey.objects.count()) == (2, 2)


@pytest.mark.django_db(transaction=True, databases=BOTH)
@pytest.mark.usefixtures("on_disk", "content")
def test_who_comes_back_as_it_ends_has_resumed_or_is_told_that_it_is_over() -> None:
    for _ in range(3):
        contact = starts().contact
        digest = digest_of_code(give_code(contact=contact.pk))
        back, ended = at_once(partial(come_back, digest=digest), partial(end_by_caller, contact=contact.pk))

        assert back is None or isinstance(back, Resumed)
        assert isinstance(ended, Contact)
        assert Contact.objects.get(pk=contact.pk).state == "closed"


def test_a_code_that_moves_on_while_its_contact_is_waited_for_is_followed(
    contact_waiting: Contact, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = digest_of_code(give_code(contact=contact_waiting.pk))
    other = starts().contact
    first = ReturnCode.objects.get()
    ReturnCode.objects.update(contact=other)
    looks = iter([first])
    real = return_codes.ReturnCode.objects.filter

    class Late:
        """What was read a moment before somebody else moved the code on."""

        def __init__(self, rows: Any) -> None:
            self.rows = rows

        def first(self) -> ReturnCode | None:
            return next(looks, None) or self.rows.first()

        def select_for_update(self, **kwargs: Any) -> Any:
            return self.rows.select_for_update(**kwargs)

    monkeypatch.setattr(ReturnCode.objects, "filter", lambda **kwargs: Late(real(**kwargs)))
    back = come_back(digest=digest)

    assert back is not None
    assert back.contact == other


def _opens(token: str) -> bool:
    try:
        contact_of_token(token)
    except TokenInvalid:
        return False
    return True
