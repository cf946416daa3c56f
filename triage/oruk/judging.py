"""What is wrong with the values that a file brings for one service. Plain Python."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from triage.areas import is_served
from triage.contact_details import Misprint, is_phone, misprint_in
from triage.directory_file import LONGEST
from triage.entries import CODES, MAY_BE_EMPTY, unknown_codes
from triage.oruk.cells import fault_of
from triage.oruk.fields import CODE_LISTS, NUMBERS, ONE_CODE, TEXTS
from triage.oruk.terms import TAXONOMIES
from triage.service_hours import hours_from_json

_EMAIL = re.compile(r"[^@\s<>\"']+@[^@\s<>\"']+\.[^@\s<>\"']+")
_WEBSITE = re.compile(r"https://[^\s<>\"']+")
_KNOWN = {**CODES, "kind": TAXONOMIES["kind"][1]}
_DIGIT = re.compile(r"\d")
MOST_AREAS = 200
_MOST = {**dict.fromkeys((*TEXTS, "description"), 5_000), **LONGEST, "phone": 30, "text_number": 30}

type_of_fault = tuple[str, str]


def faults_in(values: Mapping[str, Any], misprints: Iterable[Misprint]) -> Iterator[type_of_fault]:
    """Return the field and the reason of each mistake in the values that a file would change."""
    misprints = tuple(misprints)
    for field in (*TEXTS, "description"):
        if field in values:
            yield from _text(field, values[field], misprints)
    for field in ("phone", "text_number"):
        if values.get(field) and not is_phone(values[field]):
            yield field, f"{values[field][:30]!r} is not a telephone number"
    if values.get("email") and not _EMAIL.fullmatch(values["email"]):
        yield "email", f"{values['email'][:60]!r} is not an address"
    if values.get("website") and not _WEBSITE.fullmatch(values["website"]):
        yield "website", f"{values['website'][:60]!r} must begin with https://"
    if "name" in values and not values["name"]:
        yield "name", "is missing"
    if "areas" in values:
        yield from _areas(values["areas"])
    yield from _codes(values)
    yield from _numbers(values)
    if "hours" in values:
        yield from _hours(values["hours"])


def spans_upside_down(values: Mapping[str, Any]) -> Iterator[type_of_fault]:
    """Return a fault where the older of two numbers of a whole row is the smaller."""
    for least, most in (("age_min", "age_max"), ("weeks_min", "weeks_max")):
        low, high = values.get(least), values.get(most)
        if low is not None and high is not None and low > high:
            yield most, f"{high} is less than {least}, {low}"


def _text(field: str, text: str, misprints: tuple[Misprint, ...]) -> Iterator[type_of_fault]:
    # +44 is how a number begins abroad; the number itself is looked at below.
    formula = not (field in ("phone", "text_number") and is_phone(text))
    if fault := fault_of(text, formula=formula):
        yield field, fault
    if len(text) > _MOST[field]:
        yield field, f"is longer than {_MOST[field]} characters"
    if _DIGIT.search(text) and (found := misprint_in([text], misprints)):
        yield field, f"{found.wrong} is a known misprint of {found.right}"


def _areas(areas: list[str]) -> Iterator[type_of_fault]:
    if not areas:
        yield "areas", "is missing"
    if len(areas) > MOST_AREAS:
        yield "areas", f"names more than {MOST_AREAS} places"
        return
    for area in areas:
        if fault := fault_of(area):
            yield "areas", fault
        elif not is_served(area):
            yield "areas", f"{area[:60]!r} is an area that no search would find"


def _codes(values: Mapping[str, Any]) -> Iterator[type_of_fault]:
    for field in (*ONE_CODE, *CODE_LISTS):
        if field in values:
            said = values[field] if field in CODE_LISTS else [values[field]]
            known = {*_KNOWN[field], *([""] if field in MAY_BE_EMPTY else [])}
            for code in unknown_codes(said, known):
                yield field, f"{code[:40]!r} is not known"


def _numbers(values: Mapping[str, Any]) -> Iterator[type_of_fault]:
    for field, most in NUMBERS.items():
        number = values.get(field)
        if number is not None and not 0 <= number <= most:
            yield field, f"{number} is not between 0 and {most}"


def _hours(hours: Mapping[str, Any]) -> Iterator[type_of_fault]:
    try:
        hours_from_json({"bank_holidays": None, **hours} if hours else {})
    except ValueError as error:
        yield "hours", str(error)
