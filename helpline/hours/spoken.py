"""Moments as people say them, in English and Welsh: "tomorrow at half past 9 in the morning". Plain Python.

The one place where a page for callers gets its times from. Wall time in Europe/London.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from helpline.hours.rules import LONDON, MIDNIGHT

NOON = time(12)

_DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    # After a verb, as the day on which something happens: softened.
    "cy": (
        "ddydd Llun", "ddydd Mawrth", "ddydd Mercher", "ddydd Iau", "ddydd Gwener", "ddydd Sadwrn",
        "ddydd Sul",
    ),
}  # fmt: skip
_NIGHTS = {
    "en": tuple(f"on {day} night" for day in _DAYS["en"]),
    "cy": ("nos Lun", "nos Fawrth", "nos Fercher", "nos Iau", "nos Wener", "nos Sadwrn", "nos Sul"),
}
_MONTHS = {
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ),
    "cy": (
        "Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi", "Hydref",
        "Tachwedd", "Rhagfyr",
    ),
}  # fmt: skip
_TODAY = {"en": ("today", "tomorrow"), "cy": ("heddiw", "yfory")}
_TONIGHT = {"en": ("tonight", "tomorrow night"), "cy": ("heno", "nos yfory")}
_AT = {"en": "at", "cy": "am"}
_MIDDAY = {"en": "midday", "cy": "hanner dydd"}
_MIDNIGHT = {"en": "midnight", "cy": "hanner nos"}
_PART = {
    "en": ("in the morning", "in the afternoon", "in the evening"),
    "cy": ("y bore", "y prynhawn", "yr hwyr"),
}
_PAST: dict[str, Callable[[int], str]] = {
    "en": lambda minute: {15: "quarter past", 30: "half past"}.get(minute, f"{minute} past"),
    "cy": lambda minute: {15: "chwarter wedi", 30: "hanner awr wedi"}.get(minute, f"{minute} munud wedi"),
}
_TO: dict[str, Callable[[int], str]] = {
    "en": lambda minute: "quarter to" if minute == 15 else f"{minute} to",
    "cy": lambda minute: "chwarter i" if minute == 15 else f"{minute} munud i",
}
WEEK = 6


def spoken_time(language: str, wall: time) -> str:
    """Return e.g. "9 in the morning", "quarter to 6 in the evening", "midday"."""
    if wall.minute % 5:
        return f"{wall.hour % 12 or 12}:{wall.minute:02} {_part(language, wall.hour)}"
    if wall.minute <= 30:
        said = _PAST[language](wall.minute) + " " if wall.minute else ""
        return said + _hour(language, wall.hour, wall.hour, exact=not wall.minute)
    said = _TO[language](60 - wall.minute)
    return f"{said} {_hour(language, (wall.hour + 1) % 24, wall.hour, exact=True)}"


def spoken_moment(language: str, at: datetime, now: datetime) -> str:
    """Return e.g. "tomorrow at 9 in the morning"; up to six days on "on Monday ...", then with the date."""
    return _moment(language, at, now.astimezone(LONDON).date())


def spoken_until(language: str, at: datetime, now: datetime) -> str:
    """Return the same for after "until": "5 in the afternoon", "midnight", "Thursday 24 December at midday".

    Without its day where that is today.
    """
    local, today = at.astimezone(LONDON), now.astimezone(LONDON).date()
    day = local.date() - timedelta(days=1) if local.time() == MIDNIGHT else local.date()
    if day == today:
        return spoken_time(language, local.time())
    return _moment(language, at, today).removeprefix("on ")


def spoken_date(language: str, at: datetime) -> str:
    """Return e.g. "on Monday 23 November at 9 in the morning", for words that are read on another day."""
    return _moment(language, at, None)


def spoken_day(language: str, day: date) -> str:
    """Return "27 November 2026"."""
    return f"{day.day} {_MONTHS[language][day.month - 1]} {day.year}"


def _moment(language: str, at: datetime, today: date | None) -> str:
    local = at.astimezone(LONDON)
    midnight = local.time() == MIDNIGHT
    # Midnight is said of the evening before it, so that nobody comes a day late.
    day = local.date() - timedelta(days=1) if midnight else local.date()
    ahead = (day - today).days if today else WEEK + 1
    close = (_TONIGHT if midnight else _TODAY)[language]
    if 0 <= ahead < len(close):
        said = close[ahead]
    elif midnight:
        said = _NIGHTS[language][day.weekday()]
    else:
        said = ("on " if language == "en" else "") + _DAYS[language][day.weekday()]
    if ahead > WEEK or ahead < 0:
        said += f", {day.day} {_MONTHS[language][day.month - 1]}," if midnight else _date(language, day)
    return f"{said} {_AT[language]} {spoken_time(language, local.time())}"


def _date(language: str, day: date) -> str:
    return f" {day.day} {_MONTHS[language][day.month - 1]}"


def _hour(language: str, named: int, part_of: int, *, exact: bool) -> str:
    """`named` is the hour that is said, `part_of` the one whose part of the day it is."""
    if named == 0:
        return _MIDNIGHT[language]
    if named == NOON.hour and exact:
        return _MIDDAY[language]
    return f"{named % 12 or 12} {_part(language, part_of)}"


def _part(language: str, hour: int) -> str:
    return _PART[language][0 if hour < NOON.hour else 1 if hour < 18 else 2]
