"""Pages for what goes wrong: to callers in their languages with the way out, to staff in English.

Nothing of the request is kept, and no database is needed: it may be what went wrong. A script is told a code.
"""

from collections.abc import Callable
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from chat import texts
from chat.views.page_data import shared
from helpline.kernel.middleware import STAFF_PREFIXES
from helpline.kernel.throttle import TooMany
from triage.services import lines_now

WELSH = "cy"
Handler = Callable[..., HttpResponse]
# What is asked by scripts: an answer in JSON, whose code stands in docs/protocol.md.
DATA_PREFIXES = ("/api/", "/console/api/")
CODES = {
    400: (
        "request.invalid",
        "That could not be read, so nothing was changed. Load the page again, then try once more.",
    ),
    403: ("forbidden", "That is not open to you, and nothing was changed. If you need it, ask your admin."),
    404: ("request.not_found", "There is nothing here. Go back, and choose it again from where you came."),
    405: (
        "request.method",
        "That cannot be done here, so nothing was changed. Load the page again, then try.",
    ),
    413: (
        "request.too_large",
        "That is too large, so nothing of it was kept. Make it smaller, then send it again.",
    ),
    429: ("throttle.too_many", "There have been many attempts from here. Please try again later."),
    500: (
        "failed",
        "Something went wrong on our side. Wait a minute, and look whether it was done before you try again.",
    ),
}
# Other statuses have the page of what they come nearest to.
NEAREST = {411: 400, 503: 500}


def _handler(status: int) -> Handler:
    def show(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
        return mistake(request, status)

    return show


def mistake(request: HttpRequest, status: int) -> HttpResponse:
    """Return the page for this status, in the language of whoever asks; a script gets its code."""
    page_status = NEAREST.get(status, status)
    if request.path.startswith(DATA_PREFIXES):
        code, message = CODES[page_status]
        return JsonResponse({"error": {"code": code, "message": message}}, status=status)
    if request.path.startswith(STAFF_PREFIXES):
        return HttpResponse(render_to_string(f"{page_status}.html"), status=status)
    return _page(shared(asked_for(request), without_asking=True), str(page_status), status)


def busy(request: HttpRequest) -> HttpResponse:
    """Return the page for a network that asks too much at once; who can be rung meanwhile stands on it."""
    if request.path.startswith(STAFF_PREFIXES):
        return HttpResponse(render_to_string("busy.html"), status=TooMany.status)
    context = shared(asked_for(request), without_asking=True)
    try:
        lines = lines_now(language=context["lang"])
    except DatabaseError:
        lines = []
    return _page({**context, "lines": lines}, "busy", TooMany.status)


def _page(context: dict[str, Any], kind: str, status: int) -> HttpResponse:
    lang = context["lang"]
    said = [_said(each, kind) for each in (lang, *context["other_languages"])]
    page = render_to_string("chat/mistake.html", {**context, "said": said})
    return HttpResponse(page, status=status, headers={"Content-Language": lang})


def asked_for(request: HttpRequest) -> str:
    """Return the language of the address, else of the browser where Welsh stands first in it."""
    first = request.headers.get("Accept-Language", "")[:2].lower()
    return request.GET.get("lang") or (WELSH if first == WELSH else "en")


def _said(lang: str, kind: str) -> dict[str, str]:
    t = texts.texts(lang)
    return {
        "lang": lang,
        "heading": t[f"mistake_{kind}"],
        "text": t[f"mistake_{kind}_text"],
        "go": t["mistake_go"],
        "danger": t["mistake_danger"],
    }


class PagesForRefusals:
    """Gives a page, or a code, to a refusal that says nothing: a wrong method, too large, too fast."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        known = response.status_code in CODES or response.status_code in NEAREST
        if not known or response.streaming or response.content:
            return response
        shown = mistake(request, response.status_code)
        for name in ("Allow", "Retry-After"):
            if name in response.headers:
                shown.headers[name] = response.headers[name]
        return shown


bad_request, forbidden, not_found, failed = map(_handler, (400, 403, 404, 500))
