"""What a card of the public directory says in words, from its codes, in English and Welsh. Plain Python."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from chat import texts
from chat.language_names import LANGUAGE_NAMES
from helpline.hours.spoken import spoken_day


def card_words(card: Mapping[str, Any], lang: str) -> dict[str, str]:
    """Return {form, languages, way_in, checked}, each a line to read, empty where not said."""
    t = texts.texts(lang)
    form = ", ".join(
        filter(None, [*(t[f"form_{code}"] for code in card["formats"]), _length(card["weeks"], t)])
    )
    return {
        "form": form[:1].upper() + form[1:],
        "languages": ", ".join(LANGUAGE_NAMES[code] for code in card["languages"] if code in LANGUAGE_NAMES),
        "way_in": t[f"way_in_{card['way_in']}"] if card["way_in"] else "",
        "checked": _checked(card["checked"], lang),
    }


def _checked(day: date | None, lang: str) -> str:
    """Return when the details were last checked, or that nobody has."""
    t = texts.texts(lang)
    return t["services_checked"].format(day=spoken_day(lang, day)) if day else t["services_unchecked"]


def _length(weeks: list[int | None], t: Mapping[str, str]) -> str:
    shortest, longest = weeks[0] or weeks[1], weeks[1] or weeks[0]
    if shortest is None:
        return ""
    if shortest == longest:
        return t["services_week"] if shortest == 1 else t["services_weeks"].format(n=shortest)
    return t["services_weeks_range"].format(first=shortest, last=longest)
