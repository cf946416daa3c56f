"""The words of the pages of figures, in English and Welsh. Plain Python; files are read once.

`locale/figures/LANG/*.json` has the sentences. Codes have their English names in the code, as everybody at
the service says them, and their Welsh ones in `locale/figures/codes.cy.json`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import ClassVar

from helpline.statistics.questions import Period

LANGUAGES = ("en", "cy")
FOLDER = Path(__file__).resolve().parents[3] / "locale" / "figures"
WELSH_CODES = FOLDER / "codes.cy.json"


@dataclass(frozen=True)
class Texts:
    """One language's words."""

    # A template would call them without a key.
    do_not_call_in_templates: ClassVar[bool] = True
    language: str

    def __call__(self, key: str, **values: object) -> str:
        """Return a sentence, filled in. Raises KeyError for one that does not exist."""
        return sentences(self.language)[key].format(**values)

    def name(self, of: str, code: str, english: str) -> str:
        """Return the name of a code: `english`, or the Welsh one where there is one."""
        return english if self.language == "en" else welsh_codes().get(of, {}).get(code, english)

    def names(self, of: str, english: Mapping[str, str]) -> dict[str, str]:
        """Return the names of codes, in their order."""
        return {code: self.name(of, code, name) for code, name in english.items()}

    def month(self, month: date) -> str:
        """Return "November 2026"."""
        return f"{self(f'month_{month.month}')} {month.year}"

    def day(self, day: date) -> str:
        """Return "4 December 2026"."""
        return f"{day.day} {self.month(day)}"

    def period(self, period: Period) -> str:
        """Return a period as people write it: "October to December 2026"."""
        if period.kind == "quarter":
            return self(f"quarter_{period.quarter}", year=period.start.year)
        return self.month(period.start) if period.kind == "month" else str(period.start.year)


def texts_for(asked: str | None) -> Texts:
    """Return the words in the language asked for, where it is one of ours, else English."""
    return Texts(asked if asked in LANGUAGES else "en")


@cache
def sentences(language: str) -> Mapping[str, str]:
    """Return every sentence of a language, whatever file it stands in."""
    files = sorted((FOLDER / language).glob("*.json"))
    return {key: text for file in files for key, text in json.loads(file.read_text(encoding="utf-8")).items()}


@cache
def welsh_codes() -> Mapping[str, Mapping[str, str]]:
    """Return the Welsh names of codes, by what they are codes of."""
    held: Mapping[str, Mapping[str, str]] = json.loads(WELSH_CODES.read_text(encoding="utf-8"))
    return held
