"""From a record of the content files to a row of the directory. Plain Python."""

import re
from datetime import date
from typing import Any

from triage.service_hours import hours_of, hours_to_json, words_of

type_of_row = dict[str, Any]

# The compiled files name the papers that they were made from by a word that no handler knows.
_PAPERS = {
    "the seeds": "our sources",
    "the seed": "our source",
    "a seed": "one of our sources",
    "seed": "source",
}
_PAPER = re.compile(r"\b(the seeds|the seed|a seed|seed)\b", re.IGNORECASE)


def in_our_words(text: str) -> str:
    """Return a remark of the compiled files as staff read it."""

    def named(found: re.Match[str]) -> str:
        words = _PAPERS[found[0].lower()]
        return words.capitalize() if found[0][0].isupper() else words

    return _PAPER.sub(named, text)


# What the files print, as codes of triage.entries. What has no code stays in the words alone.
FORMAT_CODES = {
    "group": "group",
    "one_to_one": "one_to_one",
    "online": "online",
    "phone": "phone",
    "email": "email",
    "webchat": "webchat",
    "courses": "course",
    "community": "community",
    "training": "training",
    "manual": "manual",
    "assessment": "assessment",
    "case_management": "case_management",
    "disruption": "disruption",
}
ROUTE_CODES = {
    "self": "self",
    "self (implied)": "self",
    "voluntary / self (implied)": "self",
    "self via professional": "via_professional",
    "young person or parent/carer via those workers": "via_professional",
    "friend or family": "family_friend",
    "partner or ex-partner": "family_friend",
    "professional": "professional",
    "professionals": "professional",
    "organisations": "professional",
    "frontline worker": "professional",
    "youth worker": "professional",
    "family support worker": "professional",
    "referral form from the service": "professional",
    "teacher": "school",
    "schools": "school",
    "social worker": "social_services",
    "police": "police",
    "Nottinghamshire Police": "police",
    "court": "court",
    "court sentence": "court",
    "agency": "multi_agency",
    "multi-agency": "multi_agency",
    "through the programme": "programme",
    "after a main programme (implied)": "programme",
}

# Stay with the row for editors; no card, no caller's page.
_NOTES = (
    "sources", "source", "also_named_in", "audience_source", "audience_as_printed", "audience_gender",
    "hours_text", "hours_osm", "format", "accredited", "status", "as_of",
)  # fmt: skip
_PLAIN = (
    "name", "provider", "role", "description", "phone", "email", "website", "duration", "cost",
    "duration_weeks", "session", "accredited_text", "partner_support", "signpost", "audience",
    "phone_alternatives", "referral_routes", "eligibility", "exclusions", "cautions", "last_checked",
)  # fmt: skip
# What neither file has a field for, until the supplement says it; see triage/content/supplement.json.
UNSAID: type_of_row = {
    **dict.fromkeys(("provider", "ages_text", "caller_text", "caller_text_cy", "what_happens"), ""),
    **dict.fromkeys(("what_happens_cy", "address", "session", "accreditation", "accreditation_text"), ""),
    **dict.fromkeys(("partner_support", "partner_support_text"), ""),
    **dict.fromkeys(("age_min", "age_max", "weeks_min", "weeks_max", "check_months")),
    "never_hides": False,
}
_LISTS = ("audience", "languages", "takes", "requires", "excludes", "risks", "contradictions")
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
        **_length(record.get("duration_weeks")),
        "session": _text(record, "session", missing=True),
        "accreditation_text": _text(record, "accredited_text", missing=True),
        "partner_support": "yes" if record.get("partner_support") else "",
        "partner_support_text": _text(record, "partner_support", missing=True),
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
        "formats": ["phone"],
        "signpost": "yes",
    }


def _common(record: dict[str, Any]) -> type_of_row:
    checked = record["last_checked"]
    hours = hours_of(record["hours_osm"]) if record["hours_osm"] else None
    return {
        **UNSAID,
        **{key: [] for key in _LISTS},
        "slug": record["id"],
        "is_active": True,
        "hours": hours_to_json(hours) if hours else {},
        "hours_text": words_of(hours) if hours else "",
        "text_number": _text(record, "text", missing=True),
        "last_checked": date.fromisoformat(checked) if checked else None,
        "source_notes": {key: record[key] for key in _NOTES if record.get(key) not in (None, [], "")},
        **{key: _text(record, key, missing=True) for key in ("email", "website", "duration", "cost")},
        **{key: _texts(record, key) for key in ("referral_routes", "eligibility", "exclusions")},
        "cautions": [in_our_words(text) for text in _texts(record, "cautions")],
        "formats": _codes(_texts(record, "format"), FORMAT_CODES),
        "routes": _codes(_texts(record, "referral_routes"), ROUTE_CODES),
        "phone_alternatives": record.get("phone_alternatives", []),
        "source": _source(record),
    }


def _source(record: dict[str, Any]) -> str:
    """Return the first source that a record names; the others stay in the notes."""
    return _text(record, "source", missing=True) or next(iter(_texts(record, "sources")), "")


def _codes(printed: list[str], codes: dict[str, str]) -> list[str]:
    """Return the codes of what is printed, each once, in its order."""
    return list(dict.fromkeys(codes[text] for text in printed if text in codes))


def _length(weeks: Any) -> type_of_row:
    if weeks is None:
        return {}
    if not isinstance(weeks, dict) or not all(type(weeks.get(end)) is int for end in ("min", "max")):
        raise TypeError("duration_weeks must hold min and max as whole numbers, or be null")
    return {"weeks_min": weeks["min"], "weeks_max": weeks["max"]}


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
