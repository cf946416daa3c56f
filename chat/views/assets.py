"""The caller's page's own files: scripts, one style sheet, and its texts in one language.

Small, and never kept by a browser or a proxy: a device that somebody else looks through should
hold nothing of the chat. What the first screen needs stands in the page itself. See
docs/adr/0017-three-files-for-the-caller.md and docs/adr/0025-the-first-screen-in-one-answer.md.
"""

import base64
import gzip
import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from chat import texts
from chat.bundle import bundle, lean_css
from chat.views.page_data import is_practice, rest_data, talk_data, translated_data

STATIC = Path(settings.BASE_DIR) / "static"
STYLES = ("tokens", "caller")
SCRIPT = "text/javascript; charset=utf-8"


@cache
def _bundle() -> dict[str, str]:
    return bundle(STATIC / "chat")


@cache
def page_styles() -> str:
    """Return the style sheet of callers' pages."""
    sheets = [STATIC / "css" / f"{name}.css" for name in STYLES]
    sheets += sorted((STATIC / "css").glob("caller-*.css"))
    return lean_css(sheet.read_text(encoding="utf-8") for sheet in sheets)


@dataclass(frozen=True)
class InPage:
    """A script or a style sheet that stands in the page, and the source by which its policy lets it in."""

    text: str
    source: str


@cache
def first_script() -> InPage:
    """Return the script of the first screen and the way out. Raises ValueError."""
    return in_page(_bundle()["app"])


@cache
def first_styles() -> InPage:
    """Return the style sheet of the caller's page. Raises ValueError."""
    return in_page(page_styles())


def in_page(text: str) -> InPage:
    """Return a text ready to stand in a page. Raises ValueError where it would end its own element."""
    if "</" in text or "<!--" in text:
        raise ValueError("a script or style sheet in a page can hold neither </ nor <!--")
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return InPage(text, f"'sha256-{digest}'")


@require_safe
def talk_js(request: HttpRequest) -> HttpResponse:
    """Give the script of the limits, the questions and the talk, with what it needs in one language."""
    return _with(request, "talk", talk_data(lang=_lang(request)))


@require_safe
def rest_js(request: HttpRequest) -> HttpResponse:
    """Give the script of what is needed seldom or at the end, with its texts in one language."""
    return _with(request, "rest", rest_data(lang=_lang(request)))


def _with(request: HttpRequest, file: str, data: dict[str, Any]) -> HttpResponse:
    more = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return packed(request, HttpResponse(f"const MORE={more};\n{_bundle()[file]}", content_type=SCRIPT))


@require_safe
def page_css(request: HttpRequest) -> HttpResponse:
    return packed(request, HttpResponse(page_styles(), content_type="text/css; charset=utf-8"))


@require_safe
def texts_json(request: HttpRequest) -> HttpResponse:
    """Give everything on the page that is in one language, for a change of language."""
    return packed(request, JsonResponse(translated_data(lang=_lang(request))))


def packed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Compress an answer that holds no secret: no token, no word, nothing of the request but its language."""
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "no-store"
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response.content = gzip.compress(response.content, compresslevel=9, mtime=0)
        response.headers["Content-Encoding"] = "gzip"
    return response


def _lang(request: HttpRequest) -> str:
    return texts.language(request.GET.get("lang"), practice=is_practice())
