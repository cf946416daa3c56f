"""From a row of the directory to a service of Open Referral UK 3.0. Plain Python.

A row holds the fields of `triage.oruk.fields.PUBLISHED`, or of LISTED for the short form. What is empty is
left out: a reader takes "not said" from it, never "none". No contact is told: those are persons.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from triage.entries import ACCREDITATIONS, LANGUAGES
from triage.oruk.schedules import schedules_of
from triage.oruk.terms import attributes_of, id_of

_POSTCODE = re.compile(r"(?P<rest>.+?),? (?P<postcode>[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2})")

type_of_service = dict[str, Any]


def item_of(row: Mapping[str, Any]) -> type_of_service:
    """Return what a list tells of one service."""
    said = {
        "description": description_of(row),
        "url": row["website"],
        "email": row["email"],
        "accreditations": ACCREDITATIONS.get(row["accreditation"], ""),
        "minimum_age": row["age_min"],
        "maximum_age": row["age_max"],
        "assured_date": row["last_checked"].isoformat() if row["last_checked"] else None,
        "last_modified": _moment(row["updated_at"]),
    }
    return {
        "id": str(row["id"]),
        "name": row["name"],
        "status": "active",
        **{key: value for key, value in said.items() if value not in ("", None)},
        **_organization(row["provider"]),
    }


def service_of(row: Mapping[str, Any]) -> type_of_service:
    """Return everything that is told of one service."""
    of_service = {"service_id": str(row["id"])}
    return {
        **item_of(row),
        "phones": [
            {"id": id_of("phone", row["id"], kind), **of_service, "number": number, "type": kind}
            for kind, number in (("voice", row["phone"]), ("text", row["text_number"]))
            if number
        ],
        "schedules": schedules_of(row),
        "service_areas": [
            {"id": id_of("area", row["id"], area), **of_service, "name": area} for area in row["areas"]
        ],
        "service_at_locations": _locations(row),
        "languages": [
            {"id": id_of("language", row["id"], code), **of_service, "name": LANGUAGES[code], "code": code}
            for code in row["languages"]
            if code in LANGUAGES
        ],
        "cost_options": [{"id": id_of("cost", row["id"]), **of_service, "amount_description": row["cost"]}]
        if row["cost"]
        else [],
        "attributes": attributes_of(row),
    }


def page_of(contents: list[type_of_service], *, number: int, size: int, total: int) -> dict[str, Any]:
    """Return one page: which it is of how many, and what stands on it. Pages count from 1."""
    pages = max(1, -(-total // size))
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": number,
        "size": len(contents),
        "first_page": number == 1,
        "last_page": number >= pages,
        "empty": not contents,
        "contents": contents,
    }


def description_of(row: Mapping[str, Any]) -> str:
    """Return the texts that were written for callers, as one."""
    return "\n\n".join(text for text in (row["caller_text"], row["what_happens"]) if text)


def address_line(address: Mapping[str, Any]) -> str:
    """Return an address of Open Referral as one line; raise AttributeError where it is no object of texts."""
    keys = ("address_1", "address_2", "city", "state_province", "postal_code")
    return ", ".join(text for key in keys if (text := (address.get(key) or "").strip()))


def _organization(provider: str) -> dict[str, Any]:
    if not provider:
        return {}
    organization = {"id": id_of("organization", provider), "name": provider, "description": provider}
    return {"organization_id": organization["id"], "organization": organization}


def _locations(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    if not row["address"]:
        return []
    location = id_of("location", row["id"])
    address = {
        "id": id_of("address", row["id"]),
        "location_id": location,
        **_parts(row["address"]),
        "country": "GB",
        "address_type": "physical",
    }
    return [
        {
            "id": id_of("service at location", row["id"]),
            "service_id": str(row["id"]),
            "location_id": location,
            "location": {"id": location, "location_type": "physical", "addresses": [address]},
        }
    ]


def _parts(line: str) -> dict[str, str]:
    """Return the line, with town and postcode apart where putting them together gives the line again."""
    whole = {"address_1": line, "city": "", "state_province": "", "postal_code": ""}
    if found := _POSTCODE.fullmatch(line):
        street, comma, city = found["rest"].rpartition(", ")
        parts = whole | {"address_1": street, "city": city, "postal_code": found["postcode"]}
        if comma and address_line(parts) == line:
            return parts
    return whole


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
