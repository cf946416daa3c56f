"""Places as coarse as a caller may safely say, and how closely a service's own area fits one. Plain Python.

One area for each council that runs social care: English counties, unitaries, metropolitan and London
boroughs; Welsh, Scottish and Northern Irish councils. `triage.places` has what lies in what.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from triage.coverage import AROUND, COUNTRY, INSIDE, NATION, ONLINE, SAME, UK, coverage, places, served_keys
from triage.places import (
    COUNTY,
    GROUP,
    NATIONS,
    PLACES,
    Place,
    councils,
    inside_of,
    place_key,
    place_named,
)

__all__ = [
    "AREAS", "AREA_NAMES", "AROUND", "COUNTRY", "GROUPS", "INSIDE", "NATION", "NATIONS", "ONLINE", "SAME",
    "UK", "Area", "closeness", "is_area", "is_served", "nation_of", "places",
]  # fmt: skip


@dataclass(frozen=True)
class Area:
    """A council area and the nation it lies in."""

    name: str
    nation: str


def _by_nation(found: Iterable[Place]) -> list[Place]:
    return sorted(found, key=lambda place: (NATIONS.index(place.nation), place.name))


AREAS: tuple[Area, ...] = tuple(Area(place.name, place.nation) for place in _by_nation(councils()))
AREA_NAMES = frozenset(area.name for area in AREAS)

# Larger places by which services describe themselves: counties of several councils, police areas.
GROUPS: dict[str, tuple[str, ...]] = {
    place.name: tuple(
        sorted(PLACES[key].name for key in inside_of(place.key) if PLACES[key].name in AREA_NAMES)
    )
    for place in PLACES.values()
    if place.kind in (COUNTY, GROUP) and place_named(place.name) == place
}

_MAY_BE_CHOSEN = frozenset(map(place_key, (*AREA_NAMES, *GROUPS, *NATIONS)))


def nation_of(area: str | None) -> str | None:
    """Return the nation of a council area, larger place or nation; None when it is not known."""
    found = place_named(area) if area else None
    return found.nation if found else None


def is_area(name: str) -> bool:
    """Tell whether a caller or a handler may choose this place: a council, a larger place or a nation."""
    return place_key(name) in _MAY_BE_CHOSEN


def is_served(printed: str) -> bool:
    """Tell whether a service's own words for its area name only places that a search can find.

    Ireland is none of them, but may stand beside the UK.
    """
    named = places(printed)
    unknown = {name for name in named if name not in (UK, ONLINE) and not place_named(name)}
    return bool(named) and (not unknown or (UK in named and unknown == {"ireland"}))


def closeness(printed: list[str] | tuple[str, ...], area: str) -> int:
    """Return how closely a service that serves `printed` fits `area`; 0 when it does not serve it."""
    found = place_named(area)
    wanted = coverage([found] if found else [], also=place_key(area))
    return max((wanted.get(key, 0) for key in served_keys(printed)), default=0)
