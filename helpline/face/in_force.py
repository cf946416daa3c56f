"""The one reader of the charity's own face: what pages show; where nothing was saved, the environment's.

Callers' pages are hot: a process asks the database every few seconds at most, and at once after a change of
its own. Other processes follow within FRESH_SECONDS.
"""

import time
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError

from helpline.face.models import FaceVersion
from helpline.face.palette import stylesheet
from helpline.face.values import Face

FRESH_SECONDS = 5.0


@dataclass(frozen=True)
class _Held:
    face: Face
    read_at: float


@dataclass(frozen=True)
class Shown:
    """What pages in one language show. Empty texts and addresses: there is nothing to show."""

    service_name: str
    exit_url: str
    contact_line: str
    controller: str
    sender: str = ""
    waiting: str = ""
    closed: str = ""
    styles_url: str = ""
    logo_url: str = ""
    colour: str = ""

    @property
    def texts(self) -> dict[str, str]:
        """Return the texts of the callers' pages that the charity says in its own words, by their keys."""
        return {"from_handler": self.sender} if self.sender else {}


# One for the process, exchanged whole.
_held: list[_Held | None] = [None]


def face_in_force() -> Face:
    """Return the newest version; an empty one before the first, the last known where no database answers."""
    held = _held[0]
    if held is not None and time.monotonic() - held.read_at < FRESH_SECONDS:
        return held.face
    try:
        newest = FaceVersion.objects.select_related("logo").defer("logo__content").first()
    except DatabaseError:
        return held.face if held else Face()
    read = newest.face if newest else Face()
    _held[0] = _Held(read, time.monotonic())
    return read


def face_known() -> Face:
    """Return the last version that this process read, without asking: for pages of what went wrong."""
    return _held[0].face if _held[0] else Face()


def forget_face() -> None:
    """Ask anew the next time."""
    _held[0] = None


def shown(lang: str) -> Shown:
    """Return what the pages in a language show now."""
    return shown_of(face_in_force(), lang)


def shown_of(face: Face, lang: str) -> Shown:
    """Return what the pages in a language would show of a version."""
    return Shown(
        service_name=face.said("name", lang) or settings.HELPLINE_SERVICE_NAME,
        exit_url=face.said("exit_url", lang) or settings.HELPLINE_EXIT_URL,
        contact_line=face.said("contact_line", lang) or settings.HELPLINE_CONTACT_LINE,
        controller=face.said("controller", lang) or settings.HELPLINE_CONTROLLER,
        sender=face.said("sender", lang),
        waiting=face.said("waiting", lang),
        closed=face.said("closed", lang),
        styles_url=f"/face/{face.number}.css" if stylesheet(face.colours) else "",
        logo_url=f"/face/logo/{face.logo}" if face.logo else "",
        colour=face.colours.main,
    )


def service_name() -> str:
    """Return the name in English: for pages of staff, reports, and what an authenticator app shows."""
    return shown("en").service_name
