"""Nothing is lost between two looks: what changed turns the one into the other."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from chat.board_changes import KEYS, changes

Board = dict[str, Any]


def rows(key: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    row = st.fixed_dictionaries({key: st.sampled_from("abcde"), "value": st.integers(0, 2)})
    return st.lists(row, unique_by=lambda held: held[key])


boards = st.fixed_dictionaries(
    {
        "line": st.fixed_dictionaries({"waiting": st.integers(0, 3)}),
        "waiting": st.lists(st.sampled_from("xyz")),
        **{part: rows(key) for part, key in KEYS.items()},
    }
)


def applied(before: Board, changed: Board) -> Board:
    after = {**before, **{part: changed[part] for part in ("line", "waiting") if part in changed}}
    for part, key in KEYS.items():
        held = {row[key]: row for row in before[part]}
        if part in changed:
            held |= {row[key]: row for row in changed[part]["set"]}
            held = {name: row for name, row in held.items() if name not in changed[part]["gone"]}
        after[part] = held
    return after


@given(boards, boards)
def test_what_changed_turns_the_one_into_the_other(before: Board, after: Board) -> None:
    wanted = {
        **after,
        **{part: {row[key]: row for row in after[part]} for part, key in KEYS.items()},
    }

    assert applied(before, changes(before, after)) == wanted


@given(boards)
def test_nothing_is_told_where_nothing_changed(board: Board) -> None:
    assert changes(board, {**board}) == {}


def test_a_row_that_did_not_change_is_not_sent_again() -> None:
    before = {"line": {}, "waiting": [], "talks": [{"contact": "a", "n": 1}, {"contact": "b", "n": 1}]}
    before |= {"handlers": [], "alerts": []}
    after = {**before, "talks": [{"contact": "b", "n": 2}]}

    assert changes(before, after) == {"talks": {"set": [{"contact": "b", "n": 2}], "gone": ["a"]}}
