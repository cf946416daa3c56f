"""When the next one is due, and from which day nobody new comes."""

from datetime import date

import pytest

from helpline.standing.rules import Item, Kind, Rule, State, Unit, due_after, held_back_from, starts
from helpline.standing.sentences import held_back_words, said

TODAY = date(2026, 11, 28)
DUE = date(2026, 12, 28)


@pytest.mark.parametrize(
    ("done", "rule", "due"),
    [
        (date(2026, 1, 31), Rule(1, Unit.MONTHS), date(2026, 2, 28)),
        (date(2024, 2, 29), Rule(12, Unit.MONTHS), date(2025, 2, 28)),
        (date(2026, 12, 15), Rule(1, Unit.MONTHS), date(2027, 1, 15)),
        (date(2026, 11, 2), Rule(36, Unit.MONTHS), date(2029, 11, 2)),
        (date(2026, 11, 2), Rule(6, Unit.WEEKS), date(2026, 12, 14)),
    ],
)
def test_the_next_one_is_due_on_the_same_day_or_the_last_of_a_shorter_month(
    done: date, rule: Rule, due: date
) -> None:
    assert due_after(done, rule) == due


@pytest.mark.parametrize(
    ("due", "grace", "state", "holds"),
    [
        (None, None, State.MISSING, True),
        (None, date(2026, 11, 28), State.GRACE, False),
        (date(2026, 11, 27), None, State.OVER, True),
        (date(2026, 11, 27), date(2026, 11, 27), State.OVER, True),
        (date(2026, 11, 27), date(2026, 11, 28), State.GRACE, False),
        (date(2026, 11, 28), None, State.SOON, False),
        (DUE, None, State.SOON, False),
        (date(2026, 12, 29), None, State.OK, False),
    ],
)
def test_a_date_counts_to_the_end_of_its_day_and_is_warned_of_30_days_before(
    due: date | None, grace: date | None, state: State, holds: bool
) -> None:
    item = Item(Kind.VETTING, True, None, due, grace)

    assert (item.state(TODAY), item.holds_back(TODAY)) == (state, holds)
    since = date(2026, 1, 1)
    first = held_back_from([item], since=since)
    assert (first is not None and first <= TODAY) is holds
    assert held_back_from([Item(Kind.VETTING, False, None, due, grace)], since=since) is None


def test_the_first_of_several_that_ends_counts() -> None:
    items = [
        Item(Kind.TRAINING, True, None, DUE),
        Item(Kind.VETTING, True, None, date(2026, 12, 1)),
        Item(Kind.SUPERVISION, False, None, date(2026, 1, 1)),
    ]

    assert held_back_from(items, since=TODAY) == date(2026, 12, 2)


def test_vetting_is_named_as_the_nation_does_and_lasts_as_long() -> None:
    item = Item(Kind.VETTING, True, None, date(2026, 11, 1))

    assert said(item, nation="SCT", today=TODAY) == "PVG membership was due on 1 November 2026."
    assert said(item, nation="ENG", today=TODAY) == "DBS check was due on 1 November 2026."
    assert said(item, nation="NIR", today=TODAY).startswith("AccessNI check ")
    assert starts("SCT")[Kind.VETTING].rule.every == 60
    assert starts("WLS")[Kind.VETTING].rule.every == 36


def test_whoever_is_held_back_reads_why_that_talks_go_on_and_whom_to_ask() -> None:
    items = [Item(Kind.TRAINING, True, None, DUE), Item(Kind.SUPERVISION, True, None, date(2026, 11, 3))]

    assert held_back_words(items, nation="ENG", today=TODAY, ask=["ada", "ali"]) == (
        "Supervision was due on 3 November 2026. Until that is in order nobody new comes to you. "
        "The talks you have go on. Ask ada or ali (admins)."
    )
