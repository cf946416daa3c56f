"""From a record of the content files to a row of the directory. Plain Python."""

from datetime import date
from typing import Any

from triage.opening_words import opening_words

type_of_row = dict[str, Any]

# Stay with the row for editors; no card, no caller's page.
_NOTES = (
    "sources", "source", "also_named_in", "audience_source", "audience_as_printed", "audience_gender",
    "hours_text", "hours_osm", "duration_weeks", "session", "format", "accredited", "accredited_text",
    "partner_support", "status", "as_of",
)  # fmt: skip
_PLAIN = (
    "name", "provider", "role", "description", "phone", "email", "website", "duration", "cost",
    "signpost", "audience", "phone_alternatives", "referral_routes", "eligibility", "exclusions",
    "cautions", "last_checked",
)  # fmt: skip
KNOWN_KEYS = frozenset({*_NOTES, *_PLAIN, "id", "age", "area", "in_directory", "text", "number", "use_for"})


def from_programme(record: dict[str, Any]) -> type_of_row:
    """Return the row of a record of programmes.json; raise KeyError, TypeError or ValueError on a mistake."""
    role = _text(record, "role")
    return {
        "kind": "helpline" if role == "helpline" else "programme",
        **_common(record),
        "name": _text(record, "name"),
        "provider": _text(record, "provider"),
        "areas": _texts(record, "area"),
        "audience": _texts(record, "audience"),
        **_ages(record["age"]),
        "role": role,
        "description": _text(record, "description"),
        "phone": _text(record, "phone"),
        "signpost": _text(record, "signpost"),
        "is_active": record["in_directory"] is True,
    }


def from_helpline(record: dict[str, Any]) -> type_of_row:
    """Return the row of a record of helplines.json; raise KeyError, TypeError or ValueError on a mistake."""
    return {
        "kind": "helpline",
        **_common(record),
        "name": _text(record, "name"),
        "areas": [_text(record, "area")],
        "role": "helpline",
        "description": _text(record, "use_for"),
        "phone": _text(record, "number"),
        "signpost": "yes",
    }


def _common(record: dict[str, Any]) -> type_of_row:
    checked = record["last_checked"]
    return {
        "slug": record["id"],
        "provider": "",
        "audience": [],
        "age_min": None,
        "age_max": None,
        "ages_text": "",
        "is_active": True,
        "hours_text": opening_words(record["hours_osm"]) if record["hours_osm"] else "",
        "text_number": _text(record, "text", missing=True),
        "last_checked": date.fromisoformat(checked) if checked else None,
        "source_notes": {key: record[key] for key in _NOTES if record.get(key) not in (None, [], "")},
        **{key: _text(record, key, missing=True) for key in ("email", "website", "duration", "cost")},
        **{key: _texts(record, key) for key in ("referral_routes", "eligibility", "exclusions", "cautions")},
        "phone_alternatives": record.get("phone_alternatives", []),
    }


def _text(record: dict[str, Any], key: str, *, missing: bool = False) -> str:
    value = record.get(key) if missing else record[key]
    if not isinstance(value, str | None):
        raise TypeError(f"{key} must be text")
    return value or ""


def _texts(record: dict[str, Any], key: str) -> list[str]:
    value = record.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise TypeError(f"{key} must be a list of texts")
    return value


def _ages(age: Any) -> type_of_row:
    if not isinstance(age, dict) or not all(
        type(age.get(end)) in (int, type(None)) for end in ("min", "max")
    ):
        raise TypeError("age must hold min and max as whole numbers or null, and text")
    return {"age_min": age.get("min"), "age_max": age.get("max"), "ages_text": age.get("text") or ""}
