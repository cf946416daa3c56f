"""The tables of one month, as supervisors may see them. Plain Python.

Tables shown together must share no cell but their total (see `disclosure`). "Not answered"
would turn up in three of them: as such, as "left before an answer", and as "no caller type
recorded". So where answered and not answered are both shown, the other two tables are about
the answered contacts alone; where they are hidden, those tables are about all contacts and
give the unanswered no row of their own.

Only those who write here wait, or leave unanswered. So where the channels are shown, the tables
of answers and of waits are about web chats alone, whose number stands there as well; where they
are hidden, these tables are about all contacts and give calls and e-mails no row of their own.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from helpline.statistics.categories import CALLER_TYPES, CHANNELS, OUTCOMES, WAITS
from helpline.statistics.disclosure import masked_counts

ANSWERS = {"answered": "Answered", "not_answered": "Not answered"}
NOT_RECORDED = "not_recorded"
WRITTEN = "web_chat"
# Where calls and e-mails cannot be told apart they may still be shown together.
TOGETHER = {WRITTEN: CHANNELS[WRITTEN], "recorded": "Phone or e-mail"}
CALLERS = CALLER_TYPES | {NOT_RECORDED: "Not recorded"}


class Group(NamedTuple):
    """How many contacts of the month have these codes."""

    caller_type: str | None
    outcome: str
    wait_band: str
    answered: bool
    channel: str
    number: int


@dataclass(frozen=True)
class Row:
    """One line of a table: `count` is None where it is not shown, `bar` is 0 to 100."""

    label: str
    count: int | None
    bar: int


@dataclass(frozen=True)
class Breakdown:
    """One table, with the sentence that says what it shows."""

    key: str
    title: str
    sentence: str
    rows: tuple[Row, ...]
    total: int | None = None


def breakdowns(groups: Iterable[Group]) -> tuple[Breakdown, ...]:
    """Return channel, answered, caller type, outcome and wait; every code has a row, a nought too."""
    everyone = list(groups)
    channels = _channels(everyone)
    apart = _is_shown(channels)
    written = [group for group in everyone if group.channel == WRITTEN] if apart else everyone
    answers = _answers(written, apart)
    split = _is_shown(answers)
    people = [group for group in everyone if group.answered] if split else everyone
    return (
        channels,
        answers,
        _caller_types(people, split),
        _outcomes(people, split),
        _waits(written, apart),
    )


def rows(figures: Mapping[str, int | None]) -> tuple[Row, ...]:
    """Return the lines of a table, with bars in proportion to the largest figure shown."""
    largest = max((number or 0 for number in figures.values()), default=0) or 1
    return tuple(
        Row(label, number, round(100 * (number or 0) / largest)) for label, number in figures.items()
    )


def _is_shown(table: Breakdown) -> bool:
    return all(row.count is not None for row in table.rows)


def _channels(groups: list[Group]) -> Breakdown:
    """Return web chat, phone and e-mail, or the last two together where one of the three is hidden."""
    counts = _counted(groups, lambda group: group.channel)
    sentence = f"{_whom(counts, False)}, by how they came. Handlers record calls and e-mails themselves."
    table = _table("channel", "Chat, phone and e-mail", sentence, CHANNELS, counts)
    if _is_shown(table):
        return table
    both = _counted(groups, lambda group: WRITTEN if group.channel == WRITTEN else "recorded")
    return _table("channel", "Chat, phone and e-mail", sentence, TOGETHER, both)


def _answers(groups: list[Group], only_written: bool) -> Breakdown:
    counts = _counted(groups, lambda group: "answered" if group.answered else "not_answered")
    sentence = f"How many of {counts.total()} {_contacts(only_written)} were answered."
    return _table("answered", "Answered or not", sentence, ANSWERS, counts)


def _caller_types(groups: list[Group], only_answered: bool) -> Breakdown:
    counts = _counted(groups, lambda group: group.caller_type or NOT_RECORDED)
    sentence = f"{_whom(counts, only_answered)}, by who the handler took the caller to be."
    return _table("caller_type", "Who got in touch", sentence, CALLERS, counts)


def _outcomes(groups: list[Group], only_answered: bool) -> Breakdown:
    left = "Caller left early" if only_answered else "Caller left, before or after an answer"
    names = {code: name for code, name in OUTCOMES.items() if code != "abandoned"} | {"left_early": left}
    counts = _counted(groups, lambda group: "left_early" if group.outcome == "abandoned" else group.outcome)
    return _table("outcome", "How it ended", f"{_whom(counts, only_answered)}, by outcome.", names, counts)


def _waits(groups: list[Group], only_written: bool) -> Breakdown:
    counts = _counted(groups, lambda group: group.wait_band)
    who = f"{counts.total()} {_contacts(only_written)}"
    sentence = f"{who}, by the time until somebody answered or the caller left."
    return _table("wait", "How long callers waited", sentence, WAITS, counts)


def _contacts(only_written: bool) -> str:
    return "web chats" if only_written else "contacts"


def _whom(counts: Counter[str], only_answered: bool) -> str:
    return f"{counts.total()} {'answered ' if only_answered else ''}contacts"


def _counted(groups: list[Group], code_of: Callable[[Group], str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for group in groups:
        counts[code_of(group)] += group.number
    return counts


def _table(key: str, title: str, sentence: str, names: Mapping[str, str], counts: Counter[str]) -> Breakdown:
    table = masked_counts({code: counts[code] for code in names}, counts.total())
    shown = rows({names[code]: number for code, number in table.cells.items()})
    return Breakdown(key=key, title=title, sentence=sentence, rows=shown, total=table.total)
