"""From tallies to an answer, under either policy. Plain Python."""

from collections.abc import Mapping, Sequence
from itertools import product

from helpline.statistics.cells import NOTHING, Codes, Shown, Tallies, Tally, added, summed_up
from helpline.statistics.dimensions import DIMENSIONS
from helpline.statistics.exact import exact
from helpline.statistics.overlapping import each_code, exact_list, released_lists
from helpline.statistics.questions import Answer, DrillDownRefused, ListStandsAlone, Policy, Question
from helpline.statistics.release import may_look_into, released

NOISE = (
    "Every figure carries a little random noise, the same whenever it is asked for, and is rounded to 5: "
    "read 40 as “about 40”; small differences mean nothing."
)
NOT_ADDED = (
    "Each figure has noise of its own, so figures do not add up to their totals: take totals as they stand."
)
HIDDEN = (
    "“Not shown” means fewer than 5 contacts, nought included, or all but fewer than 5 of a larger figure "
    "that they are part of."
)
EXACT = (
    "Figures are exact. “Not shown” means fewer than 5 contacts, nought included, or a figure that would "
    "tell such a one."
)
BY_MONTH = (
    "Figures are exact for single months only: exact quarters and years would tell a month's small figures."
)
INTERNAL = "For the supervisors of this service. Do not publish or pass on."
SEVERAL = (
    "One contact may have several of these and counts once for each, so lines overlap: "
    "they may add up to more than all contacts."
)
LEFT_OUT = "Lines that are not shown are left out."


def answered(question: Question, tallies: Tallies, policy: Policy) -> Answer:
    """Return the answer from the tallies of `question.dimensions`.

    Raises DrillDownRefused or ListStandsAlone.
    """
    names, kind = question.dimensions, question.period.kind
    several = [DIMENSIONS[name].several for name in names]
    if question.where is not None:
        first = each_code(summed_up(tallies, [0]), several[:1])
        if not may_look_into(first.get((question.where[1],), NOTHING), added(tallies.values())):
            raise DrillDownRefused
    is_exact = policy == "internal" and kind == "month"
    if any(several):
        shown = _of_lists(names, tallies, several, kind, is_exact=is_exact)
    else:
        tallies = _complete(names, tallies)
        shown = exact(tallies, names) if is_exact else released(tallies, kind, names)
    if question.where is not None:
        shown = _looked_into(shown, question.where[1])
    return Answer(
        question=question,
        policy=policy,
        cells=_listed(question.by, shown.cells),
        total=shown.total,
        notes=_notes(question, policy, is_exact),
        margins=tuple(
            {code: figure for code, figure in margin.items() if figure is not None or not _is_open(name)}
            for name, margin in zip(question.by, shown.margins, strict=False)
        )
        if len(question.by) == 2
        else (),
    )


def _of_lists(
    names: tuple[str, ...], tallies: Tallies, several: Sequence[bool], kind: str, *, is_exact: bool
) -> Shown:
    cells = list(_complete(names, each_code(tallies, several)))
    if not is_exact:
        return released_lists(tallies, kind, names, several, cells)
    if len(names) > 1:
        raise ListStandsAlone
    return exact_list(tallies, cells)


def _complete(names: tuple[str, ...], tallies: Tallies) -> dict[Codes, Tally]:
    """Return a tally for each cell, in the order of the codes; an open list has what there is."""
    lists = [
        sorted({codes[place] for codes in tallies})
        if (known := DIMENSIONS[name].codes) is None
        else [*known, *sorted({codes[place] for codes in tallies} - known.keys())]
        for place, name in enumerate(names)
    ]
    return {codes: tallies.get(codes, NOTHING) for codes in product(*lists)}


def _looked_into(shown: Shown, code: str) -> Shown:
    """Return one line of a table of two dimensions as a table of its own, or a line of one as a total."""
    if len(shown.margins) < 2:
        return Shown({}, (), shown.margins[0][code])
    cells = {codes[1:]: figure for codes, figure in shown.cells.items() if codes[0] == code}
    return Shown(cells, (), shown.margins[0][code])


def _is_open(name: str) -> bool:
    return DIMENSIONS[name].codes is None


def _listed(by: tuple[str, ...], cells: Mapping[Codes, int | None]) -> dict[Codes, int | None]:
    """Return the cells that may have a line: none whose code of an open list would tell that it is there."""
    if not any(_is_open(name) for name in by):
        return dict(cells)
    return {codes: figure for codes, figure in cells.items() if figure is not None}


def _notes(question: Question, policy: Policy, is_exact: bool) -> tuple[str, ...]:
    notes = [EXACT] if is_exact else [NOISE, NOT_ADDED, HIDDEN]
    if policy == "internal":
        notes += [INTERNAL] if is_exact else [BY_MONTH, INTERNAL]
    if any(DIMENSIONS[name].several for name in question.dimensions):
        notes.append(SEVERAL)
    if any(_is_open(name) for name in question.by):
        notes.append(LEFT_OUT)
    return tuple(notes)
