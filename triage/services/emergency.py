"""The card for danger now: 999, and how to ring it without a word. In the caller's language, always there."""

from uuid import UUID

from triage.card_words import AREAS, NAMES
from triage.entries import EMERGENCY, entry_id
from triage.opening_words import ROUND_THE_CLOCK
from triage.services.cards import type_of_card
from triage.welsh_hours import ROUND_THE_CLOCK_CY

EMERGENCY_ID: UUID = entry_id(EMERGENCY)

# Danger is answered even where no directory was loaded or the entry was withdrawn.
CARD: type_of_card = {
    "id": str(EMERGENCY_ID),
    "kind": "helpline",
    "provider": None,
    "phone": "999",
    "text": None,
    "email": None,
    "website": None,
    "area": "UK",
    "cost": None,
    "opening": "24/7",
}
WORDS: dict[str, type_of_card] = {
    "en": {
        "name": "Police, ambulance",
        "about": (
            "If anyone is in danger now, ring 999. If you cannot speak, ring 999 from a mobile phone, "
            "listen, and press 55 when you are asked."
        ),
        "hours": ROUND_THE_CLOCK,
    },
    "cy": {
        "lang": "cy",
        "name": NAMES["cy"][EMERGENCY],
        "about": (
            "Os oes unrhyw un mewn perygl nawr, ffoniwch 999. Os na allwch siarad, ffoniwch 999 o ffôn "
            "symudol, gwrandewch, a phwyswch 55 pan ofynnir i chi."
        ),
        "hours": ROUND_THE_CLOCK_CY,
        "area": AREAS["UK"],
    },
}


def emergency_card(language: str) -> type_of_card:
    """Return the card that a handler sends in a danger, in English or Welsh.

    It needs no directory and nobody's confirmation: danger cannot wait for either.
    """
    return {**CARD, **WORDS.get(language, WORDS["en"])}
