"""Each service of the content is found from each of its own places, for each of its own people."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.triage.cases import TODAY, content
from triage.coverage import ONLINE, UK, served_keys
from triage.entries import CHANGE_ROLES, Entry
from triage.matching import match
from triage.places import PLACES
from triage.wanted import AGE_BANDS, Wanted

pytestmark = pytest.mark.once

EVERY = {each.slug: each.entry for each in content().held}
# By sentence of a court alone: a worker is told of it by the court, and nobody is sent there.
NEVER = {slug for slug, entry in EVERY.items() if entry.signpost == "court_only"}
# Somewhere that is in what is named so, and no service's own place.
SOMEWHERE = {UK: "Norwich", ONLINE: "Norwich", "ireland": "Belfast"}


def about(entry: Entry) -> str:
    """Whose question the service answers."""
    if entry.signpost == "survivor_only":
        return "being_hurt"
    if entry.signpost in ("agency_only", "professionals_only") or entry.takes_agencies_only:
        return "work"
    return "own_behaviour" if entry.role in CHANGE_ROLES else "someone_else"


def people(entry: Entry) -> Iterator[dict[str, Any]]:
    """Yield whom it takes: by each letter, and by each age band that lies in its ages."""
    youngest, oldest = entry.age_min or 0, entry.age_max if entry.age_max is not None else 150
    fitting = [band for band, (low, high) in AGE_BANDS.items() if low <= oldest and high >= youngest]
    young = [band for band in fitting if AGE_BANDS[band][1] < 18]
    adult = [band for band in fitting if AGE_BANDS[band][1] >= 18]
    sexes = [letter for letter in entry.audience if letter != "C"] or [None]
    for letter in sexes:
        if "C" in entry.audience:
            yield from ({"audience": letter, "age_band": band} for band in young)
        if set(entry.audience) != {"C"} and (adult or not young):
            yield {"audience": letter, "age_band": adult[-1] if adult else None}


def places(entry: Entry) -> Iterator[str]:
    for key in served_keys(entry.areas):
        yield PLACES[key].name if key in PLACES else SOMEWHERE[key]


CASES = [
    pytest.param(slug, place, tuple(who.items()), id=f"{slug}-{place}-{'-'.join(map(str, who.values()))}")
    for slug, entry in EVERY.items()
    if slug not in NEVER
    for place in dict.fromkeys(places(entry))
    for who in people(entry)
]


@pytest.mark.parametrize(("slug", "place", "who"), CASES)
def test_it_is_found_from_its_own_place_for_its_own_people(
    slug: str, place: str, who: tuple[tuple[str, Any], ...]
):
    wanted = Wanted(area=place, about=about(EVERY[slug]), **dict(who))

    rows = match(content(), wanted, on=TODAY, limit=len(EVERY)).rows

    assert slug in {row.slug for row in rows}


def test_the_cases_are_every_service_that_is_given_to_anybody():
    covered = {case.values[0] for case in CASES}

    assert EVERY.keys() - covered == NEVER
    assert len(NEVER) == 1
    assert {entry.signpost for entry in EVERY.values()} - {"court_only"} == {
        EVERY[slug].signpost for slug in covered
    }


@pytest.mark.parametrize("slug", sorted(NEVER))
@pytest.mark.parametrize("whose", ["own_behaviour", "someone_else", "being_hurt", "work", None])
def test_what_only_a_court_orders_is_found_by_nobody(slug: str, whose: str | None):
    for place in places(EVERY[slug]):
        rows = match(content(), Wanted(area=place, about=whose), on=TODAY, limit=len(EVERY)).rows
        assert slug not in {row.slug for row in rows}
