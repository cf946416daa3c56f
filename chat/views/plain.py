"""The chat without JavaScript: every step is a form post, and the token travels in a hidden field."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from chat import reading, texts
from chat.access import contact_of_token
from chat.caller_view import CallerView, caller_view
from chat.commands import PostMessage
from chat.consumers.limits import TooManyTries, check_plain_starts
from chat.errors import (
    CardAnswered,
    CodeUnknown,
    ConsentRequired,
    HoursClosed,
    IntakeFull,
    NetworkBlocked,
    TokenInvalid,
)
from chat.estimates import place_in_words, wait_in_words
from chat.models import Contact
from chat.services.blocks import enforce
from chat.services.consent import agreed_text
from chat.services.ending import end_by_caller
from chat.services.intake import intake
from chat.services.presence import note_shown, renew_caller
from chat.starting import ABOUT, AGE_BANDS, GENDERS, NEEDS, RANG, parse_start
from chat.states import State
from chat.views import plain_cards, plain_end
from chat.views.own_face import face_context, own_texts
from chat.views.page_data import with_other_lines
from chat.views.plain_refusals import why_not_done, why_not_sent
from chat.views.public import post_words, start_from
from chat.views.reading import links
from chat.views.replies import is_from_elsewhere
from chat.views.returning import LONGEST, new_code, resumed
from chat.views.told import closing_now, consent_now
from helpline.face.in_force import shown
from helpline.hours.said import status_message
from helpline.kernel.errors import HelplineError, RequestInvalid
from helpline.kernel.metrics import refused, starts
from helpline.kernel.networks import address_of
from triage.areas import AREAS, NATIONS
from triage.services import lines_now

Step = Callable[[HttpRequest, str], HttpResponse]
ANSWERS = ("about", "need", "age_band", "gender", "area", "interpreter", "return_code", "rang_programme")
FLAGS = {"yes": True, "no": False}
LONGEST_NUMBER = 9
SHUT_HEADINGS = {"closed": "closed_heading", "closing": "closing_heading", "full": "full_heading"}


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def plain(request: HttpRequest) -> HttpResponse:
    """Do one step of the chat without JavaScript.

    There is no cookie to ride on, but a form on another site could start contacts with the networks
    of its visitors: what comes from there leads to the first page.
    """
    if request.method != "POST":
        return HttpResponseRedirect("/chat/")
    practice = settings.HELPLINE_MODE == "demo"
    lang = texts.language(request.POST.get("lang"), practice=practice)
    step = (
        _begin if is_from_elsewhere(request, form=True) else STEPS.get(request.POST.get("step", ""), _begin)
    )
    try:
        return step(request, lang)
    except TokenInvalid:
        return _first(lang, {}, notice="expired_notice")


def _begin(request: HttpRequest, lang: str) -> HttpResponse:
    return _first(lang, {})


def _first(lang: str, context: dict[str, Any], *, notice: str = "", status: int = 200) -> HttpResponse:
    """Show the questions, or, while nobody new may start, when the chat opens and the lines to ring."""
    at = timezone.now()
    now = intake(now=at)
    if now.is_open:
        return _page(
            "chat/plain_start.html", lang, {**_questions(lang), **context}, notice=notice, status=status
        )
    words = {
        "refusal": context.get("refusal", ""),
        "typed": context.get("typed", ""),
        "heading": texts.texts(lang)[SHUT_HEADINGS[now.name]],
        "message": with_other_lines(
            lang, now, status_message(lang, now.name, now.opening.opens_at, now=at), at=at
        ),
        "own_closed": "" if now.name == "full" else shown(lang).closed,
        "lines": lines_now(language=lang),
    }
    return _page("chat/plain_shut.html", lang, words, notice=notice, status=status)


def _start(request: HttpRequest, lang: str) -> HttpResponse:
    """Start a contact, or show the first page again with why not."""
    try:
        asked = parse_start(answers_of(request.POST, lang))
        check_plain_starts(address_of(request))
        started = start_from(address_of(request), asked)
    except NetworkBlocked as refusal:
        refused(refusal.code)
        return _blocked(lang)
    except HelplineError as refusal:
        refused(refusal.code)
        missing = isinstance(refusal, RequestInvalid | ConsentRequired)
        said = {
            "answers": _without_wrong_code(request.POST, refusal),
            "refusal": _in_words(refusal, lang),
            "missing": missing,
        }
        return _first(lang, said, status=refusal.status)
    starts.add("plain")
    return _talk(started.contact, started.token, lang, advice=started.advice)


def _blocked(lang: str) -> HttpResponse:
    """Say calmly that no chat can start from here now, and show the lines to ring."""
    t = texts.texts(lang)
    words = {
        "heading": t["blocked_heading"],
        "message": t["blocked_text"],
        "lines": lines_now(language=lang),
        "blocked": True,
    }
    return _page("chat/plain_shut.html", lang, words, status=NetworkBlocked.status)


def answers_of(form: QueryDict, lang: str) -> dict[str, Any]:
    """Return a form's answers as the body of POST /api/contacts; what was left open is None."""
    return {
        "consent": form.get("consent") == "yes",
        "language": lang,
        **{name: FLAGS.get(form.get(name, "")) for name in ("safe_now", "private_now")},
        "consent_version": _version(form.get("consent_version", "")),
        **{name: form.get(name) or None for name in ANSWERS},
    }


def _version(said: str) -> int | None:
    """Return the number of the version that the form showed."""
    return int(said) if said.isascii() and said.isdecimal() and 0 < len(said) < 5 else None


def _without_wrong_code(form: QueryDict, refusal: HelplineError) -> QueryDict:
    if not isinstance(refusal, CodeUnknown):
        return form
    kept = form.copy()
    kept.pop("return_code", None)
    return kept


def _in_words(refusal: HelplineError, lang: str) -> str:
    t = texts.texts(lang)
    if isinstance(refusal, RequestInvalid):
        return t["about_missing"]
    if isinstance(refusal, ConsentRequired):
        return t["plain_consent_missing"]
    if isinstance(refusal, CodeUnknown):
        return t["return_unknown"]
    if isinstance(refusal, TooManyTries):
        minutes = max(1, round(refusal.extra["retry_after_seconds"] / 60))
        wait = t["minute"] if minutes == 1 else t["minutes"].format(n=minutes)
        return t["return_wait"].format(minutes=wait)
    # Closed or full a moment ago and open again: the page that follows has the questions.
    return (
        t["start_refused"] if isinstance(refusal, HoursClosed | IntakeFull) else why_not_done(refusal, lang)
    )


def _check(request: HttpRequest, lang: str) -> HttpResponse:
    contact, token = _opened(request)
    return _talk(contact, token, lang)


def _opened(request: HttpRequest) -> tuple[Contact, str]:
    """Return the contact of a form's token, and note what the page with the form has shown.

    Each page shows the whole talk: after the end it would give out again what was read long ago.
    """
    token, shown = request.POST.get("token", ""), request.POST.get("shown", "")
    contact = contact_of_token(token)
    enforce(contact=contact, address=address_of(request))
    if shown.isascii() and shown.isdigit() and len(shown) <= LONGEST_NUMBER:
        note_shown(contact=contact.pk, seq=min(int(shown), contact.last_seq))
    return contact, token


def _post(request: HttpRequest, lang: str) -> HttpResponse:
    """Post one message; the form's own id makes a page that is sent twice one message."""
    contact, token = _opened(request)
    body = request.POST.get("body", "")
    try:
        post_words(contact, PostMessage(id=UUID(request.POST.get("id", "")), body=body))
    except ValueError:
        return _talk(contact, token, lang, unsent=body)
    except HelplineError as refusal:
        return _talk(contact, token, lang, unsent=body, refusal=why_not_sent(refusal, lang))
    return _talk(contact, token, lang)


def _answer(request: HttpRequest, lang: str) -> HttpResponse:
    """Keep an answer to a ruler."""
    contact, token = _opened(request)
    try:
        plain_cards.answer(contact, request.POST)
    except TokenInvalid:
        raise
    except HelplineError as refusal:
        return _talk(contact, token, lang, refusal=_why_not_kept(refusal, lang))
    return _talk(contact, token, lang)


def _why_not_kept(refusal: HelplineError, lang: str) -> str:
    return texts.texts(lang)["ruler_closed" if isinstance(refusal, CardAnswered) else "ruler_failed"]


def _give_code(request: HttpRequest, lang: str) -> HttpResponse:
    """Show four words, on this one page."""
    contact, token = _opened(request)
    try:
        return _talk(contact, token, lang, code=new_code(contact))
    except TokenInvalid:
        raise
    except HelplineError as refusal:
        return _talk(contact, token, lang, refusal=why_not_done(refusal, lang))


def _return(request: HttpRequest, lang: str) -> HttpResponse:
    """Resume the contact of four words, or show the questions for one that continues it."""
    typed = request.POST.get("return_code", "")[:LONGEST]
    try:
        back = resumed(typed, address_of(request))
    except HelplineError as refusal:
        return _first(lang, {"refusal": _in_words(refusal, lang), "typed": typed}, status=refusal.status)
    if back:
        return _talk(back.contact, back.token, lang)
    return _first(lang, {"answers": {"return_code": typed}}, notice="return_continues")


def _end(request: HttpRequest, lang: str) -> HttpResponse:
    contact, token = _opened(request)
    end_by_caller(contact=contact.pk, token=contact.token_digest)
    return _talk(contact, token, lang)


def _survey(request: HttpRequest, lang: str) -> HttpResponse:
    contact, token = _opened(request)
    said = plain_end.answer(contact, request.POST)
    return _talk(contact, token, lang, survey_said=texts.texts(lang)[said])


def _equality(request: HttpRequest, lang: str) -> HttpResponse:
    contact, token = _opened(request)
    said = plain_end.tell(contact, request.POST)
    return _talk(contact, token, lang, survey_said=texts.texts(lang)[said])


STEPS: dict[str, Step] = {
    "start": _start,
    "check": _check,
    "post": _post,
    "answer": _answer,
    "end": _end,
    "survey": _survey,
    "equality": _equality,
    "code": _give_code,
    "return": _return,
}


def _talk(contact: Contact, token: str, lang: str, **context: Any) -> HttpResponse:
    renew_caller(contact=contact.pk, token=contact.token_digest)
    view = caller_view(contact.pk, after=0, token=contact.token_digest)
    if view is None:
        raise TokenInvalid
    said = {
        "view": view,
        "token": token,
        "next_id": str(uuid4()),
        "shown": plain_cards.with_cards(view.news, lang, texts.texts(lang)),
        "agreed": agreed_text(contact.consent_version, lang),
        "guide": reading.workers(lang) if contact.about == "work" else reading.guide(lang),
        **_place(view, texts.texts(lang)),
        **(plain_end.end_context(view, lang) if view.state == State.ENDED else {}),
        **(plain_end.equality_context(contact, lang) if view.state == State.ENDED else {}),
        **context,
    }
    return _page("chat/plain_talk.html", lang, said)


def _place(view: CallerView, t: Mapping[str, str]) -> dict[str, str]:
    """Return the sentences on the place in the queue; none for a contact that does not wait."""
    if view.ahead is None:
        return {}
    return {
        "place": place_in_words(view.ahead, t, returned=view.returned),
        "wait": wait_in_words(view.estimated_wait, t),
    }


def _questions(lang: str) -> dict[str, Any]:
    t = texts.texts(lang)
    return {
        "consent": consent_now(lang),
        "about": [(value, t[f"about_{value}"]) for value in ABOUT],
        "needs": [(value, t[f"need_{value}"]) for value in NEEDS],
        "ages": [(value, t[f"age_{value}"]) for value in AGE_BANDS],
        "rang": [(value, t[f"rang_{value}"]) for value in RANG],
        "genders": [(value, t[f"gender_{value}"]) for value in GENDERS],
        "areas": [{"nation": n, "names": [a.name for a in AREAS if a.nation == n]} for n in NATIONS],
        "answers": {},
        "lines": lines_now(language=lang),
    }


def _page(
    template: str, lang: str, context: dict[str, Any], *, notice: str = "", status: int = 200
) -> HttpResponse:
    seen = shown(lang)
    t = own_texts(lang, seen)
    shared = {
        "lang": lang,
        "t": {**t, **closing_now(lang)},
        "demo": settings.HELPLINE_MODE == "demo",
        **face_context(seen),
        "own_waiting": seen.waiting,
        "reading": links(lang),
        "notice": t[notice] if notice else "",
        "most": settings.HELPLINE_LIMITS["message_characters"],
    }
    response = HttpResponse(render_to_string(template, {**context, **shared}), status=status)
    response.headers["Content-Language"] = lang
    response.headers["Cache-Control"] = "no-store"
    return response
