"""What a caller may answer after the end: three scales from 0 to 10. Plain Python."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from helpline.kernel.errors import RequestInvalid

# The order in which they are asked, and their names on the supervisors' page.
QUESTIONS = {
    "heard": "Felt heard",
    "clearer": "Clearer about what to do",
    "likely": "Likely to contact the service they were told about",
}
# What somebody says who comes back with a code, of the service they were told about.
RANG = {"yes": "Had rung", "not_yet": "Not yet", "none_given": "Were given none"}
HIGHEST = 10


@dataclass(frozen=True, kw_only=True)
class SurveyAnswers:
    """Answers from 0 to 10; None is a question left out.

    Raises RequestInvalid with `fields` when one does not fit, or when all are left out.
    """

    heard: int | None = None
    clearer: int | None = None
    likely: int | None = None

    def __post_init__(self) -> None:
        given = asdict(self)
        wrong = {name: "must be 0 to 10, or null" for name, answer in given.items() if not _fits(answer)}
        if not wrong and all(answer is None for answer in given.values()):
            wrong = dict.fromkeys(QUESTIONS, "at least one must be answered")
        if wrong:
            raise RequestInvalid(fields=wrong)


def read_answers(body: Mapping[str, Any]) -> SurveyAnswers:
    """Return the answers in a request; what is missing was left out. Raises RequestInvalid."""
    return SurveyAnswers(**{name: body.get(name) for name in QUESTIONS})


def _fits(answer: object) -> bool:
    return answer is None or (type(answer) is int and 0 <= answer <= HIGHEST)
