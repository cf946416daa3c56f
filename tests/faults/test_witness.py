"""The witness itself: what is right passes, and each kind of wrong is seen."""

import pytest

from tests.faults.witness import CALLER, HANDLER, Witness

CONTACT = "c1"
ENDS = (CALLER, HANDLER)


@pytest.fixture
def witness() -> Witness:
    """A talk of three messages of the caller and two of the handler, all acknowledged, none shown yet."""
    ticks = iter(range(1_000))
    witness = Witness(clock=lambda: next(ticks))
    for seq, (sender, id) in enumerate(SAID, start=1):
        witness.wrote(CONTACT, sender, id, f"words of {id}")
        witness.acknowledged(id, seq)
    return witness


SAID = [(CALLER, "a"), (HANDLER, "b"), (CALLER, "c"), (HANDLER, "d"), (CALLER, "e")]
AS_IT_WAS = [(1, "a"), (2, "b"), (3, "c"), (4, "d"), (5, "e")]


def show(witness: Witness, at_caller: list[tuple[int, str]], at_handler: list[tuple[int, str]]) -> list[str]:
    for end, seen in zip(ENDS, (at_caller, at_handler), strict=True):
        for seq, id in seen:
            witness.showed(CONTACT, end, seq, id)
    return witness.verdict()


def test_what_came_once_and_in_order_passes(witness: Witness) -> None:
    assert show(witness, AS_IT_WAS, AS_IT_WAS) == []
    figures = witness.figures()
    assert (figures.acknowledged, figures.delivered, figures.lost, figures.twice) == (5, 5, 0, 0)


def test_what_was_not_acknowledged_may_come_or_not(witness: Witness) -> None:
    witness.wrote(CONTACT, CALLER, "f", "words of f")
    witness.wrote(CONTACT, HANDLER, "g", "words of g")
    assert show(witness, [*AS_IT_WAS, (6, "f")], AS_IT_WAS) == []
    assert witness.figures().acknowledged == 5


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("missing", [0, 2, 4])
def test_a_lost_message_is_seen_wherever_it_is_missing(witness: Witness, end: str, missing: int) -> None:
    seen = {each: list(AS_IT_WAS) for each in ENDS}
    _, id = seen[end].pop(missing)
    verdict = show(witness, seen[CALLER], seen[HANDLER])
    assert f"lost: words of {id} ({missing + 1})" in verdict
    assert witness.figures().lost == 1


@pytest.mark.parametrize("end", ENDS)
def test_a_message_shown_twice_is_seen(witness: Witness, end: str) -> None:
    seen = {each: list(AS_IT_WAS) for each in ENDS}
    seen[end].append((3, "c"))
    assert f"twice: words of c at the {end} of {CONTACT}" in show(witness, seen[CALLER], seen[HANDLER])
    assert witness.figures().twice == 1


def test_a_message_stored_twice_under_another_id_is_seen(witness: Witness) -> None:
    copied = [*AS_IT_WAS, (6, "c-again")]
    verdict = show(witness, copied, copied)
    assert f"twice: a copy under c-again at the caller of {CONTACT}" in verdict


def test_two_messages_in_the_wrong_order_are_seen(witness: Witness) -> None:
    swapped = [(1, "a"), (2, "b"), (4, "d"), (3, "c"), (5, "e")]
    assert show(witness, AS_IT_WAS, swapped) == [
        f"swapped: numbers [1, 2, 4, 3, 5] at the handler of {CONTACT}"
    ]


def test_words_numbered_against_the_order_of_writing_are_seen(witness: Witness) -> None:
    witness.words["a"].seq, witness.words["c"].seq = 3, 1
    other = [(1, "c"), (2, "b"), (3, "a"), (4, "d"), (5, "e")]
    verdict = show(witness, other, other)
    assert f"swapped: the caller's words at the handler of {CONTACT}" in verdict


def test_a_number_that_is_not_the_promised_one_is_seen(witness: Witness) -> None:
    witness.words["e"].seq = 6
    assert "swapped: words of e was promised as 6 and is 5" in show(witness, AS_IT_WAS, AS_IT_WAS)


@pytest.mark.parametrize(
    ("queue", "wrong"),
    [
        (["q1", "q2", "q3"], []),
        # Somebody whose start was never answered may stand there as well.
        (["q1", "unsure", "q2", "q3"], []),
        (["q1", "q3"], ["lost from the queue: q2"]),
        (["q1", "q2", "q3", "q2"], ["twice in the queue: q2"]),
        (["q2", "q1", "q3"], ["swapped in the queue"]),
    ],
)
def test_the_queue_is_judged_too(witness: Witness, queue: list[str], wrong: list[str]) -> None:
    for contact in ("q1", "q2", "q3"):
        witness.waits(contact)
    assert witness.out_of_queue(queue) == wrong
