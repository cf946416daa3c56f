"""The pages that a caller meets: no session, no cookie, nothing of the request is kept."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from chat import texts
from chat.views.proof import is_asked_for
from triage.areas import AREAS, NATIONS
from triage.services import closing_cards

EMBED = Path(settings.BASE_DIR) / "static" / "embed" / "embed.js"
# Named in the head, so that a slow line fetches them side by side instead of one after another.
SCRIPTS = Path(settings.BASE_DIR) / "static" / "chat"
# main.js stands in the head itself; the others here are fetched once they are wanted.
NOT_AHEAD = {"main.js", "comfort.js", "code.js", "return.js"}
MODULES = sorted(f"chat/{path.name}" for path in SCRIPTS.glob("*.js") if path.name not in NOT_AHEAD)
SERVER_ONLY = ("home_", "plain_", "start_who", "start_leave", "skip_", "code_start", "return_continues")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show a page as a charity might have it, with the chat's button on it."""
    return _page("chat/home.html", _shared(request))


@require_safe
def embed_js(request: HttpRequest) -> HttpResponse:
    """Give the loader that a charity's page asks for; other hosts may run it."""
    response = HttpResponse(EMBED.read_bytes(), content_type="text/javascript; charset=utf-8")
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


@require_safe
def chat_page(request: HttpRequest) -> HttpResponse:
    """Show the chat; `?frame=1` lets the pages of settings.HELPLINE_FRAME_ANCESTORS frame it."""
    frame = request.GET.get("frame") == "1"
    ancestors: list[str] = list(settings.HELPLINE_FRAME_ANCESTORS)
    shared = _shared(request)
    data = _page_data(lang=shared["lang"], frame_hosts=ancestors if frame else [], frame=frame)
    context = {**shared, "data": data, "frame": frame, "lines": data["lines"], "modules": MODULES}
    response = _page("chat/caller.html", context)
    # The worker of the proof, by the one named policy that gives its address: static/chat/proof.js.
    policy = {"worker-src": ["'self'"], "trusted-types": ["helpline"]} if is_asked_for() else {}
    if frame and ancestors:
        policy["frame-ancestors"] = ancestors
    response.csp_update = policy  # type: ignore[attr-defined]
    return response


def _shared(request: HttpRequest) -> dict[str, Any]:
    practice = settings.HELPLINE_MODE == "demo"
    lang = texts.language(request.GET.get("lang"), practice=practice)
    return {
        "lang": lang,
        "t": texts.texts(lang),
        "other_languages": [other for other in texts.offered(practice=practice) if other != lang],
        "demo": practice,
        "service_name": settings.HELPLINE_SERVICE_NAME,
        "exit_url": settings.HELPLINE_EXIT_URL,
        "base_url": request.build_absolute_uri("/").rstrip("/"),
    }


def _page(template: str, context: dict[str, Any]) -> HttpResponse:
    # Without the request: its context processors would look for a signed-in person, thus the session.
    response = HttpResponse(render_to_string(template, context))
    response.headers["Content-Language"] = context["lang"]
    response.headers["Cache-Control"] = "no-store"
    return response


def _page_data(*, lang: str, frame: bool, frame_hosts: list[str]) -> dict[str, Any]:
    return {
        "lang": lang,
        "texts": {k: v for k, v in texts.texts(lang).items() if not k.startswith(SERVER_ONLY)},
        "frame": frame,
        "frame_hosts": frame_hosts,
        "demo": settings.HELPLINE_MODE == "demo",
        "service_name": settings.HELPLINE_SERVICE_NAME,
        "exit_url": settings.HELPLINE_EXIT_URL,
        "status_url": "/status.json",
        "contacts_url": "/api/contacts",
        "challenge_url": "/api/challenge" if is_asked_for() else None,
        "events_url": "/api/contact/events",
        "commands_url": "/api/contact/commands",
        "code_url": "/api/contact/code",
        "return_url": "/api/return",
        "ws_path": "/ws/caller/",
        "message_characters": settings.HELPLINE_LIMITS["message_characters"],
        "consent": dict(texts.consent(lang)),
        "areas": [{"nation": n, "names": [a.name for a in AREAS if a.nation == n]} for n in NATIONS],
        "languages": list(texts.INTERPRETER_LANGUAGES),
        "lines": closing_cards(),
    }
