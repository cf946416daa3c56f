"""The public page on which anybody finds a service, without writing to us and without script.

A search is posted: in an address it would stand in the history of a device that somebody else looks through,
and in the log of every machine on its way. See docs/adr/0042-a-search-that-leaves-no-trace.md.
"""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from chat import texts
from chat.language_names import LANGUAGE_NAMES
from chat.service_words import card_words
from chat.views.reading import language_of, reading_page
from helpline.hours.spoken import spoken_day, spoken_time
from helpline.kernel.policies import Sources
from triage.matching import NEAREST_GROUP
from triage.place_said import place_names, suggestions, typed_place
from triage.services import Listing, listing, public_languages
from triage.wanted import Wanted

ABOUT = ("own_behaviour", "someone_else", "being_hurt")
# Whom the help is for, as a search takes it.
AUDIENCES = {"man": "M", "woman": "W"}
AGE_BANDS = {"16_17": "16_17", "under_16": "13_15"}
WHO = (*AUDIENCES, *AGE_BANDS)
FORMS = ("group", "one_to_one", "online", "phone", "webchat")
LONGEST_NUMBER = 3


# Nothing is changed by a search, and there is no cookie to ride on.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def services(request: HttpRequest) -> HttpResponse:
    """Show the public directory; a POST searches it by place, purpose, people, form and language."""
    lang = language_of(request)
    asked = _asked(request.POST)
    wanted = Wanted(
        area=asked["place"] or None,
        about=asked["about"] or None,
        formats=frozenset(filter(None, [asked["form"]])),
        language=asked["language"] or None,
        audience=AUDIENCES.get(asked["who"]),
        age_band=AGE_BANDS.get(asked["who"]),
    )
    found = listing(wanted, language=lang, page=_page_number(request.POST))
    t, here = texts.texts(lang), _either(found.places, lang)
    unknown = t["services_unknown"].format(place=asked["place"]) if asked["place"] and not here else ""
    context = {
        "asked": asked,
        "searched": request.method == "POST",
        "found": found,
        "next_page": found.page + 1,
        "title": _title(wanted, here, lang, searched=request.method == "POST"),
        "as_of": _as_of(lang),
        "groups": _groups(found, here, lang),
        "unknown": unknown,
        "suggested": suggestions(asked["place"]) if unknown else [],
        "notes": list(_notes(wanted, found, here, lang)),
        "lines": found.lines,
        **_choices(lang),
    }
    # Its one script needs nobody to talk to; in a frame there is none: templates/chat/services.html.
    script: Sources = {} if request.GET.get("frame") == "1" else {"script-src": ["'self'"]}
    return reading_page(request, "services", lang, context, policy=script)


def _asked(form: QueryDict) -> dict[str, str]:
    """Return what was chosen, the place without the second half of a postcode; what is unknown is empty."""

    def chosen(name: str, known: Any) -> str:
        value = form.get(name, "")
        return value if value in known else ""

    return {
        "place": typed_place(form.get("place", "")),
        "about": chosen("about", ABOUT),
        "who": chosen("who", WHO),
        "form": chosen("form", FORMS),
        "language": chosen("language", LANGUAGE_NAMES),
    }


def _page_number(form: QueryDict) -> int:
    said = form.get("page", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) <= LONGEST_NUMBER else 1


def _choices(lang: str) -> dict[str, Any]:
    t = texts.texts(lang)
    return {
        "place_names": place_names(),
        "about": [(code, t[f"services_about_{code}"]) for code in ABOUT],
        "who": [(code, t[f"services_who_{code}"]) for code in WHO],
        "forms": [(code, _capital(t[f"form_{code}"])) for code in FORMS],
        "languages": [(code, LANGUAGE_NAMES[code]) for code in public_languages()],
    }


def _as_of(lang: str) -> str:
    now = timezone.localtime()
    said = {"day": spoken_day(lang, now.date()), "time": spoken_time(lang, now.time())}
    return texts.texts(lang)["services_as_of"].format(**said)


def _title(wanted: Wanted, here: str, lang: str, *, searched: bool) -> str:
    t = texts.texts(lang)
    if not searched:
        return t["services_heading"]
    if wanted.is_hurt:
        return t["services_hurt_heading"]
    return t["services_results"].format(place=here) if here else t["services_results_all"]


def _groups(found: Listing, here: str, lang: str) -> list[dict[str, Any]]:
    t = texts.texts(lang)
    return [
        {
            "heading": t[f"services_{group if here else 'all'}"].format(place=here),
            "cards": [card | {"words": card_words(card, lang)} for card in cards],
        }
        for group, cards in found.groups
    ]


def _notes(wanted: Wanted, found: Listing, here: str, lang: str) -> Iterator[str]:
    """Say what is missing from the list, and why."""
    t = texts.texts(lang)
    if wanted.is_hurt:
        yield t["services_hurt"]
        return
    if not found.groups:
        yield t["services_nothing"]
    elif found.nothing_local and found.page == 1:
        near = any(group == NEAREST_GROUP for group, _ in found.groups)
        yield t["services_nothing_local" if near else "services_nothing_near"].format(place=here)
    code = wanted.language
    if code and code != "en" and found.groups:
        works = any(code in card["languages"] for _, cards in found.groups for card in cards)
        if not works:
            yield t["services_language_none"].format(language=LANGUAGE_NAMES[code])


def _either(names: list[str], lang: str) -> str:
    return f" {texts.texts(lang)['services_or']} ".join(names)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
