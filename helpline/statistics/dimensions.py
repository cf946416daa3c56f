"""By what the figures may be broken down, with the words for each code. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from helpline.statistics.bands import DAY_KINDS, HOUR_BANDS, NO_TALK
from helpline.statistics.categories import (
    ABOUT,
    AGES,
    CALLER_TYPES,
    CHANNELS,
    GENDERS,
    LEVEL_BY,
    LEVELS,
    NATIONS,
    OUTCOMES,
    WAITS,
)
from helpline.statistics.noted import BEHAVIOURS, CUES, MARKER_FIELDS, MARKERS, NOTED
from helpline.statistics.overlapping import NONE_NOTED, joined

NOT_RECORDED = "not_recorded"
_NOT_RECORDED = {NOT_RECORDED: "Not recorded"}
_NONE_NOTED = {NONE_NOTED: "None noted"}
YES, NO = "yes", "no"
LONGEST_CODE = 60


@dataclass(frozen=True)
class Dimension:
    """One way to break down: `field` is the column of a fact.

    Where `codes` is None the codes are what there is (areas): such a table leaves out what is not shown,
    since a line alone would say that somebody came from there. With `several` a column holds a list of
    codes, and a contact counts once for each (`overlapping`).
    """

    name: str
    title: str
    field: str
    codes: Mapping[str, str] | None
    several: bool = False

    def has(self, code: str) -> bool:
        """Tell whether this can be one of its codes."""
        if self.codes is None:
            return 0 < len(code) <= LONGEST_CODE and code.isprintable()
        return code in self.codes

    def label(self, code: str) -> str:
        """Return the words for a code; an area is its own."""
        if self.codes is None:
            known = {**_NOT_RECORDED, **_NONE_NOTED}
            # A service's slug is its name in small letters.
            return known.get(code, code.replace("-", " ").capitalize() if self.several else code)
        return self.codes[code]

    def code(self, value: Any) -> str:
        """Return the code of what a column holds; of a list all its codes, `joined`."""
        if value is None:
            return NOT_RECORDED
        if self.several:
            return joined(value)
        if isinstance(value, bool):
            return YES if value else NO
        return str(value)


TALKS = {
    NO_TALK: "No talk",
    "under_5": "Under 5 minutes",
    "5_to_15": "5 to 15 minutes",
    "15_to_30": "15 to 30 minutes",
    "30_to_60": "30 to 60 minutes",
    "over_60": "60 minutes or more",
}
ENDED_BY = {"caller": "The caller", "handler": "The handler", "system": "The system"}
YES_NO = {YES: "Yes", NO: "No"}
SCALE = {str(step): str(step) for step in range(11)}
NOTED_TITLES = {
    "relationship": "Relationship",
    "relationship_status": "How they live",
    "children": "Children",
    "reason": "Why now",
    "prompted_by": "Who prompted it",
    "change_talk": "Talk of change",
    "plan": "Plan made",
    "unmet_need": "Need that was not met",
    "safeguarding": "Safeguarding",
}


def _dimension(
    field: str, title: str, codes: Mapping[str, str] | None, *, may_lack: bool = False
) -> Dimension:
    known = {**codes, **_NOT_RECORDED} if codes is not None and may_lack else codes
    return Dimension(field, title, field, known)


_ALL = (
    _dimension("channel", "Channel", CHANNELS),
    _dimension("answered", "Answered or not", {YES: "Answered", NO: "Not answered"}),
    _dimension("caller_type", "Who got in touch", CALLER_TYPES, may_lack=True),
    _dimension("about", "What it was about", ABOUT),
    _dimension("age_band", "Age", AGES, may_lack=True),
    _dimension("gender", "Gender", GENDERS, may_lack=True),
    _dimension("nation", "Nation", NATIONS, may_lack=True),
    _dimension("area", "Area", None),
    _dimension("language", "Language", {"en": "English", "cy": "Welsh"}),
    _dimension("day_kind", "Weekday or weekend", DAY_KINDS, may_lack=True),
    _dimension("hour_band", "Time of day", {band: f"{band[:2]}:00 to {band[3:]}:00" for band in HOUR_BANDS}),
    _dimension("wait_band", "Wait", WAITS),
    _dimension("talk_band", "Length of the talk", TALKS),
    _dimension("outcome", "How it ended", OUTCOMES),
    _dimension("ended_by", "Who ended it", ENDED_BY),
    _dimension("level", "Level", LEVELS, may_lack=True),
    _dimension("level_by", "Who set the level", LEVEL_BY, may_lack=True),
    _dimension("confidentiality_given", "Confidentiality explained", YES_NO, may_lack=True),
    _dimension("readiness_before", "Readiness before", SCALE, may_lack=True),
    _dimension("readiness_after", "Readiness after", SCALE, may_lack=True),
    _dimension("importance", "Importance of change", SCALE, may_lack=True),
    _dimension("confidence", "Confidence in change", SCALE, may_lack=True),
    _dimension("programme_given", "A programme was given", YES_NO, may_lack=True),
    *(_dimension(field, NOTED_TITLES[field], codes, may_lack=True) for field, codes in NOTED.items()),
    Dimension("behaviours", "Behaviour spoken of", "behaviours", BEHAVIOURS | _NONE_NOTED, several=True),
    Dimension("cues", "Cues confirmed", "cues", CUES | _NONE_NOTED, several=True),
    Dimension("signposts", "Services given", "signposts", None, several=True),
    *(
        Dimension(field, f"Risk: {title.lower()}", field, YES_NO | {NOT_RECORDED: "Not asked"})
        for field, title in zip(MARKER_FIELDS, MARKERS.values(), strict=True)
    ),
)
DIMENSIONS: dict[str, Dimension] = {dimension.name: dimension for dimension in _ALL}
