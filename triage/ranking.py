"""Which services fit what a handler looks for, best first. Plain Python."""

from collections.abc import Iterable
from dataclasses import dataclass

from triage.areas import closeness
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


@dataclass(frozen=True)
class Wanted:
    """What a handler looks for; an empty field asks for nothing."""

    words: str = ""
    area: str | None = None
    audience: str | None = None
    age_band: str | None = None
    about: str | None = None
    caller_type: str | None = None


def best_first(entries: Iterable[Entry], wanted: Wanted) -> list[Entry]:
    """Return the entries that fit, those that could be sent first, then the closest, then by name.

    An unconfirmed entry stands among those that could be sent: confirming is one step.
    """
    scored = [(_score(entry, wanted), entry) for entry in entries]
    fitting = [(score, entry) for score, entry in scored if score is not None]
    return [entry for _, entry in sorted(fitting, key=lambda pair: _order(pair[0], pair[1], wanted))]


def _order(score: int, entry: Entry, wanted: Wanted) -> tuple[bool, int, str]:
    refusal = why_not(entry, caller_type=wanted.caller_type, about=wanted.about)
    return refusal not in (None, Unconfirmed.code), -score, entry.name.casefold()


def _score(entry: Entry, wanted: Wanted) -> int | None:
    """Return how well an entry fits, or None when it does not fit at all."""
    parts = (
        _words_score(entry, wanted.words),
        _area_score(entry, wanted.area),
        _audience_score(entry, wanted),
    )
    if any(part is None for part in parts):
        return None
    fits_role = 3 if entry.role in _FITTING_ROLES.get(wanted.about, frozenset()) else 0
    return sum(part for part in parts if part is not None) + fits_role


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
