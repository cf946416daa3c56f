"""Services of Open Referral UK as JSON, read into rows. Plain Python.

A page ({"contents": [...]}), a list of services, or one service. What the directory has no field for is not
looked at; what could not be taken over although there is a field is told in `left_out`.
"""

import json
from collections.abc import Callable
from typing import Any, NoReturn

from triage.entries import ACCREDITATIONS, LANGUAGES
from triage.oruk.incoming import Incoming, identifier, once
from triage.oruk.outgoing import address_line
from triage.oruk.problems import ImportRefused, Problem
from triage.oruk.schedules import hours_from
from triage.oruk.terms import codes_from

STATUSES = ("active", "inactive", "defunct", "temporarily closed")
_LANGUAGES = {name.casefold(): code for code, name in LANGUAGES.items()} | {code: code for code in LANGUAGES}
_ACCREDITED = {words: code for code, words in ACCREDITATIONS.items()}
_TEXTS = {"name": "name", "url": "website", "email": "email"}
_AGES = {"minimum_age": "age_min", "maximum_age": "age_max"}


def read_feed(
    text: str, progress: Callable[[int], None] = lambda row: None
) -> tuple[list[Incoming], list[Problem]]:
    """Return what each service says, and what is wrong with others; rows count from 1.

    Raises ImportRefused where the text is no JSON of services.
    """
    rows: list[Incoming] = []
    problems: list[Problem] = []
    for number, service in enumerate(_services(text), start=1):
        if isinstance(service, dict):
            rows.append(_Reading(number, service, problems).row)
        else:
            problems.append(Problem(number, "", "must be an object"))
        progress(number)
    return rows, problems


def _services(text: str) -> list[Any]:
    try:
        read = json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        what = f"is not JSON: line {error.lineno}, {error.msg}"
        raise ImportRefused([Problem(0, "", what)]) from None
    except (ValueError, RecursionError) as error:
        raise ImportRefused([Problem(0, "", f"is not JSON that can be read: {error}")]) from None
    if isinstance(read, dict):
        read = read.get("contents", [read])
    if not isinstance(read, list):
        raise ImportRefused([Problem(0, "contents", "must be a list of services")])
    return read


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")


class _Reading:
    """Reads one service into `row`, and adds what is wrong with it to the problems."""

    def __init__(self, number: int, service: dict[str, Any], problems: list[Problem]) -> None:
        self.row = Incoming(number, id=identifier(service.get("id")))
        self._service, self._problems = service, problems
        if self.row.id is None:
            self._wrong("id", "must be a UUID")
        for key, field in _TEXTS.items():
            if (text := self._text(key)) is not None:
                self.row.values[field] = text
        self.row.prose = self._text("description")
        self._status()
        self._ages()
        self._organization()
        self._phones()
        self._areas()
        self._places()
        self._costs()
        self._languages()
        self._hours()
        self._codes()

    def _wrong(self, field: str, reason: str) -> None:
        self._problems.append(Problem(self.row.row, field, reason))

    def _text(self, key: str) -> str | None:
        value = self._service.get(key)
        if value is not None and not isinstance(value, str):
            self._wrong(key, "must be text")
            return None
        return value.replace("\r\n", "\n").strip() if value is not None else None

    def _word(self, key: str, value: Any) -> str:
        if value is not None and not isinstance(value, str):
            self._wrong(key, "must hold text")
            return ""
        return (value or "").strip()

    def _objects(self, key: str) -> list[dict[str, Any]] | None:
        """Return the objects of a list, None where there is none."""
        value = self._service.get(key)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self._wrong(key, "must be a list of objects")
            return None
        return value

    def _status(self) -> None:
        status = self._service.get("status")
        if status not in STATUSES:
            self._wrong("status", f"must be one of {', '.join(STATUSES)}")
        self.row.inactive = status != "active"

    def _ages(self) -> None:
        for key, field in _AGES.items():
            age = self._service.get(key)
            if age is None:
                continue
            if type(age) not in (int, float) or not -1_000 < age < 1_000 or age != int(age):
                self._wrong(key, "must be a whole number")
            else:
                self.row.values[field] = int(age)

    def _organization(self) -> None:
        organization = self._service.get("organization")
        name = organization.get("name") if isinstance(organization, dict) else None
        if organization is not None and not isinstance(name, str):
            self._wrong("organization", "must be an object with a name")
        elif name is not None:
            self.row.values["provider"] = name.strip()

    def _phones(self) -> None:
        phones = self._objects("phones")
        if phones is None:
            return
        for kind, field in (("voice", "phone"), ("text", "text_number")):
            numbers = [self._word("phones", p.get("number")) for p in phones if _is_of(p, kind)]
            self.row.values[field] = numbers[0] if numbers else ""
            self.row.left_out += [f"a further number: {number[:30]!r}" for number in numbers[1:]]

    def _areas(self) -> None:
        if areas := self._objects("service_areas"):
            names = [area.get("name") or area.get("service_area") for area in areas]
            self.row.values["areas"] = once(self._word("service_areas", name) for name in names)

    def _places(self) -> None:
        places = self._objects("service_at_locations") or []
        locations = [place.get("location") for place in places]
        lists = [location.get("addresses") for location in locations if isinstance(location, dict)]
        addresses = [each for held in lists if isinstance(held, list) for each in held]
        try:
            lines = once(map(address_line, addresses))
        except (AttributeError, TypeError):
            self._wrong("service_at_locations", "must hold addresses whose parts are text")
            return
        if lines:
            self.row.values["address"] = lines[0]
            self.row.left_out += [f"a further address: {line[:60]!r}" for line in lines[1:]]

    def _costs(self) -> None:
        if costs := self._objects("cost_options"):
            self.row.values["cost"] = "; ".join(once(map(self._cost, costs)))

    def _languages(self) -> None:
        if languages := self._objects("languages"):
            said = [self._word("languages", each.get("code") or each.get("name")) for each in languages]
            self.row.values["languages"] = once(_LANGUAGES.get(text.casefold(), "") for text in said)
            unknown = [text for text in said if text.casefold() not in _LANGUAGES]
            self.row.left_out += [f"a language that is not known: {text[:30]!r}" for text in unknown]

    def _hours(self) -> None:
        schedules = self._objects("schedules")
        if not schedules:
            return
        try:
            hours, words, left_out = hours_from(schedules)
        except ValueError as error:
            self._wrong("schedules", str(error))
            return
        self.row.left_out += left_out
        if hours:
            self.row.values["hours"] = hours
        elif words:
            self.row.values["hours_text"] = words.strip()

    def _codes(self) -> None:
        terms = []
        for attribute in self._objects("attributes") or []:
            term = attribute.get("taxonomy_term")
            named = term.get("id") if isinstance(term, dict) else attribute.get("taxonomy_term_id")
            if found := identifier(named):
                terms.append(found)
        self.row.values |= codes_from(terms)
        if (code := _ACCREDITED.get(self._text("accreditations") or "")) is not None:
            self.row.values["accreditation"] = code

    def _cost(self, option: dict[str, Any]) -> str:
        amount = option.get("amount")
        price = f"£{amount:g}" if type(amount) in (int, float) else ""
        words = (self._word("cost_options", option.get(key)) for key in ("option", "amount_description"))
        return " ".join(word for word in (*words, price) if word)


def _is_of(phone: dict[str, Any], kind: str) -> bool:
    return (phone.get("type") or "voice") == kind
