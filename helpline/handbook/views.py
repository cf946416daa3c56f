"""The handbook on pages of the service: to read, to search, to print and to take along; and what is new."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from helpline.handbook.held import NAMES, address, handbook, in_one, page_of, search, shown
from helpline.handbook.news import mark_read, told
from helpline.handbook.one_file import FILE_NAME, one_file
from helpline.handbook.pages import INDEX, ROLES, Page
from helpline.staff.access import account_of
from helpline.staff.roles import Role

OWN = {
    Role.HANDLER: "handler",
    Role.SUPERVISOR: "supervisor",
    Role.ANALYST: "supervisor",
    Role.ADMIN: "administrator",
}
MOST_LETTERS = 200


@login_required
@require_safe
def contents(request: HttpRequest) -> HttpResponse:
    """Show the four parts, one's own first."""
    own = OWN[Role(account_of(request).role)]
    parts = [_part(part) for part in sorted(ROLES, key=lambda part: part != own)]
    return render(request, "handbook/contents.html", {"parts": parts})


@login_required
@require_safe
def part(request: HttpRequest, part: str) -> HttpResponse:
    """Show what a part is about, and its pages."""
    return _shown(request, part, INDEX)


@login_required
@require_safe
def page(request: HttpRequest, part: str, name: str) -> HttpResponse:
    """Show one page, its headings first."""
    return _shown(request, part, name)


@login_required
@require_safe
def whole(request: HttpRequest, part: str) -> HttpResponse:
    """Show a whole part on one page, to print it."""
    if part not in ROLES:
        raise Http404
    return render(request, "handbook/whole.html", {"part": _part(part), "pages": in_one(part)})


@login_required
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Show the sentences in which these words stand."""
    words = request.GET.get("words", "")[:MOST_LETTERS].strip()
    found = [
        {
            "href": address(each.page.part, each.page.name, each.anchor),
            "title": each.page.title,
            "heading": each.heading,
            "part": NAMES[each.page.part],
            "sentence": each.sentence,
        }
        for each in search(words)
    ]
    return render(request, "handbook/found.html", {"words": words, "found": found})


@login_required
@require_safe
def file(request: HttpRequest) -> HttpResponse:
    """Give the whole handbook as one file that opens without a server."""
    held = {"Content-Disposition": f'attachment; filename="{FILE_NAME}"'}
    return HttpResponse(one_file(), content_type="application/octet-stream", headers=held)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Show what is new since one last looked; a POST says that it is read."""
    account = account_of(request)
    if request.method == "POST":
        mark_read(by=account, session=request.session)
        return redirect("help-new")
    sections = told(account)
    count = sum(len(each.new) for each in sections if each.is_own)
    return render(request, "handbook/new.html", {"sections": sections, "count": count})


@login_required
@require_safe
def old(request: HttpRequest, name: str) -> HttpResponse:
    """Lead on from where a page of the handbook stood before."""
    return redirect(address("handler", name or INDEX), permanent=True)


def _part(part: str) -> dict[str, Any]:
    pages = handbook()[part]
    return {
        "id": part,
        "name": NAMES[part],
        "lead": pages[0].lead,
        "href": address(part, INDEX),
        "pages": [_row(each) for each in pages[1:]],
    }


def _row(page: Page) -> dict[str, str]:
    return {"title": page.title, "lead": page.lead, "href": address(page.part, page.name), "name": page.name}


def _shown(request: HttpRequest, part: str, name: str) -> HttpResponse:
    page = page_of(part, name) if part in ROLES else None
    if page is None:
        raise Http404
    context = {"page": page, "words_of_page": shown(page), "part": _part(part), "is_index": name == INDEX}
    return render(request, "handbook/page.html", context)
