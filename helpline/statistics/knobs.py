"""The numbers of the staffing pages: names, bounds, and where sliders end. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass

from helpline.statistics.rota import Aim, Talks, minutes_at

PERCENT = 100


@dataclass(frozen=True)
class Knob:
    """One number. `least` to `most` may be typed, its slider ends at `slides_to`."""

    name: str
    label: str
    unit: str
    hint: str
    least: float
    most: float
    slides_to: float
    step: float
    example: float

    @property
    def is_whole(self) -> bool:
        return self.step >= 1

    @property
    def bounds(self) -> str:
        return f"{self.least:g} to {self.most:,g} {self.unit}".rstrip()


ARRIVALS = Knob(
    "arrivals", "Contacts that begin in an hour", "an hour",
    "A mean hour; busy ones have more.", 0.1, 1_000, 60, 0.5, 6,
)  # fmt: skip
HANDLE = Knob(
    "handle", "Length of a talk, one at a time", "minutes",
    "From taking it to the end of the wrap-up.", 1, 240, 90, 1, 25,
)  # fmt: skip
PATIENCE = Knob(
    "patience", "How long callers wait before they give up", "minutes",
    "On average, if nobody came.", 0.5, 240, 60, 0.5, 8,
)  # fmt: skip
HANDLERS = Knob("handlers", "Handlers at work", "", "", 1, 200, 30, 1, 3)
AT_ONCE = Knob("at_once", "Talks that each has at once", "", "", 1, 6, 6, 1, 1)
LONGER = Knob(
    "longer", "How much longer a talk takes for each further one", "%", "", 0, 200, 100, 5, 30
)  # fmt: skip
TARGET = Knob("target", "Callers should be taken within", "minutes", "", 0.5, 120, 30, 0.5, 5)
ANSWERED = Knob(
    "answered", "At least so many are taken in that time", "%", "Of all who write.", 10, 99, 99, 1, 80
)  # fmt: skip
GIVEN_UP = Knob("given_up", "At most so many give up", "%", "Of all who write.", 1, 90, 50, 1, 10)

TALKS = (HANDLE, PATIENCE, AT_ONCE, LONGER)
AIMS = (TARGET, ANSWERED, GIVEN_UP)
WHAT_IF = (ARRIVALS, HANDLE, PATIENCE, HANDLERS, AT_ONCE, LONGER, TARGET, ANSWERED, GIVEN_UP)
WEEK = (*TALKS, *AIMS)


def talks_of(numbers: Mapping[str, float], *, at_once: int | None = None) -> Talks:
    """Return how talks go by these numbers; `at_once` in place of theirs."""
    number = int(numbers["at_once"]) if at_once is None else at_once
    minutes = minutes_at(number, alone=numbers["handle"], longer=numbers["longer"] / PERCENT)
    return Talks(minutes, numbers["patience"], number)


def aim_of(numbers: Mapping[str, float]) -> Aim:
    return Aim(numbers["target"], numbers["answered"] / PERCENT, numbers["given_up"] / PERCENT)
