"""Whether a line is open now, as a card says it, in English and Welsh. Plain Python."""

from datetime import datetime

from helpline.hours.spoken import spoken_moment, spoken_until
from triage.line_hours import LineState

_TEXTS = {
    "en": {
        "always": "Open now, day and night",
        "open": "Open now until {when}",
        "open_listed": "Listed as open now, until {when}",
        "opens": "Opens {when}",
        "opens_listed": "Listed as opening {when}",
        "shut": "Not open now",
        "holiday": "It may differ on a bank holiday",
        "holiday_today": "It is a bank holiday: the hours may differ",
        "check": "Check the hours",
    },
    "cy": {
        "always": "Ar agor nawr, ddydd a nos",
        "open": "Ar agor nawr tan {when}",
        "open_listed": "Ar agor nawr yn ôl y rhestr, tan {when}",
        "opens": "Yn agor {when}",
        "opens_listed": "Yn agor {when}, yn ôl y rhestr",
        "shut": "Ddim ar agor nawr",
        "holiday": "Gall fod yn wahanol ar ŵyl banc",
        "holiday_today": "Mae'n ŵyl banc: gall yr oriau fod yn wahanol",
        "check": "Edrychwch ar yr oriau",
    },
}


def now_words(state: LineState, *, language: str, hours: str, listed: bool, now: datetime) -> str:
    """Return e.g. "Open now until 5 in the afternoon"; where it is not known, the hours as they are told.

    `listed` says that nobody has checked the hours with the service: the words say so too.
    """
    texts = _TEXTS[language]
    if state.is_open is None:
        first = texts["holiday_today" if state.holiday else "check"]
        return ". ".join(filter(None, [first, hours]))
    said = texts[_kind(state, listed)].format(when=_when(state, language, now))
    return f"{said}. {texts['holiday']}" if state.holiday else said


def _kind(state: LineState, listed: bool) -> str:
    if state.is_open:
        kind = "open" if state.closes_at else "always"
    else:
        kind = "opens" if state.opens_at else "shut"
    return f"{kind}_listed" if listed and kind in {"open", "opens"} else kind


def _when(state: LineState, language: str, now: datetime) -> str:
    if state.closes_at and state.is_open:
        return spoken_until(language, state.closes_at, now)
    return spoken_moment(language, state.opens_at, now) if state.opens_at else ""
