"""Pages to read beside the chat: no script, no session, no cookie; nothing of the request is kept."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from chat import reading, texts
from chat.services.consent import agreed_text
from chat.views.own_face import face_context
from chat.views.told import consent_of, privacy_now
from helpline.embedding.services import frame_ancestors
from helpline.face.in_force import shown
from helpline.kernel.policies import FILM, Sources
from helpline.public_texts.in_force import easy_read as easy_read_in_force
from helpline.public_texts.in_force import number_in_force
from helpline.public_texts.kinds import Kind
from helpline.statistics.reports.public import is_public
from triage.services import cards_for_workers, lines_now

SHORT = {"easy_read": "easy", "accessibility": "access"}


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """Show our own guide: warning signs, time out, a plan for tonight, whom to ring."""
    lang = language_of(request)
    return reading_page(
        request, "guide", lang, {"guide": reading.guide(lang), "lines": lines_now(language=lang)}
    )


@require_safe
def guide_json(request: HttpRequest) -> JsonResponse:
    """Give the same guide to the waiting screen, so that reading never leaves it."""
    return JsonResponse(dict(reading.guide(language_of(request))))


@require_safe
def workers(request: HttpRequest) -> HttpResponse:
    """Show what workers may read: six steps, what help there is, whom to ring, training and tools."""
    lang = language_of(request)
    held = {"guide": reading.workers(lang), "resources": cards_for_workers(lang)}
    return reading_page(request, "workers", lang, {**held, "lines": lines_now(language=lang)})


@require_safe
def workers_json(request: HttpRequest) -> JsonResponse:
    """Give the same to the waiting screen of somebody who asks because of their work."""
    return JsonResponse(dict(reading.workers(language_of(request))))


@require_safe
def lines_json(request: HttpRequest) -> JsonResponse:
    """Give the other lines as they are open at this moment, those open now first."""
    return JsonResponse({"lines": lines_now(language=language_of(request))})


@require_safe
def easy_read(request: HttpRequest) -> HttpResponse:
    """Show the limits of confidentiality in Easy Read; 404 while those in force have none."""
    lang = language_of(request)
    easy = easy_read_in_force(lang)
    if easy is None:
        raise Http404
    version_line = texts.texts(lang)["easy_version"].format(n=number_in_force(Kind.CONSENT))
    held = {"easy": {"lang": easy.lang, **easy.words}, "version_line": version_line}
    return reading_page(request, "easy_read", lang, held)


@require_safe
def agreed(request: HttpRequest, number: int) -> HttpResponse:
    """Show a version of the limits that callers agree to, or agreed to; 404 for any other number."""
    lang = language_of(request)
    text = agreed_text(number, lang)
    if text is None:
        raise Http404
    version_line = texts.texts(lang)["agreed_this_version"].format(n=number)
    return reading_page(request, "agreed", lang, {"consent": consent_of(text), "version_line": version_line})


@require_safe
def agreed_json(request: HttpRequest, number: int) -> JsonResponse:
    """Give the same to the talk, so that looking it up never leaves it."""
    text = agreed_text(number, language_of(request))
    if text is None:
        raise Http404
    held = consent_of(text)
    return JsonResponse({name: held[name] for name in ("version", "lang", "heading", "intro", "points")})


@require_safe
def bsl(request: HttpRequest) -> HttpResponse:
    """Show the limits in British Sign Language; 404 while the service has no video."""
    video = bsl_video()
    if not video:
        raise Http404
    context = {"video": video, "captions": _captions(video)}
    return reading_page(request, "bsl", language_of(request), context, policy=FILM)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say what was tried, what was not, and whom to ask."""
    lang = language_of(request)
    context = {
        "statement": reading.accessibility(lang),
        "has_bsl": bool(bsl_video()),
        "contact_line": shown(lang).contact_line,
    }
    return reading_page(request, "accessibility", lang, context)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is kept about a caller, why, how long, and what they can ask for."""
    lang = language_of(request)
    beside = {link["name"]: link["href"] for link in links(lang, frame=is_framed(request))}
    context = {
        "notice": privacy_now(lang),
        "controller": shown(lang).controller,
        "form": beside["complaints"],
        "figures": beside.get("figures"),
    }
    return reading_page(request, "privacy", lang, context)


def links(lang: str, *, frame: bool = False) -> list[dict[str, str]]:
    """Return {name, href, label} of what there is to read, for the foot of a page."""
    query = "&".join([*(["lang=" + lang] if lang != "en" else []), *(["frame=1"] if frame else [])])
    t = texts.texts(lang)
    # The name of each text and the path of its page.
    pages = (
        ("services", "services"),
        ("guide", "guide"),
        ("workers", "workers"),
        ("easy", "easy-read"),
        ("bsl", "bsl"),
        ("access", "accessibility"),
        ("help", "help"),
        ("privacy", "privacy"),
        ("figures", "figures"),
        ("complaints", "complaints"),
    )
    return [
        {"name": name, "href": f"/chat/{path}{'?' if query else ''}{query}", "label": t[f"{name}_link"]}
        for name, path in pages
        if _is_there(name)
    ]


def _is_there(name: str) -> bool:
    """Tell whether this service has the page."""
    if name == "figures":
        return is_public()
    if name == "easy":
        return easy_read_in_force("en") is not None
    return name != "bsl" or bool(bsl_video())


def bsl_video() -> str | None:
    """Return the address of the service's video, on this host; None where there is none."""
    named: str = settings.HELPLINE_BSL_VIDEO
    if named.startswith(settings.STATIC_URL):
        return named
    folder = (settings.HELPLINE_DATA_DIR / "bsl").resolve()
    file = (settings.HELPLINE_DATA_DIR / named).resolve()
    # The folder is served as it is, so nothing beside it (the keys!) may be named.
    return static(f"bsl/{file.name}") if named and file.parent == folder and file.is_file() else None


def _captions(video: str) -> str | None:
    file = Path(settings.HELPLINE_DATA_DIR) / "bsl" / Path(video).with_suffix(".vtt").name
    return static(f"bsl/{file.name}") if file.is_file() else None


def language_of(request: HttpRequest) -> str:
    """Return the language that the address asks for, where it is offered."""
    return texts.language(request.GET.get("lang"), practice=settings.HELPLINE_MODE == "demo")


def is_framed(request: HttpRequest) -> bool:
    """Tell whether the page is asked for to stand in another site's page."""
    return request.GET.get("frame") == "1"


def framing(request: HttpRequest) -> list[str]:
    """Return which pages may frame this one: those of the sites allowed, and our own that asks for it.

    Our own is the page where an administrator tries the button out; a browser says itself that it is ours.
    """
    allowed = frame_ancestors()
    own = request.headers.get("Sec-Fetch-Site") == "same-origin"
    return [*allowed, request.build_absolute_uri("/").rstrip("/")] if own else allowed


def reading_page(
    request: HttpRequest, name: str, lang: str, context: dict[str, Any], *, policy: Sources | None = None
) -> HttpResponse:
    """Return the page of this name; `?frame=1` lets the pages of sites that are allowed frame it.

    `policy` lets in what the page needs beyond words and pictures.
    """
    practice, frame = settings.HELPLINE_MODE == "demo", is_framed(request)
    shared = {
        "lang": lang,
        "t": texts.texts(lang),
        "other_languages": [other for other in texts.offered(practice=practice) if other != lang],
        "demo": practice,
        **face_context(shown(lang)),
        "frame": frame,
        "reading": [link for link in links(lang, frame=frame) if link["name"] != SHORT.get(name, name)],
    }
    # Without the request: its context processors would look for a signed-in person, thus the session.
    response = HttpResponse(render_to_string(f"chat/{name}.html", {**shared, **context}))
    response.headers["Content-Language"] = lang
    response.headers["Cache-Control"] = "no-store"
    ancestors = framing(request) if frame else []
    framed = {"frame-ancestors": ancestors} if ancestors else {}
    response.csp_update = {**(policy or {}), **framed}  # type: ignore[attr-defined]
    return response
