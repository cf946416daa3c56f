"""Rows of the public directory to write out and read in again, without a database."""

from datetime import UTC, date, datetime
from typing import Any

from triage.entries import entry_id
from triage.service_hours import hours_of, hours_to_json, words_of


def row(slug: str = "riverside", **fields: Any) -> dict[str, Any]:
    """Return a row with every field of PUBLISHED and HELD; hours may come in notation."""
    hours = hours_of(fields.pop("osm", "Mo-Fr 09:00-17:00; Sa 22:00-02:00; PH off"))
    return {
        "id": entry_id(slug),
        "slug": slug,
        "kind": "programme",
        "role": "behaviour_change",
        "name": "Riverside",
        "provider": "Riverside Trust",
        "areas": ["Wirral", "Bournemouth, Christchurch and Poole"],
        "caller_text": "A weekly group for men.\nIt takes half a year.",
        "caller_text_cy": "Grŵp wythnosol.",
        "what_happens": "Somebody rings you back.",
        "what_happens_cy": "",
        "phone": "0151 496 0123",
        "text_number": "07700 900123",
        "email": "hello@example.org",
        "website": "https://example.org/help",
        "address": "1 High Street, Birkenhead, CH41 1AA",
        "hours": hours_to_json(hours),
        "hours_text": words_of(hours),
        "cost": "Free",
        "audience": ["M", "W"],
        "age_min": 18,
        "age_max": None,
        "formats": ["group", "online"],
        "weeks_min": 20,
        "weeks_max": 26,
        "routes": ["self", "professional"],
        "takes": ["same_sex"],
        "requires": ["weekly"],
        "excludes": ["firearm"],
        "languages": ["en", "cy"],
        "accreditation": "respect",
        "last_checked": date(2026, 11, 1),
        "updated_at": datetime(2026, 11, 2, 10, 30, tzinfo=UTC),
        "description": "What the source says.",
        "is_active": True,
        "never_hides": False,
        **fields,
    }
