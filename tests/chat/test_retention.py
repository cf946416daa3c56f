"""Destroying words: keys first, then rows, then nothing is left but a fact."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.core.management import call_command

from chat.models import Alert, Contact, DoneCommand, Message
from chat.selectors import events_after
from chat.services import retention
from chat.services.ending import end_by_caller, wrap_up
from chat.services.once import do_once
from chat.services.retention import let_go, purge_expired
from chat.services.signposting import send_signpost
from chat.services.triage import assess
from chat.states import Outcome
from helpline.kernel.keystore import WordsDestroyed, key_of
from helpline.kernel.models import ContactKey
from helpline.staff.models import Account, AuditEvent
from helpline.statistics.models import DraftFact, Fact
from tests.chat.acts import BOTH, says, starts, takes
from triage.matching import entry_id
from triage.models import MarkerAnswer, SignpostGiven, TriageRecord
from triage.services import confirm_entry

pytestmark = pytest.mark.django_db(databases=BOTH)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
DUE = NOON + timedelta(hours=72)


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def closes(contact: Contact, ann: Account) -> Contact:
    end_by_caller(contact=contact.pk)
    why = Alert.Because.JUDGED
    return wrap_up(contact=contact.pk, outcome=Outcome.COMPLETED, by=ann, because=why)


@pytest.fixture
def contact_closed(contact_talking: Contact, ann: Account) -> Contact:
    """A talk with everything in it, closed at noon."""
    says(contact_talking, "I could kill her, honestly I could, I mean it")
    confirm_entry(entry_id=entry_id("respect-phoneline"), by=ann)
    send_signpost(
        contact=contact_talking.pk, programme=entry_id("respect-phoneline"), client_id=entry_id("1"), by=ann
    )
    changes = {"caller_type": "person_using_abuse", "markers": {"weapon_access": "yes"}}
    assess(contact=contact_talking.pk, changes=changes, by=ann)
    done = {"by": ann, "id": uuid4(), "kind": "WarnContact", "contact": contact_talking.pk}
    do_once(**done, act=lambda: contact_talking.pk)
    return closes(contact_talking, ann)


@pytest.mark.parametrize(("moment", "purged"), [(DUE - timedelta(microseconds=1), 0), (DUE, 1)])
def test_words_die_at_their_time_and_not_before(
    moment: datetime, purged: int, contact_closed: Contact
) -> None:
    assert purge_expired(now=moment) == purged

    assert ContactKey.objects.count() == 1 - purged
    assert Message.objects.count() == (0 if purged else 2)
    assert Contact.objects.get().words_destroyed_at == (moment if purged else None)


def test_a_purged_contact_has_no_key_no_message_and_no_badge(contact_closed: Contact) -> None:
    Contact.objects.update(badges=["threat_ultimatum"])
    purge_expired(now=DUE)

    with pytest.raises(WordsDestroyed) as refusal:
        key_of(contact_closed.pk)
    assert refusal.value.code == "words.destroyed"
    assert events_after(contact_closed.pk, 0) == []
    assert Contact.objects.get().badges == []


def test_the_key_is_destroyed_before_any_row(
    contact_closed: Contact, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows: list[int] = []

    def destroys(contacts: list[UUID]) -> int:
        rows.append(Message.objects.filter(contact__in=contacts).count())
        return destroy(contacts)

    destroy = retention.destroy_keys
    monkeypatch.setattr(retention, "destroy_keys", destroys)
    purge_expired(now=DUE)

    assert rows == [2]


def test_a_purge_that_breaks_off_after_the_keys_is_finished_by_the_next(
    contact_closed: Contact, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(**kwargs: Any) -> None:
        raise RuntimeError("the database is away")

    with monkeypatch.context() as broken:
        broken.setattr(retention, "record", fails)
        with pytest.raises(RuntimeError):
            purge_expired(now=DUE)
    assert (ContactKey.objects.count(), Message.objects.count()) == (0, 2)
    assert events_after(contact_closed.pk, 0) == []

    assert purge_expired(now=DUE) == 1
    assert Message.objects.count() == 0


def test_purging_again_finds_nothing(contact_closed: Contact) -> None:
    assert purge_expired(now=DUE) == 1
    assert purge_expired(now=DUE) == 0
    line = AuditEvent.objects.get(event="words.destroyed")
    assert (line.actor, line.subject, line.detail) == ("system", "", {"contacts": 1})


def test_more_than_one_round_is_done_at_once(content: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    for _ in range(5):
        end_by_caller(contact=starts(first_message="hello").contact.pk)

    assert purge_expired(now=DUE) == 5
    assert (Message.objects.count(), ContactKey.objects.count()) == (0, 0)


def test_only_what_is_closed_and_due_is_purged(content: None, ann: Account, clock: Any) -> None:
    waiting = starts(first_message="waits").contact
    talking = takes(ann, starts(first_message="talks").contact)
    ended = takes(ann, starts(first_message="ended").contact)
    end_by_caller(contact=ended.pk)
    clock.shift(1)
    late = starts(first_message="late").contact
    end_by_caller(contact=late.pk)

    assert purge_expired(now=DUE) == 0
    assert purge_expired(now=DUE + timedelta(seconds=1)) == 1
    assert set(ContactKey.objects.values_list("pk", flat=True)) == {waiting.pk, talking.pk, ended.pk}


def test_without_retention_words_are_due_when_the_contact_is_closed(
    contact_talking: Contact, ann: Account, settings: Any
) -> None:
    settings.HELPLINE_RETENTION_HOURS = 0
    says(contact_talking, "hello")
    end_by_caller(contact=contact_talking.pk)
    assert purge_expired(now=NOON) == 0

    wrap_up(contact=contact_talking.pk, outcome=Outcome.COMPLETED, by=ann)

    assert purge_expired(now=NOON) == 1
    assert DraftFact.objects.count() == 1


def test_a_changed_retention_does_not_reach_what_is_closed_already(
    contact_closed: Contact, settings: Any
) -> None:
    settings.HELPLINE_RETENTION_HOURS = 168

    assert purge_expired(now=DUE) == 1


def everything() -> dict[str, int]:
    models = (
        Contact,
        Message,
        TriageRecord,
        MarkerAnswer,
        SignpostGiven,
        DraftFact,
        ContactKey,
        DoneCommand,
    )
    return {model.__name__: model._default_manager.count() for model in models}


def test_a_counted_contact_without_words_leaves_a_fact_and_nothing_else(contact_closed: Contact) -> None:
    assert all(everything().values())

    assert let_go(now=DUE) == 0
    assert Fact.objects.count() == 1
    purge_expired(now=DUE)
    assert let_go(now=DUE) == 1

    assert not any(everything().values()), everything()
    assert Fact.objects.get().outcome == "completed"
    assert let_go(now=DUE) == 0


def test_the_fact_can_be_corrected_for_a_day_whatever_happens_to_the_words(
    contact_talking: Contact, ann: Account, settings: Any
) -> None:
    settings.HELPLINE_RETENTION_HOURS = 0
    closes(contact_talking, ann)
    purge_expired(now=NOON)

    assert let_go(now=NOON + timedelta(hours=24) - timedelta(microseconds=1)) == 0
    assert (DraftFact.objects.count(), Fact.objects.count(), Contact.objects.count()) == (1, 0, 1)
    assert let_go(now=NOON + timedelta(hours=24)) == 1
    assert (DraftFact.objects.count(), Fact.objects.count(), Contact.objects.count()) == (0, 1, 0)


def test_a_row_stays_while_its_words_do(contact_closed: Contact) -> None:
    assert let_go(now=NOON + timedelta(hours=24)) == 0

    assert Contact.objects.get().counted_at == NOON + timedelta(hours=24)
    assert len(events_after(contact_closed.pk, 0)) == 2


def test_letting_go_touches_nobody_else(contact_closed: Contact, ann: Account) -> None:
    other = takes(ann, starts(first_message="hello").contact)
    assess(contact=other.pk, changes={"caller_type": "victim_survivor"}, by=ann)
    purge_expired(now=DUE)
    let_go(now=DUE)

    assert Contact.objects.get().pk == other.pk
    assert (Message.objects.count(), TriageRecord.objects.get().contact) == (1, other.pk)


def test_nothing_that_stays_names_the_contact(contact_closed: Contact) -> None:
    purge_expired(now=DUE)
    let_go(now=DUE)

    assert str(contact_closed.pk) not in str(list(Fact.objects.values()))
    assert contact_closed.pk.hex not in str(list(Fact.objects.values()))


@pytest.mark.parametrize("number", [1, 3])
def test_a_purge_costs_the_same_for_many(number: int, content: None, django_assert_num_queries: Any) -> None:
    for _ in range(number):
        end_by_caller(contact=starts(first_message="hello").contact.pk)

    with django_assert_num_queries(1, using="keys"):
        assert purge_expired(now=DUE) == number


def test_the_command_purges_and_lets_go_now(contact_closed: Contact, clock: Any) -> None:
    clock.move_to(DUE)
    told = StringIO()

    call_command("purge_expired", stdout=told)

    assert told.getvalue() == "Words destroyed: 1 contacts. Rows let go: 1 contacts.\n"
    assert not any(everything().values())
