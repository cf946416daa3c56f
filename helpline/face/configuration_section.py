"""The charity's own face in the file of the service's configuration; a logo is no text, and is not in it."""

from dataclasses import fields
from typing import Any

from helpline.configuration.section import Data, Section, closed
from helpline.face.forms import FaceForm
from helpline.face.models import FaceVersion
from helpline.face.services import save_face
from helpline.face.values import LANGUAGES, Colours, Face
from helpline.face.wording import WORDS
from helpline.staff.models import Account

COLOUR = {"type": "string", "pattern": "^(#[0-9a-f]{6})?$"}
SCHEMA = closed(
    {
        "words": closed(
            {
                lang: closed(
                    {name: {"type": "string", "maxLength": word.most} for name, word in WORDS.items()}
                )
                for lang in LANGUAGES
            }
        ),
        "colours": closed({each.name: COLOUR for each in fields(Colours)}),
    }
)


def _now() -> Face:
    # Without who made it: the file is read from tables of settings alone.
    newest = FaceVersion.objects.select_related("logo").defer("logo__content").first()
    return newest.face if newest else Face()


def _export() -> Data:
    face = _now()
    return face.as_json() if face.number else None


def _form(data: Any) -> FaceForm:
    now = _now()
    said = {f"{name}_{lang}": text for lang in LANGUAGES for name, text in data["words"][lang].items()}
    form = FaceForm({**said, **data["colours"], "replaces": now.number}, now=now)
    form.is_valid()
    return form


def _check(data: Data) -> list[str]:
    return [str(text) for texts in _form(data).errors.values() for text in texts]


def _apply(data: Any, by: Account) -> None:
    now = _now()
    face = Face.from_json(data).with_logo(now.logo)
    save_face(face=face, by=by, replaces=now.number)


SECTION = Section(
    name="face",
    title="The charity's own face",
    says="Name, sentences of its own, where “Leave now” leads, and colours.",
    schema=SCHEMA,
    export=_export,
    check=_check,
    apply=_apply,
    names_services=True,
)
