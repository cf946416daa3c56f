"""What a handler looks for. Plain Python."""

from dataclasses import dataclass, field
from functools import cached_property

from triage.entries import Entry
from triage.giving import is_own_behaviour, is_worker
from triage.places import MOST_WORDS, Place, find_places, place_named

AGE_BANDS: dict[str, tuple[int, int]] = {
    "under_13": (0, 12),
    "13_15": (13, 15),
    "16_17": (16, 17),
    "18_25": (18, 25),
    "26_40": (26, 40),
    "41_60": (41, 60),
    "over_60": (61, 150),
}
UNDER_18 = frozenset(band for band, (_, oldest) in AGE_BANDS.items() if oldest < 18)
HIGH = frozenset({"immediate", "urgent"})


@dataclass(frozen=True)
class Wanted:
    """What a handler looks for; an empty field asks for nothing.

    `area` is a place's name or a postcode, of which the first half counts; `language` a code of
    triage.entries.LANGUAGES; `takes` codes of TAKES; `formats` of FORMATS; `known` whether the police or the
    courts know the caller; `level` the level that the handler set; `suits` what the handler found out of
    whether a programme suits: pairs of a code of REQUIRES and "yes" or "no".
    """

    words: str = ""
    area: str | None = None
    audience: str | None = None
    age_band: str | None = None
    about: str | None = None
    caller_type: str | None = None
    interpreter: bool = False
    language: str | None = None
    takes: frozenset[str] = frozenset()
    formats: frozenset[str] = frozenset()
    known: bool | None = None
    level: str | None = None
    open_now: bool = False
    suits: tuple[tuple[str, str], ...] = ()
    places: tuple[Place, ...] = field(init=False)
    word_list: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        said = self.words.casefold().split()
        found = find_places(self.area) if self.area else []
        named = None if found else place_in(self.words)
        if named:
            found = [named]
        object.__setattr__(self, "places", tuple(found))
        rest = _without(said, named.name) if named else said
        object.__setattr__(self, "word_list", tuple(rest))

    @cached_property
    def is_for_work(self) -> bool:
        return is_worker(caller_type=self.caller_type, about=self.about)

    @cached_property
    def is_about_change(self) -> bool:
        """Tell whether it is for somebody who uses abuse: the handler's judgement counts first."""
        if self.caller_type in (None, "unclear_or_mutual", "child_or_young_person"):
            return self.about in ("own_behaviour", "unsure")
        return self.caller_type == "person_using_abuse"

    @cached_property
    def is_own_behaviour(self) -> bool:
        """Tell whether somebody surely speaks of what they do themselves, not of what is done to them."""
        return is_own_behaviour(caller_type=self.caller_type, about=self.about)

    @cached_property
    def is_hurt(self) -> bool:
        if self.caller_type is None:
            return self.about == "being_hurt"
        return self.caller_type == "victim_survivor"

    @cached_property
    def is_under_18(self) -> bool:
        return self.age_band in UNDER_18 or self.caller_type == "child_or_young_person"

    @cached_property
    def is_high_risk(self) -> bool:
        return self.level in HIGH and not self.is_for_work


def place_in(words: str) -> Place | None:
    """Return the place that the longest run of words names; None where there is none."""
    said = words.split()
    ends = ((a, b) for a in range(len(said)) for b in range(a + 1, min(len(said), a + MOST_WORDS) + 1))
    runs = (" ".join(said[a:b]) for a, b in ends)
    named = ((len(run), place) for run in runs if (place := place_named(run)))
    return max(named, key=lambda found: found[0], default=(0, None))[1]


def _without(said: list[str], name: str) -> list[str]:
    """Return the words without those that name the place, once; words that call it otherwise go as well."""
    named = place_in(" ".join(said))
    for first in range(len(said)):
        for last in range(min(len(said), first + MOST_WORDS), first, -1):
            if named and place_named(" ".join(said[first:last])) == named and named.name == name:
                return said[:first] + said[last:]
    return said


def folded_words(entry: Entry) -> tuple[str, str]:
    """Return the name, and all else that words are looked for in, folded."""
    rest = (entry.provider, entry.description, entry.role.replace("_", " "), entry.slug, *entry.areas)
    return entry.name.casefold(), " ".join(rest).casefold()


def words_score(folded: tuple[str, str], words: tuple[str, ...]) -> int | None:
    """Return how well the words fit an entry: a word in the name counts most; None where one is missing."""
    name, rest = folded
    score = 0
    for word in words:
        if word in name:
            score += 8
        elif word in rest:
            score += 2
        else:
            return None
    return score
