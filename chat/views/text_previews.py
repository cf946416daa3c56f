"""A text for callers as they will see it: the same templates and style sheet, in one scheme, no script."""

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from chat import texts
from chat.views.assets import page_styles
from chat.views.told import closing_of, consent_of, privacy_of
from helpline.face.in_force import face_in_force, shown
from helpline.face.palette import stylesheet
from helpline.public_texts import drafts, versions
from helpline.public_texts.errors import NoDraft, NoText
from helpline.public_texts.in_force import Told, is_own
from helpline.public_texts.kinds import Kind
from helpline.public_texts.pages import reader_page
from helpline.staff.access import requires
from helpline.staff.roles import Permission

_DARK = re.compile(r"@media ?\(prefers-color-scheme: ?dark\)")
_BOTH = re.compile(r"color-scheme: ?light dark")


@require_safe
@reader_page
def seen(request: HttpRequest, kind: Kind, what: str) -> HttpResponse:
    """Show a draft or a version; `?lang=` and `?scheme=` say how."""
    lang = request.GET.get("lang", "")
    lang = lang if lang in texts.LANGUAGES else "en"
    text = _text(kind, what, lang)
    t, face = texts.texts(lang), shown(lang)
    context: dict[str, Any] = {
        "lang": lang,
        "t": {**t, **closing_of(text, lang)} if kind == Kind.CLOSING else t,
        "kind": kind.value,
        "scheme": "dark" if request.GET.get("scheme") == "dark" else "light",
        "service_name": face.service_name,
        "logo_url": face.logo_url,
        "consent": consent_of(text),
        "notice": privacy_of(text, lang),
        "easy": {"lang": text.lang, **text.words},
        "controller": face.controller,
    }
    response = HttpResponse(render_to_string("chat/text_seen.html", context))
    response.headers["Cache-Control"] = "no-store"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.csp_update = {"frame-ancestors": ["'self'"], "form-action": ["'none'"]}  # type: ignore[attr-defined]
    return response


@requires(Permission.APPROVE_TEXTS)
@require_safe
def seen_css(request: HttpRequest, scheme: str) -> HttpResponse:
    """Give the style sheet of callers' pages as a device set to one scheme takes it."""
    if scheme not in {"light", "dark"}:
        raise Http404
    own = f"{page_styles()}\n{stylesheet(face_in_force().colours)}"
    sheet = _DARK.sub("@media all" if scheme == "dark" else "@media not all", own)
    response = HttpResponse(
        _BOTH.sub(f"color-scheme:{scheme}", sheet), content_type="text/css; charset=utf-8"
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _text(kind: Kind, what: str, lang: str) -> Told:
    """Return what is to be shown, in English where it is not in that language."""
    if what == "draft":
        held = drafts.current(kind)
        if held is None:
            raise NoDraft
        words, number = drafts.published_words(held), 0
    elif what.isdecimal() and len(what) < 5:
        words, number = versions.words_of(kind, int(what)), int(what)
    else:
        raise NoText
    held_in = lang if lang in words else "en"
    begins_at = versions.version(kind, number).begins_at if is_own(number) else None
    return Told(kind, number, held_in, words[held_in], begins_at)
