"""Equality answers: sums of a year with a key for the noise; of a contact only that somebody answered."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from helpline.kernel.errors import RequestInvalid
from helpline.staff.models import Account
from helpline.staff.roles import Role
from helpline.statistics.equality import equality_report, has_told, tally_equality
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


def answered(year: int, **numbers: int) -> None:
    for answer, number in numbers.items():
        EqualityTally.objects.create(
            year=year, question="sexuality", answer=answer, number=number, key=number * 30_011
        )


@pytest.mark.django_db
def test_a_year_is_released_once_it_is_over_with_noise_and_nothing_small() -> None:
    answered(2026, straight=203, bi=41, gay_or_lesbian=3, prefer_not=9)
    assert equality_report(year=2026, today=date(2027, 1, 3)).answers == {}
    assert equality_report(year=2026, today=date(2027, 1, 3)).shown_from == date(2027, 1, 4)

    shown = equality_report(year=2026, today=date(2027, 1, 4)).answers
    told = shown[NAMES["sexuality"]]
    assert (told["Gay or lesbian"], told["Another"]) == (None, None)
    assert all(number is None or number % 5 == 0 for number in told.values())
    assert (told["Straight"], told["Bi"]) in [(straight, bi) for straight in (200, 205) for bi in (40, 45)]
    assert set(shown[NAMES["ethnicity"]].values()) == {None}
    assert equality_report(year=2026, today=date(2027, 6, 1)).answers == shown


@pytest.mark.django_db
def test_an_analyst_sees_years_that_are_over(
    make_account: Callable[..., Account], signed_in: Callable[[Account], Client]
) -> None:
    analyst = signed_in(make_account(Role.ANALYST))
    assert "once the year is over" in analyst.get("/figures/equality/").content.decode()
    answered(2025, straight=60)
    answered(2099, straight=777)

    page = analyst.get("/figures/equality/").content.decode()
    assert "Who callers said they are, 2025" in page
    assert "not shown" in page
    for asked in ("2099", "2025 or so", "999999999999"):
        assert "777" not in analyst.get("/figures/equality/", {"year": asked}).content.decode()
