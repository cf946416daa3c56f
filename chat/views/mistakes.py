"""Pages for what goes wrong: to callers in their languages with the way out, to staff in English.

Nothing of the request is kept, and no database is asked: it may be what went wrong.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from chat import texts
from chat.views.page_data import shared
from helpline.kernel.middleware import STAFF_PREFIXES

WELSH = "cy"
Handler = Callable[..., HttpResponse]


def _handler(status: int) -> Handler:
    def show(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
        return mistake(request, status)

    return show


def mistake(request: HttpRequest, status: int) -> HttpResponse:
    """Return the page for this status: 400, 403, 404 or 500."""
    if request.path.startswith(STAFF_PREFIXES):
        return HttpResponse(render_to_string(f"{status}.html"), status=status)
    context = shared(asked_for(request))
    lang = context["lang"]
    said = [_said(each, status) for each in (lang, *context["other_languages"])]
    page = render_to_string("chat/mistake.html", {**context, "said": said})
    return HttpResponse(page, status=status, headers={"Content-Language": lang})


def asked_for(request: HttpRequest) -> str:
    """Return the language of the address, else of the browser where Welsh stands first in it."""
    first = request.headers.get("Accept-Language", "")[:2].lower()
    return request.GET.get("lang") or (WELSH if first == WELSH else "en")


def _said(lang: str, status: int) -> dict[str, str]:
    t = texts.texts(lang)
    return {
        "lang": lang,
        "heading": t[f"mistake_{status}"],
        "text": t[f"mistake_{status}_text"],
        "go": t["mistake_go"],
        "danger": t["mistake_danger"],
    }


bad_request, forbidden, not_found, failed = map(_handler, (400, 403, 404, 500))
