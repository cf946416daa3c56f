"""The places of the United Kingdom, what lies in what, and the postcode districts. Plain Python.

From triage/content/places.json and postcodes.json, which name their sources, their dates and how fine they
are. Nothing is asked of any other machine: a postcode goes no further than this table, and only its first
half is looked at.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_CONTENT = Path(__file__).resolve().parent / "content"
_OUTWARD = re.compile(r"([A-Z]{1,2})(\d{1,2})[A-Z]?")
_POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)(?: *\d[A-Z]{2})?")

# What kind a place is; of two with one name the first in this order is meant.
NATION, COUNCIL, GROUP, COUNTY, REGION, DISTRICT = (
    "nation",
    "council",
    "group",
    "county",
    "region",
    "district",
)


@dataclass(frozen=True)
class Place:
    """One place; `inside` names what it lies in, the smallest first, as keys."""

    key: str
    name: str
    kind: str
    nation: str
    inside: tuple[str, ...] = ()

    @property
    def parent(self) -> str | None:
        """Return the key of the county or council that it lies in, if any."""
        return self.inside[0] if self.inside else None


def place_key(name: str) -> str:
    """Return a name folded for comparing."""
    return " ".join(name.replace("’", "'").split()).casefold()


def _read(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((_CONTENT / name).read_text(encoding="utf-8"))
    return read


_DATA = _read("places.json")
_CODES = _read("postcodes.json")
NATIONS: tuple[str, ...] = tuple(_DATA["nations"])


def _all_places() -> Iterable[Place]:
    for nation, regions in _DATA["nations"].items():
        of_nation = place_key(nation)
        yield Place(of_nation, nation, NATION, nation)
        for region, counties in regions.items():
            region_key = _own_key(region, REGION)
            yield Place(region_key, region, REGION, nation, (of_nation,))
            for county, councils in counties.items():
                county_key = _own_key(county, COUNTY)
                around = (county_key, region_key, of_nation)
                yield Place(county_key, county, COUNTY, nation, around[1:])
                for council, districts in councils.items():
                    yield Place(place_key(council), council, COUNCIL, nation, around)
                    for district in districts:
                        inside = (place_key(council), *around)
                        yield Place(_own_key(district, DISTRICT), district, DISTRICT, nation, inside)
    for group in _DATA["groups"]:
        yield Place(_own_key(group, GROUP), group, GROUP, _nation_of_group(group))


def _own_key(name: str, kind: str) -> str:
    """Return a key that no place of another kind has: a county may bear the name of a council in it."""
    return f"{kind}: {place_key(name)}"


def _nation_of_group(group: str) -> str:
    first = _DATA["groups"][group][0]
    return next(str(n) for n, regions in _DATA["nations"].items() if first in _councils_in(regions))


def _councils_in(regions: Mapping[str, Any]) -> list[str]:
    return [
        council for counties in regions.values() for councils in counties.values() for council in councils
    ]


PLACES: dict[str, Place] = {place.key: place for place in _all_places()}
GROUP_MEMBERS: dict[str, frozenset[str]] = {
    _own_key(group, GROUP): frozenset(map(place_key, members)) for group, members in _DATA["groups"].items()
}
# Of two places with one name the first kind in this order is meant.
_BY_NAME: dict[str, str] = {}
for _kind in (NATION, COUNCIL, GROUP, COUNTY, REGION, DISTRICT):
    for _place in PLACES.values():
        if _place.kind == _kind:
            _BY_NAME.setdefault(place_key(_place.name), _place.key)
for _name, _means in _DATA["also_called"].items():
    _BY_NAME.setdefault(place_key(_name), _BY_NAME[place_key(_means)])
# No longer run of words names a place: whoever looks for one in a text need not try them all.
MOST_WORDS = max(len(_name.split()) for _name in _BY_NAME)


def place_named(name: str) -> Place | None:
    """Return the place that a name means, however it is spaced and written large or small."""
    key = _BY_NAME.get(place_key(name))
    return PLACES[key] if key else None


def councils() -> list[Place]:
    return [place for place in PLACES.values() if place.kind == COUNCIL]


def outward_code(text: str) -> str | None:
    """Return "CH45" for "ch45", "CH45 1AB" or "CH451AB"; None for what is no postcode."""
    found = _POSTCODE.fullmatch(" ".join(text.upper().split()))
    return found[1] if found else None


def councils_of_postcode(text: str) -> list[Place]:
    """Return the councils that a postcode district lies in, the likeliest first; empty where not known."""
    code = outward_code(text)
    found = _OUTWARD.fullmatch(code) if code else None
    if not found:
        return []
    named = _CODES["districts"].get(f"{found[1]}{found[2]}") or _CODES["areas"].get(found[1], [])
    return [place for name in named if (place := place_named(name))]


def find_places(text: str) -> list[Place]:
    """Return the places that a handler typed: one for a name, several for a postcode district."""
    named = place_named(text)
    return [named] if named else councils_of_postcode(text)


@cache
def inside_of(key: str) -> frozenset[str]:
    """Return the keys of everything that lies in a place."""
    members = GROUP_MEMBERS.get(key, frozenset())
    return members | {
        place.key for place in PLACES.values() if key in place.inside or not members.isdisjoint(place.inside)
    }


@cache
def groups_around(key: str) -> tuple[str, ...]:
    """Return the keys of the groups that a place lies in, whole."""
    place = PLACES[key]
    within = {key, *place.inside}
    return tuple(group for group, members in GROUP_MEMBERS.items() if not members.isdisjoint(within))
