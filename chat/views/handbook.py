"""The handlers' guide and their own safety as pages of the service, one key away from the console."""

from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chat.views.handbook_text import Block, read
from helpline.staff.access import requires
from helpline.staff.roles import Permission

# The papers, by their place in the console: path, name of the link, file.
PAPERS = (
    ("/console/guide/", "Handler guide", "handler-guide"),
    ("/console/guide/safety/", "Your own safety", "handler-safety"),
)


@cache
def paper(name: str) -> list[Block]:
    """Return one of the papers in docs; it changes only with the code."""
    return read(settings.BASE_DIR / "docs" / f"{name}.md")


@requires(Permission.TAKE_CONTACTS)
@require_safe
def handbook(request: HttpRequest) -> HttpResponse:
    """Show the guide, with its headings first."""
    return _shown(request, "handler-guide")


@requires(Permission.TAKE_CONTACTS)
@require_safe
def safety(request: HttpRequest) -> HttpResponse:
    """Show what handlers do for their own safety, and whom to tell."""
    return _shown(request, "handler-safety")


def _shown(request: HttpRequest, name: str) -> HttpResponse:
    papers = [{"href": href, "name": words, "here": file == name} for href, words, file in PAPERS]
    title = next(words for _, words, file in PAPERS if file == name)
    return render(request, "console/handbook.html", {"blocks": paper(name), "papers": papers, "title": title})
