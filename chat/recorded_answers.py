"""What a handler records of a caller on the phone or in an e-mail, as a page would ask. Plain Python."""

from collections.abc import Callable, Mapping
from typing import Any

from chat.starting import ABOUT, AGE_BANDS, GENDERS, LANGUAGES, NEEDS
from helpline.kernel.errors import RequestInvalid
from triage.areas import is_area


def _one_of(codes: tuple[str, ...]) -> Callable[[object], bool]:
    return lambda value: value in codes


# By the field of a contact: what fits, and whether it may be "not known" (null).
ANSWERS: dict[str, tuple[Callable[[Any], bool], bool]] = {
    "about": (_one_of(ABOUT), False),
    "need": (_one_of(NEEDS), True),
    "language": (_one_of(LANGUAGES), False),
    "safe_now": (lambda value: isinstance(value, bool), True),
    "area": (lambda value: isinstance(value, str) and is_area(value), True),
    "age_band": (_one_of(AGE_BANDS), True),
    "gender": (_one_of(GENDERS), True),
}


def check_answers(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a contact that change; codes alone, so that no word slips in.

    null is "not known". Raises RequestInvalid with every wrong field.
    """
    wrong = {name: "cannot be recorded" for name in changes if name not in ANSWERS}
    wrong |= {
        name: "is not one of the answers"
        for name in changes
        if name in ANSWERS and not _fits(name, changes[name])
    }
    if wrong or not changes:
        raise RequestInvalid(fields=wrong or {"body": "names no answer"})
    return {name: _stored(name, value) for name, value in changes.items()}


def _fits(name: str, value: object) -> bool:
    fits, may_be_unknown = ANSWERS[name]
    return may_be_unknown if value is None else fits(value)


def _stored(name: str, value: Any) -> Any:
    return "" if value is None and name != "safe_now" else value
