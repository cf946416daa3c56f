"""Where the numbers of the staffing pages begin: with this service's own, or with examples that say so."""

from collections.abc import Mapping
from dataclasses import dataclass

from helpline.statistics import knobs
from helpline.statistics.knobs import PERCENT, Knob, aim_of, talks_of
from helpline.statistics.own_figures import OwnFigures
from helpline.statistics.rota import handlers_needed, measured

# Each names the value: it stands there too when somebody has set another.
OWN = "In this service's last three months: {}."
EXAMPLE = "Example: {}. It is no figure of this service."
ASSUMED = "Assumed: {}. Too few talks beside others were measured; set what you see."
REACHES = "What the numbers that one starts with need: {}."
CHOICE = ""


@dataclass(frozen=True)
class Start:
    """A value and where it comes from, in words; "" where it is for a person to choose."""

    value: float
    words: str

    @property
    def source(self) -> str:
        return self.words.format(f"{self.value:g}")

    @property
    def is_own(self) -> bool:
        return self.words == OWN


def starts_of(own: OwnFigures) -> Mapping[str, Start]:
    """Return a start for each number of the what-if page."""
    found = {knob.name: Start(knob.example, CHOICE) for knob in knobs.WHAT_IF}
    found["arrivals"] = _start(knobs.ARRIVALS, own.arrivals_per_hour)
    found["patience"] = _start(knobs.PATIENCE, own.patience_minutes)
    talk = measured(own.talk_minutes, otherwise=knobs.LONGER.example / PERCENT)
    found["handle"] = _start(knobs.HANDLE, talk and talk[0])
    longer = talk[1] * PERCENT if talk and len(own.talk_minutes) > 1 else None
    found["longer"] = Start(knobs.LONGER.example, ASSUMED) if longer is None else _start(knobs.LONGER, longer)
    numbers = {name: start.value for name, start in found.items()}
    needed = handlers_needed(
        arrivals_per_hour=numbers["arrivals"], talks=talks_of(numbers), aim=aim_of(numbers)
    )
    most = int(knobs.HANDLERS.most)
    found["handlers"] = Start(min(most, most if needed is None else needed), REACHES)
    return found


def _start(knob: Knob, value: float | None) -> Start:
    if value is None:
        return Start(knob.example, EXAMPLE)
    held = min(max(value, knob.least), knob.most)
    # As finely as the slider goes: no mean of ours is surer than that.
    return Start(round(round(held / knob.step) * knob.step, 2) or knob.step, OWN)
