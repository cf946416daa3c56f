"""Saving and deleting templates of reports, each act in the audit."""

from collections.abc import Sequence
from typing import Literal

from django.db import transaction
from django.utils import timezone

from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.statistics.bands import LONDON
from helpline.statistics.models import ReportTemplate
from helpline.statistics.reports.choosing import checked_blocks
from helpline.statistics.reports.errors import MOST, TemplateGone, TooManyTemplates
from helpline.statistics.reports.telling import name_recipients, told_by


def own_template(pk: int, by: Account) -> ReportTemplate:
    """Return a template of this account. Raises TemplateGone."""
    found = ReportTemplate.objects.filter(pk=pk, owner=by).first()
    if found is None:
        raise TemplateGone
    return found


@transaction.atomic
def save_template(
    template: ReportTemplate | None,
    *,
    name: str,
    blocks: Sequence[str],
    kind: Literal["month", "quarter"],
    language: str,
    due_day: int | None,
    by: Account,
    told: Sequence[int] = (),
) -> ReportTemplate:
    """Save a new template, or one of one's own anew. Raises UnknownBlocks or TooManyTemplates.

    `told` are the ids of accounts who are told by mail when it was made by itself.
    A template that becomes due, or due on another day, is made for the next such day, not for past ones.
    """
    now = timezone.now()
    if template is None:
        if ReportTemplate.objects.count() >= MOST:
            raise TooManyTemplates
        template = ReportTemplate(owner=by)
    if due_day is None:
        template.since = None
    elif template.since is None or (template.due_day, template.kind) != (due_day, kind):
        template.since = now.astimezone(LONDON).date()
    template.name, template.blocks, template.kind = name, list(checked_blocks(blocks)), kind
    template.language, template.due_day, template.changed_at = language, due_day, now
    template.save()
    name_recipients(template, list(told) if due_day is not None else [])
    detail = {"kind": kind, "told": told_by(template)}
    record(event="report.template_saved", by=by, subject=template.pk, detail=detail)
    return template


@transaction.atomic
def delete_template(template: ReportTemplate, *, by: Account) -> None:
    """Delete a template; the reports that were made of it stay."""
    record(event="report.template_deleted", by=by, subject=template.pk)
    template.delete()
