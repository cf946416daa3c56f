"""The directory's codes as terms of taxonomies, each with an id for ever. Plain Python."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any
from uuid import UUID, uuid5

from triage.entries import AUDIENCES, EXCLUDES, FORMATS, NAMESPACE, REQUIRES, ROLES, ROUTES, TAKES

# The field of a row: what its taxonomy is called, and the words of its codes.
TAXONOMIES: dict[str, tuple[str, Mapping[str, str]]] = {
    "kind": ("Kind of service", {"programme": "Programme", "helpline": "Helpline"}),
    "role": ("What it does", ROLES),
    "audience": ("For whom", AUDIENCES),
    "formats": ("Form", FORMATS),
    "routes": ("By whom people come to it", ROUTES),
    "takes": ("Takes in particular", TAKES),
    "requires": ("Takes only whoever", REQUIRES),
    "excludes": ("Does not take", EXCLUDES),
}


def id_of(*parts: object) -> str:
    """Return the id of a thing that has none of its own, always the same for the same parts."""
    return str(uuid5(NAMESPACE, ":".join(map(str, parts))))


@cache
def taxonomy_id(field: str) -> str:
    return id_of("taxonomy", field)


@cache
def term_id(field: str, code: str) -> str:
    return id_of("term", field, code)


FIELD_OF_TAXONOMY = {taxonomy_id(field): field for field in TAXONOMIES}
CODE_OF_TERM = {
    term_id(field, code): (field, code) for field, (_, words) in TAXONOMIES.items() for code in words
}


def codes_in(row: Mapping[str, Any], field: str) -> list[str]:
    """Return the codes that a row holds in a field, one or a list."""
    held = row[field]
    return held if isinstance(held, list) else [held] if held else []


def attributes_of(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return a row's codes as attributes of a service."""
    return [
        {
            "id": id_of("attribute", row["id"], field, code),
            "link_id": str(row["id"]),
            "taxonomy_term_id": term_id(field, code),
            "link_type": "service",
            "taxonomy_term": _term(field, code),
        }
        for field in TAXONOMIES
        for code in codes_in(row, field)
        if code in TAXONOMIES[field][1]
    ]


def codes_from(terms: Iterable[UUID]) -> dict[str, Any]:
    """Return the fields that these terms tell of; terms of others' taxonomies tell of none."""
    said: dict[str, Any] = {}
    for term in terms:
        field, code = CODE_OF_TERM.get(str(term), ("", ""))
        if field in ("kind", "role"):
            said[field] = code
        elif field:
            said[field] = [*said.get(field, []), code]
    return said


@cache
def _term(field: str, code: str) -> dict[str, Any]:
    taxonomy, words = TAXONOMIES[field]
    text = words[code][:1].upper() + words[code][1:]
    return {
        "id": term_id(field, code),
        "name": text,
        "description": f"{taxonomy}: {text}",
        "taxonomy": taxonomy,
        "taxonomy_id": taxonomy_id(field),
    }
