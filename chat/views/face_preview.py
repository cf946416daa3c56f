"""The callers' pages as they would look with what an administrator typed: four screens, in frames of ours."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from chat import texts
from chat.views.assets import page_styles
from chat.views.own_face import face_context, own_texts
from helpline.face.in_force import shown_of
from helpline.face.palette import SCHEMES, Scheme, tokens
from helpline.face.preview import previewed, screen_asked_for
from helpline.hours.said import status_message
from helpline.staff.access import requires
from helpline.staff.roles import Permission

IN_THE_DARK = "@media (prefers-color-scheme: dark)"


@requires(Permission.MANAGE_SERVICE)
@require_safe
def preview(request: HttpRequest) -> HttpResponse:
    """Show one screen; `?frame=1` lets the page of the form frame it. Nothing in it can be pressed."""
    screen, lang = screen_asked_for(request)
    seen = shown_of(previewed(request), lang)
    context: dict[str, Any] = {
        **face_context(seen),
        # Theirs alone would be followed: the style sheet of the preview has what is not saved yet.
        "styles_url": "",
        "lang": lang,
        "t": own_texts(lang, seen),
        "screen": screen,
        "scheme": _scheme(request).name,
        "said_open": status_message(lang, "open", None, now=timezone.now()),
        "said_closed": status_message(lang, "closed", None, now=timezone.now()),
        "sender": seen.sender or texts.texts(lang)["from_handler"],
        "own_waiting": seen.waiting,
        "own_closed": seen.closed,
    }
    response = render(request, "chat/face_preview.html", context)
    if request.GET.get("frame") == "1":
        response.csp_update = {"frame-ancestors": ["'self'"]}  # type: ignore[attr-defined]
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@requires(Permission.MANAGE_SERVICE)
@require_safe
def styles(request: HttpRequest) -> HttpResponse:
    """Give the callers' style sheet in one scheme, whatever the device's, with the colours typed so far."""
    scheme = _scheme(request)
    always = "@media all" if scheme.is_dark else "@media not all"
    own = "".join(f"--{name}:{value};" for name, value in tokens(previewed(request).colours, scheme).items())
    text = f"{page_styles().replace(IN_THE_DARK, always)}\n:root{{color-scheme:{scheme.name};{own}}}\n"
    return HttpResponse(text, content_type="text/css; charset=utf-8")


def _scheme(request: HttpRequest) -> Scheme:
    asked = request.GET.get("scheme")
    return next((each for each in SCHEMES if each.name == asked), SCHEMES[0])
