"""The pages that a caller meets: no session, no cookie, nothing of the request is kept."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from chat.bundle import lean
from chat.services.visits import note_visit
from chat.texts import language
from chat.views.assets import first_script, first_styles, packed
from chat.views.page_data import first_data, is_practice, shared
from chat.views.proof import is_asked_for
from chat.views.reading import framing, links
from helpline.face.in_force import shown
from helpline.kernel.policies import SCRIPTED, Sources
from triage.services import lines_now

# As they stand in the loader.
EMBED_EXIT, EMBED_COLOUR = "https://www.bbc.co.uk/weather", "#0e4d56"
EMBED = Path(settings.BASE_DIR) / "static" / "embed" / "embed.js"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the chat; in the demo show a page as a charity might have it, with the chat's button on it."""
    if not is_practice():
        lang = language(request.GET.get("lang"), practice=False)
        there = HttpResponseRedirect("/chat/" if lang == "en" else f"/chat/?lang={lang}")
        there.status_code = 303
        return there
    context = shared(request.GET.get("lang"))
    response = _page(
        request, "chat/home.html", {**context, "base_url": request.build_absolute_uri("/").rstrip("/")}
    )
    response.csp_update = SCRIPTED  # type: ignore[attr-defined]
    return response


@require_safe
def embed_js(request: HttpRequest) -> HttpResponse:
    """Give the loader that a charity's page asks for; other hosts may run it."""
    text = _with_own_face(lean(EMBED.read_text(encoding="utf-8"), name=EMBED.name))
    response = packed(request, HttpResponse(text, content_type="text/javascript; charset=utf-8"))
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


@require_safe
def chat_page(request: HttpRequest) -> HttpResponse:
    """Show the chat; `?frame=1` lets the pages of the sites that are allowed frame it."""
    frame = request.GET.get("frame") == "1"
    ancestors = framing(request) if frame else []
    context = shared(request.GET.get("lang"))
    data = first_data(lang=context["lang"], frame=frame, frame_hosts=ancestors)
    if request.method == "GET":
        note_visit(intake=data["status"]["intake"], now=timezone.now())
    # Without script the lines stand on the page while nobody new may start; with it they come and go.
    lang = context["lang"]
    script, styles = first_script(), first_styles()
    context |= {"data": data, "frame": frame, "script": script.text, "styles": styles.text}
    context |= {"lines": lines_now(language=lang), "reading": links(lang, frame=frame)}
    response = _page(request, "chat/caller.html", context)
    own = {"script-src": ["'self'", script.source], "style-src": ["'self'", styles.source]}
    policy: Sources = {**SCRIPTED, **own}
    if is_asked_for():
        # The worker of the proof, by the one named policy that gives its address: static/chat/proof.js.
        policy = {**policy, "worker-src": ["'self'"], "trusted-types": ["helpline"]}
    if ancestors:
        policy = {**policy, "frame-ancestors": ancestors}
    response.csp_update = policy  # type: ignore[attr-defined]
    return response


def _with_own_face(text: str) -> str:
    """Return the loader with the charity's own way out and colour: it asks for nothing else to have them."""
    seen = shown("en")
    text = text.replace(f'"{EMBED_EXIT}"', json.dumps(seen.exit_url))
    return text.replace(f'"{EMBED_COLOUR}"', json.dumps(seen.colour or EMBED_COLOUR))


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    # Without the request: its context processors would look for a signed-in person, thus the session.
    response = packed(request, HttpResponse(render_to_string(template, context)))
    response.headers["Content-Language"] = context["lang"]
    return response
