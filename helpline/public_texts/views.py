"""Reading texts for callers: what is in force, what is to come, what was before, and what differs."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from helpline.kernel.policies import Sources
from helpline.public_texts import drafts, versions
from helpline.public_texts.comparing import compared
from helpline.public_texts.errors import NoText
from helpline.public_texts.in_force import easy_read, is_own, number_in_force
from helpline.public_texts.kinds import ABOUT, LANGUAGE_NAMES, LANGUAGES, Kind
from helpline.public_texts.pages import done, reader_page, shared
from helpline.public_texts.publishing import take_back
from helpline.public_texts.shape import boxes
from helpline.staff.access import account_of, may, requires
from helpline.staff.roles import Permission

FRAMED: Sources = {"frame-src": ["'self'"]}
SIZES = (("phone", "Telephone"), ("desk", "Desk"))
SCHEMES = (("light", "light"), ("dark", "dark"))


@requires(Permission.APPROVE_TEXTS)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show every text: what is in force, what is to come, and what is being written."""
    texts = [
        {
            "kind": kind.value,
            "about": ABOUT[kind],
            "number": number_in_force(kind),
            "is_own": is_own(number_in_force(kind)),
            "coming": versions.to_come(kind),
            "draft": drafts.current(kind),
            "without_easy": kind == Kind.EASY and easy_read("en") is None,
        }
        for kind in Kind
    ]
    context = {"texts": texts, "may_write": may(account_of(request), Permission.MANAGE_SERVICE)}
    return render(request, "public_texts/overview.html", context)


@require_safe
@reader_page
def one(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Show one text: its draft, and its history with who wrote and who approved."""
    context = {
        "draft": drafts.current(kind),
        "history": versions.history(kind),
        "running": number_in_force(kind),
        "limits": number_in_force(Kind.CONSENT),
        "without_easy": kind == Kind.EASY and easy_read("en") is None,
        **shared(request, kind),
    }
    return render(request, "public_texts/kind.html", context)


@require_safe
@reader_page
def version(request: HttpRequest, kind: Kind, number: int) -> HttpResponse:
    """Show one version to read in its languages, and who answers for it."""
    words = versions.words_of(kind, number)
    row = versions.version(kind, number) if is_own(number) else None
    running = number_in_force(kind)
    context = {
        "number": number,
        "row": row,
        "state": versions.state_of(row) if row else ("in force" if running == number else "was in force"),
        "running": running,
        "languages": [
            {"lang": lang, "name": LANGUAGE_NAMES[lang], "boxes": boxes(kind, words[lang])}
            for lang in LANGUAGES
            if lang in words
        ],
        **shared(request, kind),
    }
    return render(request, "public_texts/version.html", context)


@require_POST
@reader_page
def taken_back(request: HttpRequest, kind: Kind, number: int) -> HttpResponse:
    """Take an approved version back before its day."""
    said = f"Version {number} is taken back. Callers go on reading what is in force."
    done(request, lambda: take_back(kind=kind, number=number, by=account_of(request)), said)
    return redirect("texts:version", kind, number)


@require_safe
@reader_page
def compare(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Show any two versions side by side, with what differs in words."""
    held = versions.history(kind)
    older, newer = (_number(request, name) for name in ("older", "newer"))
    context: dict[str, Any] = {"history": held, "older": older, "newer": newer, **shared(request, kind)}
    if older and newer:
        before, after = versions.words_of(kind, older), versions.words_of(kind, newer)
        context["languages"] = differences(kind, before, after)
        context["left"], context["right"] = f"Version {older}", f"Version {newer}"
    return render(request, "public_texts/compare.html", context)


@require_safe
@reader_page
def preview(request: HttpRequest, kind: Kind, what: str) -> HttpResponse:
    """Show a draft or a version as callers see it: telephone and desk, light and dark, in one language."""
    if what == "draft":
        drafts.get(kind)
    elif not what.isdecimal() or len(what) > 4:
        raise NoText
    lang = "cy" if request.GET.get("lang") == "cy" else "en"
    frames = [
        {"size": size, "scheme": scheme, "title": f"{named}, {shade}"}
        for size, named in SIZES
        for scheme, shade in SCHEMES
    ]
    context = {
        "what": what,
        "lang": lang,
        "frames": frames,
        "languages": LANGUAGE_NAMES.items(),
        **shared(request, kind),
    }
    response = render(request, "public_texts/preview.html", context)
    response.csp_update = FRAMED  # type: ignore[attr-defined]
    return response


def differences(kind: Kind, before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what differs, language by language; `said` where one of the two is not in that language."""
    found = []
    for lang in LANGUAGES:
        if lang not in before and lang not in after:
            continue
        said = ""
        if lang not in before or lang not in after:
            one_of_them = "The left one" if lang not in before else "The right one"
            said = f"{one_of_them} is not in {LANGUAGE_NAMES[lang]}: callers get English then."
        changes = compared(kind, before.get(lang, {}), after.get(lang, {}))
        found.append({"lang": lang, "name": LANGUAGE_NAMES[lang], "said": said, "changes": changes})
    return found


def _number(request: HttpRequest, name: str) -> int:
    said = request.GET.get(name, "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 5 else 0
