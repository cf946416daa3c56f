"""What anybody may read of the directory: the rows of `triage.checking.is_public`, in constant queries.

Only the columns of `triage.oruk.fields` are read, so that nothing for staff can slip into an answer.
"""

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from helpline.kernel.errors import HelplineError
from triage.entries import AGENCY_ROUTES, ROUTES
from triage.models import DirectoryEntry
from triage.oruk.fields import CODE_LISTS, LISTED, PUBLISHED
from triage.oruk.outgoing import item_of, page_of, service_of
from triage.oruk.queries import Query

# tests/triage/test_public_directory.py compares this with the rule, case by case.
_GIVEN = ("yes", "with_care")
_UNREACHABLE = Q(phone="", text_number="", email="", website="", address="")


class ServiceNotFound(HelplineError):
    """There is no such public service: one that is hidden and one that never was look alike."""

    code = "oruk.not_found"
    status = 404
    message = "This service is not in the public directory. Ask for the list, and take one of it."


def public_page(query: Query) -> dict[str, Any]:
    """Return one page of services as Open Referral UK lists them."""
    first = (query.page - 1) * query.per_page
    shown = slice(first, first + query.per_page)
    entries = _asked_for(query)
    if query.columns:
        found = _fitting(entries, query)
        total, entries = len(found), entries.filter(slug__in=found[shown])
    else:
        total, entries = entries.count(), entries[shown]
    contents = [item_of(row) for row in entries.values(*LISTED)]
    return page_of(contents, number=query.page, size=query.per_page, total=total)


def public_service(key: UUID) -> dict[str, Any]:
    """Return everything that is told of one service. Raises ServiceNotFound."""
    row = _on_pages().filter(id=key).values(*PUBLISHED).first()
    if row is None:
        raise ServiceNotFound
    return service_of(row)


def public_rows() -> list[dict[str, Any]]:
    """Return every public service as a row of PUBLISHED, by name."""
    return list(_on_pages().values(*PUBLISHED))


def public_entries_of(slugs: Iterable[str]) -> dict[str, DirectoryEntry]:
    """Return those of these services that are public now, by slug."""
    return {entry.slug: entry for entry in _on_pages().filter(slug__in=list(slugs))}


def _asked_for(query: Query) -> QuerySet[DirectoryEntry]:
    entries = _on_pages()
    if query.minimum_age is not None:
        entries = entries.filter(age_min__gte=query.minimum_age)
    if query.maximum_age is not None:
        entries = entries.filter(age_max__lte=query.maximum_age)
    for field, code in [query.term] if query.term else []:
        entries = entries.filter(_says(field, code)) if field else entries.none()
    if query.taxonomy is not None:
        field = query.taxonomy
        entries = entries.exclude(**{field: [] if field in CODE_LISTS else ""}) if field else entries.none()
    return entries


def _fitting(entries: QuerySet[DirectoryEntry], query: Query) -> list[str]:
    """Return the slugs of the entries that fit: they are found by what no database compares as we do."""
    as_text = {field: Cast(field, TextField()) for field in query.columns if field in ("areas", "hours")}
    named = {f"{field}_as_text": text for field, text in as_text.items()}
    plain = [field for field in query.columns if field not in as_text]
    rows = entries.annotate(**named).values("slug", *plain, *named)
    return [
        row["slug"]
        for row in rows
        if query.fits({**row, **{field: _meant(row[f"{field}_as_text"]) for field in as_text}})
    ]


@lru_cache(maxsize=4_096)
def _meant(text: str) -> Any:
    """Return what a stored text means: thousands of services share few areas and hours."""
    return json.loads(text)


def _on_pages() -> QuerySet[DirectoryEntry]:
    """Return what may stand on a public page today, by name."""
    in_time = Q(last_checked__isnull=False, check_due__gte=timezone.localdate())
    open_to_people = Q(routes=[])
    for route in sorted(ROUTES.keys() - AGENCY_ROUTES):
        open_to_people |= _says("routes", route)
    given = _with_texts().filter(is_active=True, signpost__in=_GIVEN).exclude(_UNREACHABLE)
    return given.filter(Q(never_hides=True) | in_time, open_to_people).order_by("name", "slug")


def _with_texts() -> QuerySet[DirectoryEntry]:
    texts = {f"{field}_said": Cast(field, TextField()) for field in CODE_LISTS}
    return DirectoryEntry.objects.alias(**texts)


def _says(field: str, code: str) -> Q:
    """Return the condition that a field holds this code: in a list, as its JSON quotes it."""
    return Q(**{f"{field}_said__contains": f'"{code}"'}) if field in CODE_LISTS else Q(**{field: code})
