"""The charity's own face on the callers' pages: what templates are given, and its own words among ours."""

from collections.abc import Mapping

from chat import texts
from helpline.face.in_force import Shown, shown


def face_context(seen: Shown) -> dict[str, str]:
    """Return what the head and the top of every page are rendered with."""
    return {
        "service_name": seen.service_name,
        "exit_url": seen.exit_url,
        "styles_url": seen.styles_url,
        "logo_url": seen.logo_url,
    }


def own_texts(lang: str, seen: Shown | None = None) -> Mapping[str, str]:
    """Return every text of a language, those that the charity says in its own words as it says them."""
    own = (seen or shown(lang)).texts
    return {**texts.texts(lang), **own} if own else texts.texts(lang)
