"""Contacts that cross a line: the rule, the one warning, the end, the pause and the debrief."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chat.boundaries import AT_ONCE, Kind, WarningGiven, boundaries, check_may_end
from chat.errors import ContactClosed, ContactNotFound, Paused, WarningFirst
from chat.handler_view import desk_contact, presence_event
from chat.models import Alert, Block, Contact, LineSettings, Offer, Presence
from chat.selectors import events_after
from chat.services.alerts import answer_alert
from chat.services.blocks import lift_block
from chat.services.boundaries import end_for_abuse, warn
from chat.services.deadlines import close_unwrapped
from chat.services.ending import end_by_caller, wrap_up
from chat.services.pausing import ask_for_debrief, carry_on
from chat.services.queue import release
from chat.states import Outcome
from helpline.staff.models import Account, AuditEvent
from tests.chat.acts import BOTH, bodies, finishes, is_there, says, starts, takes
from tests.chat.readability import grade

pytestmark = pytest.mark.django_db(databases=BOTH)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def warned(contact: Contact, by: Account) -> Contact:
    """Warn as a handler does: the button, then the sentence."""
    found = warn(contact=contact.pk, by=by)
    says(contact, "If the insults go on I'll end the chat.", by=by)
    return found


def audited() -> list[tuple[str, str, str, dict[str, Any]]]:
    return list(AuditEvent.objects.order_by("pk").values_list("event", "actor", "subject", "detail"))


# -- the rule -------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize(
    ("warned_at", "written_at", "given"),
    [
        (None, None, False),
        (None, NOON, False),
        (NOON, None, False),
        (NOON, NOON - MINUTE, False),
        (NOON, NOON, True),
        (NOON, NOON + MINUTE, True),
    ],
)
def test_a_warning_was_given_once_a_person_wrote_after_it(
    kind: Kind, warned_at: datetime | None, written_at: datetime | None, given: bool
) -> None:
    warning = WarningGiven(warned_at, written_at)

    assert warning.was_given is given
    if given or kind in AT_ONCE:
        check_may_end(kind, warning)
    else:
        with pytest.raises(WarningFirst) as refusal:
            check_may_end(kind, warning)
        assert refusal.value.code == "boundary.warning_first"


def test_no_warning_is_owed_to_sexual_contacts_and_threats_alone() -> None:
    assert set(AT_ONCE) == {"sexual", "threat"}


def test_the_content_has_every_kind_with_its_three_sentences_and_its_limits() -> None:
    held = boundaries()

    assert [kind["id"] for kind in held["kinds"]] == list(Kind) == [r.value for r in Block.Reason]
    assert [kind["id"] for kind in held["kinds"] if kind["at_once"]] == ["sexual", "threat"]
    for kind in held["kinds"]:
        assert {"label", "is", "is_not", "name_it", "warning", "do", "dont"} <= kind.keys()
        assert "end the chat" in kind["warning"]
    assert held["first"][0].startswith("Danger comes first.")


# -- warning and ending ---------------------------------------------------------------------


def test_a_talk_is_warned_once_and_the_first_moment_stays(contact_talking: Contact, ann: Account) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        warn(contact=contact_talking.pk, by=ann)
        clock.shift(60)
        warn(contact=contact_talking.pk, by=ann)

    assert Contact.objects.get().warned_at == NOON


def test_before_a_sentence_was_sent_nothing_is_ended(contact_talking: Contact, ann: Account) -> None:
    says(contact_talking, "Hello.", by=ann)
    with pytest.raises(WarningFirst):
        end_for_abuse(contact=contact_talking.pk, kind=Kind.ABUSIVE, by=ann)
    warn(contact=contact_talking.pk, by=ann)
    with pytest.raises(WarningFirst):
        end_for_abuse(contact=contact_talking.pk, kind=Kind.ABUSIVE, by=ann)

    assert Contact.objects.get().state == "talking"
    assert Alert.objects.count() == 0


@time_machine.travel(NOON, tick=False)
def test_an_ending_for_abuse_says_goodbye_alerts_and_pauses(contact_talking: Contact, ann: Account) -> None:
    warned(contact_talking, ann)
    seq = Contact.objects.get().last_seq
    end_for_abuse(contact=contact_talking.pk, kind=Kind.ABUSIVE, by=ann)

    kept = Contact.objects.get()
    assert (kept.state, kept.end_reason, kept.outcome) == ("ended", "boundary", "ended_inappropriate")
    said = events_after(kept.pk, seq)
    assert said[0]["body"].startswith("This chat has been ended. If anyone is in danger now, ring 999.")
    assert said[1]["card"]["phone"] == "999"
    assert len(said) == 6
    assert [each["from"] for each in said] == ["system"] * 6
    alert = Alert.objects.get()
    assert (alert.kind, alert.contact, alert.about) == ("boundary", kept.pk, ann)
    assert Presence.objects.get().paused_until == NOON + 5 * MINUTE
    assert Block.objects.count() == 0


@pytest.mark.parametrize("kind", sorted(AT_ONCE))
def test_sexual_contacts_and_threats_are_ended_at_once(
    kind: Kind, contact_talking: Contact, ann: Account
) -> None:
    end_for_abuse(contact=contact_talking.pk, kind=kind, by=ann)

    assert Contact.objects.get().outcome == "ended_inappropriate"


def test_ended_twice_because_the_answer_was_lost_everything_happens_once(
    contact_talking: Contact, ann: Account
) -> None:
    for _ in range(2):
        end_for_abuse(contact=contact_talking.pk, kind=Kind.SEXUAL, by=ann, block=True)

    assert len(bodies(contact_talking)) == 6
    assert (Alert.objects.count(), Block.objects.count()) == (1, 1)


def test_what_the_caller_ended_first_is_not_ended_for_abuse(contact_talking: Contact, ann: Account) -> None:
    end_by_caller(contact=contact_talking.pk)

    with pytest.raises(ContactClosed):
        end_for_abuse(contact=contact_talking.pk, kind=Kind.SEXUAL, by=ann)
    with pytest.raises(ContactClosed):
        warn(contact=contact_talking.pk, by=ann)
    assert Contact.objects.get().outcome == ""


def test_nobody_ends_or_warns_somebody_else_s_contact(contact_talking: Contact, ben: Account) -> None:
    with pytest.raises(ContactNotFound):
        end_for_abuse(contact=contact_talking.pk, kind=Kind.SEXUAL, by=ben)
    with pytest.raises(ContactNotFound):
        warn(contact=contact_talking.pk, by=ben)


def test_a_warning_goes_with_the_contact_to_the_next_handler(
    contact_talking: Contact, ann: Account, ben: Account
) -> None:
    warned(contact_talking, ann)
    release(contact=contact_talking.pk, by=ann)
    takes(ben, contact_talking)

    shown = desk_contact(ben, contact_talking.pk, 0)
    assert shown is not None
    assert shown.header["warned_at"] is not None
    end_for_abuse(contact=contact_talking.pk, kind=Kind.ABUSIVE, by=ben)
    assert Contact.objects.get().outcome == "ended_inappropriate"


def test_an_ending_for_abuse_stays_one_in_the_wrap_up_and_without(ann: Account) -> None:
    first, second = starts().contact, starts().contact
    for contact in (first, second):
        takes(ann, contact)
        end_for_abuse(contact=contact.pk, kind=Kind.SEXUAL, by=ann)
        carry_on(by=ann)
        if contact == first:
            wrap_up(contact=first.pk, outcome=Outcome.COMPLETED, by=ann)
    ended_at = Contact.objects.get(pk=second.pk).ended_at
    assert ended_at is not None
    close_unwrapped(now=ended_at + timedelta(hours=1))

    assert set(Contact.objects.values_list("state", "outcome")) == {("closed", "ended_inappropriate")}


# -- the pause and the debrief --------------------------------------------------------------


def test_in_the_pause_nobody_is_taken_and_the_refusal_says_until_when(
    contact_talking: Contact, ann: Account
) -> None:
    waiting = starts().contact
    with time_machine.travel(NOON, tick=False) as clock:
        end_for_abuse(contact=contact_talking.pk, kind=Kind.SEXUAL, by=ann)
        finishes(contact_talking)
        is_there(ann)
        for named in (None, waiting):
            with pytest.raises(Paused) as refusal:
                takes(ann, named)
            assert refusal.value.as_wire()["until"] == "2026-11-20T12:05:00+00:00"
        assert presence_event(ann)["paused_until"] == "2026-11-20T12:05:00+00:00"
        clock.shift(300)
        assert presence_event(ann)["paused_until"] is None
        assert takes(ann) == waiting


def test_whoever_is_all_right_carries_on(contact_talking: Contact, ann: Account) -> None:
    waiting = starts().contact
    end_for_abuse(contact=contact_talking.pk, kind=Kind.SEXUAL, by=ann)
    finishes(contact_talking)
    for _ in range(2):
        carry_on(by=ann)

    assert takes(ann) == waiting


# -- the audit ------------------------------------------------------------------------------


def test_the_audit_of_an_ending_for_abuse_is_that_of_any_other_talk(
    contact_talking: Contact, ann: Account, supervisor: Account
) -> None:
    other = takes(ann, starts().contact)
    warned(contact_talking, ann)
    end_for_abuse(contact=contact_talking.pk, kind=Kind.ABUSIVE, by=ann, block=True)
    answer_alert(alert=Alert.objects.get().pk, by=supervisor)
    ask_for_debrief(by=ann)
    carry_on(by=ann)
    wrap_up(contact=contact_talking.pk, outcome=Outcome.COMPLETED, by=ann)
    lift_block(block=Block.objects.get().pk, by=supervisor)
    finishes(other)

    assert audited() == [
        (event, "ann", str(contact.pk), {})
        for event, contact in [
            ("contact.taken", contact_talking),
            ("contact.taken", other),
            ("contact.closed", contact_talking),
            ("contact.closed", other),
        ]
    ]


@pytest.mark.django_db(databases=BOTH, transaction=True)
def test_whoever_carries_on_is_offered_the_next_at_once_and_before_that_nobody(
    contact_talking: Contact, ann: Account
) -> None:
    LineSettings.objects.create(version=1, routing=LineSettings.Routing.PUSH)
    waiting = starts().contact
    end_for_abuse(contact=contact_talking.pk, kind=Kind.SEXUAL, by=ann)
    finishes(contact_talking)
    assert Offer.objects.count() == 0
    carry_on(by=ann)

    assert Offer.objects.get().contact == waiting


@time_machine.travel(NOON, tick=False)
def test_the_line_sets_how_long_the_pause_is(contact_talking: Contact, ann: Account) -> None:
    LineSettings.objects.create(version=1, pause_minutes=12)
    end_for_abuse(contact=contact_talking.pk, kind=Kind.SEXUAL, by=ann)

    assert Presence.objects.get().paused_until == NOON + 12 * MINUTE


def test_other_talks_go_on_in_the_pause(contact_talking: Contact, ann: Account) -> None:
    other = takes(ann, starts().contact)
    end_for_abuse(contact=contact_talking.pk, kind=Kind.SEXUAL, by=ann)

    assert Contact.objects.get(pk=other.pk).state == "talking"
    assert presence_event(ann)["open"] == 1


def test_asking_for_a_debrief_twice_is_one_alert(ann: Account, ben: Account) -> None:
    for by in (ann, ann, ben):
        ask_for_debrief(by=by)

    assert [(alert.kind, alert.about) for alert in Alert.objects.order_by("raised_at")] == [
        ("debrief", ann),
        ("debrief", ben),
    ]


def test_what_a_handler_may_send_is_easy_to_read() -> None:
    said = [kind[name] for kind in boundaries()["kinds"] for name in ("name_it", "warning")]
    assert grade(said) < 6


def test_the_presence_is_locked_before_the_contact_as_where_an_offer_runs_out(
    contact_talking: Contact, ann: Account
) -> None:
    with CaptureQueriesContext(connection) as asked:
        end_for_abuse(contact=contact_talking.pk, kind=sorted(AT_ONCE)[0], by=ann)

    order = [query["sql"] for query in asked.captured_queries]
    presence = next(at for at, sql in enumerate(order) if 'FROM "chat_presence"' in sql)
    contact = next(at for at, sql in enumerate(order) if 'FROM "chat_contact"' in sql)
    assert presence < contact
