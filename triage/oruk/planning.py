"""What an import would do to the directory, worked out before anything is done. Plain Python.

Whose details a file changes has to be checked again before anybody is shown it; who may be given a
service, cautions, notes and all else that staff alone read is nobody's to import.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from triage.contact_details import Misprint
from triage.entries import entry_id
from triage.oruk.incoming import Incoming
from triage.oruk.judging import faults_in, spans_upside_down
from triage.oruk.outgoing import description_of
from triage.oruk.problems import Problem
from triage.service_hours import hours_from_json, hours_in_words, words_of

# Said of a new service when its file does not: nobody is given it before somebody looked.
NEW: Mapping[str, Any] = {"kind": "programme", "role": "provider", "signpost": "verify"}
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

type_of_row = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """What becomes of one service that is here: field by field, what it was and what it will be."""

    row: int
    id: UUID
    name: str
    fields: dict[str, tuple[Any, Any]]

    @property
    def needs_check(self) -> bool:
        """Tell whether a caller might act on what changed. Staff alone read the description."""
        return bool(self.fields.keys() - {"description", "is_active"})


@dataclass
class Plan:
    """What an import would do; nothing at all when there are problems."""

    added: list[dict[str, Any]] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0
    kept: int = 0
    problems: list[Problem] = field(default_factory=list)
    left_out: list[Problem] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """Return how many services are added, changed, unchanged, and kept although the file differs."""
        return {
            "added": len(self.added),
            "changed": len(self.changed),
            "unchanged": self.unchanged,
            "kept": self.kept,
        }


def plan_import(
    rows: Iterable[Incoming],
    held: Mapping[UUID, type_of_row],
    *,
    misprints: Iterable[Misprint] = (),
    slugs: Mapping[UUID, str] | None = None,
    only_new: bool = False,
    progress: Callable[[int], None] = lambda row: None,
) -> Plan:
    """Return what these rows would do to the entries that are held, by id.

    `held` has the fields of `triage.oruk.fields.HELD`; `slugs` names services that are known and not yet
    here; `only_new` keeps what is here as it is.
    """
    planning = _Planning(held, tuple(misprints), slugs or {}, only_new)
    for row in rows:
        planning.take(row)
        progress(row.row)
    planning.plan.problems.sort(key=lambda problem: problem.row)
    return planning.plan


class _Planning:
    def __init__(
        self,
        held: Mapping[UUID, type_of_row],
        misprints: tuple[Misprint, ...],
        slugs: Mapping[UUID, str],
        only_new: bool,
    ) -> None:
        self.plan = Plan()
        self._held, self._misprints, self._only_new = held, misprints, only_new
        self._by_slug = {row["slug"]: key for key, row in held.items()}
        self._slugs = slugs
        self._seen: dict[UUID, int] = {}
        self._named: dict[str, int] = {}

    def take(self, row: Incoming) -> None:
        self.plan.left_out += [Problem(row.row, "", what) for what in row.left_out]
        key = self._key(row)
        if key is None:
            return
        if key in self._seen:
            self._wrong(row, "id", f"stands in row {self._seen[key]} as well")
            return
        self._seen[key] = row.row
        if key in self._held:
            self._change(row, self._held[key])
        else:
            self._add(row, key)

    def _key(self, row: Incoming) -> UUID | None:
        """Return the id of the service that the row is about; None where it says none, or two."""
        if row.slug and not (_SLUG.fullmatch(row.slug) and len(row.slug) <= 80):
            self._wrong(row, "slug", f"{row.slug[:40]!r} must be small letters, digits and dashes")
            return None
        by_slug = self._by_slug.get(row.slug)
        if (
            row.id
            and row.slug
            and (
                (by_slug and by_slug != row.id)
                or (row.id in self._held and self._held[row.id]["slug"] != row.slug)
            )
        ):
            self._wrong(row, "slug", "belongs to another service than the id")
            return None
        key = row.id or by_slug or (entry_id(row.slug) if row.slug else None)
        if key is None and not row.id:
            self._wrong(row, "id", "is missing")
        return key

    def _change(self, row: Incoming, held: type_of_row) -> None:
        said = dict(row.values)
        if "hours" in said and said["hours"].get("week") == held["hours"].get("week"):
            # Others' schedules cannot say what happens on bank holidays: what is known here stays.
            said["hours"] = {**held["hours"], **said["hours"]}
        if row.prose is not None and row.prose not in map(_bare, (description_of(held), held["description"])):
            said["description"] = row.prose
        said = {name: value for name, value in said.items() if value != _bare(held[name])}
        if row.inactive and held["is_active"]:
            said["is_active"] = False
        if not said:
            self.plan.unchanged += 1
        elif self._only_new:
            self.plan.kept += 1
        elif held["never_hides"] and said.keys() - {"description"}:
            for name in sorted(said.keys() - {"description"}):
                self._wrong(row, name, "would change a line for an emergency; its page is the place for that")
        elif self._is_sound(row, said, {**held, **said}):
            after = _with_hours(said)
            fields = {name: (held[name], value) for name, value in after.items() if value != held[name]}
            self.plan.changed.append(Change(row.row, held["id"], held["name"], fields))

    def _add(self, row: Incoming, key: UUID) -> None:
        said = {"name": "", "areas": [], **row.values, "description": row.prose or ""}
        slug = row.slug or self._slugs.get(key) or _slug_of(said["name"], key)
        if slug in self._by_slug or slug in self._named:
            self._wrong(row, "slug", f"{slug!r} belongs to another service")
            return
        self._named[slug] = row.row
        if self._is_sound(row, {**NEW, **said}, said):
            self.plan.added.append(
                {**NEW, **_with_hours(said), "id": key, "slug": slug, "is_active": not row.inactive}
            )

    def _is_sound(self, row: Incoming, said: type_of_row, whole: type_of_row) -> bool:
        faults = [*faults_in(said, self._misprints), *spans_upside_down(whole)]
        for name, reason in faults:
            self._wrong(row, name, reason)
        return not faults

    def _wrong(self, row: Incoming, name: str, reason: str) -> None:
        self.plan.problems.append(Problem(row.row, name, reason))


def _bare(value: Any) -> Any:
    """Return what a file makes of a value: texts without blanks around them, lines ending in one way."""
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


def _with_hours(said: type_of_row) -> dict[str, Any]:
    """Return the values with hours and the words for them as one, whichever was said."""
    if said.get("hours"):
        stored = {"bank_holidays": None, **said["hours"]}
        hours = hours_from_json(stored)
        return {**said, "hours": stored, "hours_text": words_of(hours) if hours else ""}
    if "hours_text" in said:
        return {**said, "hours": hours_in_words(said["hours_text"])}
    return {**said, "hours_text": ""} if "hours" in said else dict(said)


def _slug_of(name: str, key: UUID) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
    return f"{words or 'service'}-{key.hex[:8]}"
