"""Texts for callers in the file of the configuration: taken in as drafts, which two people publish."""

from typing import Any

from django.utils import timezone

from helpline.configuration.section import Data, Section, closed
from helpline.public_texts import drafts
from helpline.public_texts.errors import TextRefused
from helpline.public_texts.in_force import is_own, number_in_force
from helpline.public_texts.judging import problems
from helpline.public_texts.kinds import ABOUT, LANGUAGES, Kind
from helpline.public_texts.shape import SHAPES, Field, Form, Many
from helpline.public_texts.shipped import drawings
from helpline.public_texts.versions import words_of
from helpline.staff.models import Account

_LINES = {"type": "array", "items": {"type": "string"}}
_PICTURES = {
    "type": "array",
    "items": closed({"picture": {"type": "string"}, "text": {"type": "string"}}),
}


def _of_field(field: Field) -> dict[str, Any]:
    if field.form == Form.LINES:
        return {**_LINES, "items": {"type": "string", "maxLength": field.most}}
    return _PICTURES if field.form == Form.PICTURES else {"type": "string", "maxLength": field.most}


def _of_kind(kind: Kind) -> dict[str, Any]:
    """Return the schema of one text in one language."""
    held: dict[str, Any] = {}
    optional: set[str] = set()
    inner: dict[str, dict[str, Any]] = {}
    for part in SHAPES[kind]:
        if isinstance(part, Many):
            items = closed({field.path: _of_field(field) for field in part.fields})
            held[part.path] = {"type": "array", "items": items, "maxItems": part.most}
            continue
        outer, _, name = part.path.rpartition(".")
        (inner.setdefault(outer, {}) if outer else held)[name] = _of_field(part)
        if not part.required:
            optional.add(part.path)
    held |= {outer: closed(fields) for outer, fields in inner.items()}
    return closed(held, optional=tuple(optional))


SCHEMA = closed(
    {kind.value: closed(dict.fromkeys(LANGUAGES, _of_kind(kind)), optional=("cy",)) for kind in Kind},
    optional=tuple(kind.value for kind in Kind),
)


def _export() -> Data:
    own = [kind for kind in Kind if is_own(number_in_force(kind))]
    return {kind.value: words_of(kind, number_in_force(kind)) for kind in own} or None


def _check(data: Data) -> list[str]:
    found = []
    for name, words in data.items():
        kind = Kind(name)
        # A service that keeps words for another time says so when its draft is proposed.
        wrong = problems(kind, words, retention_hours=0, pictures=drawings())
        found += [f"{ABOUT[kind].title}. {problem.sentence}" for problem in wrong]
    return found


def _apply(data: Any, by: Account) -> None:
    """Make a draft of each text that differs. Raises TextRefused where somebody is writing one."""
    for name, words in data.items():
        kind = Kind(name)
        if words_of(kind, number_in_force(kind)) == words:
            continue
        if drafts.current(kind):
            raise TextRefused(
                f"{ABOUT[kind].title}: a draft is being written. Publish it or throw it away, then take the "
                "file in again."
            )
        draft = drafts.begin(kind=kind, by=by)
        draft.words, draft.in_welsh = {**draft.words, **words}, "cy" in words
        draft.edited_at, draft.revision = timezone.now(), draft.revision + 1
        draft.save()


SECTION = Section(
    name="texts",
    title="Texts for callers",
    says="What callers agree to, the privacy notice and the last words. They are taken in as drafts.",
    schema=SCHEMA,
    export=_export,
    check=_check,
    apply=_apply,
    second_person=True,
    names_services=True,
)
