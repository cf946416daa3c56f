"""The tables of one page of figures, as they may be shown together. Plain Python.

A month is exact under the policy called internal. Tables shown together must then share no cell but
their total (see `disclosure`). "Not answered" would turn up in several of them: as such, as "left before an
answer", and as "not recorded" by whatever a handler judges. So where answered and not answered are both
shown, the tables of what handlers judged are about the answered contacts alone; where they are hidden, those
tables are about all contacts and give the unanswered no row of their own.

Only those who write here wait, or leave unanswered. So where the channels are shown, the tables of answers
and of waits are about web chats alone, whose number stands there as well; where they are hidden, these tables
are about all contacts and give calls and e-mails no row of their own.

Quarters and years, and all of a release, have noise (`release`): each table is about all contacts.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from helpline.statistics.categories import CALLER_TYPES, CHANNELS, LEVELS, OUTCOMES, WAITS
from helpline.statistics.cells import NOTHING, Tally, added
from helpline.statistics.disclosure import masked_counts
from helpline.statistics.noted import UNMET_NEEDS
from helpline.statistics.release import released

ANSWERS = {"answered": "Answered", "not_answered": "Not answered"}
WRITTEN, RECORDED = "web_chat", "recorded"
# Where calls and e-mails cannot be told apart they may still be shown together.
TOGETHER = (WRITTEN, RECORDED)
NOT_RECORDED = "not_recorded"
READINESS = ("low", "middle", "high", NOT_RECORDED)
# What a handler judged, by its column: the codes of its table.
JUDGED: dict[str, tuple[str, ...]] = {
    "caller_type": (*CALLER_TYPES, NOT_RECORDED),
    "level": (*LEVELS, NOT_RECORDED),
    "outcome": tuple(OUTCOMES),
    "unmet_need": (*UNMET_NEEDS, NOT_RECORDED),
    "readiness_before": READINESS,
    "readiness_after": READINESS,
}
ALL, ANSWERED, WEB_CHATS = "all", "answered", "web_chats"

# By channel, answered and band of the wait; by answered and a code of what was judged.
Ways = Mapping[tuple[str, bool, str], Tally]
Judged = Mapping[str, Mapping[tuple[bool, str], Tally]]


@dataclass(frozen=True)
class Part:
    """One table: None is a figure that is not shown; `people` says whom it is about."""

    cells: Mapping[str, int | None]
    total: int | None
    people: str = ALL

    @property
    def is_whole(self) -> bool:
        return all(figure is not None for figure in self.cells.values())

    def is_like(self, other: "Part") -> bool:
        """Tell whether the two can stand beside each other: the same cells, about the same people."""
        return self.people == other.people and self.cells.keys() == other.cells.keys()


def exact_parts(ways: Ways, judged: Judged) -> dict[str, Part]:
    """Return the tables of one month under the policy called internal."""
    channels = _channels(ways)
    apart = channels.is_whole
    waiting = {key: tally for key, tally in ways.items() if key[0] == WRITTEN} if apart else ways
    people = WEB_CHATS if apart else ALL
    answers = _exact(_by(waiting, _answer), ANSWERS, people)
    parts = {
        "channel": channels,
        "answered": answers,
        "wait_band": _exact(_by(waiting, lambda key: key[2]), WAITS, people),
    }
    for field, codes in JUDGED.items():
        parts[field] = _exact_judged(field, judged.get(field, {}), codes, only_answered=answers.is_whole)
    return parts


def noisy_parts(ways: Ways, judged: Judged, kind: str) -> dict[str, Part]:
    """Return the tables of a period of this kind with the noise of the policy called release."""
    parts = {
        "channel": _noisy(_by(ways, lambda key: key[0]), CHANNELS, kind, "channel"),
        "answered": _noisy(_by(ways, _answer), ANSWERS, kind, "answered"),
        "wait_band": _noisy(_by(ways, lambda key: key[2]), WAITS, kind, "wait_band"),
    }
    for field, codes in JUDGED.items():
        sums = _by(judged.get(field, {}), lambda key: key[1])
        # A scale in three parts is not the table of its eleven steps: it has noise of its own.
        name = f"{field} in parts" if codes == READINESS else field
        parts[field] = _noisy(sums, codes, kind, name)
    return parts


def readiness_of(value: int | None) -> str:
    """Return which third of the scale from 0 to 10 an answer lies in."""
    if value is None:
        return NOT_RECORDED
    return "low" if value < 4 else "middle" if value < 7 else "high"


def _answer(key: tuple[str, bool, str]) -> str:
    return "answered" if key[1] else "not_answered"


def _channels(ways: Ways) -> Part:
    """Return web chat, phone and e-mail, or the last two together where one of the three is hidden."""
    table = _exact(_by(ways, lambda key: key[0]), CHANNELS, ALL)
    if table.is_whole:
        return table
    return _exact(_by(ways, lambda key: WRITTEN if key[0] == WRITTEN else RECORDED), TOGETHER, ALL)


def _exact_judged(
    field: str, tallies: Mapping[tuple[bool, str], Tally], codes: tuple[str, ...], *, only_answered: bool
) -> Part:
    of = {key: tally for key, tally in tallies.items() if key[0] or not only_answered}
    if field != "outcome":
        return _exact(_by(of, lambda key: key[1]), codes, ANSWERED if only_answered else ALL)
    # Whoever was answered once and left later has "abandoned" as well.
    merged = _by(of, lambda key: "left_early" if key[1] == "abandoned" else key[1])
    rest = tuple(code for code in codes if code != "abandoned")
    return _exact(merged, rest, ANSWERED if only_answered else ALL)


def _by(tallies: Mapping[Any, Tally], code_of: Callable[[Any], str]) -> dict[str, Tally]:
    sums: dict[str, Tally] = {}
    for key, tally in tallies.items():
        code = code_of(key)
        sums[code] = added((sums.get(code, NOTHING), tally))
    return sums


def _exact(sums: Mapping[str, Tally], codes: Mapping[str, str] | tuple[str, ...], people: str) -> Part:
    counts = Counter({code: sums.get(code, NOTHING).number for code in codes})
    table = masked_counts(counts, counts.total())
    return Part(table.cells, table.total, people)


def _noisy(
    sums: Mapping[str, Tally], codes: Mapping[str, str] | tuple[str, ...], kind: str, name: str
) -> Part:
    shown = released({(code,): sums.get(code, NOTHING) for code in codes}, kind, (name,))
    return Part({code: shown.cells[(code,)] for code in codes}, shown.total)
