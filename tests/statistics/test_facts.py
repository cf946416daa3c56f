"""From a closed contact to a fact that cannot be joined to it."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.core.serializers import serialize
from django.db import connection

from helpline.kernel.errors import RequestInvalid
from helpline.kernel.privacy import Destroy, Keep
from helpline.staff.models import Account, AuditEvent
from helpline.statistics.facts import DraftSealed, correct_draft, count, draft_fact, seal_due
from helpline.statistics.models import CoarseFields, DailyCounter, DraftFact, Fact
from helpline.statistics.values import COARSE_FIELDS
from tests.statistics.conftest import CLOSED_AT, CORRECTABLE_UNTIL, values

pytestmark = pytest.mark.django_db
CONTACT = UUID("5eed0000-1111-4222-8333-444455556666")
OTHERS = [UUID(int=number) for number in (3, 1, 2)]


def draft(contact: UUID = CONTACT, until: datetime = CORRECTABLE_UNTIL, **changes: Any) -> None:
    draft_fact(contact=contact, values=values(**changes), correctable_until=until)


def test_the_columns_are_the_values_of_a_fact() -> None:
    assert sorted(field.name for field in CoarseFields._meta.local_fields) == sorted(COARSE_FIELDS)


def test_a_draft_holds_what_the_contact_left_behind() -> None:
    draft(level="urgent", readiness_before=3, readiness_after=6, signposts=("change-that-lasts",))

    kept = DraftFact.objects.get()
    assert (kept.contact, kept.correctable_until) == (CONTACT, CORRECTABLE_UNTIL)
    assert (kept.month, kept.hour_band, kept.channel) == (date(2026, 11, 1), "12-15", "web_chat")
    assert (kept.level, kept.readiness_before, kept.readiness_after) == ("urgent", 3, 6)
    assert (kept.signposts, kept.area, kept.answered) == (["change-that-lasts"], None, True)


def test_a_second_draft_of_a_contact_replaces_the_first() -> None:
    draft(outcome="completed")
    draft(outcome="signposted")

    assert DraftFact.objects.get().outcome == "signposted"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("month", date(2026, 11, 2)),
        ("hour_band", "12-16"),
        ("outcome", "he said that he hit her"),
        ("outcome", None),
        ("caller_type", "perpetrator"),
        ("wait_band", "soon"),
        ("area", "x" * 61),
        ("area", ""),
        ("readiness_before", 11),
        ("importance", "very"),
        ("confidence", -1),
        ("relationship", "Anna"),
        ("marker_weapon_access", "he keeps it in the shed"),
        ("behaviours", ("physical", "she rang her sister")),
        ("behaviours", ["physical"]),
        ("cues", ("he said so",)),
        ("nation", "Gwynedd"),
        ("programme_given", "yes"),
        ("day_kind", "Friday"),
        ("readiness_after", True),
        ("answered", None),
        ("signposts", ("Call me on this number",)),
        ("signposts", ["a-list"]),
    ],
)
def test_a_fact_holds_codes_and_no_words(field: str, value: object) -> None:
    with pytest.raises(RequestInvalid) as refusal:
        values(**{field: value})

    assert list(refusal.value.extra["fields"]) == [field]


@time_machine.travel(CLOSED_AT, tick=False)
def test_a_draft_is_corrected_and_the_audit_names_the_fields_only(handler: Account) -> None:
    draft()

    correct_draft(contact=CONTACT, changes={"outcome": "plan_made", "signposts": ["one", "two"]}, by=handler)

    kept = DraftFact.objects.get()
    assert (kept.outcome, kept.signposts, kept.caller_type) == (
        "plan_made",
        ["one", "two"],
        "person_using_abuse",
    )
    line = AuditEvent.objects.get()
    assert (line.event, line.actor, line.subject) == ("fact.corrected", "handler1", str(CONTACT))
    assert line.detail == {"fields": ["outcome", "signposts"]}


@time_machine.travel(CLOSED_AT, tick=False)
@pytest.mark.parametrize("changes", [{"wait_band": "under_1"}, {"contact": OTHERS[0]}, {"outcome": "fine"}])
def test_what_was_measured_cannot_be_corrected_and_words_neither(changes: dict[str, Any]) -> None:
    draft()

    with pytest.raises(RequestInvalid):
        correct_draft(contact=CONTACT, changes=changes, by=None)

    assert (DraftFact.objects.get().wait_band, DraftFact.objects.get().outcome) == ("1_to_5", "completed")
    assert not AuditEvent.objects.exists()


def test_nothing_is_corrected_once_its_time_is_over_or_without_a_draft() -> None:
    draft()

    for contact in (CONTACT, OTHERS[0]):
        with time_machine.travel(CORRECTABLE_UNTIL, tick=False), pytest.raises(DraftSealed):
            correct_draft(contact=contact, changes={"outcome": "signposted"}, by=None)


def test_sealing_takes_what_is_due_and_leaves_what_may_be_corrected() -> None:
    draft(OTHERS[0], outcome="signposted", signposts=("one",))
    draft(OTHERS[1], outcome="left_early")
    draft(OTHERS[2], until=CORRECTABLE_UNTIL + timedelta(seconds=1))

    released = seal_due(now=CORRECTABLE_UNTIL)

    assert released == [UUID(int=1), UUID(int=3)]
    assert sorted(Fact.objects.values_list("outcome", flat=True)) == ["left_early", "signposted"]
    assert Fact.objects.get(outcome="signposted").signposts == ["one"]
    assert DraftFact.objects.get().contact == UUID(int=2)
    assert seal_due(now=CORRECTABLE_UNTIL) == []


def test_a_sealed_fact_cannot_be_joined_to_its_contact() -> None:
    draft()
    assert CONTACT.hex in str(list(DraftFact.objects.values())).replace("-", "")

    seal_due(now=CORRECTABLE_UNTIL)

    fact = Fact.objects.get()
    assert fact.pk != CONTACT
    assert CONTACT.hex not in serialize("json", [fact]).replace("-", "")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM statistics_fact")
        [row] = cursor.fetchall()
    assert CONTACT.hex not in str(row).replace("-", "")
    assert {field.name for field in Fact._meta.concrete_fields} == {"id", "record_key", *COARSE_FIELDS}


def test_sealed_facts_are_written_in_an_order_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    class Backwards:
        def shuffle(self, drafts: list[DraftFact]) -> None:
            drafts.sort(key=lambda draft: draft.contact, reverse=True)

    monkeypatch.setattr("helpline.statistics.facts.secrets.SystemRandom", Backwards)
    written: list[str] = []
    monkeypatch.setattr(
        Fact.objects, "bulk_create", lambda facts: written.extend(fact.outcome for fact in facts)
    )
    for contact, outcome in zip(OTHERS, ["left_early", "signposted", "plan_made"], strict=True):
        draft(contact, outcome=outcome)

    assert seal_due(now=CORRECTABLE_UNTIL) == [UUID(int=1), UUID(int=2), UUID(int=3)]
    assert written == ["left_early", "plan_made", "signposted"]


def test_record_keys_are_16_random_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def randbits(bits: int) -> int:
        asked.append(bits)
        return 65_535

    monkeypatch.setattr("helpline.statistics.record_keys.secrets.randbits", randbits)
    draft()

    seal_due(now=CORRECTABLE_UNTIL)

    assert asked == [16]
    assert Fact.objects.get().record_key == 65_535


@pytest.mark.parametrize("number", [1, 3])
def test_sealing_takes_the_same_queries_for_one_and_for_three(
    number: int, django_assert_num_queries: Any
) -> None:
    for contact in OTHERS[:number]:
        draft(contact)

    # A savepoint and its release, read, whether figures are made up, write, delete.
    with django_assert_num_queries(11):
        seal_due(now=CORRECTABLE_UNTIL)


def test_a_failed_sealing_loses_no_draft(monkeypatch: pytest.MonkeyPatch) -> None:
    draft()
    monkeypatch.setattr(Fact.objects, "bulk_create", lambda facts: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        seal_due(now=CORRECTABLE_UNTIL)

    assert DraftFact.objects.get().contact == CONTACT
    assert not Fact.objects.exists()


def test_refusals_are_counted_by_day_and_kind() -> None:
    for day, kind in [
        (20, "refused_closed"),
        (20, "refused_closed"),
        (20, "refused_full"),
        (21, "refused_full"),
    ]:
        count(kind=kind, day=date(2026, 11, day))

    assert sorted(DailyCounter.objects.values_list("day", "kind", "number")) == [
        (date(2026, 11, 20), "refused_closed", 2),
        (date(2026, 11, 20), "refused_full", 1),
        (date(2026, 11, 21), "refused_full", 1),
    ]
    with pytest.raises(ValueError, match="not a kind"):
        count(kind="call_back_anna", day=date(2026, 11, 20))


@pytest.mark.parametrize(("model", "decision"), [(DraftFact, Destroy), (Fact, Keep), (DailyCounter, Keep)])
def test_every_field_says_what_becomes_of_it(model: Any, decision: type) -> None:
    assert set(model.privacy) == {field.name for field in model._meta.concrete_fields}
    assert all(isinstance(reason, decision) for reason in model.privacy.values())
