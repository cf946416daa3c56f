"""What somebody typed and has not saved, for the pictures beside the form: in their own session alone."""

from django.http import HttpRequest

from helpline.face.services import newest_version
from helpline.face.values import LANGUAGES, Face
from helpline.face.wording import SCREENS

KEY = "face_preview"


def remember(request: HttpRequest, face: Face | None) -> None:
    """Keep what the form says until it is opened again; None forgets it."""
    if face is not None:
        request.session[KEY] = {**face.as_json(), "logo": face.logo}
    else:
        request.session.pop(KEY, None)


def previewed(request: HttpRequest) -> Face:
    """Return what the form said last, else what is in force."""
    held = request.session.get(KEY)
    if held is None:
        newest = newest_version()
        return newest.face if newest else Face()
    return Face.from_json(held, logo=str(held.get("logo", "")))


def screen_asked_for(request: HttpRequest) -> tuple[str, str]:
    """Return the screen and the language to show, of a form or an address."""
    asked = request.POST if request.method == "POST" else request.GET
    screen, lang = asked.get("screen", ""), asked.get("lang", "")
    return screen if screen in SCREENS else "start", lang if lang in LANGUAGES else "en"
