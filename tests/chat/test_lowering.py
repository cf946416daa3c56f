"""A level that is less than the answers suggest: a person may set it, and says why."""

from collections.abc import Callable
from typing import Any

import pytest

from chat.errors import LevelReasonNeeded, MessageTooLong
from chat.models import Aside, Contact
from chat.services.asides import asides_after
from chat.services.contacts import set_level
from chat.services.lowering import level_of, unanswered_suggestion
from chat.services.triage import assess, assessment_of
from helpline.kernel.errors import RequestInvalid
from helpline.staff.models import Account, AuditEvent
from tests.chat.acts import BOTH, is_there, starts, takes
from triage.models import LoweredLevel

pytestmark = pytest.mark.django_db(databases=BOTH)


@pytest.fixture
def contact(contact_talking: Contact, ann: Account) -> Contact:
    """A contact whose answers suggest urgent."""
    assess(contact=contact_talking.pk, changes={"markers": {"strangulation": "yes"}}, by=ann)
    return contact_talking


def test_the_answers_and_what_was_answered_at_the_start_suggest_a_level(content: None, ann: Account) -> None:
    is_there(ann, capacity=3)
    unsafe, young, asked = (
        takes(ann, starts(**answers).contact)
        for answers in ({"safe_now": False}, {"age_band": "16_17"}, {"safe_now": True})
    )
    assess(contact=asked.pk, changes={"markers": {"separation": "yes", "suicidal": "no"}}, by=ann)

    found = [assessment_of(each)["suggestion"] for each in (unsafe, young, asked)]
    assert [each["level"] for each in found] == ["immediate", "urgent", "elevated"]
    assert [each["reasons"][0]["ids"] for each in found] == [["not_safe_now"], ["under_18"], ["separation"]]
    assert len(found[2]["not_asked"]) == 13


def test_whoever_is_judged_a_child_is_suggested_as_one(contact_talking: Contact, ann: Account) -> None:
    found = assess(contact=contact_talking.pk, changes={"caller_type": "child_or_young_person"}, by=ann)

    assert found["suggestion"]["level"] == "urgent"


def test_nothing_sets_a_level_by_itself(contact: Contact) -> None:
    assert Contact.objects.get().level == ""


@pytest.mark.parametrize("level", ["elevated", "standard"])
def test_less_than_suggested_without_a_reason_is_refused_with_the_suggestion(
    level: str, contact: Contact, ann: Account
) -> None:
    with pytest.raises(LevelReasonNeeded) as refusal:
        set_level(contact=contact.pk, level=level, by=ann)

    assert refusal.value.extra["suggestion"]["level"] == "urgent"
    assert Contact.objects.get().level == ""
    assert not AuditEvent.objects.filter(event="level.set").exists()


@pytest.mark.parametrize("level", ["urgent", "immediate", None])
def test_as_much_or_more_or_none_yet_needs_no_reason(
    level: str | None, contact: Contact, ann: Account
) -> None:
    answer = set_level(contact=contact.pk, level=level, by=ann, because="with_supervisor")

    assert (answer["level"], answer["lowered"]) == (level, None)
    assert not LoweredLevel.objects.exists()


def test_with_a_reason_it_is_set_and_the_reason_stands_with_the_triage(
    contact: Contact, ann: Account
) -> None:
    answer = set_level(contact=contact.pk, level="elevated", by=ann, because="with_supervisor")

    lowered = {
        "suggested": "urgent",
        "because": "with_supervisor",
        "label": "A supervisor and I judged it together",
    }
    assert (answer["level"], answer["by"], answer["lowered"]) == ("elevated", "ann", lowered)
    assert level_of(Contact.objects.get())["lowered"] == lowered
    # The audit outlives the contact, and does not say how it was judged.
    assert [each.detail for each in AuditEvent.objects.filter(event="level.set")] == [{}]


def test_a_sentence_is_sealed_among_the_notes(contact: Contact, ann: Account) -> None:
    set_level(contact=contact.pk, level="elevated", by=ann, because="other", note=" It was a wrong tick. ")

    assert [(aside.kind, aside.body) for aside in asides_after(contact.pk, 0)] == [
        ("note", "Level elevated, where urgent is suggested: It was a wrong tick.")
    ]
    assert b"wrong tick" not in bytes(Aside.objects.get().sealed)
    assert LoweredLevel.objects.get().because == "other"


@pytest.mark.parametrize(
    ("because", "note", "wrong"),
    [("other", "", "note"), ("other", "  ", "note"), ("he_says_so", "", "because"), ("", "", "because")],
)
def test_a_reason_that_is_none_is_refused_and_nothing_is_set(
    because: str, note: str, wrong: str, contact: Contact, ann: Account
) -> None:
    with pytest.raises(RequestInvalid) as refusal:
        set_level(contact=contact.pk, level="standard", by=ann, because=because, note=note)

    assert set(refusal.value.extra["fields"]) == {wrong}
    assert Contact.objects.get().level == ""
    assert not LoweredLevel.objects.exists()


def test_a_sentence_that_is_too_long_sets_nothing(contact: Contact, ann: Account) -> None:
    with pytest.raises(MessageTooLong):
        set_level(contact=contact.pk, level="standard", by=ann, because="other", note="x" * 5000)

    assert (Contact.objects.get().level, LoweredLevel.objects.count()) == ("", 0)


def test_as_much_as_suggested_takes_the_reason_back(contact: Contact, ann: Account) -> None:
    set_level(contact=contact.pk, level="standard", by=ann, because="with_supervisor")
    set_level(contact=contact.pk, level="urgent", by=ann)

    assert not LoweredLevel.objects.exists()


@pytest.mark.parametrize(
    ("level", "because", "then", "open_"),
    [
        (None, None, {}, "urgent"),
        ("urgent", None, {}, None),
        ("immediate", None, {}, None),
        ("elevated", "with_supervisor", {}, None),
        # What was judged was urgent; now it is more.
        ("elevated", "with_supervisor", {"threat_to_kill": "yes"}, "immediate"),
        ("urgent", None, {"threat_to_kill": "yes"}, "immediate"),
        # Taken back, nothing presses any more.
        (None, None, {"strangulation": "no"}, None),
        (None, None, {"strangulation": "no", "separation": "yes"}, None),
    ],
)
def test_what_is_suggested_stays_open_until_a_person_set_as_much_or_said_why_less(
    level: str | None,
    because: str | None,
    then: dict[str, str],
    open_: str | None,
    contact: Contact,
    ann: Account,
) -> None:
    set_level(contact=contact.pk, level=level, by=ann, because=because)
    assess(contact=contact.pk, changes={"markers": then}, by=ann)

    assert unanswered_suggestion(Contact.objects.get()) == open_


def test_the_console_asks_with_the_instrument_and_the_level_goes_over_http(
    contact: Contact, ann: Account, signed_in: Callable[[Account], Any]
) -> None:
    client, path = signed_in(ann), f"/console/api/contacts/{contact.pk}/"
    shown = client.get(path).json()
    assert (shown["triage"]["suggestion"]["level"], shown["triage"]["instrument"]) == ("urgent", 1)
    assert len(shown["instrument"]["markers"]) == 15
    assert shown["instrument"]["markers"][13]["listened_for"] is False

    def sets(**body: Any) -> Any:
        return client.post(f"{path}level/", body, content_type="application/json")

    refused = sets(level="standard")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "level.reason_needed")
    for wrong in ({"because": 7}, {"because": "other", "note": ["x"]}):
        assert sets(level="standard", **wrong).status_code == 400
    assert sets(level="standard", because="with_supervisor").json()["lowered"]["suggested"] == "urgent"
