"""The public form for complaints and for requests about data: no account, no cookie, no script.

Nothing here looks at a contact or a token, and no block is asked about: see docs/adr/0054-complaints.md.
"""

from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from chat import texts
from chat.consumers.limits import check_complaints
from chat.views.reading import language_of, reading_page
from chat.views.replies import is_from_elsewhere
from helpline.complaints.rules import LONGEST_TEXT, Kind, answer_by, read_form
from helpline.complaints.services import receive
from helpline.face.in_force import shown
from helpline.hours.spoken import spoken_day
from helpline.kernel.errors import RequestInvalid
from helpline.kernel.networks import address_of
from helpline.kernel.throttle import TooMany

FORM = "application/x-www-form-urlencoded"


# There is no cookie to ride on; a form on another site is refused by what browsers say of it.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def complaints(request: HttpRequest) -> HttpResponse:
    """Show the form; a POST keeps what was written, or shows it again with what is wrong."""
    if request.method != "POST":
        return _form(request)
    if is_from_elsewhere(request):
        return _form(request, refusal="complaint_elsewhere", status=403)
    if request.content_type != FORM:
        return _form(request, refusal="complaint_no_files", status=415)
    try:
        told = read_form(request.POST.dict())
        check_complaints(address_of(request))
    except RequestInvalid as refusal:
        return _form(request, wrong=dict(refusal.extra["fields"]), asked=request.POST.dict(), status=400)
    except TooMany:
        return _form(request, refusal="complaint_too_many", asked=request.POST.dict(), status=429)
    lang = language_of(request)
    receive(told=told, language=lang, sent_id=_number(request.POST.get("number", "")))
    t = texts.texts(lang)
    # An answer goes where somebody may be reached; without a way there is nothing to expect.
    today = timezone.localdate()
    by = spoken_day(lang, answer_by(told.kind, today))
    said = t["complaint_answer_by" if told.kind == Kind.RIGHTS else "complaint_answer_aim"].format(day=by)
    context = {
        "sent": True,
        "sent_on": t["complaint_sent"].format(day=spoken_day(lang, today)),
        "expect": said if told.answer_to else t["complaint_no_answer"],
    }
    return reading_page(request, "complaints", lang, context)


def _form(
    request: HttpRequest,
    *,
    wrong: dict[str, str] | None = None,
    asked: dict[str, str] | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    lang = language_of(request)
    t = texts.texts(lang)
    kept: dict[str, Any] = asked or {}
    context = {
        "kinds": [
            (kind.value, t[f"complaint_kind_{kind}"], t[f"complaint_kind_{kind}_hint"]) for kind in Kind
        ],
        "asked": kept,
        "number": _number(kept.get("number", "")),
        "wrong": {name: t[f"complaint_{name}_{fault}"] for name, fault in (wrong or {}).items()},
        "refusal": t[refusal] if refusal else "",
        "text_hint": t["complaint_text_hint"].format(n=f"{LONGEST_TEXT:,}"),
        "kept_for": t["complaint_kept"].format(days=settings.HELPLINE_COMPLAINT_DAYS),
        "contact_line": shown(lang).contact_line,
    }
    response = reading_page(request, "complaints", lang, context)
    response.status_code = status
    return response


def _number(said: str) -> UUID:
    """Return the form's own number, a new one where it has none."""
    try:
        return UUID(said)
    except ValueError:
        return uuid4()
