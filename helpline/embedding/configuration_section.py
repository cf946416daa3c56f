"""The sites that may show the chat in a frame, in the file of the service's configuration."""

from typing import Any

from helpline.configuration.section import Data, Section, closed
from helpline.embedding.errors import MOST_SITES
from helpline.embedding.models import Site
from helpline.embedding.origins import read_origin
from helpline.embedding.services import allow, frame_ancestors_now, take_away
from helpline.staff.models import Account

SCHEMA = closed(
    {
        "sites": {
            "type": "array",
            "maxItems": MOST_SITES,
            "uniqueItems": True,
            "items": {"type": "string", "maxLength": 200},
        }
    }
)


def _export() -> Data:
    return {"sites": sorted(frame_ancestors_now())} if Site.objects.exists() else None


def _check(data: Data) -> list[str]:
    found = []
    for site in data["sites"]:
        read = read_origin(site)
        if read.mistake:
            found.append(f"{site}: {read.mistake}")
        elif read.origin != site:
            found.append(f"{site}: write it as {read.origin}.")
    return found


def _apply(data: Any, by: Account) -> None:
    wanted, there = set(data["sites"]), set(frame_ancestors_now())
    for origin in sorted(there - wanted):
        take_away(origin=origin, by=by)
    for origin in sorted(wanted - there):
        allow(typed=origin, by=by)


SECTION = Section(
    name="sites",
    title="The button on your website",
    says="Which sites may show the chat in a frame.",
    schema=SCHEMA,
    export=_export,
    check=_check,
    apply=_apply,
)
