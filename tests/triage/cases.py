"""The real content as entries for the rules, without a database."""

from datetime import date
from functools import cache
from typing import Any

from triage.directory_file import read_directory
from triage.entries import Entry
from triage.matching import Directory, Matches, match
from triage.models import DirectoryEntry
from triage.services.directory import CONTENT
from triage.wanted import Wanted

TODAY = date(2026, 11, 27)


@cache
def content() -> Directory:
    return Directory([DirectoryEntry(**row).as_entry() for row in read_directory(CONTENT)])


def found(**wanted: Any) -> Matches:
    """Return what the real directory has for somebody."""
    return match(content(), Wanted(**wanted), on=TODAY)


def entry(slug: str = "riverside", **fields: Any) -> Entry:
    """Return an entry in Wirral that was checked and can be reached."""
    values = {"name": slug, "signpost": "yes", "phone": "0151 496 0123", "areas": ("Wirral",)}
    checked = {"last_checked": date(2026, 11, 20), "check_due": date(2027, 5, 20)}
    return Entry(slug, **{**values, **checked, **fields})


def slugs(matches: Matches, *groups: str) -> list[str]:
    """Return the slugs of some parts of the list, of all when none is named."""
    return [row.slug for row in matches.rows if not groups or row.group in groups]


def among(*entries: Entry, **wanted: Any) -> list[str]:
    """Return what is found among a few entries, without the lines that close the list."""
    matches = match(Directory(entries), Wanted(**wanted), on=TODAY)
    return [row.slug for row in matches.rows if row.group != "lines"]


def why(matches: Matches) -> dict[str, str]:
    return {left.slug: left.why for left in matches.left_out}
