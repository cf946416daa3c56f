"""Which text is in force: chosen by the date at every read, so that no timer has to run at midnight.

What is approved, and for when, is read from the database every few seconds at most; the words of a version
once, since they never change.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db import DatabaseError
from django.utils import timezone

from helpline.public_texts.kinds import FIRST_OWN, Kind
from helpline.public_texts.models import TextVersion, begins_at
from helpline.public_texts.shape import Words
from helpline.public_texts.shipped import shipped, shipped_number

SECONDS = 5.0


@dataclass(frozen=True)
class Entry:
    """One approved version of the timetable; `row` is the row that holds its words."""

    kind: str
    number: int
    begins_at: datetime
    easy_of: int | None
    row: int


@dataclass(frozen=True)
class Told:
    """A text as a caller reads it. `lang` is the language it is in: English where there is no Welsh of it.

    `begins_at` is None for what came with the program.
    """

    kind: Kind
    number: int
    lang: str
    words: Words
    begins_at: datetime | None = None


class _Held:
    timetable: tuple[Entry, ...] = ()
    until = 0.0


def timetable() -> tuple[Entry, ...]:
    """Return every approved version that was not taken back, the earliest first.

    Where the database does not answer, what was read last stands.
    """
    if time.monotonic() >= _Held.until:
        try:
            _Held.timetable = _read()
            _Held.until = time.monotonic() + SECONDS
        except DatabaseError:
            return _Held.timetable
    return _Held.timetable


def forget_texts() -> None:
    """Read anew at the next question: somebody approved a text here, or took one back."""
    _Held.timetable, _Held.until = (), 0.0
    _words.cache_clear()


def told(kind: Kind, lang: str, *, at: datetime | None = None) -> Told:
    """Return the text in force at a moment, now where none is named."""
    entry = _latest(timetable(), kind, at or timezone.now())
    if entry is None:
        return Told(kind, shipped_number(kind), lang, shipped(kind, lang))
    return _told(kind, entry, lang)


def number_in_force(kind: Kind, *, at: datetime | None = None) -> int:
    """Return the number of the text in force."""
    entry = _latest(timetable(), kind, at or timezone.now())
    return entry.number if entry else shipped_number(kind)


def told_as(kind: Kind, number: int, lang: str) -> Told | None:
    """Return the service's own version of a number; None while it is not in force yet, or never will be."""
    now = timezone.now()
    for entry in timetable():
        if (entry.kind, entry.number) == (kind, number) and entry.begins_at <= now:
            return _told(kind, entry, lang)
    return None


def is_own(number: int) -> bool:
    """Tell whether a number is one of the service's own, rather than of what came with the program."""
    return number >= FIRST_OWN


def easy_read(lang: str, *, at: datetime | None = None) -> Told | None:
    """Return the Easy Read of the limits in force; None where they have none yet."""
    now = at or timezone.now()
    limits = number_in_force(Kind.CONSENT, at=now)
    fitting = [entry for entry in timetable() if entry.easy_of == limits]
    entry = _latest(fitting, Kind.EASY, now)
    if entry:
        return _told(Kind.EASY, entry, lang)
    if limits == shipped_number(Kind.EASY):
        return Told(Kind.EASY, limits, lang, shipped(Kind.EASY, lang))
    return None


def _latest(entries: Iterable[Entry], kind: Kind, at: datetime) -> Entry | None:
    begun = [entry for entry in entries if entry.kind == kind and entry.begins_at <= at]
    return begun[-1] if begun else None


def _told(kind: Kind, entry: Entry, lang: str) -> Told:
    words = _words(entry.row, entry.number)
    held = lang if lang in words else "en"
    return Told(kind, entry.number, held, words[held], entry.begins_at)


def _read() -> tuple[Entry, ...]:
    rows = TextVersion.objects.filter(taken_back_at=None).values_list(
        "kind", "number", "from_date", "approved_at", "easy_of", "pk"
    )
    entries = [
        Entry(kind, number, begins_at(day, approved_at), easy_of, pk)
        for kind, number, day, approved_at, easy_of, pk in rows
    ]
    return tuple(sorted(entries, key=lambda entry: (entry.begins_at, entry.number)))


@lru_cache(maxsize=64)
def _words(row: int, number: int) -> dict[str, Words]:
    held: dict[str, Words] = TextVersion.objects.values_list("words", flat=True).get(pk=row, number=number)
    return held
