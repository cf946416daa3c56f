"""How closely the area that a service names fits a place, and what is nearest otherwise. Plain Python."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from triage.places import COUNTY, PLACES, REGION, Place, groups_around, inside_of, place_key, place_named
from triage.places import NATION as OF_NATION

UK, ONLINE = "uk", "online"

# How closely a service's place fits the caller's; only the order matters.
SAME, AROUND, WIDE, NATION, INSIDE, COUNTRY = 40, 30, 25, 20, 15, 10
LOCAL = frozenset({SAME, AROUND, WIDE, INSIDE})
# Not there, but in the same county or region.
NEAR_COUNTY, NEAR_REGION = 2, 1
_NEAR = {COUNTY: NEAR_COUNTY, REGION: NEAR_REGION}


@cache
def places(printed: str) -> frozenset[str]:
    """Return the places that a service's own words for its area name, folded for comparing.

    "England and Wales (local sites)" gives england and wales; "UK, varies" gives uk.
    """
    text = place_key(re.sub(r"\(.*?\)|,?\s*varies", "", printed)).replace("united kingdom", UK)
    if text in (UK, ONLINE) or place_named(text):
        return frozenset({text})
    return frozenset(re.split(r",\s*|\s+and\s+", text))


@cache
def _served(printed: str) -> tuple[str, ...]:
    found = ((name, place_named(name)) for name in sorted(places(printed)))
    return tuple(place.key if place else name for name, place in found)


def served_keys(printed: Iterable[str]) -> tuple[str, ...]:
    """Return the keys of the places that a service serves; of unknown ones their names."""
    return tuple(dict.fromkeys(key for text in printed for key in _served(text)))


def coverage(wanted: Iterable[Place], *, also: str = "") -> dict[str, int]:
    """Return how closely each place covers one of those wanted, by key; what is not in it does not.

    `also` is a name that no table of ours has, which fits itself alone.
    """
    scores = dict.fromkeys((UK, ONLINE), COUNTRY)
    if also:
        scores[also] = SAME
    for place in wanted:
        for key, score in _coverage_of(place.key).items():
            scores[key] = max(score, scores.get(key, 0))
    return scores


@cache
def _coverage_of(key: str) -> Mapping[str, int]:
    place = PLACES[key]
    scores = dict.fromkeys(inside_of(key), INSIDE)
    kinds = {REGION: WIDE, OF_NATION: NATION}
    scores |= {each: kinds.get(PLACES[each].kind, AROUND) for each in place.inside}
    scores |= dict.fromkeys(groups_around(key), AROUND)
    own = NATION if place.kind == OF_NATION else SAME
    return scores | {key: own}


def near_places(wanted: Iterable[Place]) -> dict[str, int]:
    """Return the keys of what lies in the county (NEAR_COUNTY) or the region (NEAR_REGION) of a place."""
    near: dict[str, int] = {}
    for place in wanted:
        around = [PLACES[key] for key in (place.key, *place.inside) if PLACES[key].kind in _NEAR]
        # The region first, so that what is in the county counts as that.
        for each in sorted(around, key=lambda found: _NEAR[found.kind]):
            near |= dict.fromkeys([each.key, *inside_of(each.key)], _NEAR[each.kind])
    return near


def nearness(served: Iterable[str], wanted: Iterable[Place]) -> int:
    """Return 2 for a service in the county of a place that it does not serve, 1 in its region, else 0."""
    near = near_places(wanted)
    return max((near.get(key, 0) for key in served), default=0)


@dataclass(frozen=True)
class Fit:
    """Why a service fits a place: how closely (one of the scores), by which place of its own, within which.

    `name` is empty for what serves the whole of the UK; ONLINE stands for itself.
    """

    score: int
    name: str = ""
    inside: str = ""


def fit_of(served: Iterable[str], wanted: Iterable[Place], scores: Mapping[str, int]) -> Fit | None:
    """Return how a service fits the places wanted, best first; None where it serves none of them."""
    best = max(served, key=lambda key: scores.get(key, 0), default="")
    score = scores.get(best, 0)
    if not score:
        return None
    if best in (UK, ONLINE):
        return Fit(score, ONLINE if best == ONLINE else "")
    name = PLACES[best].name if best in PLACES else best.title()
    return Fit(score, name, " or ".join(place.name for place in wanted))


def place_words(served: Iterable[str], wanted: Iterable[Place], scores: Mapping[str, int]) -> str:
    """Return why a service fits the place, in words: "serves Merseyside, which Wirral is in"."""
    fit = fit_of(served, wanted, scores)
    if fit is None:
        return ""
    if fit.name in ("", ONLINE):
        return "online, from anywhere" if fit.name == ONLINE else "serves the whole of the UK"
    if fit.score == SAME:
        return f"in {fit.name}"
    if fit.score == NATION:
        return f"serves {fit.name}"
    within = f"in {fit.name}, part of {fit.inside}"
    return within if fit.score == INSIDE else f"serves {fit.name}, which {fit.inside} is in"
