"""Somebody who lays two questions beside each other to find out whether one contact is there.

Two ways: the same cell in a period and in parts of it (nested windows), and a figure beside others that it is
made of (complements). What lies between is a group that nobody may ask for; here it is one contact. Each pair
is asked twice, with that contact and without it, and the attacker says which of the two it was. They know the
method, and have learned from as many pairs of another such service. Guessing is right in half.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from helpline.statistics.cells import NOTHING, Codes, Shown, Tally, added, as_cells, collapsed
from helpline.statistics.disclosure import cell_key
from helpline.statistics.noise import KEYS, perturbed_count, shipped_table
from helpline.statistics.release import released, rounded

DIMENSIONS: dict[str, tuple[int, ...]] = {
    # How likely each code is, as in a small service.
    "channel": (80, 15, 5),
    "caller_type": (42, 12, 11, 10, 6, 3, 2, 4, 10),
    "level": (2, 8, 25, 40, 25),
    "outcome": (25, 28, 12, 4, 10, 14, 3, 3, 1),
    "hour_band": (4, 2, 3, 14, 20, 20, 22, 15),
    "answered": (85, 15),
}
MONTHS = 24
PARTS = {"month": 1, "quarter": 3, "year": 12}
ENOUGH = 20
Fact = tuple[int, int, dict[str, str]]
SHAPES = [(name,) for name in DIMENSIONS] + list(combinations(DIMENSIONS, 2))
Publish = Callable[[Mapping[Codes, Tally], str, tuple[str, ...]], Shown]


def unprotected(tallies: Mapping[Codes, Tally], kind: str, names: tuple[str, ...]) -> Shown:
    """Show every count as it is."""
    margins = tuple(
        {code: tally.number for code, tally in collapsed(tallies, place).items()}
        for place in range(len(names))
    )
    cells = {codes: tally.number for codes, tally in tallies.items()}
    return Shown(cells if names else {}, margins, added(tallies.values()).number)


def textbook(tallies: Mapping[Codes, Tally], kind: str, names: tuple[str, ...]) -> Shown:
    """Show the cell-key method as it is published, then nothing below five, rounded to five."""

    def figure(tally: Tally) -> int | None:
        noisy = perturbed_count(tally.number, cell_key([tally.keys]), shipped_table())
        return None if noisy < 5 else rounded(noisy)

    margins = tuple(
        {code: figure(tally) for code, tally in collapsed(tallies, place).items()}
        for place in range(len(names))
    )
    cells = {codes: figure(tally) for codes, tally in tallies.items()} if len(names) == 2 else (
        as_cells(margins[0]) if names else {}
    )  # fmt: skip
    return Shown(cells, margins, figure(added(tallies.values())))


@dataclass
class World:
    """Made-up contacts of two years, and the tables of them under one policy."""

    publish: Publish
    seed: int
    a_month: int
    facts: list[Fact] = field(default_factory=list)
    _tables: dict[tuple[str, int, tuple[str, ...]], tuple[dict[Codes, Tally], Shown]] = field(
        default_factory=dict
    )

    def __post_init__(self) -> None:
        drawn = random.Random(self.seed)
        for month in range(MONTHS):
            for _ in range(self.a_month + drawn.randrange(-8, 9)):
                codes = {
                    name: str(drawn.choices(range(len(likely)), likely)[0])
                    for name, likely in DIMENSIONS.items()
                }
                self.facts.append((month, drawn.randrange(KEYS), codes))

    def only(self, kind: str, start: int, where: Callable[[int, dict[str, str]], bool]) -> Fact:
        """Return the one contact of a period that fits."""
        (found,) = (
            fact for fact in self.facts if start <= fact[0] < start + PARTS[kind] and where(fact[0], fact[2])
        )
        return found

    def without(self, fact: Fact, kind: str, start: int, names: tuple[str, ...]) -> Shown:
        """Return what is shown of a period had this contact not been."""
        tallies, cell = dict(self.table(kind, start, names)[0]), tuple(fact[2][name] for name in names)
        tallies[cell] = Tally(tallies[cell].number - 1, tallies[cell].keys - fact[1])
        return self.publish(tallies, kind, names)

    def table(self, kind: str, start: int, names: tuple[str, ...]) -> tuple[dict[Codes, Tally], Shown]:
        """Return the true table of a period and what is shown of it."""
        key = (kind, start, names)
        if key not in self._tables:
            tallies: dict[Codes, Tally] = {(): NOTHING}
            for name in names:
                codes = map(str, range(len(DIMENSIONS[name])))
                tallies = dict.fromkeys(
                    ((*before, code) for code in codes for before in list(tallies)), NOTHING
                )
            for month, record_key, codes_of in self.facts:
                if start <= month < start + PARTS[kind]:
                    cell = tuple(codes_of[name] for name in names)
                    tallies[cell] = added((tallies[cell], Tally(1, record_key)))
            self._tables[key] = (tallies, self.publish(tallies, kind, names))
        return self._tables[key]


@dataclass(frozen=True)
class Pair:
    """What two questions showed with the contact that lies between them, and what without it.

    `seen` and `unseen` are the larger figure and the smaller ones, None where not shown.
    """

    way: str
    seen: tuple[int | None, ...]
    unseen: tuple[int | None, ...]


def pair(world: World, drawn: random.Random) -> Pair | None:
    """Return a pair of questions at random, None unless exactly one contact lies between."""
    names = drawn.choice(SHAPES)
    return (_nested if drawn.random() < 0.5 else _complement)(world, drawn, names)


def _nested(world: World, drawn: random.Random, names: tuple[str, ...]) -> Pair | None:
    outer, inner = drawn.choice([("quarter", "month"), ("year", "quarter"), ("year", "month")])
    start = drawn.randrange(0, MONTHS, PARTS[outer])
    parts = list(range(start, start + PARTS[outer], PARTS[inner]))
    tallies, shown = world.table(outer, start, names)
    cell = drawn.choice(list(tallies))
    left = drawn.choice(parts)
    used = [part for part in parts if part != left] if drawn.random() < 0.5 else [left]
    inside = [world.table(inner, part, names) for part in used]
    if tallies[cell].number - sum(of_part[cell].number for of_part, _ in inside) != 1:
        return None
    months = {month for part in used for month in range(part, part + PARTS[inner])}
    fact = world.only(
        outer, start, lambda m, codes: m not in months and tuple(codes[name] for name in names) == cell
    )
    parts_shown = tuple(of_part.cells[cell] for _, of_part in inside)
    without = world.without(fact, outer, start, names).cells[cell]
    way = f"{outer} beside {'its other ' if len(used) > 1 else 'one '}{inner}"
    return Pair(way, (shown.cells[cell], *parts_shown), (without, *parts_shown))


def _complement(world: World, drawn: random.Random, names: tuple[str, ...]) -> Pair | None:
    kind = drawn.choice(list(PARTS))
    start = drawn.randrange(0, MONTHS, PARTS[kind])
    tallies, shown = world.table(kind, start, names)
    cell = drawn.choice(list(tallies))
    place = drawn.randrange(2) if len(names) == 2 else None
    family = [codes for codes in tallies if place is None or codes[place] == cell[place]]
    used = [codes for codes in family if codes != cell] if drawn.random() < 0.5 else [cell]
    rest = [codes for codes in family if codes not in used]
    if sum(tallies[codes].number for codes in rest) != 1:
        return None
    fact = world.only(kind, start, lambda _, codes: tuple(codes[name] for name in names) in rest)
    without = world.without(fact, kind, start, names)

    def laid(of: Shown) -> tuple[int | None, ...]:
        whole = of.total if place is None else of.margins[place][cell[place]]
        return (whole, *(of.cells[codes] for codes in used))

    beside = "its other cells" if len(used) > 1 else "one cell"
    return Pair(f"{'total' if place is None else 'margin'} beside {beside}", laid(shown), laid(without))


def pairs(world: World, number: int, seed: int) -> tuple[list[Pair], int]:
    """Return so many pairs with one contact between, and how many had to be asked to find them."""
    drawn, found, asked = random.Random(seed), [], 0
    while len(found) < number:
        asked += 1
        if (one := pair(world, drawn)) is not None:
            found.append(one)
    return found, asked


@dataclass(frozen=True)
class Verdict:
    """How well the attacker did over `pairs` of `asked` questions with a contact between.

    `right` is the share of right answers, with the contact and without; `proved` the share of contacts whose
    figures differ where they could not without them: certain proof that somebody is there.
    """

    pairs: int
    asked: int
    right: float
    proved: float


def attacked(publish: Publish, *, number: int, a_month: int = 60, seed: int = 1) -> Verdict:
    """Return what an attacker makes of so many pairs of questions."""
    learned, _ = pairs(World(publish, seed, a_month), number, seed)
    judged, asked = pairs(World(publish, seed + 1, a_month), number, seed + 1)
    seen: dict[tuple[object, ...], Counter[bool]] = defaultdict(Counter)
    for one in learned:
        for there, figures in ((True, one.seen), (False, one.unseen)):
            for look in _looks(one.way, figures):
                seen[look][there] += 1
    right = proved = 0.0
    for one in judged:
        for there, figures in ((True, one.seen), (False, one.unseen)):
            right += _says(seen, one.way, figures, there) / 2
        differ = _looks(one.way, one.seen)[-1]
        proved += seen[differ][True] >= ENOUGH and seen[differ][False] == 0
    return Verdict(number, asked, right / number, proved / number)


def _looks(way: str, figures: tuple[int | None, ...]) -> list[tuple[object, ...]]:
    """Return how the attacker looks at figures, from the closest look to whether they differ at all."""
    whole, parts = figures[0], figures[1:]
    hidden = sum(part is None for part in parts)
    left = None if whole is None else whole - sum(part or 0 for part in parts)
    return [(way, whole, hidden, left), (way, "left", hidden, left), (way, "differ", hidden, bool(left))]


def _says(
    seen: Mapping[tuple[object, ...], Counter[bool]], way: str, figures: tuple[int | None, ...], there: bool
) -> float:
    """Return 1 where what the attacker says of these figures is right, 0.5 where they can only guess."""
    for look in _looks(way, figures):
        found = seen[look]
        # The closest look of which enough was learned.
        if found.total() >= ENOUGH:
            return 0.5 if found[True] == found[False] else float((found[True] > found[False]) == there)
    return 0.5


POLICIES: dict[str, Publish] = {"unprotected": unprotected, "textbook": textbook, "release": released}
