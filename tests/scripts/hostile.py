"""Messages made to make a finder slow, and a count of the work that one costs."""

import random
import re
import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

from scripts.patterns import spelled_out
from scripts.patterns.change import CHANGE
from scripts.patterns.doubt import TAKEN_BACK
from scripts.patterns.markers import MARKERS
from scripts.patterns.responsibility import RESPONSIBILITY
from scripts.patterns.safety import SAFETY

LONGEST = 4000  # characters of a message
# Each is repeated to the length that is asked for.
ODD = {
    "one letter": "a",
    "no space": "nevernot",
    "negators in one word": "neverneverneverno",
    "short words": "i ",
    "laughter": "ha ",
    "negators": "not ",
    "an excuse": "only just ",
    "stops": "no.no.",
    "stops alone": ".",
    "words that stand for several": "imma ",
    "names of nobody": "xqzv ",
    "emoji": "😡",
    "apostrophes": "'",
    "quoted": "’n'",
    "new lines": "\n",
    "accents apart": "a\u0301 ",
    "accents in a heap": "a" + "\u0300" * 20 + " ",
    "capitals that grow": "İ ",
    "right to left": "\u202e",
    "Arabic": "ا ",
    "Chinese": "我",
    "numbers": "1 ",
    "underscores": "_ ",
    "nothing": "\u200b",
}


def repeated(unit: str, length: int) -> str:
    return (unit * (length // len(unit) + 1))[:length]


def of_features(names: list[str], length: int) -> str:
    """Return a message of words in a row that the model knows: each of them has to be weighed."""
    chance = random.Random(7)
    rows = [name for name in names if name.count(" ") == 2 and "~" not in name and "." not in name]
    text = ""
    while len(text) < length:
        text += chance.choice(rows) + " "
    return text[:length]


def of_patterns() -> Iterator[tuple[str, str]]:
    """Yield (label, what one pattern wants to hear, whole or broken off), each pattern in three ways."""
    chance = random.Random(7)
    for sounds in (RESPONSIBILITY, SAFETY, CHANGE, MARKERS, {"taken back": TAKEN_BACK}):
        for label, patterns in sounds.items():
            for pattern in patterns:
                heard = _example(re._parser.parse(spelled_out(pattern)), chance)  # type: ignore[attr-defined]
                for part in (len(heard), len(heard) * 2 // 3, len(heard) // 2):
                    yield label, heard[:part].rstrip() + " "


def _example(parsed: Any, chance: random.Random) -> str:
    constants = re._constants  # type: ignore[attr-defined]
    text = ""
    for operation, value in parsed:
        if operation is constants.LITERAL:
            text += chr(value)
        elif operation is constants.IN:
            text += _letter(chance.choice(value), chance)
        elif operation in (constants.MAX_REPEAT, constants.MIN_REPEAT):
            least, most, inside = value
            text += "".join(_example(inside, chance) for _ in range(chance.randint(least, int(most))))
        elif operation is constants.SUBPATTERN:
            text += _example(value[3], chance)
        elif operation is constants.BRANCH:
            text += _example(chance.choice(value[1]), chance)
    return text


def _letter(choice: Any, chance: random.Random) -> str:
    operation, value = choice
    if operation is re._constants.RANGE:  # type: ignore[attr-defined]
        return chr(chance.randint(*value))
    return chr(value) if operation is re._constants.LITERAL else "x"  # type: ignore[attr-defined]


def lines_run(act: Callable[[], object]) -> int:
    """Return how many lines of Python an act runs: the same on every machine, however busy."""
    count = 0

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        act()
    finally:
        sys.settrace(before)
    return count


class Counted:
    """A compiled pattern that counts the characters it is given to search."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern
        self.characters = 0

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        self.characters += len(text)
        return self.pattern.finditer(text)

    def search(self, text: str) -> re.Match[str] | None:
        self.characters += len(text)
        return self.pattern.search(text)
