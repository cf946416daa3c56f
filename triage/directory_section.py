"""The directory in the file of the service's configuration.

What is in use, and what a service says of itself: no check and no note of an editor, for behind those are
people. So whoever takes a directory over checks each service anew before callers are given it.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from helpline.configuration.section import Data, Section, closed
from helpline.staff.models import Account
from triage.content_file import ContentFile
from triage.directory_file import LONGEST, mistakes_in, read_misprints
from triage.entries import ACCREDITATIONS, ROLES, SIGNPOST_VALUES, YES_NO, entry_id
from triage.models import KINDS, DirectoryEntry, EntryChange
from triage.service_hours import hours_from_json, hours_of, hours_to_json, osm_of
from triage.services.directory import CONTENT
from triage.services.editing import propose, save_entry
from triage.services.history import How, waiting_changes

MOST_ENTRIES, LONGEST_TEXT, MOST_LINES = 5_000, 4_000, 60
TEXTS = (
    "provider", "caller_text", "caller_text_cy", "what_happens", "what_happens_cy", "phone", "text_number",
    "email", "website", "address", "hours_text", "cost", "ages_text", "duration", "session",
    "accreditation_text", "description", "partner_support_text", "source",
)  # fmt: skip
LISTS = (
    "audience", "formats", "routes", "referral_routes", "eligibility", "exclusions", "takes", "requires",
    "excludes", "risks", "languages", "cautions", "contradictions",
)  # fmt: skip
NUMBERS = {"age_min": 120, "age_max": 120, "weeks_min": 200, "weeks_max": 200, "check_months": 24}
MUST_BE_SAID = ("slug", "kind", "name", "areas", "role", "signpost")
# In the order of the file; what is empty is left out.
FIELDS = (
    *MUST_BE_SAID, *TEXTS, "hours", *NUMBERS, *LISTS, "accreditation", "partner_support", "never_hides",
)  # fmt: skip


def _text(name: str) -> dict[str, Any]:
    return {"type": "string", "maxLength": LONGEST.get(name, LONGEST_TEXT)}


_LINES = {"type": "array", "items": {"type": "string", "maxLength": 1_000}, "maxItems": MOST_LINES}
_ENTRY = closed(
    {
        "slug": _text("slug"),
        "kind": {"enum": list(KINDS)},
        "name": _text("name"),
        "areas": _LINES,
        "role": {"enum": list(ROLES)},
        "signpost": {"enum": list(SIGNPOST_VALUES)},
        **{name: _text(name) for name in TEXTS},
        "hours": {"type": "string", "maxLength": 300},
        **{
            name: {"type": "integer", "minimum": int(name == "check_months"), "maximum": most}
            for name, most in NUMBERS.items()
        },
        **dict.fromkeys(LISTS, _LINES),
        "accreditation": {"enum": [code for code in ACCREDITATIONS if code]},
        "partner_support": {"enum": [code for code in YES_NO if code]},
        "never_hides": {"type": "boolean"},
    },
    optional=tuple(name for name in FIELDS if name not in MUST_BE_SAID),
)


def _export() -> Data:
    entries = DirectoryEntry.objects.filter(is_active=True).order_by("slug")
    return [_told(row) for row in entries.values(*FIELDS)] or None


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    hours = hours_from_json(row["hours"])
    # What is written in both ways is one thing: the words follow the notation.
    shown = {**row, "hours": osm_of(hours) if hours else "", "hours_text": "" if hours else row["hours_text"]}
    return {
        name: shown[name]
        for name in FIELDS
        if name in MUST_BE_SAID or shown[name] not in ("", None, [], False)
    }


def _values(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return every field of an entry as the file has it: what it leaves out is empty."""
    blank = DirectoryEntry()
    values = {name: told.get(name, getattr(blank, name)) for name in FIELDS}
    values["hours"] = hours_to_json(hours_of(told["hours"])) if told.get("hours") else {}
    if values["hours"]:
        del values["hours_text"]
    return values


def _check(data: Data) -> list[str]:
    if len({told["slug"] for told in data}) < len(data):
        return ["A slug stands twice in it. Each service has one of its own."]
    return [*_mistakes(data), *_in_the_way(data)]


def _mistakes(data: Data) -> Iterator[str]:
    misprints = read_misprints(ContentFile.read(CONTENT / "helplines.json"))
    for told in data:
        try:
            values = _values(told)
        except ValueError:
            yield f"{told['slug']}: its hours cannot be read. They are written such as Mo-Fr 09:00-17:00."
            continue
        for mistake in mistakes_in({"hours_text": "", **values}, misprints):
            yield f"{told['slug']}: {mistake}."


def _in_the_way(data: Data) -> Iterator[str]:
    """Yield which services of the file have a change that waits already: that one is decided on first."""
    named = {entry_id(told["slug"]): told for told in data}
    held = {told["slug"]: told for told in _export() or []}
    for change in waiting_changes():
        told = named.get(change.entry)
        if told is None or held.get(told["slug"]) != told:
            yield f"A change to {change.name} waits for approval. Decide on that one first."


def _apply(data: Any, by: Account) -> None:
    held = {entry.slug: entry for entry in DirectoryEntry.objects.all()}
    same = {told["slug"]: told for told in _export() or []}
    for told in data:
        entry = held.pop(told["slug"], None)
        if same.get(told["slug"]) != told:
            values = {**_values(told), "is_active": True}
            save_entry(entry=entry, values=values, checked=False, by=by)
    for entry in held.values():
        if entry.is_active:
            _out_of_use(entry, by)


def _out_of_use(entry: DirectoryEntry, by: Account) -> EntryChange | None:
    """Let a second person take out what the file no longer has."""
    return propose(entry, {"is_active": False}, how=How.WITHDRAWN, by=by)


SECTION = Section(
    name="directory",
    title="Programmes and helplines",
    says="Every service that is in use, with what is said of it.",
    schema={"type": "array", "items": _ENTRY, "maxItems": MOST_ENTRIES},
    export=_export,
    check=_check,
    apply=_apply,
    second_person=True,
    names_services=True,
)
