"""The directory made ready for searching, so that thousands of entries are read once. Plain Python."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import getitem, itemgetter

from triage.coverage import served_keys
from triage.entries import Entry
from triage.wanted import Wanted, folded_words
from triage.weighing import CRITERIA, Criterion, likeness

# Far below whatever the criteria may give: one of them leaves the entry out.
LEFT_OUT = -1_000_000


@dataclass(frozen=True, slots=True)
class Held:
    """An entry with what a search looks at.

    `alike` has a number for what each criterion sees of it; `checked_until` is a date's ordinal, 0 for never.
    """

    entry: Entry
    slug: str
    name: str
    served: tuple[str, ...]
    alike: tuple[int, ...]
    folded: tuple[str, str]
    reachable: bool
    checked_until: int


@dataclass
class Directory:
    """Entries that may be given to somebody, made ready once for many searches.

    `by_place` has the numbers of the entries that serve a place, by its key;
    `examples` has for each criterion one entry of each number: of those alike the criterion sees the same.
    """

    entries: Iterable[Entry]
    held: list[Held] = field(init=False)
    by_slug: dict[str, Held] = field(init=False)
    by_place: dict[str, list[int]] = field(init=False)
    examples: list[list[Entry]] = field(init=False)

    def __post_init__(self) -> None:
        self.examples = [[] for _ in CRITERIA]
        numbers: list[dict[tuple[object, ...], int]] = [{} for _ in CRITERIA]
        self.held = [
            self._hold(entry, numbers) for entry in self.entries if entry.is_active and entry.signpost != "no"
        ]
        self.by_slug = {each.slug: each for each in self.held}
        self.by_place = {}
        for number, each in enumerate(self.held):
            for key in each.served:
                self.by_place.setdefault(key, []).append(number)

    def serving(self, scores: Mapping[str, int]) -> dict[int, int]:
        """Return the numbers of the entries that serve one of these places, with their highest score."""
        best: dict[int, int] = {}
        for key in scores.keys() & self.by_place.keys():
            score = scores[key]
            for number in self.by_place[key]:
                if score > best.get(number, 0):
                    best[number] = score
        return best

    def _hold(self, entry: Entry, numbers: list[dict[tuple[object, ...], int]]) -> Held:
        return Held(
            entry=entry,
            slug=entry.slug,
            name=entry.name.casefold(),
            served=served_keys(entry.areas),
            alike=tuple(self._number(entry, place, known) for place, known in enumerate(numbers)),
            folded=folded_words(entry),
            reachable=entry.is_reachable,
            checked_until=entry.check_due.toordinal() if entry.last_checked and entry.check_due else 0,
        )

    def _number(self, entry: Entry, place: int, known: dict[tuple[object, ...], int]) -> int:
        seen = likeness(entry, CRITERIA[place].seen)
        if seen not in known:
            known[seen] = len(known)
            self.examples[place].append(entry)
        return known[seen]


class _Points(dict[int, int]):
    """What one criterion gives to entries by their number, asked once for all that are alike to it."""

    def __init__(self, criterion: Criterion, examples: list[Entry], wanted: Wanted) -> None:
        super().__init__()
        self.notes, self.examples, self.wanted = criterion.notes, examples, wanted

    def __missing__(self, number: int) -> int:
        points = 0
        for note in self.notes(self.examples[number], self.wanted):
            if note.out:
                points = LEFT_OUT
                break
            points += note.points
        self[number] = points
        return points


class Judge:
    """What all criteria together give, for one search."""

    def __init__(self, directory: Directory, wanted: Wanted) -> None:
        asked = [place for place, criterion in enumerate(CRITERIA) if criterion.asked(wanted)]
        self.tables = [_Points(CRITERIA[place], directory.examples[place], wanted) for place in asked]
        self.alike = itemgetter(*asked)

    def points(self, each: Held) -> int:
        """Return the points; less than half of LEFT_OUT where a criterion leaves it out."""
        return sum(map(getitem, self.tables, self.alike(each.alike)))
