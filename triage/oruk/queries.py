"""The filters and pages that a list of services can be asked for. Plain Python.

As the specification of Open Referral UK 3.0 words them: a minimum age of at least, a maximum age of at
most, a start of at least, an end of at most the value that is asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from helpline.kernel.errors import HelplineError
from triage.oruk.incoming import identifier
from triage.oruk.schedules import DAYS, wall_time
from triage.oruk.terms import CODE_OF_TERM, FIELD_OF_TAXONOMY

PER_PAGE, MOST_PER_PAGE = 50, 500
_LAST_PAGE = 1_000_000
_SEARCHED = ("name", "provider", "caller_text", "what_happens", "areas")
_LONGEST_SEARCH = 200


class QueryInvalid(HelplineError):
    """A filter or page cannot be asked for like that; `extra["fields"]` maps each to what is wrong."""

    code = "oruk.query_invalid"
    message = "Some of what was asked for does not fit. Change what is named, then ask again."


@dataclass(frozen=True)
class Query:
    """What a list is asked for; a filter that is None was not asked for.

    `term` is (field, code), `taxonomy` a field; both ("", "") and "" for one that is not known.
    `day` counts from Monday; times are "HH:MM".
    """

    page: int = 1
    per_page: int = PER_PAGE
    words: tuple[str, ...] = ()
    term: tuple[str, str] | None = None
    taxonomy: str | None = None
    minimum_age: int | None = None
    maximum_age: int | None = None
    start: str | None = None
    end: str | None = None
    day: int | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the fields of a row that `fits` looks at; none where a database can answer it all."""
        hours = self.start is not None or self.end is not None or self.day is not None
        return (*(_SEARCHED if self.words else ()), *(("hours",) if hours else ()))

    def fits(self, row: Mapping[str, Any]) -> bool:
        """Tell whether a row holds the words, and is open then; the rest is the database's to look at."""
        if self.words and not _holds(row, self.words):
            return False
        return "hours" not in self.columns or self._is_open(row["hours"])

    def _is_open(self, hours: Mapping[str, Any]) -> bool:
        week = hours.get("week", [])
        days = week if self.day is None else week[self.day : self.day + 1]
        return any(
            (self.start is None or opens >= self.start) and (self.end is None or closes <= self.end)
            for spans in days
            for opens, closes in spans
            if self.end is None or closes > opens
        )


def parse_query(asked: Mapping[str, str]) -> Query:
    """Return what is asked for. Raises QueryInvalid; a parameter that is none of the standard's is let be."""
    given = _Given(asked)
    query = Query(
        page=given.number("page", 1, _LAST_PAGE) or 1,
        per_page=given.number("per_page", 1, MOST_PER_PAGE) or PER_PAGE,
        words=given.words("search"),
        term=given.known("taxonomy_term_id", CODE_OF_TERM, ("", "")),
        taxonomy=given.known("taxonomy_id", FIELD_OF_TAXONOMY, ""),
        minimum_age=given.number("minimum_age", 0, 150),
        maximum_age=given.number("maximum_age", 0, 150),
        start=given.time("start_time"),
        end=given.time("end_time"),
        day=given.day("day"),
    )
    if given.wrong:
        raise QueryInvalid(fields=given.wrong)
    return query


class _Given:
    """Reads the parameters; what is wrong with one stands in `wrong`, and it reads as None."""

    def __init__(self, asked: Mapping[str, str]) -> None:
        self._texts = {key: text.strip() for key, text in asked.items() if text.strip()}
        self.wrong: dict[str, str] = {}

    def number(self, key: str, least: int, most: int) -> int | None:
        text = self._texts.get(key)
        if text is None:
            return None
        if text.isascii() and text.isdigit() and len(text) < 9 and least <= int(text) <= most:
            return int(text)
        self.wrong[key] = f"must be a whole number from {least} to {most}"
        return None

    def words(self, key: str) -> tuple[str, ...]:
        text = self._texts.get(key, "")
        if len(text) > _LONGEST_SEARCH:
            self.wrong[key] = f"must be at most {_LONGEST_SEARCH} characters"
        return tuple(text[:_LONGEST_SEARCH].casefold().split())

    def known(self, key: str, ids: Mapping[str, Any], unknown: Any) -> Any:
        text = self._texts.get(key)
        if text is None:
            return None
        found = identifier(text)
        if found is None:
            self.wrong[key] = "must be a UUID"
        return ids.get(str(found), unknown)

    def time(self, key: str) -> str | None:
        text = self._texts.get(key)
        try:
            return wall_time(text) if text is not None else None
        except ValueError:
            self.wrong[key] = "must be a time as 09:00"
            return None

    def day(self, key: str) -> int | None:
        day = self._texts.get(key, "").upper()
        if day and day not in DAYS:
            self.wrong[key] = f"must be one of {', '.join(DAYS)}"
        return DAYS.index(day) if day in DAYS else None


def _holds(row: Mapping[str, Any], words: tuple[str, ...]) -> bool:
    texts = (row[field] for field in _SEARCHED)
    text = " ".join(" ".join(each) if isinstance(each, list) else each for each in texts).casefold()
    return all(word in text for word in words)
