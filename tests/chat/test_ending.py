"""The two ends: what stops the talk, what counts it, and the one fact it leaves."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from chat.errors import ContactClosed, ContactNotFound, InvalidTransition
from chat.models import Alert, Contact
from chat.services.contacts import set_level
from chat.services.deadlines import close_unwrapped
from chat.services.ending import end_by_caller, end_by_handler, wrap_up
from chat.services.guidance_use import count_use
from chat.services.queue import release
from chat.services.signposting import send_signpost
from chat.services.triage import assess
from chat.states import Outcome
from helpline.staff.models import Account, AuditEvent
from helpline.statistics.models import DraftFact, Fact
from helpline.statistics.noted import MARKER_FIELDS, NOTED
from helpline.statistics.values import COARSE_FIELDS
from tests.chat.acts import BOTH, UTC_NOON, starts, takes
from triage.matching import entry_id
from triage.noted import SCALES
from triage.services import confirm_entry

pytestmark = pytest.mark.django_db(databases=BOTH)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def fact() -> dict[str, Any]:
    """The one draft there is, by the names of its columns."""
    return {name: getattr(DraftFact.objects.get(), name) for name in COARSE_FIELDS}


@time_machine.travel(UTC_NOON, tick=False)
def test_a_caller_who_leaves_unanswered_is_closed_as_abandoned(contact_waiting: Contact) -> None:
    end_by_caller(contact=contact_waiting.pk)

    kept = Contact.objects.get()
    assert (kept.state, kept.end_reason, kept.outcome) == ("closed", "caller", "abandoned")
    assert (kept.ended_at, kept.closed_at, kept.purge_at) == (NOON, NOON, NOON + timedelta(hours=72))


@time_machine.travel(UTC_NOON, tick=False)
def test_a_caller_ends_a_talk_and_the_wrap_up_is_still_to_do(contact_talking: Contact, ann: Account) -> None:
    end_by_caller(contact=contact_talking.pk)

    kept = Contact.objects.get()
    assert (kept.state, kept.end_reason, kept.outcome, kept.handler) == ("ended", "caller", "", ann)
    assert (kept.ended_at, kept.closed_at, kept.purge_at) == (NOON, None, None)
    assert DraftFact.objects.count() == 0


def test_ending_again_changes_nothing(contact_talking: Contact, ann: Account) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        end_by_handler(contact=contact_talking.pk, by=ann, outcome=Outcome.PLAN_MADE)
        clock.shift(60)
        end_by_caller(contact=contact_talking.pk)
        end_by_handler(contact=contact_talking.pk, by=ann, outcome=Outcome.LEFT_EARLY)

    kept = Contact.objects.get()
    assert (kept.end_reason, kept.ended_at, kept.outcome) == ("handler", NOON, "plan_made")


def test_a_handler_who_comes_second_is_told_so(contact_talking: Contact, ann: Account) -> None:
    end_by_caller(contact=contact_talking.pk)

    with pytest.raises(ContactClosed) as refusal:
        end_by_handler(contact=contact_talking.pk, by=ann)
    assert refusal.value.code == "contact.closed"


def test_only_one_s_own_talk_can_be_ended_or_wrapped_up(contact_talking: Contact, ben: Account) -> None:
    with pytest.raises(ContactNotFound):
        end_by_handler(contact=contact_talking.pk, by=ben)
    end_by_caller(contact=contact_talking.pk)
    with pytest.raises(ContactNotFound):
        wrap_up(contact=contact_talking.pk, outcome=Outcome.COMPLETED, by=ben)


def test_a_talk_that_goes_on_cannot_be_wrapped_up(contact_talking: Contact, ann: Account) -> None:
    with pytest.raises(InvalidTransition) as refusal:
        wrap_up(contact=contact_talking.pk, outcome=Outcome.COMPLETED, by=ann)
    assert refusal.value.code == "contact.invalid_transition"
    assert Contact.objects.get().state == "talking"


def test_a_contact_is_closed_once(contact_talking: Contact, ann: Account) -> None:
    end_by_caller(contact=contact_talking.pk)
    wrap_up(contact=contact_talking.pk, outcome=Outcome.REFERRED_ON, by=ann)

    with pytest.raises(ContactNotFound):
        wrap_up(contact=contact_talking.pk, outcome=Outcome.COMPLETED, by=ann)
    assert close_unwrapped(now=NOON + timedelta(days=365)) == 0
    assert DraftFact.objects.get().outcome == "referred_on"


@pytest.mark.parametrize("hours", [0, 72, 168])
def test_words_are_due_the_set_time_after_closing(
    hours: int, contact_talking: Contact, ann: Account, settings: Any
) -> None:
    settings.HELPLINE_RETENTION_HOURS = hours
    with time_machine.travel(NOON, tick=False) as clock:
        end_by_caller(contact=contact_talking.pk)
        clock.shift(300)
        wrap_up(contact=contact_talking.pk, outcome=Outcome.COMPLETED, by=ann)

    closed_at = NOON + timedelta(seconds=300)
    kept = Contact.objects.get()
    assert (kept.closed_at, kept.purge_at) == (closed_at, closed_at + timedelta(hours=hours))


def test_the_audit_says_that_a_contact_was_closed_and_not_how(contact_talking: Contact, ann: Account) -> None:
    set_level(contact=contact_talking.pk, level="immediate", by=ann)
    end_by_caller(contact=contact_talking.pk)
    why = Alert.Because.ACTED_ON
    wrap_up(contact=contact_talking.pk, outcome=Outcome.DANGER_ACTED_ON, by=ann, because=why)

    lines = AuditEvent.objects.filter(subject=str(contact_talking.pk)).order_by("pk")
    assert list(lines.values_list("event", "actor", "detail")) == [
        ("contact.taken", "ann", {}),
        ("level.set", "ann", {}),
        ("contact.closed", "ann", {}),
    ]


NOTHING_NOTED = {
    **dict.fromkeys([*NOTED, *SCALES, *MARKER_FIELDS, "nation", "level_by", "confidentiality_given"]),
    "programme_given": None, "behaviours": [], "cues": [],
}  # fmt: skip


def test_a_whole_talk_leaves_exactly_this_fact(content: None, ann: Account) -> None:
    respect = entry_id("respect-phoneline")
    with time_machine.travel(NOON, tick=False) as clock:
        contact = starts(
            about="own_behaviour", area="Leeds", age_band="26_40", gender="man", language="cy", safe_now=True
        ).contact
        clock.shift(6 * 60)
        takes(ann)
        confirm_entry(entry_id=respect, by=ann)
        for id in (1, 2):
            send_signpost(contact=contact.pk, programme=respect, client_id=entry_id(str(id)), by=ann)
        assess(
            contact=contact.pk,
            changes={
                "caller_type": "person_using_abuse", "readiness_before": 3, "readiness_after": 7,
                "relationship": "ex_partner", "behaviours": ["threats", "online"], "confidence": 4,
                "unmet_need": "waiting_list",
                "markers": {"substance_misuse": "yes", "pregnancy": "no", "suicidal": "not_asked"},
            },
            by=ann,
        )  # fmt: skip
        for kind, name in [
            ("cue_confirmed", "denial"),
            ("cue_refused", "remorse"),
            ("card_sent", "time_out"),
        ]:
            count_use(contact=contact.pk, kind=kind, name=name)
        set_level(contact=contact.pk, level="elevated", by=ann)
        clock.shift(20 * 60)
        end_by_handler(contact=contact.pk, by=ann)
        clock.shift(5 * 60)
        wrap_up(contact=contact.pk, outcome=Outcome.SIGNPOSTED, by=ann)

    assert fact() == {
        "month": date(2026, 11, 1), "hour_band": "12-15", "channel": "web_chat", "language": "cy",
        "about": "own_behaviour", "caller_type": "person_using_abuse", "age_band": "26_40", "gender": "man",
        "area": "Leeds", "level": "elevated", "outcome": "signposted", "ended_by": "handler",
        "answered": True, "wait_band": "5_to_10", "talk_band": "15_to_30", "readiness_before": 3,
        "readiness_after": 7, "signposts": ["respect-phoneline"],
        **NOTHING_NOTED, "day_kind": "weekday", "nation": "england", "level_by": "handler",
        "confidentiality_given": True, "relationship": "ex_partner", "behaviours": ["online", "threats"],
        "cues": ["denial"], "confidence": 4, "plan": "time_out", "unmet_need": "waiting_list",
        "programme_given": False, "marker_substance_misuse": "yes", "marker_pregnancy": "no",
    }  # fmt: skip
    closed_at = NOON + timedelta(minutes=31)
    assert DraftFact.objects.get().correctable_until == closed_at + timedelta(hours=24)
    assert Fact.objects.count() == 0


def test_a_caller_who_gave_up_leaves_exactly_this_fact(content: None) -> None:
    with time_machine.travel(NOON - timedelta(minutes=1), tick=False) as clock:
        contact = starts(about="unsure").contact
        clock.shift(20 * 60)
        end_by_caller(contact=contact.pk)

    assert fact() == {
        "month": date(2026, 11, 1), "hour_band": "09-12", "channel": "web_chat", "language": "en",
        "about": "unsure", "caller_type": None, "age_band": None, "gender": None, "area": None, "level": None,
        "outcome": "abandoned", "ended_by": "caller", "answered": False, "wait_band": "over_20",
        "talk_band": "none", "readiness_before": None, "readiness_after": None, "signposts": [],
        **NOTHING_NOTED, "day_kind": "weekday",
    }  # fmt: skip


def test_the_month_and_hour_are_london_s(content: None) -> None:
    with time_machine.travel("2026-06-30T23:30:00+00:00", tick=False):
        contact = starts().contact
        end_by_caller(contact=contact.pk)

    assert (fact()["month"], fact()["hour_band"]) == (date(2026, 7, 1), "00-03")


def test_who_was_answered_once_and_left_while_waiting_again_left_early(
    contact_talking: Contact, ann: Account
) -> None:
    release(contact=contact_talking.pk, by=ann)
    end_by_caller(contact=contact_talking.pk)

    assert Contact.objects.get().state == "closed"
    assert (fact()["outcome"], fact()["answered"]) == ("left_early", True)


def test_a_second_handler_makes_no_second_fact_and_the_first_wait_counts(
    content: None, ann: Account, ben: Account
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        contact = starts().contact
        clock.shift(120)
        takes(ann)
        clock.shift(900)
        release(contact=contact.pk, by=ann)
        clock.shift(900)
        takes(ben)
        clock.shift(60)
        end_by_handler(contact=contact.pk, by=ben)
        wrap_up(contact=contact.pk, outcome=Outcome.COMPLETED, by=ben)

    assert (fact()["wait_band"], fact()["talk_band"]) == ("1_to_5", "30_to_60")


def test_the_queue_hears_of_one_who_leaves_it(
    contact_waiting: Contact, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    monkeypatch.setattr("helpline.kernel.live.announce", lambda group, hint: sent.append(group))
    with django_capture_on_commit_callbacks(execute=True):
        end_by_caller(contact=contact_waiting.pk)

    assert set(sent) == {"queue.main", "board.main", f"contact.{contact_waiting.pk}"}
