"""The room "Service": where the administrator finds everything."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from helpline.service.rows import PARTS, ROWS, Row
from helpline.staff.access import account_of, may, requires
from helpline.staff.models import Account
from helpline.staff.roles import Permission


@requires(Permission.MANAGE_SERVICE)
@require_safe
def room(request: HttpRequest) -> HttpResponse:
    """List the pages this account may open, part by part."""
    return render(request, "service/room.html", {"parts": _parts(account_of(request))})


def _parts(account: Account) -> list[dict[str, Any]]:
    open_to = [row for row in ROWS if may(account, row.permission)]
    parts = [{"name": part, "rows": [_shown(row) for row in open_to if row.part == part]} for part in PARTS]
    return [part for part in parts if part["rows"]]


def _shown(row: Row) -> dict[str, str]:
    return {
        "url": reverse(row.route),
        "title": row.title,
        "sentence": row.sentence,
        "now": row.now() if row.now else "",
    }
