"""The card for danger now: 999, and how to ring it without a word. In the caller's language, always there."""

from uuid import UUID

from triage.entries import EMERGENCY, entry_id
from triage.services.signposting import EMERGENCY_CARD, type_of_card

EMERGENCY_ID: UUID = entry_id(EMERGENCY)

WORDS: dict[str, type_of_card] = {
    "en": {
        "name": "Police, ambulance",
        "about": (
            "If anyone is in danger now, ring 999. If you cannot speak, ring 999 from a mobile phone, "
            "listen, and press 55 when you are asked."
        ),
        "hours": EMERGENCY_CARD["hours"],
    },
    "cy": {
        "name": "Heddlu, ambiwlans",
        "about": (
            "Os oes unrhyw un mewn perygl nawr, ffoniwch 999. Os na allwch siarad, ffoniwch 999 o ffôn "
            "symudol, gwrandewch, a phwyswch 55 pan ofynnir i chi."
        ),
        "hours": "24 awr y dydd, bob dydd",
    },
}


def emergency_card(language: str) -> type_of_card:
    """Return the card that a handler sends in a danger, in English or Welsh.

    It needs no directory and nobody's confirmation: danger cannot wait for either.
    """
    return {**EMERGENCY_CARD, **WORDS.get(language, WORDS["en"])}
