"""What is kept, for how long, and the reports of what was destroyed: for admins."""

import json
from datetime import date, datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from chat.promised_days import SHIPPED_DAYS, days_needed
from chat.services.confidence import held_contacts
from helpline.keeping.models import PurgeReport
from helpline.keeping.reports import as_paper, follows, is_sound, remaining
from helpline.keeping.schedule import GROUPS, SCHEDULE, Kept
from helpline.kernel.signing import key_id
from helpline.public_texts.promised import IN_WORDS
from helpline.staff.access import requires
from helpline.staff.confirming import confirms_export
from helpline.staff.roles import Permission

MOST_SHOWN = 400
WHAT = {kept.id: kept.what for kept in SCHEDULE}


@require_safe
@requires(Permission.READ_AUDIT)
def keeping(request: HttpRequest) -> HttpResponse:
    """Say of each class of data how long it is kept, what ends it, and what there is now."""
    now = timezone.now()
    groups = [
        (name, [{"kept": kept, "how_long": how_long(kept), **_there(kept, now)} for kept in group])
        for name, group in GROUPS
    ]
    days = IN_WORDS[max(SHIPPED_DAYS, days_needed(settings.HELPLINE_RETENTION_HOURS))]
    context = {"groups": groups, "held": held_contacts().count(), "days": days}
    return render(request, "keeping/keeping.html", context)


@require_safe
@requires(Permission.READ_AUDIT)
def reports(request: HttpRequest) -> HttpResponse:
    """List the reports, the newest first."""
    rows = [
        {"report": each, "destroyed": sum(each.statement.get("destroyed", {}).values())}
        for each in PurgeReport.objects.all()[:MOST_SHOWN]
    ]
    return render(request, "keeping/reports.html", {"rows": rows})


@require_safe
@requires(Permission.READ_AUDIT)
def report(request: HttpRequest, day: str) -> HttpResponse:
    """Show one report, and whether it is as it was signed."""
    found = _found(day)
    statement = found.statement
    lines = [
        {"what": WHAT.get(kind, kind), "destroyed": statement.get("destroyed", {}).get(kind, 0), **there}
        for kind, there in statement.get("remaining", {}).items()
    ]
    context = {
        "report": found,
        "statement": statement,
        "lines": lines,
        "sound": is_sound(as_paper(found)),
        "follows": follows(found),
        "key": key_id(found.public_key) if found.public_key else "",
    }
    return render(request, "keeping/report.html", context)


@require_safe
@requires(Permission.READ_AUDIT)
@confirms_export
def report_file(request: HttpRequest, day: str) -> HttpResponse:
    """Give one report as the file that `manage.py verify_report` checks."""
    found = _found(day)
    answer = HttpResponse(json.dumps(as_paper(found), indent=2), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="purge-report-{found.day}.json"'
    return answer


def how_long(kept: Kept) -> str:
    """Return for how long a class is kept, with the number that is set."""
    return kept.how_long.format(number=getattr(settings, kept.setting)) if kept.setting else kept.how_long


def _there(kept: Kept, now: datetime) -> dict[str, int | None]:
    return remaining(kept, now=now) if kept.models else {"rows": None, "oldest_hours": None}


def _found(day: str) -> PurgeReport:
    try:
        return PurgeReport.objects.get(day=date.fromisoformat(day))
    except (ValueError, PurgeReport.DoesNotExist):
        raise Http404 from None
