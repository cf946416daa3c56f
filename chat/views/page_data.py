"""What the caller's page knows: a little with the page, the rest with its second and third file."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from chat import texts
from chat.estimates import wait_in_words
from chat.services.intake import Intake, intake
from chat.services.waits import newcomers_wait
from chat.views.own_face import face_context, own_texts
from chat.views.proof import is_asked_for
from chat.views.reading import links
from chat.views.told import closing_now, consent_now
from helpline.face.in_force import face_known, shown, shown_of
from helpline.hours.said import status_message, status_short
from helpline.hours.services import recorded_messages
from triage.areas import AREAS, NATIONS
from triage.services import advice_cards, lines_now

# The rooms whose texts come with the page, and with the second file. Those of the plain pages, the mistakes
# and the home page stay on the server; all others come with the third.
FIRST_ROOMS = ("page", "start")
TALK_ROOMS = ("cards", "proof", "questions", "queue", "talk", "wait")
SERVER_ROOMS = ("home", "mistakes", "plain", "services")


def is_practice() -> bool:
    return bool(settings.HELPLINE_MODE == "demo")


def shared(asked: str | None, *, without_asking: bool = False) -> dict[str, Any]:
    """Return what every page of a caller's is rendered with; `asked` is the language asked for.

    `without_asking`: of the charity's own face what this process knows, for no database may be there.
    """
    lang = texts.language(asked, practice=is_practice())
    seen = shown_of(face_known(), lang) if without_asking else shown(lang)
    return {
        "lang": lang,
        "t": own_texts(lang, seen),
        "other_languages": [other for other in texts.offered(practice=is_practice()) if other != lang],
        "demo": is_practice(),
        **face_context(seen),
    }


def status_data(lang: str) -> dict[str, Any]:
    """Return what /status.json says, in one language."""
    at = timezone.now()
    now = intake(now=at)
    opens_at, until = now.opening.opens_at, now.opening.last_intake_at or now.opening.closes_at
    wait = newcomers_wait() if now.is_open else None
    said = wait_in_words(wait, texts.texts(lang))
    message = status_message(lang, now.name, opens_at, now=at, until=until, wait=said)
    own = shown(lang).closed if now.name in {"closed", "closing"} else ""
    return {
        **now.as_wire(estimated_wait=wait),
        "message": with_other_lines(lang, now, message, at=at),
        "short": status_short(lang, now.name, opens_at, now=at),
        **({"own": own} if own else {}),
    }


def with_other_lines(lang: str, now: Intake, message: str, *, at: datetime) -> str:
    """Return the message and, while nobody can start a chat, when the phone line and e-mail are answered."""
    return message if now.is_open else " ".join([message, *recorded_messages(lang, at=at)])


def first_data(*, lang: str, frame: bool, frame_hosts: list[str]) -> dict[str, Any]:
    """Return what the page needs before anything is pressed."""
    return {
        "lang": lang,
        "offered": texts.offered(practice=is_practice()),
        "texts": _texts(lang, FIRST_ROOMS),
        "frame": frame,
        "frame_hosts": frame_hosts,
        "exit_url": shown(lang).exit_url,
        "status": status_data(lang),
        "status_url": "/status.json",
        "commands_url": "/api/contact/commands",
    }


def talk_data(*, lang: str) -> dict[str, Any]:
    """Return what the limits, the questions and the talk need."""
    return {
        **translated_data(lang=lang),
        # The page has the texts of the first rooms already, unless it changes its language.
        "texts": _texts(lang, TALK_ROOMS),
        # What few are shown comes with the third file.
        "work": None,
        "areas": [{"nation": n, "names": [a.name for a in AREAS if a.nation == n]} for n in NATIONS],
        "languages": list(texts.INTERPRETER_LANGUAGES),
        "texts_url": "/chat/texts.json",
        "lines_url": "/chat/lines.json",
        "guide_url": "/chat/guide.json",
        "workers_url": "/chat/workers.json",
        "contacts_url": "/api/contacts",
        "challenge_url": "/api/challenge" if is_asked_for() else None,
        "code_url": "/api/contact/code",
        "return_url": "/api/return",
        "events_url": "/api/contact/events",
        "ws_path": "/ws/caller/",
        "message_characters": settings.HELPLINE_LIMITS["message_characters"],
    }


def rest_data(*, lang: str) -> dict[str, Any]:
    """Return what is needed seldom or at the end: texts, and the limits as workers are told them."""
    return {"only": lang, "texts": _texts(lang, rest_rooms(lang)), "work": consent_now(lang)["work"]}


def translated_data(*, lang: str) -> dict[str, Any]:
    """Return everything on the page that is in one language."""
    consent = consent_now(lang)
    return {
        "lang": lang,
        "texts": _texts(lang, [*FIRST_ROOMS, *TALK_ROOMS, *rest_rooms(lang)]),
        "work": consent.pop("work"),
        "consent": consent,
        "lines": lines_now(language=lang),
        "reading": links(lang),
        "own_waiting": shown(lang).waiting,
        "exit_url": shown(lang).exit_url,
        "service_name": shown(lang).service_name,
        "help": {
            "danger": advice_cards(about=None, safe_now=False, age_band=None, language=lang),
            "being_hurt": advice_cards(about="being_hurt", safe_now=None, age_band=None, language=lang),
            "child": advice_cards(about=None, safe_now=None, age_band="under_13", language=lang),
        },
    }


def rest_rooms(lang: str) -> list[str]:
    rooms = sorted(path.stem for path in (texts.LOCALE / lang).glob("*.json"))
    return [room for room in rooms if room not in {*FIRST_ROOMS, *TALK_ROOMS, *SERVER_ROOMS}]


def _texts(lang: str, rooms: Iterable[str]) -> dict[str, str]:
    held = {key: text for room in rooms for key, text in texts.room_texts(lang, room).items()}
    own = {**closing_now(lang), **shown(lang).texts}
    return held | {key: text for key, text in own.items() if key in held}
