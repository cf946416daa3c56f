"""Which questions of a page are counted together, since reading the facts takes longest. Plain Python."""

from collections.abc import Iterable, Iterator
from math import prod

from helpline.statistics.dimensions import DIMENSIONS
from helpline.statistics.questions import Question

# Beyond so many cells adding them up costs more than reading the facts once more.
MOST_CELLS = 10_000
OPEN_LIST = 400


def batches(questions: Iterable[Question]) -> Iterator[list[Question]]:
    """Yield the questions in groups of one period whose dimensions together have few cells."""
    waiting: list[Question] = []
    for question in sorted(set(questions), key=lambda one: (one.period, one.dimensions, one.where or ())):
        together = [*waiting, question]
        if waiting and (waiting[0].period != question.period or cells(together) > MOST_CELLS):
            yield waiting
            together = [question]
        waiting = together
    if waiting:
        yield waiting


def cells(questions: Iterable[Question]) -> int:
    """Return how many cells the dimensions of these questions have together."""
    questions = list(questions)
    names = {name for question in questions for name in question.dimensions}
    if any(DIMENSIONS[name].several for name in names) and len(set(questions)) > 1:
        # There are thousands of lists: each question of one is counted by itself.
        return MOST_CELLS + 1
    sizes = (DIMENSIONS[name].codes for name in names)
    return prod(OPEN_LIST if codes is None else len(codes) for codes in sizes)
