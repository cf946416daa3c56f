"""What a caller may say of themselves after the end, once, under no contact. Plain Python.

Every question may be left out. An answer is added to a sum of its year and is kept in no other way.
"""

from collections.abc import Mapping
from typing import Any

from helpline.kernel.errors import RequestInvalid

NO_ANSWER = "prefer_not"
# By the question: its codes in the order of the page, with their names on staff's pages.
EQUALITY: dict[str, dict[str, str]] = {
    "ethnicity": {
        "asian": "Asian or Asian British",
        "black": "Black, Black British, Caribbean or African",
        "mixed": "Mixed or several",
        "white": "White",
        "gypsy_roma_traveller": "Gypsy, Roma or Traveller",
        "other": "Another",
        NO_ANSWER: "Prefer not to say",
    },
    "disability": {
        "no": "No",
        "a_little": "Yes, a little",
        "a_lot": "Yes, a lot",
        NO_ANSWER: "Prefer not to say",
    },
    "sexuality": {
        "straight": "Straight",
        "gay_or_lesbian": "Gay or lesbian",
        "bi": "Bi",
        "other": "Another",
        NO_ANSWER: "Prefer not to say",
    },
    "relationship": {
        "single": "Single",
        "together": "In a relationship",
        "married": "Married or civil partners",
        "separated": "Separated or divorced",
        "widowed": "Widowed",
        NO_ANSWER: "Prefer not to say",
    },
}
NAMES = {
    "ethnicity": "Ethnic group",
    "disability": "Limited by an illness or disability",
    "sexuality": "Sexuality",
    "relationship": "Relationship",
}


def read_equality(body: Mapping[str, Any]) -> dict[str, str]:
    """Return the answers in a request; what is missing or null was left out.

    Raises RequestInvalid with `fields` when one is no answer, or when all are left out.
    """
    given = {question: body[question] for question in EQUALITY if body.get(question) is not None}
    wrong = {name: "is not one of the answers" for name, code in given.items() if not _fits(name, code)}
    if not given:
        wrong = dict.fromkeys(EQUALITY, "at least one must be answered")
    if wrong:
        raise RequestInvalid(fields=wrong)
    return given


def _fits(question: str, code: object) -> bool:
    return isinstance(code, str) and code in EQUALITY[question]
