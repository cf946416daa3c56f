"""What a caller answers before the first word: the body of a start, parsed. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chat.code_words import normalise
from chat.errors import ConsentRequired
from helpline.kernel.errors import RequestInvalid

ABOUT = ("own_behaviour", "someone_else", "being_hurt", "work", "unsure")
AGE_BANDS = ("under_13", "13_15", "16_17", "18_25", "26_40", "41_60", "over_60")
GENDERS = ("man", "woman", "other")
LANGUAGES = ("en", "cy")
RANG = ("yes", "not_yet", "none_given")
# Of the work that is shown beside the answers; whether it is any good is judged elsewhere.
PROOF_CHARACTERS = 16_000
# What somebody who asks because of their work would like.
NEEDS = ("safe_working", "interventions", "programme", "resources", "consultation")


@dataclass(frozen=True, kw_only=True)
class StartRequest:
    """What a caller answered before the first word; every answer but `about` may be missing.

    `need` is kept of somebody who asks because of their work, of nobody else.
    """

    about: str
    need: str | None = None
    safe_now: bool | None = None
    private_now: bool | None = None
    area: str | None = None
    age_band: str | None = None
    gender: str | None = None
    language: str = "en"
    interpreter: str | None = None
    consent_version: int | None = None
    first_message: str | None = None
    return_code: str | None = None
    rang_programme: str | None = None


def parse_start(body: Mapping[str, Any]) -> StartRequest:
    """Read the body of POST /api/contacts.

    Raises ConsentRequired, RequestInvalid with `fields` naming every field that does not fit, or
    CodeUnknown for a return code that is not four words of the list.
    """
    if body.get("consent") is not True:
        raise ConsentRequired
    asked = {**_START, "proof": PROOF_CHARACTERS}
    wrong = {name: problem for name, allowed in asked.items() if (problem := _misfit(body, name, allowed))}
    if wrong:
        raise RequestInvalid(fields=wrong)
    known = {name: body[name] for name in _START if body.get(name) is not None}
    if code := known.get("return_code"):
        known["return_code"] = normalise(code)
    return StartRequest(**known)


def _misfit(body: Mapping[str, Any], name: str, allowed: Any) -> str | None:
    value = body.get(name)
    if value is None:
        return "is required" if name in {"about", "language"} else None
    if allowed is bool:
        return None if isinstance(value, bool) else "must be true, false or null"
    if allowed is int:
        is_number = isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10_000
        return None if is_number else "must be the number of a version"
    if isinstance(allowed, int):
        return None if isinstance(value, str) and len(value) <= allowed else f"must be text up to {allowed}"
    return None if value in allowed else f"must be one of {', '.join(allowed)}"


_START: dict[str, Any] = {
    "about": ABOUT,
    "need": NEEDS,
    "safe_now": bool,
    "private_now": bool,
    "area": 80,
    "age_band": AGE_BANDS,
    "gender": GENDERS,
    "language": LANGUAGES,
    "interpreter": 40,
    "consent_version": int,
    "first_message": 16_000,
    "return_code": 1_000,
    "rang_programme": RANG,
}
