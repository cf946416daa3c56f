"""An open danger: a wrap-up that closes by itself alerts, and a person who closes one is asked first."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from chat.errors import DangerOpen, InvalidTransition
from chat.models import Alert, Contact, Message
from chat.services.alerts import answer_alert, forget_alerts
from chat.services.contacts import set_level
from chat.services.deadlines import close_unwrapped
from chat.services.ending import end_by_handler, wrap_up
from chat.services.help import raise_help
from chat.services.triage import assess
from chat.states import Outcome
from helpline.staff.models import Account, AuditEvent
from helpline.staff.roles import Role
from tests.chat.acts import BOTH, says, starts, takes

pytestmark = pytest.mark.django_db(databases=BOTH)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
THREAT = "tell her I'll top myself if she doesn't come home"
RIFLE = "I've still got my air rifle from before"


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def closes_by_itself(contact: Contact, ann: Account) -> list[str]:
    """The talk ends and nobody wraps it up; returns the kinds of alerts."""
    end_by_handler(contact=contact.pk, by=ann)
    assert close_unwrapped(now=NOON + timedelta(hours=1)) == 1
    assert Contact.objects.get(pk=contact.pk).state == "closed"
    return list(Alert.objects.values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("level", "alerts"),
    [("immediate", ["unwrapped"]), ("urgent", ["unwrapped"]), ("elevated", []), ("standard", []), (None, [])],
)
def test_a_pressing_level_is_an_alert(
    level: str | None, alerts: list[str], contact_talking: Contact, ann: Account
) -> None:
    set_level(contact=contact_talking.pk, level=level, by=ann)

    assert closes_by_itself(contact_talking, ann) == alerts


def test_it_names_the_contact_and_its_handler_and_stays_until_somebody_looks(
    contact_talking: Contact, ann: Account, make_account: Callable[..., Account]
) -> None:
    says(contact_talking, THREAT)
    closes_by_itself(contact_talking, ann)

    alert = Alert.objects.get()
    assert (alert.contact, alert.about, alert.answered_at) == (contact_talking.pk, ann, None)
    assert forget_alerts(now=NOON + timedelta(days=365)) == 0
    # The audit outlives the contact, and does not say how it was judged.
    assert not AuditEvent.objects.filter(event__startswith="alert.").exists()
    answer_alert(alert=alert.pk, by=make_account(Role.SUPERVISOR, "sue"))
    assert forget_alerts(now=NOON + timedelta(days=365)) == 1


@pytest.mark.parametrize("words", [THREAT, RIFLE])
def test_safety_words_that_nobody_answered_are_an_alert(
    words: str, contact_talking: Contact, ann: Account
) -> None:
    says(contact_talking, words)

    assert closes_by_itself(contact_talking, ann) == ["unwrapped"]


@pytest.mark.parametrize(("sure", "alerts"), [(-100.0, ["unwrapped"]), (100.0, [])])
def test_what_the_model_alone_hears_leaves_a_danger_open_only_where_it_is_sure(
    sure: float, alerts: list[str], contact_talking: Contact, ann: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scripts.cues.SURE", sure)
    says(contact_talking, "I told her if she goes to the police the dog goes under the car")

    assert closes_by_itself(contact_talking, ann) == alerts


def test_words_about_nothing_of_it_are_none(contact_talking: Contact, ann: Account) -> None:
    says(contact_talking, "I shouted at her and I am ashamed")
    says(contact_talking, THREAT, by=ann)

    assert closes_by_itself(contact_talking, ann) == []


def test_a_level_that_was_set_after_the_words_answers_them_and_one_before_does_not(
    content: None, ann: Account, clock: Any
) -> None:
    after, before = (takes(ann, starts().contact) for _ in range(2))
    set_level(contact=before.pk, level="elevated", by=ann)
    clock.shift(1)
    for contact in (after, before):
        says(contact, THREAT)
    clock.shift(1)
    set_level(contact=after.pk, level="elevated", by=ann)
    for contact in (after, before):
        end_by_handler(contact=contact.pk, by=ann)
    close_unwrapped(now=NOON + timedelta(hours=1))

    assert [alert.contact for alert in Alert.objects.all()] == [before.pk]


@pytest.mark.parametrize(
    ("answer", "level", "alerts"),
    [
        ("no", None, []),
        ("not_asked", None, ["unwrapped"]),
        # It was asked, and nobody judged what the answer suggests.
        ("yes", None, ["unwrapped"]),
        ("yes", "standard", []),
    ],
)
def test_a_marker_of_the_words_is_answered_under_triage_and_a_yes_by_a_level(
    answer: str, level: str | None, alerts: list[str], contact_talking: Contact, ann: Account, clock: Any
) -> None:
    says(contact_talking, RIFLE)
    clock.shift(1)
    assess(contact=contact_talking.pk, changes={"markers": {"weapon_access": answer}}, by=ann)
    if level:
        set_level(contact=contact_talking.pk, level=level, by=ann, because="with_supervisor")

    assert closes_by_itself(contact_talking, ann) == alerts


@pytest.mark.parametrize(("level", "alerts"), [(None, ["unwrapped"]), ("standard", [])])
def test_not_safe_now_counts_until_a_person_sets_a_level(
    level: str | None, alerts: list[str], content: None, ann: Account
) -> None:
    contact = takes(ann, starts(safe_now=False).contact)
    if level:
        set_level(contact=contact.pk, level=level, by=ann, because="with_supervisor")

    assert closes_by_itself(contact, ann) == alerts


def test_words_that_do_not_open_are_an_alert_and_the_contact_is_closed(
    contact_talking: Contact, ann: Account
) -> None:
    says(contact_talking, "hello")
    Message.objects.update(sealed=b"broken")

    assert closes_by_itself(contact_talking, ann) == ["unwrapped"]


# -- closed by a person -----------------------------------------------------------------------


def closes(contact: Contact, ann: Account, because: Alert.Because | None = None) -> Contact:
    """The handler ends the talk, where it goes on, and closes the contact."""
    end_by_handler(contact=contact.pk, by=ann)
    return wrap_up(contact=contact.pk, outcome=Outcome.COMPLETED, by=ann, because=because)


@pytest.mark.parametrize(
    ("words", "level", "open_"),
    [
        ("I want to kill her", None, {"markers": ["threat_to_kill"], "cues": ["threat_ultimatum"]}),
        (RIFLE, None, {"markers": ["weapon_access"]}),
        ("hello", "urgent", {"level": "urgent"}),
    ],
)
def test_whoever_closes_an_open_danger_is_asked_first_and_told_no_word(
    words: str, level: str | None, open_: dict[str, Any], contact_talking: Contact, ann: Account
) -> None:
    says(contact_talking, words)
    if level:
        set_level(contact=contact_talking.pk, level=level, by=ann)

    with pytest.raises(DangerOpen) as refusal:
        closes(contact_talking, ann)
    nothing = {
        "level": None,
        "suggested": None,
        "not_safe_now": False,
        "cues": [],
        "markers": [],
        "unreadable": False,
        "standing": False,
    }
    assert refusal.value.extra == nothing | open_
    assert Contact.objects.get().state == "ended"
    assert Alert.objects.count() == 0


def test_not_safe_now_without_a_level_is_asked_about(content: None, ann: Account) -> None:
    contact = takes(ann, starts(safe_now=False).contact)

    with pytest.raises(DangerOpen) as refusal:
        closes(contact, ann)
    assert refusal.value.extra["not_safe_now"] is True


@pytest.mark.parametrize(
    ("said", "suggested"), [({"age_band": "16_17"}, "urgent"), ({"age_band": "under_13"}, "urgent")]
)
def test_somebody_under_18_without_a_level_is_asked_about(
    said: dict[str, str], suggested: str, content: None, ann: Account
) -> None:
    contact = takes(ann, starts(**said).contact)

    with pytest.raises(DangerOpen) as refusal:
        closes(contact, ann)
    assert (refusal.value.extra["suggested"], refusal.value.extra["level"]) == (suggested, None)
    set_level(contact=contact.pk, level="standard", by=ann, because="with_supervisor")
    assert wrap_up(contact=contact.pk, outcome=Outcome.COMPLETED, by=ann).state == "closed"


def test_a_person_may_close_it_all_the_same_says_why_and_supervisors_are_told(
    contact_talking: Contact, ann: Account
) -> None:
    says(contact_talking, RIFLE)

    assert closes(contact_talking, ann, Alert.Because.JUDGED).state == "closed"
    alert = Alert.objects.get()
    assert (alert.kind, alert.contact, alert.about, alert.because) == (
        "left_open", contact_talking.pk, ann, "judged",
    )  # fmt: skip
    # The audit outlives the contact, and does not say how it was judged.
    assert not AuditEvent.objects.filter(event__startswith="alert.").exists()
    assert close_unwrapped(now=NOON + timedelta(hours=1)) == 0
    assert Alert.objects.count() == 1


@pytest.mark.parametrize("because", [None, Alert.Because.TOLD])
def test_where_it_was_asked_and_a_level_set_nobody_is_asked_or_told(
    because: Alert.Because | None, contact_talking: Contact, ann: Account, clock: Any
) -> None:
    says(contact_talking, THREAT)
    clock.shift(1)
    set_level(contact=contact_talking.pk, level="elevated", by=ann)

    assert closes(contact_talking, ann, because).state == "closed"
    assert Alert.objects.count() == 0


def test_a_talk_that_goes_on_is_not_closed_whatever_is_open(contact_talking: Contact, ann: Account) -> None:
    says(contact_talking, RIFLE)

    with pytest.raises(InvalidTransition):
        wrap_up(contact=contact_talking.pk, outcome=Outcome.COMPLETED, by=ann, because=Alert.Because.JUDGED)
    assert Alert.objects.count() == 0


def test_a_supervisor_can_be_asked_in_during_the_wrap_up(contact_talking: Contact, ann: Account) -> None:
    end_by_handler(contact=contact_talking.pk, by=ann)
    raise_help(contact=contact_talking.pk, client_id=uuid4(), by=ann)

    assert [(alert.kind, alert.about) for alert in Alert.objects.all()] == [("help", ann)]
