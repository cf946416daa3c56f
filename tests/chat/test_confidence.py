"""A break of confidence: held from the proposal on, decided by another, recorded without words, let go."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chat.errors import (
    BreakGone,
    BreakOpen,
    BreakStep,
    ContactNotFound,
    DangerGone,
    OwnProposal,
    PracticeOnly,
    WordsGone,
)
from chat.models import Alert, ConfidenceBreak, Contact, Danger, Message, Passing
from chat.services.confidence import (
    Passed,
    breaks_of,
    decide_break,
    end_hold,
    one_break,
    pass_on,
    propose_break,
)
from chat.services.danger import raise_danger
from chat.services.emergency import end_any_danger, rang_emergency
from chat.services.ending import end_by_caller, wrap_up
from chat.services.held_words import read_held_words
from chat.services.retention import let_go, purge_expired
from chat.states import Outcome
from helpline.kernel.errors import Forbidden, RequestInvalid
from helpline.kernel.models import ContactKey
from helpline.staff.models import Account, AuditEvent
from helpline.staff.roles import Role
from helpline.timers import run_due
from tests.chat.acts import BOTH, says, starts, takes
from tests.chat.practising import practises

pytestmark = [pytest.mark.django_db(databases=BOTH), pytest.mark.usefixtures("clock")]
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
DUE = NOON + timedelta(hours=72)
WORDS = "she lives at 14 Larch Street and I am on my way"
HARM, CHILD = ConfidenceBreak.Reason.HARM, ConfidenceBreak.Reason.CHILD
What, To, WhyNot = Passing.What, Passing.To, Passing.WhyNot


@pytest.fixture
def talk(contact_talking: Contact) -> Contact:
    says(contact_talking, WORDS)
    return contact_talking


def closes(contact: Contact, by: Account) -> None:
    end_by_caller(contact=contact.pk)
    wrap_up(contact=contact.pk, outcome=Outcome.COMPLETED, by=by, because=Alert.Because.TOLD)


def passed(to: Passing.To = To.POLICE, **more: Any) -> Passed:
    return Passed(**{"to": to, "what": (What.ADDRESS, What.DANGER), "told": True, **more})


def left() -> tuple[int, int]:
    """How many keys and messages are there."""
    return ContactKey.objects.count(), Message.objects.count()


# -- the hold, both ways -----------------------------------------------------------------------------


def test_words_are_held_from_the_proposal_until_a_supervisor_ends_it(
    talk: Contact, ann: Account, sue: Account
) -> None:
    made = propose_break(contact=talk.pk, reason=HARM, by=ann)
    closes(talk, ann)

    assert purge_expired(now=DUE + timedelta(days=30)) == 0
    assert left() == (1, 1)
    decide_break(id=made.pk, approve=True, by=sue)
    assert purge_expired(now=DUE + timedelta(days=30)) == 0
    end_hold(id=made.pk, by=sue)
    assert purge_expired(now=DUE - timedelta(microseconds=1)) == 0
    assert purge_expired(now=DUE) == 1
    assert left() == (0, 0)


def test_a_contact_beside_it_is_purged_at_its_time(talk: Contact, ann: Account) -> None:
    other = takes(ann, starts(first_message="hello").contact)
    propose_break(contact=talk.pk, reason=HARM, by=ann)
    closes(talk, ann)
    closes(other, ann)

    assert purge_expired(now=DUE) == 1
    assert list(ContactKey.objects.values_list("pk", flat=True)) == [talk.pk]


def test_a_refusal_ends_the_hold(talk: Contact, ann: Account, sue: Account) -> None:
    made = propose_break(contact=talk.pk, reason=HARM, by=ann)
    closes(talk, ann)
    decide_break(id=made.pk, approve=False, by=sue)

    assert purge_expired(now=DUE) == 1


def test_the_timers_respect_the_hold_and_the_fact_is_sealed_all_the_same(
    talk: Contact, ann: Account, sue: Account
) -> None:
    made = propose_break(contact=talk.pk, reason=HARM, by=ann)
    closes(talk, ann)
    run_due(now=DUE, started_at=NOON)
    assert left() == (1, 1)
    assert Contact.objects.get().counted_at is not None

    decide_break(id=made.pk, approve=True, by=sue)
    end_hold(id=made.pk, by=sue)
    run_due(now=DUE, started_at=NOON)
    assert (left(), Contact.objects.count()) == ((0, 0), 0)
    assert ConfidenceBreak.objects.get().contact is None


def test_a_hold_that_comes_while_the_purge_looks_is_respected(
    talk: Contact, ann: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chat.services import retention

    closes(talk, ann)
    locks = retention._lock

    def held_meanwhile(contacts: Any) -> None:
        if not ConfidenceBreak.objects.exists():
            propose_break(contact=talk.pk, reason=HARM, by=ann)
        locks(contacts)

    monkeypatch.setattr(retention, "_lock", held_meanwhile)
    assert purge_expired(now=DUE) == 0
    assert left() == (1, 1)


def test_let_go_keeps_the_row_of_held_words(talk: Contact, ann: Account) -> None:
    propose_break(contact=talk.pk, reason=HARM, by=ann)
    closes(talk, ann)
    purge_expired(now=DUE)

    assert let_go(now=DUE) == 0
    assert Contact.objects.count() == 1


# -- proposing ---------------------------------------------------------------------------------------


def test_a_handler_proposes_for_their_own_and_a_supervisor_for_any(
    talk: Contact, ann: Account, ben: Account, sue: Account, analyst: Account, admin: Account
) -> None:
    for nobody in (analyst, admin):
        with pytest.raises(Forbidden):
            propose_break(contact=talk.pk, reason=HARM, by=nobody)
    with pytest.raises(ContactNotFound):
        propose_break(contact=talk.pk, reason=HARM, by=ben)
    closes(talk, ann)
    # Also once it is closed, while the words exist.
    made = propose_break(contact=talk.pk, reason=CHILD, by=ann)
    assert (made.handler, made.by) == (ann, ann)
    with pytest.raises(BreakOpen):
        propose_break(contact=talk.pk, reason=HARM, by=sue)
    assert Alert.objects.get(kind="confidence").about == ann


def test_nothing_is_proposed_for_destroyed_words_or_practice(
    talk: Contact, ann: Account, make_account: Callable[..., Account]
) -> None:
    closes(talk, ann)
    purge_expired(now=DUE)
    with pytest.raises(WordsGone):
        propose_break(contact=talk.pk, reason=HARM, by=ann)
    trainee = make_account(Role.HANDLER, "trainee")
    with pytest.raises(PracticeOnly):
        propose_break(contact=practises(trainee).pk, reason=HARM, by=trainee)


# -- deciding, passing on, ending ----------------------------------------------------------------------


def test_nobody_approves_their_own_proposal(talk: Contact, ann: Account, sue: Account) -> None:
    made = propose_break(contact=talk.pk, reason=HARM, by=sue)
    with pytest.raises(OwnProposal):
        decide_break(id=made.pk, approve=True, by=sue)
    # Ann had the contact, so that she sees the record; she decides nothing.
    with pytest.raises(Forbidden):
        decide_break(id=made.pk, approve=True, by=ann)
    assert ConfidenceBreak.objects.get().approved is None


def test_it_is_decided_once_and_the_alert_goes(
    talk: Contact, ann: Account, sue: Account, make_account: Callable[..., Account]
) -> None:
    made = propose_break(contact=talk.pk, reason=HARM, by=ann)
    decide_break(id=made.pk, approve=True, by=sue)

    assert not Alert.objects.exists()
    with pytest.raises(BreakStep):
        decide_break(id=made.pk, approve=False, by=make_account(Role.SUPERVISOR, "sid"))
    assert ConfidenceBreak.objects.get().decided_by == sue


def test_nothing_is_passed_on_before_it_is_approved_nor_after_the_hold(
    talk: Contact, ann: Account, sue: Account
) -> None:
    made = propose_break(contact=talk.pk, reason=HARM, by=ann)
    for act in (lambda: pass_on(id=made.pk, passed=passed(), by=ann), lambda: end_hold(id=made.pk, by=sue)):
        with pytest.raises(BreakStep):
            act()
    decide_break(id=made.pk, approve=True, by=sue)
    pass_on(id=made.pk, passed=passed(reference="INC-2026/0417"), by=ann)
    pass_on(id=made.pk, passed=passed(To.CHILDREN, told=False, why_not=WhyNot.DANGER), by=sue)
    end_hold(id=made.pk, by=sue)
    for act in (lambda: pass_on(id=made.pk, passed=passed(), by=ann), lambda: end_hold(id=made.pk, by=sue)):
        with pytest.raises(BreakStep):
            act()

    rows = list(
        Passing.objects.order_by("told").values_list("to", "told", "why_not", "reference", "by__username")
    )
    assert rows == [
        ("children", False, "danger", "", "sue"), ("police", True, "", "INC-2026/0417", "ann"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"what": ()}, "what"),
        ({"told": False}, "why_not"),
        ({"reference": "rang John at noon 1"}, "reference"),
        ({"reference": "INCIDENT"}, "reference"),
        ({"reference": "1" * 25}, "reference"),
        ({"reference": "12\n"}, "reference"),
    ],
)
def test_what_is_missing_or_may_be_words_is_refused(
    wrong: dict[str, Any], field: str, talk: Contact, ann: Account, sue: Account
) -> None:
    made = propose_break(contact=talk.pk, reason=HARM, by=ann)
    decide_break(id=made.pk, approve=True, by=sue)
    with pytest.raises(RequestInvalid) as refusal:
        pass_on(id=made.pk, passed=passed(**wrong), by=ann)
    assert list(refusal.value.extra["fields"]) == [field]
    assert not Passing.objects.exists()


def test_in_a_danger_999_waits_for_nobody_and_a_second_person_looks_afterwards(
    talk: Contact, ann: Account, sue: Account
) -> None:
    with pytest.raises(DangerGone):
        rang_emergency(contact=talk.pk, by=ann)
    assert not ConfidenceBreak.objects.exists()
    raise_danger(contact=talk.pk, by=ann)
    made = rang_emergency(contact=talk.pk, by=ann)
    assert rang_emergency(contact=talk.pk, by=ann) == made
    assert (made.at_once, made.reason) == (True, "life")

    pass_on(id=made.pk, passed=passed(To.EMERGENCY), by=ann)
    with pytest.raises(RequestInvalid):
        pass_on(id=made.pk, passed=passed(To.POLICE), by=ann)
    closes(talk, ann)
    assert purge_expired(now=DUE) == 0
    # What was done stays held where a second person would not have done it.
    decide_break(id=made.pk, approve=False, by=sue)
    assert purge_expired(now=DUE) == 0
    end_hold(id=made.pk, by=sue)
    assert purge_expired(now=DUE) == 1


@pytest.mark.parametrize(("how", "gone"), [(Danger.How.RANG, 0), (Danger.How.CALLER_RANG, 1)])
def test_a_danger_that_a_supervisor_closes_with_999_holds_the_words(
    how: Danger.How, gone: int, talk: Contact, ann: Account, sue: Account, supervisor: Account
) -> None:
    danger = raise_danger(contact=talk.pk, by=ann)
    closes(talk, ann)

    closed = end_any_danger(danger=danger.pk, how=how, by=sue)

    assert (closed.over_by, closed.rang_by) == (sue, None if gone else sue)
    assert purge_expired(now=DUE) == gone
    if not gone:
        made = ConfidenceBreak.objects.get()
        assert (made.at_once, made.by, made.handler) == (True, sue, ann)
        with pytest.raises(OwnProposal):
            decide_break(id=made.pk, approve=True, by=sue)
        decide_break(id=made.pk, approve=True, by=supervisor)


def test_where_a_record_is_open_or_no_words_are_left_a_supervisor_closes_it_all_the_same(
    talk: Contact, ann: Account, sue: Account
) -> None:
    danger = raise_danger(contact=talk.pk, by=ann)
    made = rang_emergency(contact=talk.pk, by=ann)
    assert end_any_danger(danger=danger.pk, how=Danger.How.RANG, by=sue).rang_by == ann
    assert ConfidenceBreak.objects.get() == made

    ConfidenceBreak.objects.all().delete()
    again = raise_danger(contact=talk.pk, by=ann)
    Contact.objects.update(words_destroyed_at=NOON)
    assert end_any_danger(danger=again.pk, how=Danger.How.RANG, by=sue).over_by == sue
    assert not ConfidenceBreak.objects.exists()


def test_who_sees_which_record(
    talk: Contact, ann: Account, ben: Account, sue: Account, analyst: Account
) -> None:
    made = propose_break(contact=talk.pk, reason=HARM, by=sue)

    assert breaks_of(by=ann) == breaks_of(by=sue) == [made]
    assert breaks_of(by=ben) == []
    with pytest.raises(BreakGone):
        one_break(id=made.pk, by=ben)
    with pytest.raises(Forbidden):
        breaks_of(by=analyst)


# -- the words, the record, the audit ---------------------------------------------------------------


def test_held_words_are_read_by_a_supervisor_alone_and_each_reading_is_in_the_log(
    talk: Contact, ann: Account, sue: Account
) -> None:
    made = propose_break(contact=talk.pk, reason=HARM, by=ann)
    with pytest.raises(Forbidden):
        read_held_words(id=made.pk, by=ann)
    assert [event["body"] for event in read_held_words(id=made.pk, by=sue)] == [WORDS]
    read_held_words(id=made.pk, by=sue)
    assert AuditEvent.objects.filter(event="confidence.words_read", actor="sue").count() == 2
    decide_break(id=made.pk, approve=False, by=sue)
    with pytest.raises(BreakStep):
        read_held_words(id=made.pk, by=sue)


def test_every_step_is_in_the_log_with_no_contact_no_reason_and_no_receiver(
    talk: Contact, ann: Account, sue: Account
) -> None:
    made = propose_break(contact=talk.pk, reason=CHILD, by=ann)
    decide_break(id=made.pk, approve=True, by=sue)
    pass_on(id=made.pk, passed=passed(), by=ann)
    end_hold(id=made.pk, by=sue)

    lines = list(AuditEvent.objects.filter(event__startswith="confidence.").order_by("id"))
    assert [(line.event, line.actor) for line in lines] == [
        ("confidence.proposed", "ann"), ("confidence.approved", "sue"),
        ("confidence.passed_on", "ann"), ("confidence.hold_ended", "sue"),
    ]  # fmt: skip
    assert {line.subject for line in lines} == {str(made.pk)}
    told = " ".join(f"{line.subject} {line.detail}" for line in lines)
    for secret in (str(talk.pk), "child", "police", "address"):
        assert secret not in told


def test_what_stays_of_a_break_holds_no_word_and_no_contact(
    talk: Contact, ann: Account, sue: Account
) -> None:
    made = propose_break(contact=talk.pk, reason=HARM, by=ann)
    decide_break(id=made.pk, approve=True, by=sue)
    pass_on(id=made.pk, passed=passed(reference="INC-1"), by=ann)
    # It would be found: the record names its contact until the row goes.
    assert str(talk.pk) in str(list(ConfidenceBreak.objects.values()))
    end_hold(id=made.pk, by=sue)
    closes(talk, ann)
    purge_expired(now=DUE)
    let_go(now=DUE)

    stays = str([*ConfidenceBreak.objects.values(), *Passing.objects.values()])
    assert ConfidenceBreak.objects.get().contact is None
    for secret in (str(talk.pk), talk.pk.hex, "Larch"):
        assert secret not in stays
