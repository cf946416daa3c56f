"""The handlers' guide as a page of the service, one key away from the console."""

from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chat.views.handbook_text import Block, read
from helpline.staff.access import requires
from helpline.staff.roles import Permission


@cache
def guide() -> list[Block]:
    """Return docs/handler-guide.md; it changes only with the code."""
    return read(settings.BASE_DIR / "docs" / "handler-guide.md")


@requires(Permission.TAKE_CONTACTS)
@require_safe
def handbook(request: HttpRequest) -> HttpResponse:
    """Show the guide, with its headings first."""
    return render(request, "console/handbook.html", {"blocks": guide()})
