"""A handler says of a mark that it is so, or not; it stays without words, and a danger stays in sight."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chat.errors import ContactNotFound
from chat.models import Alert, Contact, CueJudgement, GuidanceUse
from chat.services.dangers import open_danger, shows_danger
from chat.services.ending import end_by_caller, wrap_up
from chat.services.judging_cues import judge_cue, judgement_events
from chat.services.retention import purge_expired
from chat.states import Outcome
from helpline.kernel.errors import RequestInvalid
from helpline.staff.models import Account, AuditEvent
from tests.chat.acts import BOTH, says, starts, takes

pytestmark = pytest.mark.django_db(databases=BOTH)
PUSH = "it was just a push"
# Found as a threat, and holding no word of a marker.
THREAT = "I know where her new fella lives and I'm going to pay him a visit"


@pytest.fixture
def contact(contact_talking: Contact) -> Contact:
    says(contact_talking, PUSH)
    return contact_talking


def judged(contact: Contact) -> list[dict[str, Any]]:
    (event,) = judgement_events([contact.pk])
    told: list[dict[str, Any]] = event["judged"]
    return told


def test_what_a_handler_says_stays_changes_and_is_taken_back(contact: Contact, ann: Account) -> None:
    for so in (False, True):
        judge_cue(contact=contact.pk, seq=1, cue="minimisation", so=so, by=ann)
        assert judged(contact) == [{"seq": 1, "cue": "minimisation", "so": so, "by": "ann"}]

    judge_cue(contact=contact.pk, seq=1, cue="minimisation", so=None, by=ann)

    assert judged(contact) == []


@pytest.mark.parametrize(
    ("seq", "cue"), [(1, "denial"), (1, "no_such_cue"), (2, "minimisation"), (9, "minimisation")]
)
def test_only_a_mark_that_is_there_is_judged(seq: int, cue: str, contact: Contact, ann: Account) -> None:
    says(contact, PUSH, by=ann)

    with pytest.raises(RequestInvalid):
        judge_cue(contact=contact.pk, seq=seq, cue=cue, so=False, by=ann)

    assert judged(contact) == []


def test_nobody_judges_in_somebody_elses_talk(contact: Contact, ben: Account) -> None:
    with pytest.raises(ContactNotFound):
        judge_cue(contact=contact.pk, seq=1, cue="minimisation", so=False, by=ben)


def test_it_is_counted_when_the_contact_closes_as_it_stands_then(contact: Contact, ann: Account) -> None:
    says(contact, PUSH)
    says(contact, "I want to change, I want to stop hurting them")
    for so in (False, None, False):
        judge_cue(contact=contact.pk, seq=1, cue="minimisation", so=so, by=ann)
    judge_cue(contact=contact.pk, seq=2, cue="minimisation", so=True, by=ann)
    assert not GuidanceUse.objects.exists()

    end_by_caller(contact=contact.pk)
    wrap_up(contact=contact.pk, outcome=Outcome.COMPLETED, by=ann)

    assert sorted(GuidanceUse.objects.values_list("kind", "name", "count")) == [
        ("cue_confirmed", "minimisation", 1),
        ("cue_refused", "minimisation", 1),
    ]


def test_it_goes_with_the_words(contact: Contact, ann: Account) -> None:
    judge_cue(contact=contact.pk, seq=1, cue="minimisation", so=False, by=ann)
    end_by_caller(contact=contact.pk)
    closed = wrap_up(contact=contact.pk, outcome=Outcome.COMPLETED, by=ann)
    assert closed.purge_at is not None

    purge_expired(now=closed.purge_at)

    assert Contact.objects.get().words_destroyed_at
    assert not CueJudgement.objects.exists()


def test_not_so_answers_a_safety_cue_and_no_other_hearing_of_it(contact: Contact, ann: Account) -> None:
    says(contact, THREAT)
    says(contact, THREAT)
    danger = open_danger(contact)
    assert danger is not None
    assert (danger.cues, danger.markers) == (("threat_ultimatum",), ())

    judge_cue(contact=contact.pk, seq=2, cue="threat_ultimatum", so=False, by=ann)
    assert open_danger(contact) is not None
    judge_cue(contact=contact.pk, seq=3, cue="threat_ultimatum", so=False, by=ann)

    assert open_danger(contact) is None
    judge_cue(contact=contact.pk, seq=3, cue="threat_ultimatum", so=True, by=ann)
    assert open_danger(contact) is not None


def test_not_so_answers_no_marker_and_no_level(contact: Contact, ann: Account) -> None:
    says(contact, "I could kill her, I mean it")
    danger = open_danger(contact)
    assert danger is not None
    assert danger.markers == ("threat_to_kill",)
    for cue in danger.cues:
        judge_cue(contact=contact.pk, seq=2, cue=cue, so=False, by=ann)

    left = open_danger(contact)

    assert left is not None
    assert (left.cues, left.markers) == ((), ("threat_to_kill",))


def test_what_is_said_to_a_caller_who_is_lost_goes_by_the_words_all_the_same(
    contact: Contact, ann: Account
) -> None:
    says(contact, THREAT)
    judge_cue(contact=contact.pk, seq=2, cue="threat_ultimatum", so=False, by=ann)

    assert shows_danger(contact)


def test_the_audit_hears_nothing_of_what_a_message_was_about(contact: Contact, ann: Account) -> None:
    says(contact, THREAT)
    before = AuditEvent.objects.count()
    judge_cue(contact=contact.pk, seq=2, cue="threat_ultimatum", so=False, by=ann)
    end_by_caller(contact=contact.pk)
    wrap_up(contact=contact.pk, outcome=Outcome.COMPLETED, by=ann)

    lines = list(AuditEvent.objects.order_by("pk")[before:])
    assert [line.event for line in lines] == ["contact.closed"]
    assert not Alert.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_all_talks_of_a_desk_are_read_in_one_query(
    number: int, content: None, ann: Account, ben: Account
) -> None:
    talks = []
    for at in range(number):
        talk = takes(ann if at < 2 else ben, starts().contact)
        says(talk, PUSH)
        assert talk.handler
        judge_cue(contact=talk.pk, seq=1, cue="minimisation", so=False, by=talk.handler)
        talks.append(talk.pk)

    with CaptureQueriesContext(connection) as queries:
        told = judgement_events(talks)

    assert (len(told), len(queries)) == (number, 1)
