"""Which services fit what a handler looks for, best first. Plain Python."""

from collections.abc import Iterable
from dataclasses import dataclass

from triage.areas import AROUND, INSIDE, SAME, closeness, is_area
from triage.matching import Entry, Unconfirmed, why_not

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

_FITTING_ROLES: dict[str | None, frozenset[str]] = {
    "own_behaviour": frozenset({"behaviour_change", "early_intervention", "helpline"}),
    "someone_else": frozenset({"helpline", "early_intervention"}),
    "being_hurt": frozenset({"survivor_support"}),
    "work": frozenset({"professional_training", "offender_management", "high_harm", "helpline"}),
}
_LOCAL = frozenset({SAME, AROUND, INSIDE})
_CHANGE_ROLES = frozenset({"behaviour_change", "early_intervention"})
_CHANGE_LINES = frozenset({"respect-phoneline"})
_NOT_FOR_CALLERS = frozenset({"professionals_only", "no"})


@dataclass(frozen=True)
class Wanted:
    """What a handler looks for; an empty field asks for nothing.

    `place` is an area named in the words; `interpreter` when the caller would rather use another language.
    """

    words: str = ""
    area: str | None = None
    audience: str | None = None
    age_band: str | None = None
    about: str | None = None
    caller_type: str | None = None
    place: str | None = None
    interpreter: bool = False

    @property
    def is_about_change(self) -> bool:
        """Tell whether it is for somebody who uses abuse: the handler's judgement counts first."""
        if self.caller_type in (None, "unclear_or_mutual"):
            return self.about in ("own_behaviour", "unsure")
        return self.caller_type == "person_using_abuse"

    @property
    def is_for_work(self) -> bool:
        return self.caller_type == "frontline_worker" or (self.caller_type is None and self.about == "work")


def place_in(words: str) -> str | None:
    """Return the longest run of words that is the name of an area, folded; None where there is none."""
    said = words.casefold().split()
    runs = ((first, last) for first in range(len(said)) for last in range(first + 1, len(said) + 1))
    named = [name for first, last in runs if is_area(name := " ".join(said[first:last]))]
    return max(named, key=len, default=None)


def is_listed(entry: Entry, wanted: Wanted) -> bool:
    """Tell whether a handler is shown it: what is for no caller at all is shown for workers only."""
    return wanted.is_for_work or entry.signpost not in _NOT_FOR_CALLERS


def best_first(entries: Iterable[Entry], wanted: Wanted) -> list[Entry]:
    """Return the entries that fit: by tier, then by how well they fit, then by name.

    The tiers: what could be sent and is local or serves the caller's purpose; what is local; what else
    could be sent; the rest. An unconfirmed entry could be sent: confirming is one step.
    """
    scored = [(_score(entry, wanted), entry) for entry in entries]
    fitting = [(score, entry) for score, entry in scored if score is not None]
    return [entry for _, entry in sorted(fitting, key=lambda pair: _order(pair[0], pair[1], wanted))]


def _order(score: int, entry: Entry, wanted: Wanted) -> tuple[int, int, str]:
    return _tier(entry, wanted), -score, entry.name.casefold()


def _tier(entry: Entry, wanted: Wanted) -> int:
    refusal = why_not(entry, caller_type=wanted.caller_type, about=wanted.about)
    could_be_sent = refusal in (None, Unconfirmed.code)
    area = wanted.area or wanted.place
    local = area is not None and closeness(entry.areas, area) in _LOCAL
    serves = entry.role in _CHANGE_ROLES or entry.slug in _CHANGE_LINES
    if could_be_sent:
        return 0 if local or (wanted.is_about_change and serves) else 2
    return 1 if local else 3


def _score(entry: Entry, wanted: Wanted) -> int | None:
    """Return how well an entry fits, or None when it does not fit at all."""
    parts = (
        _said_score(entry, wanted),
        _area_score(entry, wanted.area),
        _audience_score(entry, wanted),
    )
    if any(part is None for part in parts):
        return None
    fits_role = 3 if entry.role in _FITTING_ROLES.get(wanted.about, frozenset()) else 0
    return sum(part for part in parts if part is not None) + fits_role + _interpreter_score(entry, wanted)


def _interpreter_score(entry: Entry, wanted: Wanted) -> int:
    """Score what says that it is for people who need an interpreter; nothing is left out for that."""
    said = " ".join((entry.description, *entry.eligibility)).casefold()
    return 5 if wanted.interpreter and "interpreter" in said else 0


def _said_score(entry: Entry, wanted: Wanted) -> int | None:
    """Score the words; where they name a place, what serves that place need not have its name in it."""
    found = _words_score(entry, wanted.words)
    if wanted.place is None:
        return found
    near = closeness(entry.areas, wanted.place)
    if found is None and near:
        named = f" {wanted.place} "
        rest = f" {' '.join(wanted.words.casefold().split())} ".replace(named, " ", 1)
        found = _words_score(entry, rest)
    return None if found is None else found + near


def _words_score(entry: Entry, words: str) -> int | None:
    name = entry.name.casefold()
    rest = " ".join(
        (entry.provider, entry.description, entry.role.replace("_", " "), entry.slug, *entry.areas)
    )
    score = 0
    for word in words.casefold().split():
        if word in name:
            score += 8
        elif word in rest.casefold():
            score += 2
        else:
            return None
    return score


def _area_score(entry: Entry, area: str | None) -> int | None:
    return (closeness(entry.areas, area) or None) if area else 0


def _audience_score(entry: Entry, wanted: Wanted) -> int | None:
    if wanted.audience and entry.audience and wanted.audience not in entry.audience:
        return None
    if wanted.age_band and not _ages_meet(entry, AGE_BANDS[wanted.age_band]):
        return None
    return 4 if wanted.audience and entry.audience else 0


def _ages_meet(entry: Entry, band: tuple[int, int]) -> bool:
    youngest, oldest = band
    return (entry.age_min or 0) <= oldest and (entry.age_max is None or entry.age_max >= youngest)
