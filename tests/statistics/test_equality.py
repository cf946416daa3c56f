"""Equality answers: sums of a year with a key for the noise; of a contact only that somebody answered."""

from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from helpline.kernel.errors import RequestInvalid
from helpline.statistics.equality import has_told, tally_equality
from helpline.statistics.equality_answers import EQUALITY, NAMES, read_equality
from helpline.statistics.models import EqualityTally, EqualityTicket, MadeUpData

CONTACT = UUID("5eed0000-1111-4222-8333-444455556666")
OTHER = UUID("5eed0000-1111-4222-8333-444455557777")


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({}, sorted(EQUALITY)),
        (dict.fromkeys(EQUALITY), sorted(EQUALITY)),
        ({"ethnicity": "Welsh, and my name is Dai"}, ["ethnicity"]),
        ({"ethnicity": "white", "sexuality": ["bi"], "disability": 3}, ["disability", "sexuality"]),
    ],
)
def test_an_answer_is_a_code_and_one_at_least_is_given(body: dict[str, Any], wrong: list[str]) -> None:
    with pytest.raises(RequestInvalid) as refusal:
        read_equality(body)

    assert sorted(refusal.value.extra["fields"]) == wrong


def test_what_is_left_out_is_left_out() -> None:
    assert read_equality({"ethnicity": "asian", "sexuality": None, "colour": "red"}) == {"ethnicity": "asian"}
    assert NAMES.keys() == EQUALITY.keys()


@pytest.mark.django_db
def test_answers_become_sums_with_a_key_and_nobody_answers_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = iter([60_000, 7, 60_001])
    monkeypatch.setattr("helpline.statistics.equality.new_record_key", lambda: next(keys))
    tally_equality(contact=CONTACT, year=2026, answers={"ethnicity": "white", "disability": "no"})
    tally_equality(contact=CONTACT, year=2026, answers={"ethnicity": "black"})
    tally_equality(contact=OTHER, year=2026, answers={"disability": "no"})

    rows = EqualityTally.objects.order_by("question").values_list(
        "year", "question", "answer", "number", "key"
    )
    assert list(rows) == [(2026, "disability", "no", 2, 120_001), (2026, "ethnicity", "white", 1, 7)]
    assert has_told(CONTACT)
    assert [field.name for field in EqualityTicket._meta.concrete_fields] == ["contact"]


@pytest.mark.django_db
def test_no_real_answer_is_counted_among_made_up_ones() -> None:
    MadeUpData.objects.create(facts=10, seed=1, made_at=timezone.now())
    tally_equality(contact=CONTACT, year=2026, answers={"disability": "no"})

    assert not EqualityTally.objects.exists()
