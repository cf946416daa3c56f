"""What a complaint goes through, and by when."""

from datetime import date

import pytest

from helpline.complaints.rules import (
    LONGEST_TEXT,
    NEXT,
    Due,
    Kind,
    Outcome,
    State,
    StepImpossible,
    check_step,
    first_state,
    next_due,
    read_form,
)
from helpline.kernel.errors import RequestInvalid

DAY = date(2026, 12, 1)
RIGHT = {"kind": "data", "text": "You told my employer.", "answer_to": "me@example.org"}


def test_what_is_right_is_read_as_it_was_written() -> None:
    told = read_form({**RIGHT, "text": "  One.\r\nTwo\x00\ud800 <b>cafe\u0301</b>  "})

    assert (told.kind, told.text, told.answer_to) == (Kind.DATA, "One.\nTwo <b>café</b>", "me@example.org")


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({}, {"kind": "missing", "text": "missing"}),
        ({**RIGHT, "kind": "data' OR 1=1"}, {"kind": "missing"}),
        ({**RIGHT, "text": " \n\t\u200b\u2060 "}, {"text": "missing"}),
        ({**RIGHT, "text": "x" * 10_000}, {"text": "too_long"}),
        ({**RIGHT, "answer_to": "x" * 201}, {"answer_to": "too_long"}),
        (
            {"kind": "", "text": "", "answer_to": "y" * 999},
            {"kind": "missing", "text": "missing", "answer_to": "too_long"},
        ),
    ],
)
def test_what_is_wrong_is_named_field_by_field(sent: dict[str, str], wrong: dict[str, str]) -> None:
    with pytest.raises(RequestInvalid) as refusal:
        read_form(sent)

    assert refusal.value.extra["fields"] == wrong


def test_the_longest_text_fits_and_one_more_does_not() -> None:
    assert read_form({**RIGHT, "text": "ŵ" * LONGEST_TEXT}).text == "ŵ" * LONGEST_TEXT
    with pytest.raises(RequestInvalid):
        read_form({**RIGHT, "text": "ŵ" * (LONGEST_TEXT + 1)})


def test_without_a_way_to_answer_the_page_has_acknowledged_it() -> None:
    assert first_state(read_form(RIGHT)) == State.RECEIVED
    assert first_state(read_form({**RIGHT, "answer_to": " \u200b "})) == State.ACKNOWLEDGED


@pytest.mark.parametrize(
    ("kind", "state", "due"),
    [
        (Kind.DATA, State.RECEIVED, Due("acknowledge", date(2026, 12, 31))),
        (Kind.SERVICE, State.RECEIVED, Due("acknowledge", date(2026, 12, 31))),
        (Kind.DATA, State.ACKNOWLEDGED, Due("answer", date(2027, 1, 30))),
        # A request has its month from the day it came, acknowledged or not.
        (Kind.RIGHTS, State.RECEIVED, Due("answer", date(2026, 12, 29))),
        (Kind.RIGHTS, State.ACKNOWLEDGED, Due("answer", date(2026, 12, 29))),
        (Kind.DATA, State.ANSWERED, None),
        (Kind.DATA, State.CLOSED, None),
    ],
)
def test_what_is_due_and_when(kind: Kind, state: State, due: Due | None) -> None:
    assert next_due(kind, state, DAY) == due


def test_a_request_of_february_is_answered_within_its_month() -> None:
    due = next_due(Kind.RIGHTS, State.RECEIVED, date(2027, 2, 1))

    assert due == Due("answer", date(2027, 3, 1))


def test_days_left_count_down_to_the_day_and_below() -> None:
    due = Due("answer", DAY)

    assert [due.days_left(date(2026, 11, 30)), due.days_left(DAY), due.days_left(date(2026, 12, 2))] == [
        1,
        0,
        -1,
    ]


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("to", State)
def test_only_the_steps_of_the_table_can_be_taken(state: State, to: State) -> None:
    if to in NEXT[state]:
        check_step(state, to, Outcome.UPHELD)
    else:
        with pytest.raises(StepImpossible):
            check_step(state, to, Outcome.UPHELD)


@pytest.mark.parametrize("outcome", ["", "nonsense"])
def test_nothing_is_closed_without_saying_how_it_ended(outcome: str) -> None:
    with pytest.raises(RequestInvalid):
        check_step(State.ANSWERED, State.CLOSED, outcome)
