"""What an administrator sends, and what callers then see."""

from dataclasses import replace
from typing import Any

from helpline.face.services import save_face
from helpline.face.values import Colours, Face, Words
from helpline.staff.models import Account

PAGE = "/supervision/face/"
HARBOUR = Face(
    words={
        "en": Words(
            name="Quiet Harbour",
            sender="Harbour worker",
            waiting="Most people wait ten minutes here.",
            closed="We are a small team.",
            exit_url="https://www.metoffice.gov.uk/",
            contact_line="Ring 01234 567890.",
            controller="Quiet Harbour, Leeds, ICO Z1234567",
        ),
        "cy": Words(
            name="Harbwr Tawel", sender="Gweithiwr", waiting="Deng munud.", closed="Tîm bach ydym ni."
        ),
    },
    colours=Colours(main="#0e4d56", second="#552288"),
)


def saved(by: Account, **changed: Any) -> Face:
    """Put a face in force, that of Quiet Harbour with some changes."""
    from helpline.face.services import newest_version

    newest = newest_version()
    version = save_face(face=replace(HARBOUR, **changed), by=by, replaces=newest.number if newest else 0)
    return version.face


def form_of(face: Face = HARBOUR, *, replaces: int = 0, act: str = "save", **changed: str) -> dict[str, str]:
    """Return the form as it is sent with a face; `changed` has fields by their names."""
    stored = face.as_json()
    words = {f"{name}_{lang}": text for lang, said in stored["words"].items() for name, text in said.items()}
    return {"replaces": str(replaces), "act": act, **words, **stored["colours"], **changed}
