"""Which services fit what a handler looks for, with reasons, and what was left out and why. Plain Python.

Local ones come first; where nothing is local, that is said, with the nearest; then what serves the whole
nation or country. National lines always close the list. See
docs/adr/0037-a-directory-in-codes-beside-words.md.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest

from triage.closing_lines import closing_slugs
from triage.coverage import COUNTRY, LOCAL, coverage, near_places, place_words
from triage.entries import AGENCY_ROLES, EMERGENCY, LANGUAGES, Entry, entry_id
from triage.searchable import LEFT_OUT, Directory, Held, Judge
from triage.wanted import Wanted, words_score
from triage.weighing import notes_of

__all__ = ["EMERGENCY", "Directory", "Entry", "LeftOut", "Match", "Matches", "entry_id", "match"]

LOCAL_GROUP, NEAREST_GROUP, NATIONAL_GROUP, LINES_GROUP = "local", "nearest", "national", "lines"
NEAREST, LEFT_OUT_SHOWN = 3, 30

type_of_state = tuple[bool | None, str]
# Whether it is not local, its points below nought, its name, its number; and the same with its closeness.
type_of_fit = tuple[int, int, str, int]
type_of_left_out = tuple[int, int, int]
type_of_clock = Callable[[Entry], type_of_state]


@dataclass(frozen=True)
class Match:
    """One service that fits: in which part of the list, why it stands there, and what to take care of."""

    slug: str
    group: str
    reasons: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()


@dataclass(frozen=True)
class LeftOut:
    slug: str
    why: str


@dataclass(frozen=True)
class Matches:
    """What was found, in order; `agencies` are for the handler and never for the caller.

    `notes` say in words what a handler has to know of the whole list; `left_out_count` counts all that served
    the place and were left out, of which `left_out` holds the closest.
    """

    rows: tuple[Match, ...]
    agencies: tuple[Match, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    left_out_count: int = 0
    notes: tuple[str, ...] = ()


def match(
    directory: Directory, wanted: Wanted, *, on: date, limit: int = 30, clock: type_of_clock | None = None
) -> Matches:
    """Return the services that fit, best first; `on` is the day by which checks count.

    `clock` tells of an entry whether it is open now, and that in words; without it hours count for nothing.
    At most `limit` rows stand before the lines that close the list.
    """
    return _Search(directory, wanted, on, clock).found(limit)


class _Search:
    """One search; it lives for the length of `match`."""

    def __init__(self, directory: Directory, wanted: Wanted, on: date, clock: type_of_clock | None) -> None:
        self.directory, self.wanted, self.on, self.clock = directory, wanted, on, clock
        self.judge = Judge(directory, wanted)
        self.scores = coverage(wanted.places)
        self.closing = [slug for slug in closing_slugs(wanted) if slug in directory.by_slug]

    def found(self, limit: int) -> Matches:
        held = self.directory.held
        fitting, agencies, out = self._sorted_out()
        local = [held[number] for rank, _, _, number in fitting if rank == 0]
        sendable = any(each.reachable for each in local)
        # Where nobody could be sent to what is local, the nearest that can be reached stands beside it.
        near = [] if not self.wanted.places or sendable else self._nearest()
        kept = [fit for fit in fitting if fit[3] not in near] if near else fitting
        best = [(rank, held[number]) for rank, _, _, number in nsmallest(limit, kept)]
        nearest = [held[number] for number in near]
        rows = [
            *(self._match(each, LOCAL_GROUP) for rank, each in best if rank == 0),
            *(self._match(each, NEAREST_GROUP) for each in nearest),
            *(self._match(each, NATIONAL_GROUP) for rank, each in best if rank),
        ]
        lines = [self._match(self.directory.by_slug[slug], LINES_GROUP) for slug in self.closing]
        closest = [held[number] for _, _, number in nsmallest(LEFT_OUT_SHOWN, out)]
        return Matches(
            rows=(*rows[:limit], *lines),
            agencies=tuple(self._match(each, LOCAL_GROUP) for each in agencies[:LEFT_OUT_SHOWN]),
            left_out=tuple(LeftOut(each.slug, self._why(each)) for each in closest),
            left_out_count=len(out),
            notes=tuple(self._notes(local, nearest, sendable, [each for _, each in best])),
        )

    def _sorted_out(self) -> tuple[list[type_of_fit], list[Held], list[type_of_left_out]]:
        """Sort what serves the place into what fits, agencies, and what is left out."""
        fitting: list[type_of_fit] = []
        agencies: list[tuple[int, str, int]] = []
        out: list[type_of_left_out] = []
        scores, words, judged = self.scores, self.wanted.word_list, self.judge.points
        anywhere, high, closing = not self.wanted.places, self.wanted.is_high_risk, frozenset(self.closing)
        held, open_now = self.directory.held, self.wanted.open_now
        near_of = dict.fromkeys(range(len(held)), COUNTRY) if anywhere else self.directory.serving(scores)
        on, worst = self.on.toordinal(), LEFT_OUT // 2
        for number, near in near_of.items():
            each = held[number]
            found = words_score(each.folded, words) if words else 0
            if found is None or each.slug in closing:
                continue
            if high and each.entry.role in AGENCY_ROLES:
                agencies.append((-near, each.name, number))
                continue
            points = judged(each)
            rank = 0 if near in LOCAL else 1
            if points < worst or (open_now and self._shut(each)):
                out.append((rank, -near, number))
                continue
            # Among what is not local, the purpose counts more than how far the area reaches.
            points += found + (near // 10 if rank else near) + (each.checked_until >= on)
            fitting.append((rank, -points, each.name, number))
        return fitting, [held[number] for _, _, number in sorted(agencies)], out

    def _why(self, each: Held) -> str:
        """Return why an entry was left out: the first criterion that says so, or that it is not open."""
        notes = notes_of(each.entry, self.wanted)
        return next((note.out for note in notes if note.out), "") or self._shut(each)

    def _shut(self, each: Held) -> str:
        if not self.wanted.open_now or self.clock is None:
            return ""
        is_open, said = self.clock(each.entry)
        return f"Not open now. {said}" if is_open is False else ""

    def _nearest(self) -> list[int]:
        """Return the numbers of the nearest that can be given and reached: of the county, then the region.

        For somebody who wants to change it works on that: other help so far away is no answer.
        """
        about_change, words = self.wanted.is_about_change, self.wanted.word_list
        if self.wanted.is_high_risk and about_change:
            return []
        there = self.directory.serving({key: score for key, score in self.scores.items() if score in LOCAL})
        found = []
        for number, near in self.directory.serving(near_places(self.wanted.places)).items():
            each = self.directory.held[number]
            if number in there or not each.reachable:
                continue
            if about_change and not each.entry.is_about_change:
                continue
            points = self.judge.points(each)
            if points < LEFT_OUT // 2 or self._shut(each):
                continue
            if not words or words_score(each.folded, words) is not None:
                found.append((-near, -points, each.name, number))
        return [number for _, _, _, number in nsmallest(NEAREST, found)]

    def _match(self, each: Held, group: str) -> Match:
        notes = list(notes_of(each.entry, self.wanted))
        reasons = [self._place(each, group), *(note.reason for note in notes)]
        cautions = [note.caution for note in notes]
        if self.clock:
            is_open, said = self.clock(each.entry)
            (reasons if is_open else cautions).append(said)
        return Match(
            each.slug,
            group,
            tuple(filter(None, dict.fromkeys(reasons))),
            tuple(filter(None, dict.fromkeys(cautions))),
        )

    def _place(self, each: Held, group: str) -> str:
        if group == NEAREST_GROUP:
            return f"Not there, but near: serves {', '.join(each.entry.areas)}"
        said = place_words(each.served, self.wanted.places, self.scores) if self.wanted.places else ""
        return said[:1].upper() + said[1:]

    def _language_note(self, shown: list[Held]) -> Iterable[str]:
        """Say so where nothing works in the language that is asked for."""
        wanted = self.wanted.language
        everything = [*shown, *(self.directory.by_slug[slug] for slug in self.closing)]
        if wanted and wanted != "en" and not any(wanted in each.entry.languages for each in everything):
            yield f"Nothing here says that it works in {LANGUAGES.get(wanted, 'that language')}: ask each."

    def _notes(
        self, local: list[Held], nearest: list[Held], sendable: bool, shown: list[Held]
    ) -> Iterable[str]:
        named = " or ".join(place.name for place in self.wanted.places)
        if self.wanted.area and not self.wanted.places:
            yield f"No place called “{self.wanted.area}” is known here: try the council, county or postcode."
        if self.wanted.is_high_risk and self.wanted.is_about_change:
            yield (
                f"The level is {self.wanted.level}: no programme is offered. Speak to your shift lead; "
                "the agencies below are for you, not for the caller."
            )
        elif named and not local:
            yield f"Nothing local that can be given here is on record for {named}. {_instead(nearest)}"
        elif named and not sendable:
            yield f"Nothing local can be sent: no way to reach it is on record. {_instead(nearest)}"
        yield from self._language_note(shown)


def _instead(nearest: list[Held]) -> str:
    return (
        "The nearest and the national ones follow."
        if nearest
        else "Nothing near is on record either; the national ones follow."
    )
