"""A contact's beginning, and the level that a person sets."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
import time_machine

from chat.errors import ContactNotFound, MessageTooLong
from chat.models import Contact, Message
from chat.selectors import queue_entries, waiting
from chat.services.consent import record_consent
from chat.services.contacts import set_level
from chat.services.ending import end_by_caller
from chat.services.queue import release
from helpline.kernel.errors import Forbidden, RequestInvalid
from helpline.kernel.keystore import keys_of
from helpline.kernel.models import ContactKey
from helpline.staff.models import Account, AuditEvent
from scripts.models import ScriptVersion
from tests.chat.acts import BOTH, UTC_NOON, bodies, starts, takes

pytestmark = pytest.mark.django_db(databases=BOTH)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@time_machine.travel(UTC_NOON, tick=False)
def test_a_new_contact_holds_the_answers_its_place_and_the_script_it_stays_on(content: None) -> None:
    contact = starts(
        about="someone_else",
        safe_now=True,
        private_now=False,
        area="Leeds",
        age_band="26_40",
        gender="woman",
        language="cy",
        interpreter="Polski (Polish)",
    ).contact

    kept = Contact.objects.values().get(pk=contact.pk)
    assert {
        name: kept[name] for name in ("state", "queue", "rank", "returned", "last_seq", "handler_id")
    } == {
        "state": "waiting", "queue": "main", "rank": 4, "returned": False, "last_seq": 0, "handler_id": None,
    }  # fmt: skip
    assert {
        name: kept[name]
        for name in (
            "about", "safe_now", "private_now", "area", "age_band", "gender", "language", "interpreter",
        )
    } == {
        "about": "someone_else", "safe_now": True, "private_now": False, "area": "Leeds", "age_band": "26_40",
        "gender": "woman", "language": "cy", "interpreter": "Polski (Polish)",
    }  # fmt: skip
    assert {kept[name] for name in ("consented_at", "joined_at", "caller_seen_at")} == {NOON}
    assert (kept["script_version"], kept["script_node"]) == (ScriptVersion.objects.get().pk, "m01_welcome")


def test_what_a_worker_needs_is_kept_and_moves_nobody_in_the_queue(content: None) -> None:
    asked = starts(about="work", need="consultation").contact
    plain = starts(about="work").contact
    nobody = starts(about="own_behaviour", need="consultation").contact

    assert [contact.need for contact in (asked, plain, nobody)] == ["consultation", "", ""]
    assert [contact.script_node for contact in (asked, plain)] == ["w00_hello", "w00_hello"]
    assert {contact.rank for contact in (asked, plain, nobody)} == {4}
    assert [(row["about"], row["need"]) for row in queue_entries()] == [
        ("work", "consultation"), ("work", None), ("own_behaviour", None),
    ]  # fmt: skip


def test_what_was_not_answered_is_kept_as_not_answered(content: None) -> None:
    contact = starts(about="unsure").contact

    assert (contact.safe_now, contact.private_now) == (None, None)
    assert (contact.area, contact.age_band, contact.gender, contact.interpreter) == ("", "", "", "")
    assert contact.language == "en"


@pytest.mark.parametrize(
    ("answers", "rank"),
    [
        ({}, 4),
        ({"safe_now": True}, 4),
        ({"safe_now": False}, 2),
        ({"age_band": "16_17"}, 2),
        ({"age_band": "18_25"}, 4),
    ],
)
def test_the_answers_decide_the_place(answers: dict[str, Any], rank: int, content: None) -> None:
    assert starts(**answers).contact.rank == rank


def test_the_first_message_is_number_one_sealed_and_looked_at_for_safety(content: None) -> None:
    contact = starts(first_message="  tell her I'll top myself if she doesn't come home\n").contact

    row = Message.objects.get()
    assert (row.seq, row.sender, Contact.objects.get().last_seq) == (1, "caller", 1)
    assert b"top myself" not in bytes(row.sealed)
    assert bodies(contact) == ["tell her I'll top myself if she doesn't come home"]
    assert Contact.objects.get().badges == ["self_harm", "threat_ultimatum"]


@pytest.mark.parametrize("first", [None, "", " \n", "\u200b"])
def test_without_a_first_message_nothing_has_been_said(first: str | None, content: None) -> None:
    assert bodies(starts(first_message=first).contact) == []


@pytest.mark.parametrize(
    ("answers", "refusal"),
    [
        ({"area": "Narnia"}, {"area": "must be one of the listed areas"}),
        ({"interpreter": "07700 900123"}, {"interpreter": "must be one of the listed languages"}),
        (
            {"area": "14 High Street", "interpreter": "ring me!"},
            {"area": "must be one of the listed areas", "interpreter": "must be one of the listed languages"},
        ),
    ],
)
def test_answers_that_could_hold_anything_else_are_refused(
    answers: dict[str, Any], refusal: dict[str, str], content: None
) -> None:
    with pytest.raises(RequestInvalid) as raised:
        starts(**answers)

    assert raised.value.extra["fields"] == refusal
    assert (Contact.objects.count(), ContactKey.objects.count()) == (0, 0)


def test_a_first_message_that_does_not_fit_starts_nothing(content: None) -> None:
    with pytest.raises(MessageTooLong):
        starts(first_message="x" * 4_001)

    assert (Contact.objects.count(), ContactKey.objects.count()) == (0, 0)


def test_the_key_is_there_before_the_contact_and_goes_when_the_contact_cannot_be_stored(
    content: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[UUID] = []

    def fails(contact: UUID, *args: Any) -> Contact:
        made.extend(keys_of([contact]))
        raise RuntimeError("the database is away")

    monkeypatch.setattr("chat.services.contacts._store", fails)
    with pytest.raises(RuntimeError):
        starts()

    assert len(made) == 1
    assert ContactKey.objects.count() == 0
    assert keys_of(made) == {}


def test_each_contact_has_a_key_of_its_own(content: None) -> None:
    first, second = starts().contact.pk, starts().contact.pk
    keys = keys_of([first, second])

    assert len(set(keys.values())) == 2
    assert {len(key) for key in keys.values()} == {32}


def test_the_version_agreed_to_is_kept(content: None) -> None:
    assert starts().contact.consent_version == 4
    record_consent({"en": {"version": 5, "heading": "Newer"}})

    assert starts().contact.consent_version == 5
    assert starts(language="cy").contact.consent_version == 4


def test_a_line_without_content_still_takes_callers(db: None) -> None:
    contact = starts(first_message="hello").contact

    assert (contact.consent_version, contact.script_version, contact.script_node) == (0, None, "")
    assert bodies(contact) == ["hello"]


@pytest.mark.parametrize(
    ("answers", "first_lines"),
    [
        ({}, []),
        ({"safe_now": False}, ["999"]),
        ({"age_band": "13_15"}, ["0800 1111"]),
        ({"safe_now": False, "age_band": "13_15"}, ["999", "0800 1111"]),
    ],
)
def test_advice_fits_the_answers_danger_first(
    answers: dict[str, Any], first_lines: list[str], content: None
) -> None:
    assert [card["phone"] for card in starts(**answers).advice] == first_lines


def test_being_hurt_brings_the_specialist_lines(content: None) -> None:
    advice = starts(about="being_hurt", area="Cardiff", safe_now=False).advice

    assert [card["phone"] for card in advice][:2] == ["999", "0808 80 10 800"]


@time_machine.travel(UTC_NOON, tick=False)
def test_a_level_is_set_by_a_person_and_moves_the_place(contact_talking: Contact, ann: Account) -> None:
    answer = set_level(contact=contact_talking.pk, level="immediate", by=ann)

    kept = Contact.objects.get()
    assert answer == {"level": "immediate", "by": "ann", "at": "2026-11-20T12:00:00+00:00", "lowered": None}
    assert (kept.level, kept.level_by, kept.level_at, kept.rank) == ("immediate", "ann", NOON, 0)


def test_the_level_decides_once_the_contact_waits_again(contact_talking: Contact, ann: Account) -> None:
    unsafe = starts(safe_now=False).contact
    set_level(contact=contact_talking.pk, level="urgent", by=ann)
    release(contact=contact_talking.pk, by=ann)

    assert list(waiting()) == [contact_talking, unsafe]


def test_a_level_taken_back_gives_the_place_to_the_answers(content: None, ann: Account) -> None:
    contact = takes(ann, starts(safe_now=False).contact)
    set_level(contact=contact.pk, level="standard", by=ann, because="with_supervisor")
    assert Contact.objects.get().rank == 5

    assert set_level(contact=contact.pk, level=None, by=ann)["level"] is None

    assert (Contact.objects.get().level, Contact.objects.get().rank) == ("", 2)


def test_a_level_may_still_be_set_during_the_wrap_up(contact_talking: Contact, ann: Account) -> None:
    end_by_caller(contact=contact_talking.pk)

    assert set_level(contact=contact_talking.pk, level="elevated", by=ann)["level"] == "elevated"


def test_a_level_that_does_not_exist_or_a_stranger_s_is_refused(
    contact_talking: Contact, ann: Account, ben: Account, admin: Account
) -> None:
    with pytest.raises(RequestInvalid) as refusal:
        set_level(contact=contact_talking.pk, level="extreme", by=ann)
    assert refusal.value.extra["fields"] == {"level": "must be one of immediate, urgent, elevated, standard"}
    with pytest.raises(ContactNotFound):
        set_level(contact=contact_talking.pk, level="urgent", by=ben)
    with pytest.raises(Forbidden):
        set_level(contact=contact_talking.pk, level="urgent", by=admin)
    assert Contact.objects.get().level == ""


def test_the_audit_says_that_a_level_was_set_and_not_which(contact_talking: Contact, ann: Account) -> None:
    set_level(contact=contact_talking.pk, level="immediate", by=ann)

    line = AuditEvent.objects.get(event="level.set")
    assert (line.actor, line.subject, line.detail) == ("ann", str(contact_talking.pk), {})
