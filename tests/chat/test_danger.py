"""Immediate danger: one press, every supervisor called, closed by a person, reviewed by another."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from chat.danger_view import calls_for, danger_events
from chat.errors import ContactNotFound, DangerGone, DangerOpen, DangerStands, OwnProposal, PracticeOnly
from chat.models import Alert, Contact, Danger
from chat.services import deadlines
from chat.services.alerts import answer_alert
from chat.services.danger import (
    close_danger,
    close_own_danger,
    dangers_to_review,
    forget_dangers,
    let_go_of,
    note_rang,
    raise_danger,
    review_danger,
    watch_reviews,
)
from chat.services.ending import end_by_caller, end_by_handler, wrap_up
from chat.services.guidance import move_to, open_danger_script
from chat.services.line import in_order
from chat.services.practice import start_practice
from chat.services.queue import release
from chat.services.signposting import send_signpost
from chat.services.triage import assess
from chat.states import Outcome, State
from helpline.kernel.errors import Forbidden
from helpline.staff.models import Account, AuditEvent
from helpline.staff.roles import Role
from scripts.script import CALLER_KINDS
from scripts.services import running_script
from tests.chat.acts import BOTH, bodies, starts, takes
from triage.models import DirectoryEntry
from triage.services import EMERGENCY_ID, emergency_card, signposts_of

pytestmark = [pytest.mark.django_db(databases=BOTH), pytest.mark.usefixtures("clock")]
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SAFE = Danger.How.SAFE


@pytest.fixture
def sid(make_account: Callable[..., Account]) -> Account:
    return make_account(Role.SUPERVISOR, "sid")


def audited() -> list[tuple[str, str]]:
    lines = AuditEvent.objects.filter(event__startswith="danger.").order_by("id")
    return list(lines.values_list("event", "actor"))


# -- raising it, and who is called -----------------------------------------------------------------


def test_one_press_calls_every_supervisor_until_one_answers(
    contact_talking: Contact, ann: Account, sue: Account, sid: Account
) -> None:
    danger = raise_danger(contact=contact_talking.pk, by=ann)

    for each in (sue, sid):
        assert [(call["about"], call["contact"]) for call in calls_for(each)] == [
            ("ann", str(contact_talking.pk))
        ]
    assert calls_for(ann) == []
    answer_alert(alert=danger.alert, by=sid)
    assert (calls_for(sue), calls_for(sid)) == ([], [])
    (told,) = danger_events([contact_talking.pk])
    assert (told["raised_by"], told["by"], told["over_at"]) == ("ann", "sid", None)


def test_pressed_again_it_is_the_same_danger(contact_talking: Contact, ann: Account, clock: Any) -> None:
    first = raise_danger(contact=contact_talking.pk, by=ann)
    clock.shift(90)
    assert raise_danger(contact=contact_talking.pk, by=ann) == first
    assert (Danger.objects.count(), Alert.objects.filter(kind="danger").count()) == (1, 1)

    close_own_danger(contact=contact_talking.pk, how=Danger.How.MISTAKE, by=ann)
    again = raise_danger(contact=contact_talking.pk, by=ann)
    assert again != first
    # Nobody has looked yet: it is the same call, told again.
    assert Alert.objects.get(kind="danger").times == 2
    assert again.alert == first.alert


def test_nobody_answers_a_call_of_their_own(contact_waiting: Contact, sue: Account, sid: Account) -> None:
    Contact.objects.update(state=State.TALKING, handler=sue, taken_at=NOON, first_taken_at=NOON)
    danger = raise_danger(contact=contact_waiting.pk, by=sue)

    assert (len(calls_for(sue)), len(calls_for(sid))) == (0, 1)
    with pytest.raises(OwnProposal):
        answer_alert(alert=danger.alert, by=sue)
    assert Alert.objects.get(pk=danger.alert).answered_at is None
    answer_alert(alert=danger.alert, by=sid)
    assert Danger.objects.get().answered_by == sid


def test_only_its_handler_raises_it_and_a_practice_calls_nobody(
    contact_talking: Contact, ann: Account, ben: Account, make_account: Callable[..., Account]
) -> None:
    with pytest.raises(ContactNotFound):
        raise_danger(contact=contact_talking.pk, by=ben)
    trainee = make_account(Role.HANDLER, "trainee")
    practice = start_practice(caller="going_round_tonight", client_id=uuid4(), by=trainee)
    with pytest.raises(PracticeOnly):
        raise_danger(contact=practice, by=trainee)
    assert open_danger_script(contact=practice, by=trainee) is True
    assert not Danger.objects.exists()
    assert not Alert.objects.exists()


def test_it_can_be_raised_in_the_wrap_up_and_with_no_script(contact_talking: Contact, ann: Account) -> None:
    Contact.objects.update(script_version=None, script_node="")
    assert open_danger_script(contact=contact_talking.pk, by=ann) is False
    end_by_caller(contact=contact_talking.pk)

    raise_danger(contact=contact_talking.pk, by=ann)
    assert open_danger_script(contact=contact_talking.pk, by=ann) is False
    assert Danger.objects.get().contact == contact_talking.pk


TYPES = {
    "own_behaviour": "person_using_abuse", "unsure": "unclear_or_mutual", "being_hurt": "victim_survivor",
    "child": "child_or_young_person", "someone_else": "friend_or_family", "work": "frontline_worker",
}  # fmt: skip


def test_the_danger_script_is_that_of_the_caller_s_kind(contact_talking: Contact, ann: Account) -> None:
    _, script = running_script()
    assert set(TYPES) == set(CALLER_KINDS)
    for kind, caller_type in TYPES.items():
        move_to(contact=contact_talking.pk, node="m07_open", by=ann)
        assess(contact=contact_talking.pk, changes={"caller_type": caller_type}, by=ann)
        open_danger_script(contact=contact_talking.pk, by=ann)
        assert Contact.objects.get().script_node == script.danger[kind]["danger"], kind
    # Who stands at an answer to danger already stays there.
    move_to(contact=contact_talking.pk, node="d04_defuse", by=ann)
    open_danger_script(contact=contact_talking.pk, by=ann)
    assert Contact.objects.get().script_node == "d04_defuse"


# -- nothing ends it but a person ------------------------------------------------------------------


@pytest.mark.parametrize("in_danger", [True, False])
def test_no_time_limit_ends_a_talk_or_a_wait_while_it_stands(
    in_danger: bool, contact_talking: Contact, ann: Account, ben: Account, clock: Any
) -> None:
    waiting = takes(ben, starts().contact)
    if in_danger:
        raise_danger(contact=contact_talking.pk, by=ann)
        raise_danger(contact=waiting.pk, by=ben)
    release(contact=waiting.pk, by=ben)
    clock.shift(HOUR)

    assert deadlines.end_left(now=NOON + HOUR) == (0 if in_danger else 2)
    assert Contact.objects.filter(state__in=["talking", "waiting"]).count() == (2 if in_danger else 0)
    Danger.objects.update(over_at=NOON)
    assert deadlines.end_left(now=NOON + HOUR) == (2 if in_danger else 0)


def test_the_alert_and_the_danger_outlive_the_caller_s_exit_and_the_wrap_up_stays_open(
    contact_talking: Contact, ann: Account, clock: Any
) -> None:
    danger = raise_danger(contact=contact_talking.pk, by=ann)
    end_by_caller(contact=contact_talking.pk)
    assert Alert.objects.get(pk=danger.alert).answered_at is None
    assert deadlines.wrap_up_until(Contact.objects.get()) is None

    clock.shift(HOUR)
    assert deadlines.close_unwrapped(now=NOON + HOUR) == 0
    close_own_danger(contact=contact_talking.pk, how=SAFE, by=ann)
    # The time for the wrap-up begins when it is closed.
    until = NOON + HOUR + timedelta(minutes=10)
    assert deadlines.wrap_up_until(Contact.objects.get()) == until
    assert deadlines.close_unwrapped(now=until - timedelta(seconds=1)) == 0
    assert deadlines.close_unwrapped(now=until) == 1
    assert deadlines.closed_by_itself(Contact.objects.get()) is True


def test_a_contact_is_closed_with_it_standing_only_by_somebody_who_says_why(
    contact_talking: Contact, ann: Account
) -> None:
    raise_danger(contact=contact_talking.pk, by=ann)
    end_by_handler(contact=contact_talking.pk, by=ann)

    with pytest.raises(DangerOpen) as refusal:
        wrap_up(contact=contact_talking.pk, outcome=Outcome.COMPLETED, by=ann)
    assert refusal.value.extra["standing"] is True
    why = Alert.Because.ACTED_ON
    wrap_up(contact=contact_talking.pk, outcome=Outcome.DANGER_ACTED_ON, by=ann, because=why)
    assert Danger.objects.get().over_at is None


def test_back_in_the_queue_it_goes_in_front_of_all(contact_talking: Contact, ann: Account) -> None:
    Contact.objects.update(level="standard", rank=5)
    raise_danger(contact=contact_talking.pk, by=ann)
    release(contact=contact_talking.pk, by=ann)

    assert (Contact.objects.get().rank, Contact.objects.get().level) == (0, "standard")
    # No skill is waited for, either.
    assert [each.pressing for each in in_order("main", {})] == [True]
    assert "999" in bodies(contact_talking)[-1]


# -- closing and reviewing --------------------------------------------------------------------------


def test_it_is_closed_by_who_has_the_contact_or_a_supervisor(
    contact_talking: Contact, ann: Account, ben: Account, sue: Account
) -> None:
    danger = raise_danger(contact=contact_talking.pk, by=ann)
    with pytest.raises(Forbidden):
        close_danger(danger=danger.pk, how=SAFE, by=ben)
    with pytest.raises(ContactNotFound):
        close_own_danger(contact=contact_talking.pk, how=SAFE, by=ben)
    close_danger(danger=danger.pk, how=SAFE, by=sue)
    with pytest.raises(DangerGone):
        close_own_danger(contact=contact_talking.pk, how=SAFE, by=ann)
    with pytest.raises(DangerGone):
        note_rang(contact=contact_talking.pk, by=ann)
    assert (Danger.objects.get().over_by, Danger.objects.get().how) == (sue, "safe")


def test_a_second_person_reviews_it_once_it_is_closed(
    contact_talking: Contact, ann: Account, sue: Account, sid: Account, clock: Any
) -> None:
    danger = raise_danger(contact=contact_talking.pk, by=ann)
    finding = Danger.Finding.WELL
    with pytest.raises(DangerStands):
        review_danger(danger=danger.pk, finding=finding, by=sue)
    note_rang(contact=contact_talking.pk, by=ann)
    close_own_danger(contact=contact_talking.pk, how=Danger.How.RANG, by=ann)
    with pytest.raises(Forbidden):
        review_danger(danger=danger.pk, finding=finding, by=ann)
    review_danger(danger=danger.pk, finding=finding, by=sue)
    # The first review stays.
    review_danger(danger=danger.pk, finding=Danger.Finding.WRONG, by=sid)

    found = Danger.objects.get()
    assert (found.reviewed_by, found.finding) == (sue, "well")
    assert dangers_to_review(by=sid) == []
    assert audited() == [
        ("danger.raised", "ann"), ("danger.rang", "ann"), ("danger.closed", "ann"),
        ("danger.reviewed", "sue"),
    ]  # fmt: skip


@pytest.mark.parametrize("field", ["by", "rang_by"])
def test_a_supervisor_who_acted_does_not_review(
    field: str, contact_talking: Contact, ann: Account, sue: Account
) -> None:
    danger = raise_danger(contact=contact_talking.pk, by=ann)
    Danger.objects.update(**{field: sue}, over_at=NOON)
    with pytest.raises(OwnProposal):
        review_danger(danger=danger.pk, finding=Danger.Finding.WELL, by=sue)


def test_an_overdue_review_is_an_alert_until_it_is_done(
    contact_talking: Contact, ann: Account, sue: Account, clock: Any
) -> None:
    danger = raise_danger(contact=contact_talking.pk, by=ann)
    close_own_danger(contact=contact_talking.pk, how=SAFE, by=ann)
    late = NOON + timedelta(hours=24)

    assert watch_reviews(now=late - timedelta(microseconds=1)) == 0
    assert watch_reviews(now=late) == watch_reviews(now=late) == 1
    assert Alert.objects.filter(kind="unreviewed").count() == 1
    clock.move_to(late)
    review_danger(danger=danger.pk, finding=Danger.Finding.LEARN, by=sue)
    assert not Alert.objects.filter(kind="unreviewed").exists()


def test_a_reviewed_danger_goes_after_a_week_and_an_open_one_stays(
    contact_talking: Contact, ann: Account, sue: Account
) -> None:
    danger = raise_danger(contact=contact_talking.pk, by=ann)
    let_go_of([contact_talking.pk])
    assert Danger.objects.get().contact is None
    assert forget_dangers(now=NOON + timedelta(days=365)) == 0

    close_danger(danger=danger.pk, how=SAFE, by=sue)
    review_danger(danger=danger.pk, finding=Danger.Finding.WELL, by=sue)
    assert forget_dangers(now=NOON + timedelta(days=7) - timedelta(seconds=1)) == 0
    assert forget_dangers(now=NOON + timedelta(days=7)) == 1


def test_the_audit_names_no_contact_beside_a_danger(
    contact_talking: Contact, ann: Account, sue: Account
) -> None:
    danger = raise_danger(contact=contact_talking.pk, by=ann)
    answer_alert(alert=danger.alert, by=sue)
    close_own_danger(contact=contact_talking.pk, how=SAFE, by=ann)

    told = list(AuditEvent.objects.exclude(event__startswith="contact.").values("event", "subject", "detail"))
    assert {line["subject"] for line in told} == {str(danger.pk)}
    assert [line["event"] for line in told] == ["danger.raised", "danger.answered", "danger.closed"]
    # The log of the talk itself does name it: this test would notice one.
    assert AuditEvent.objects.filter(subject=str(contact_talking.pk)).exists()


# -- the 999 card ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "words"), [("en", "press 55"), ("cy", "phwyswch 55")])
@pytest.mark.parametrize("directory", [True, False])
def test_the_card_with_999_goes_out_with_and_without_a_directory(
    language: str, words: str, directory: bool, content: None, ann: Account
) -> None:
    talk = takes(ann, starts(language=language).contact)
    if not directory:
        DirectoryEntry.objects.all().delete()
    send: dict[str, Any] = {"contact": talk.pk, "programme": EMERGENCY_ID, "by": ann}
    id = UUID(int=7)
    first = send_signpost(**send, client_id=id)
    assert send_signpost(**send, client_id=id).seq == first.seq

    card = emergency_card(language)
    assert words in str(card["about"])
    assert (card["phone"], bodies(talk)[-1]) == ("999", card["name"])
    assert [given["slug"] for given in signposts_of(talk.pk)] == (["emergency"] if directory else [])
