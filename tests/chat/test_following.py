"""A supervisor at somebody else's talk: who may, what is told to whom, and what is on record."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chat.access import followed_contacts
from chat.board_view import board
from chat.errors import AtCapacity, ContactNotFound, NotForYou, OwnTalk, TransferGone
from chat.following_view import followed, judged_events, talks, watchers_events
from chat.models import Alert, Contact, Presence, Watching
from chat.services.asides import asides_after
from chat.services.contacts import set_level
from chat.services.ending import end_by_caller
from chat.services.following import follow, join, leave_absent, take_over, unfollow, whisper
from chat.services.help import raise_help, withdraw_help
from chat.services.known import hand_over_known
from chat.services.messages import Posted
from chat.services.queue import release
from chat.services.transfer import accept_transfer, ask_transfer
from chat.services.triage import assess
from chat.system_texts import TEXTS
from helpline.kernel.errors import Forbidden
from helpline.staff.models import Account, AuditEvent
from helpline.staff.roles import Role
from tests.chat.acts import BOTH, bodies, is_there, says, starts, takes

pytestmark = pytest.mark.django_db(databases=BOTH)


@pytest.fixture
def sue(make_account: Callable[..., Account]) -> Account:
    """A supervisor with her console open, available for two."""
    return is_there(make_account(Role.SUPERVISOR, "sue"))


def audited(event: str) -> list[tuple[str, str]]:
    return list(AuditEvent.objects.filter(event=event).values_list("actor", "subject"))


def lose_role(account: Account) -> None:
    """The role is gone in the database; the account in hand is as it was, as on an open socket."""
    Account.objects.filter(pk=account.pk).update(role=Role.HANDLER)


@pytest.mark.parametrize("act", [follow, join, take_over])
@pytest.mark.parametrize("role", [Role.HANDLER, Role.ANALYST, Role.ADMIN])
def test_only_supervisors_go_to_others_talks(
    role: Role, act: Callable[..., object], contact_talking: Contact, make_account: Callable[..., Account]
) -> None:
    with pytest.raises(Forbidden):
        act(contact=contact_talking.pk, by=make_account(role, "curious"))
    assert not Watching.objects.exists()


@pytest.mark.parametrize("act", [follow, join, take_over])
def test_a_supervisor_who_was_demoted_meanwhile_does_nothing_with_the_old_role(
    act: Callable[..., object], contact_talking: Contact, sue: Account
) -> None:
    lose_role(sue)
    with pytest.raises(Forbidden):
        act(contact=contact_talking.pk, by=sue)


def test_reading_along_is_in_the_audit_once_for_each_following(
    contact_talking: Contact, sue: Account
) -> None:
    for _ in range(2):
        follow(contact=contact_talking.pk, by=sue)
    assert audited("contact.followed") == [("sue", str(contact_talking.pk))]

    unfollow(contact=contact_talking.pk, by=sue)
    unfollow(contact=contact_talking.pk, by=sue)
    follow(contact=contact_talking.pk, by=sue)
    assert len(audited("contact.followed")) == 2
    assert audited("contact.unfollowed") == [("sue", str(contact_talking.pk))]
    assert bodies(contact_talking) == []


def test_who_reads_along_writes_nothing_to_the_caller_until_joined(
    contact_talking: Contact, ann: Account, sue: Account
) -> None:
    follow(contact=contact_talking.pk, by=sue)
    assert isinstance(says(contact_talking, "hello", by=sue), ContactNotFound)

    for _ in range(2):
        join(contact=contact_talking.pk, by=sue)
    assert isinstance(says(contact_talking, "I am here too", by=sue), Posted)
    assert isinstance(says(contact_talking, "and I", by=ann), Posted)
    unfollow(contact=contact_talking.pk, by=sue)

    assert isinstance(says(contact_talking, "once more", by=sue), ContactNotFound)
    assert bodies(contact_talking) == [
        TEXTS["joined"]["en"],
        "I am here too",
        "and I",
        TEXTS["left"]["en"],
    ]
    marked = list(contact_talking.messages.order_by("seq").values_list("sender", "supervisor"))
    assert marked == [("system", False), ("handler", True), ("handler", False), ("system", False)]
    assert len(audited("contact.joined")) == 1


def test_whoever_joined_and_lost_the_role_writes_no_more(contact_talking: Contact, sue: Account) -> None:
    join(contact=contact_talking.pk, by=sue)
    lose_role(sue)

    assert isinstance(says(contact_talking, "one more", by=sue), ContactNotFound)
    assert list(followed_contacts(sue)) == []
    (told,) = watchers_events([contact_talking.pk])
    assert told["watchers"] == []


def test_a_welsh_caller_is_told_in_welsh(ann: Account, sue: Account) -> None:
    contact = takes(ann, starts(language="cy").contact)
    join(contact=contact.pk, by=sue)
    take_over(contact=contact.pk, by=sue)

    assert bodies(contact) == [TEXTS["joined"]["cy"], TEXTS["taken_over"]["cy"]]


def test_taking_over_moves_the_talk_ends_an_asking_and_is_on_record(
    contact_talking: Contact, ann: Account, ben: Account, sue: Account
) -> None:
    ask_transfer(contact=contact_talking.pk, note="please", client_id=uuid4(), by=ann, handler="ben")
    follow(contact=contact_talking.pk, by=sue)
    for _ in range(2):
        take_over(contact=contact_talking.pk, by=sue)

    assert Contact.objects.get().handler == sue
    assert bodies(contact_talking) == [TEXTS["taken_over"]["en"]]
    assert not Watching.objects.exists()
    line = AuditEvent.objects.get(event="contact.taken_over")
    assert (line.actor, line.detail) == ("sue", {"from": "ann"})
    with pytest.raises(TransferGone):
        accept_transfer(contact=contact_talking.pk, by=ben)
    assert isinstance(says(contact_talking, "mine?", by=ann), ContactNotFound)


def test_taking_over_goes_while_away_but_not_over_one_s_own_number(
    contact_talking: Contact, sue: Account
) -> None:
    is_there(sue, capacity=1)
    takes(sue, starts().contact)
    Presence.objects.filter(handler=sue).update(available=False)
    with pytest.raises(AtCapacity):
        take_over(contact=contact_talking.pk, by=sue)

    Presence.objects.filter(handler=sue).update(capacity=2)
    take_over(contact=contact_talking.pk, by=sue)
    assert Contact.objects.get(pk=contact_talking.pk).handler == sue


def test_one_s_own_talk_is_not_followed(sue: Account, contact_waiting: Contact) -> None:
    takes(sue, contact_waiting)
    with pytest.raises(OwnTalk):
        follow(contact=contact_waiting.pk, by=sue)
    assert talks(sue) == []


@pytest.mark.parametrize("state", ["waiting", "ended", "absent"])
def test_what_is_not_talked_with_is_not_there_to_follow(
    state: str, contact_talking: Contact, ann: Account, sue: Account
) -> None:
    contact = contact_talking.pk
    if state == "waiting":
        release(contact=contact, by=ann)
    elif state == "ended":
        end_by_caller(contact=contact)
    else:
        contact = uuid4()
    with pytest.raises(ContactNotFound):
        follow(contact=contact, by=sue)


def test_who_knows_the_caller_reads_along_with_nothing(
    contact_waiting: Contact, ann: Account, sue: Account
) -> None:
    takes(sue, contact_waiting)
    hand_over_known(contact=contact_waiting.pk, by=sue)
    takes(ann, contact_waiting)

    for act in (follow, join, take_over):
        with pytest.raises(NotForYou):
            act(contact=contact_waiting.pk, by=sue)
    assert talks(sue) == []


def test_a_whisper_needs_following_and_stands_among_the_asides(
    contact_talking: Contact, ann: Account, sue: Account
) -> None:
    id = uuid4()
    with pytest.raises(ContactNotFound):
        whisper(contact=contact_talking.pk, body="ask of the key", client_id=id, by=sue)
    follow(contact=contact_talking.pk, by=sue)
    for _ in range(2):
        whisper(contact=contact_talking.pk, body="ask of the key", client_id=id, by=sue)

    assert [(a.kind, a.body, a.by) for a in asides_after(contact_talking.pk, 0)] == [
        ("whisper", "ask of the key", "sue")
    ]
    assert bodies(contact_talking) == []


def test_going_to_the_talk_answers_the_call_for_help_in_it(
    contact_talking: Contact, ann: Account, sue: Account
) -> None:
    raise_help(contact=contact_talking.pk, client_id=uuid4(), by=ann)
    follow(contact=contact_talking.pk, by=sue)

    assert Alert.objects.get().answered_by == sue


def test_a_hand_that_was_seen_goes_from_the_board_with_its_talk_and_one_that_nobody_saw_stays(
    contact_talking: Contact, ann: Account, sue: Account
) -> None:
    def shown() -> list[tuple[str, bool]]:
        return [(alert["kind"], alert["answered_by"] is not None) for alert in board()["alerts"]]

    raise_help(contact=contact_talking.pk, client_id=uuid4(), by=ann)
    follow(contact=contact_talking.pk, by=sue)
    raise_help(contact=contact_talking.pk, client_id=uuid4(), by=ann)
    assert shown() == [("help", False), ("help", True)]
    end_by_caller(contact=contact_talking.pk)

    assert shown() == [("help", False)]


def test_a_hand_is_taken_back_by_whoever_has_the_talk_alone(
    contact_talking: Contact, ann: Account, sue: Account
) -> None:
    raise_help(contact=contact_talking.pk, client_id=uuid4(), by=ann)
    with pytest.raises(ContactNotFound):
        withdraw_help(contact=contact_talking.pk, by=sue)
    for _ in range(2):
        withdraw_help(contact=contact_talking.pk, by=ann)

    assert Alert.objects.count() == 0
    assert AuditEvent.objects.filter(event="alert.over", actor="ann").count() == 1


def test_whoever_follows_sees_what_the_handler_recorded_and_no_more(
    contact_talking: Contact, ann: Account
) -> None:
    assess(
        contact=contact_talking.pk,
        changes={
            "caller_type": "person_using_abuse",
            "markers": {"weapon_access": "yes", "strangulation": "no"},
        },
        by=ann,
    )

    assert judged_events([contact_talking.pk]) == [
        {
            "type": "judged",
            "contact": str(contact_talking.pk),
            "caller_type": "person_using_abuse",
            "markers": {"weapon_access": "yes", "strangulation": "no"},
            "level": None,
            "suggested": "urgent",
            "lowered": None,
        }
    ]


def test_whoever_follows_sees_a_level_that_is_less_than_suggested_and_why(
    contact_talking: Contact, ann: Account
) -> None:
    assess(contact=contact_talking.pk, changes={"markers": {"weapon_access": "yes"}}, by=ann)
    set_level(contact=contact_talking.pk, level="standard", by=ann, because="about_others")

    told = judged_events([contact_talking.pk])[0]
    assert (told["level"], told["suggested"], told["lowered"]["because"]) == (
        "standard", "urgent", "about_others",
    )  # fmt: skip


def test_nobody_stays_at_a_talk_whose_console_is_gone(contact_talking: Contact, sue: Account) -> None:
    join(contact=contact_talking.pk, by=sue)
    until = Presence.objects.get(handler=sue).leased_until
    assert leave_absent(now=until - timedelta(seconds=1)) == 0
    assert leave_absent(now=until) == 1
    assert leave_absent(now=until) == 0

    assert bodies(contact_talking) == [TEXTS["joined"]["en"], TEXTS["left"]["en"]]


@pytest.mark.parametrize("back", [True, False], ids=["given back", "ended"])
def test_nobody_stays_at_a_talk_that_is_over(
    back: bool, contact_talking: Contact, ann: Account, sue: Account
) -> None:
    follow(contact=contact_talking.pk, by=sue)
    if back:
        release(contact=contact_talking.pk, by=ann)
        takes(ann, contact_talking)
    else:
        end_by_caller(contact=contact_talking.pk)

    assert list(followed_contacts(sue)) == []


def test_the_list_of_talks_holds_no_words(contact_talking: Contact, ann: Account, sue: Account) -> None:
    says(contact_talking, "my secret")
    (row,) = talks(sue)

    assert (row["handler"], row["about"], row["followed"]) == ("ann", "own_behaviour", False)
    assert "my secret" not in str(row)
    follow(contact=contact_talking.pk, by=sue)
    assert talks(sue)[0]["followed"] is True
    assert timezone.now().isoformat() > row["taken_at"]


def test_who_gets_the_talk_they_read_along_with_reads_along_no_more(
    contact_talking: Contact, ann: Account, sue: Account
) -> None:
    join(contact=contact_talking.pk, by=sue)
    ask_transfer(contact=contact_talking.pk, note="yours", client_id=uuid4(), by=ann, handler="sue")
    accept_transfer(contact=contact_talking.pk, by=sue)
    assert not Watching.objects.exists()

    # Passed back, nothing of it is sue's until she begins to read along anew, which is in the audit.
    ask_transfer(contact=contact_talking.pk, note="back", client_id=uuid4(), by=sue, handler="ann")
    accept_transfer(contact=contact_talking.pk, by=ann)
    assert list(followed_contacts(sue)) == []
    assert isinstance(says(contact_talking, "one more", by=sue), ContactNotFound)


def test_whoever_joined_and_lost_the_role_leaves_and_the_caller_is_told(
    contact_talking: Contact, sue: Account
) -> None:
    join(contact=contact_talking.pk, by=sue)
    lose_role(sue)

    assert [leave_absent(now=timezone.now()) for _ in range(2)] == [1, 0]
    assert bodies(contact_talking) == [TEXTS["joined"]["en"], TEXTS["left"]["en"]]
    # Should the role come back, reading along does not.
    Account.objects.filter(pk=sue.pk).update(role=Role.SUPERVISOR)
    assert list(followed_contacts(sue)) == []


@pytest.mark.parametrize("act", [follow, take_over])
def test_the_alert_is_locked_before_the_audit_as_where_a_board_answers_it(
    act: Callable[..., object], contact_talking: Contact, ann: Account, sue: Account
) -> None:
    raise_help(contact=contact_talking.pk, client_id=uuid4(), by=ann)
    with CaptureQueriesContext(connection) as asked:
        act(contact=contact_talking.pk, by=sue)

    order = [query["sql"] for query in asked.captured_queries]
    alert = next(at for at, sql in enumerate(order) if 'FROM "chat_alert"' in sql)
    audit = next(at for at, sql in enumerate(order) if 'FROM "staff_audithead"' in sql)
    assert alert < audit


def test_a_handlers_desk_asks_nothing_about_talks_to_follow(
    ann: Account, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        assert followed(ann, {}) == []
