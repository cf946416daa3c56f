"""A place as somebody types it, and why a service fits it, for pages that anybody reads. Plain Python.

A whole postcode points at a few houses: what goes on from here, and back to the page, holds its first half.
"""

import re
from difflib import get_close_matches
from functools import cache

from triage.coverage import INSIDE, NATION, ONLINE, SAME, Fit
from triage.places import PLACES, find_places, outward_code, place_key
from triage.wanted import place_in

LONGEST = 80
SUGGESTED = 6
_LIKE = 0.6
# Begun or whole: "CH45 1", "ch451ab".
_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)(?: +\d[A-Z]{0,2}| *\d[A-Z]{1,2})\b", re.IGNORECASE)

_TEXTS = {
    "en": {
        "uk": "Serves the whole of the UK",
        "online": "Online, from anywhere",
        "same": "In {name}",
        "nation": "Serves {name}",
        "inside": "In {name}, part of {inside}",
        "around": "Serves {name}, which {inside} is in",
        "near": "Not there, but near: serves {name}",
    },
    "cy": {
        "uk": "Ar gyfer y DU gyfan",
        "online": "Ar-lein, o unrhyw le",
        "same": "Ar gyfer {name}",
        "nation": "Ar gyfer {name}",
        "inside": "Ar gyfer {name}, rhan o {inside}",
        "around": "Ar gyfer {name}, sy'n cynnwys {inside}",
        "near": "Nid yno, ond yn agos: ar gyfer {name}",
    },
}


def typed_place(text: str) -> str:
    """Return what was typed as a place that a search takes, where it names one; a postcode by its first half.

    Of an address the place alone is left. What names none comes back without any postcode in it.
    """
    said = _POSTCODE.sub(lambda found: found[1].upper(), " ".join(text[:LONGEST].split()))
    if code := outward_code(said):
        return code
    if find_places(said):
        return said
    # The last of an address is the town or the postcode; a street may bear the name of another place.
    for part in reversed(said.split(",")):
        if found := place_in(part):
            return found.name
    codes = (code for word in re.split(r"[\s,]+", said) if (code := outward_code(word)) and find_places(code))
    return next(codes, said)


@cache
def place_names() -> tuple[str, ...]:
    """Return every name that a search finds and a person may choose, each once, in order."""
    return tuple(sorted({place.name for place in PLACES.values()}))


def suggestions(text: str) -> list[str]:
    """Return the names that somebody may have meant: those that begin so, then those spelt much like it."""
    said = place_key(text)
    by_key = {place_key(name): name for name in place_names()}
    begin = [key for key in by_key if len(said) > 2 and f" {key}".find(f" {said}") >= 0]
    alike = get_close_matches(said, by_key, SUGGESTED, _LIKE)
    return [by_key[key] for key in dict.fromkeys([*begin, *alike])][:SUGGESTED]


def fit_words(fit: Fit, language: str) -> str:
    """Return why a service fits, e.g. "Serves Merseyside, which Wirral is in"."""
    texts = _TEXTS[language]
    if fit.name in ("", ONLINE):
        return texts["online" if fit.name == ONLINE else "uk"]
    kind = {SAME: "same", NATION: "nation", INSIDE: "inside"}.get(fit.score, "around")
    return texts[kind].format(name=fit.name, inside=fit.inside)


def near_words(areas: str, language: str) -> str:
    """Return that a service is not there but near, with what it serves."""
    return _TEXTS[language]["near"].format(name=areas)
