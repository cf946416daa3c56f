"""Tables of what a contact may have several of (cues, behaviours, services given). Plain Python.

A contact counts once for each code that it has, so the lines overlap and add up to more than all contacts.
Every line is a table of its own, "with" beside "without": it has noise of its own, since two lines with one
noise would be equal where their contacts are the same, and differ where a single one has but one of the two.
"""

from collections.abc import Sequence

from helpline.statistics.cells import NOTHING, Codes, Shown, Tallies, Tally, added, as_cells, summed_up
from helpline.statistics.disclosure import masked_counts
from helpline.statistics.release import figure, may_look_into

JOINS = "+"
NONE_NOTED = "none_noted"


def joined(codes: Sequence[str]) -> str:
    """Return a list of codes as one, the same in whatever order it was noted."""
    return JOINS.join(sorted(set(codes)))


def line_of(name: str, code: str) -> str:
    """Return the name under which one line of a list has its noise."""
    return f"{name}={code}"


def each_code(tallies: Tallies, several: Sequence[bool]) -> dict[Codes, Tally]:
    """Return the tallies by single codes, where some dimensions hold lists as `joined` makes them."""
    for place, is_list in enumerate(several):
        if is_list:
            apart: dict[Codes, Tally] = {}
            for codes, tally in tallies.items():
                for code in codes[place].split(JOINS) if codes[place] else [NONE_NOTED]:
                    one = (*codes[:place], code, *codes[place + 1 :])
                    apart[one] = added((apart.get(one, NOTHING), tally))
            tallies = apart
    return dict(tallies)


def released_lists(
    tallies: Tallies, kind: str, dimensions: tuple[str, ...], several: Sequence[bool], cells: Sequence[Codes]
) -> Shown:
    """Return what is shown of these cells under the policy called release; see `release.released`.

    `tallies` has each contact once, by its whole lists. Not shown is what is fewer than five, and what leaves
    fewer than five of all contacts or of a line that it is part of.
    """
    everyone = added(tallies.values())
    sums = [
        {code: tally for (code,), tally in each_code(summed_up(tallies, [place]), [several[place]]).items()}
        for place in range(len(dimensions))
    ]

    def noise(codes: Codes, names: tuple[str, ...], lists: Sequence[bool]) -> tuple[str, ...]:
        return tuple(
            line_of(name, code) if is_list else name
            for name, code, is_list in zip(names, codes, lists, strict=True)
        )

    margins = []
    for place, (name, is_list) in enumerate(zip(dimensions, several, strict=True)):
        shown: dict[str, int | None] = {}
        for code in dict.fromkeys(codes[place] for codes in cells):
            tally = sums[place].get(code, NOTHING)
            apart = may_look_into(tally, everyone)
            shown[code] = figure(tally, kind, noise((code,), (name,), (is_list,))) if apart else None
        margins.append(shown)
    if len(dimensions) < 2:
        return Shown(as_cells(margins[0]), tuple(margins), figure(everyone, kind, ()))
    pairs: dict[Codes, int | None] = {}
    of_pairs = each_code(tallies, several)
    for codes in cells:
        tally = of_pairs.get(codes, NOTHING)
        above = [of_one.get(code, NOTHING) for code, of_one in zip(codes, sums, strict=True)]
        apart = all(may_look_into(tally, one) and may_look_into(one, everyone) for one in above)
        pairs[codes] = figure(tally, kind, noise(codes, dimensions, several)) if apart else None
    return Shown(pairs, tuple(margins), figure(everyone, kind, ()))


def exact_list(tallies: Tallies, cells: Sequence[Codes]) -> Shown:
    """Return what is shown of one list of a month under the policy called internal: each line alone."""
    whole = added(tallies.values()).number
    of_one = each_code(tallies, (True,))
    shown = {}
    for (code,) in cells:
        number = of_one.get((code,), NOTHING).number
        line = masked_counts({"with": number, "without": whole - number}, whole)
        shown[code] = line.cells["with"]
    return Shown(as_cells(shown), (shown,), masked_counts({"all": whole}, whole).total)
