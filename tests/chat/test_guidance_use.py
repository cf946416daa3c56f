"""What of the guidance was used is counted without words, and leaves only sums."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import Model

from chat.models import Contact, GuidanceUse
from chat.services.ending import end_by_caller, wrap_up
from chat.services.guidance_use import count_use, count_uses
from chat.services.practice import start_practice
from chat.services.presence import set_presence
from chat.services.retention import let_go
from chat.states import Outcome
from helpline.staff.models import Account
from helpline.statistics.models import GuidanceTally
from tests.chat.acts import BOTH, starts, takes

pytestmark = pytest.mark.django_db(databases=BOTH)
Kind = GuidanceUse.Kind


def counted(model: type[Model] = GuidanceUse, *fields: str) -> list[tuple[Any, ...]]:
    rows = model._default_manager.order_by("kind", "name")
    return list(rows.values_list("kind", "name", *(fields or ("count",))))


def test_each_use_counts_one_more_and_kinds_and_names_stand_apart(contact_talking: Contact) -> None:
    for _ in range(3):
        count_use(contact=contact_talking.pk, kind="prompt_taken", name="m07_open")
    count_use(contact=contact_talking.pk, kind="prompt_taken", name="m08_scale")
    count_use(contact=contact_talking.pk, kind="cue_refused", name="minimisation")

    assert counted() == [
        ("cue_refused", "minimisation", 1),
        ("prompt_taken", "m07_open", 3),
        ("prompt_taken", "m08_scale", 1),
    ]


def test_a_prompt_is_shown_once_in_a_contact_and_anew_in_the_next(
    contact_talking: Contact, ann: Account
) -> None:
    second = takes(ann, starts().contact)
    for contact in (contact_talking, contact_talking, second):
        count_use(contact=contact.pk, kind="prompt_shown", name="m07_open")

    assert counted() == [("prompt_shown", "m07_open", 1)] * 2


def test_several_names_are_counted_once_each(contact_talking: Contact) -> None:
    count_uses(
        contact=contact_talking.pk, kind="prompt_skipped", names=["m08_scale", "m07_open", "m08_scale"]
    )

    assert counted() == [("prompt_skipped", "m07_open", 1), ("prompt_skipped", "m08_scale", 1)]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("prompt_liked", "m07_open"),
        ("prompt_taken", "It was just a push"),
        ("prompt_taken", "Push"),
        ("prompt_taken", ""),
        ("prompt_taken", "a" * 81),
        ("prompt_taken", "push\n"),
    ],
)
def test_an_unknown_kind_and_a_name_that_could_be_words_are_refused(
    kind: str, name: str, contact_talking: Contact
) -> None:
    with pytest.raises(ValueError, match=r"kind of use|no words"):
        count_use(contact=contact_talking.pk, kind=kind, name=name)

    assert counted() == []


def test_nothing_is_counted_of_a_practice_a_closed_contact_or_none(
    contact_talking: Contact, ann: Account, ben: Account
) -> None:
    set_presence(by=ben, available=False, capacity=1)
    practice = start_practice(caller="only_a_shove", client_id=uuid4(), by=ben)
    end_by_caller(contact=contact_talking.pk)
    wrap_up(contact=contact_talking.pk, outcome=Outcome.COMPLETED, by=ann)
    for contact in (practice, contact_talking.pk, uuid4()):
        count_use(contact=contact, kind="prompt_taken", name="m07_open")

    assert counted() == []


def test_sealing_moves_the_counts_into_sums_that_know_no_contact(clock: Any, ann: Account) -> None:
    talks = [takes(ann, starts().contact) for _ in range(2)]
    version = talks[0].script_version
    for times, talk in enumerate(talks, start=1):
        for _ in range(times):
            count_use(contact=talk.pk, kind="prompt_sent", name="m07_open")
        end_by_caller(contact=talk.pk)
        wrap_up(contact=talk.pk, outcome=Outcome.COMPLETED, by=ann)
    assert len(counted()) == 2

    clock.shift(timedelta(hours=24))
    let_go(now=talks[0].consented_at + timedelta(hours=24))

    assert counted() == []
    tally = GuidanceTally.objects.get()
    assert (tally.month, tally.version, tally.kind, tally.name) == (
        date(2026, 11, 1), version, "prompt_sent", "m07_open"
    )  # fmt: skip
    assert (tally.contacts, tally.times) == (2, 3)


def test_a_second_sealing_adds_to_the_same_row_and_counts_nothing_twice(clock: Any, ann: Account) -> None:
    for day in (1, 2):
        talk = takes(ann, starts().contact)
        count_use(contact=talk.pk, kind="prompt_sent", name="m07_open")
        end_by_caller(contact=talk.pk)
        wrap_up(contact=talk.pk, outcome=Outcome.COMPLETED, by=ann)
        clock.shift(timedelta(hours=24))
        for _ in range(2):
            let_go(now=talk.consented_at + timedelta(hours=24))

        assert counted(GuidanceTally, "contacts", "times") == [("prompt_sent", "m07_open", day, day)]


def test_a_contact_that_may_still_be_corrected_keeps_its_counts(clock: Any, ann: Account) -> None:
    talk = takes(ann, starts().contact)
    count_use(contact=talk.pk, kind="prompt_sent", name="m07_open")
    end_by_caller(contact=talk.pk)
    wrap_up(contact=talk.pk, outcome=Outcome.COMPLETED, by=ann)

    let_go(now=talk.consented_at + timedelta(hours=23))

    assert len(counted()) == 1
    assert not GuidanceTally.objects.exists()
