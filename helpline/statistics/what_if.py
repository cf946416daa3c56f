"""What the numbers of the what-if page mean: a sentence, figures and curves. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass

from helpline.statistics import rota
from helpline.statistics.curves import Curve, by_arrivals, by_handlers, percent
from helpline.statistics.knobs import AT_ONCE, aim_of, talks_of
from helpline.statistics.rota import handlers_needed
from helpline.statistics.staffing_words import of_those_who_write, people

MOST_AT_ONCE = 4


@dataclass(frozen=True)
class AtOnce:
    """What one number of talks at once would ask for."""

    at_once: int
    minutes: float
    handlers: int | None
    is_now: bool


@dataclass(frozen=True)
class WhatIf:
    """`sentence` says what it means; `verdict` whether it reaches the aim, and how many would."""

    sentence: str
    verdict: str
    reaches: bool
    figures: tuple[tuple[str, str], ...]
    curves: tuple[Curve, ...]
    at_once: tuple[AtOnce, ...]


def what_if(numbers: Mapping[str, float]) -> WhatIf:
    """Reckon one hour with these numbers (`knobs.WHAT_IF`, within their bounds)."""
    talks, aim, target = talks_of(numbers), aim_of(numbers), numbers["target"]
    handlers = int(numbers["handlers"])
    found = rota.forecast(
        arrivals_per_hour=numbers["arrivals"], talks=talks, handlers=handlers, target_minutes=target
    )
    reaches = found.served_within >= aim.answered and found.p_abandon <= aim.given_up
    needed = handlers_needed(arrivals_per_hour=numbers["arrivals"], talks=talks, aim=aim)
    wait = found.mean_wait_seconds / 60
    return WhatIf(
        sentence=(
            f"{of_those_who_write(found.p_abandon)} would give up. {of_those_who_write(found.served_within)} "
            f"would be taken within {target:g} {'minute' if target == 1 else 'minutes'}."
        ),
        verdict=_verdict(reaches, handlers, needed),
        reaches=reaches,
        figures=(
            ("Have to wait", f"{percent(found.p_wait)} %"),
            ("Give up", f"{percent(found.p_abandon)} %"),
            (f"Taken within {target:g} min", f"{percent(found.served_within)} %"),
            ("Mean wait of all", "under 1 min" if wait < 1 else f"{wait:.1f} min"),
            ("Places in use", f"{percent(found.occupancy)} %"),
        ),
        curves=(by_handlers(numbers), by_arrivals(numbers)),
        at_once=_at_once(numbers),
    )


def _verdict(reaches: bool, handlers: int, needed: int | None) -> str:
    if needed is None:
        return f"Not even {people(rota.MOST)} reach what you want."
    if not reaches:
        return f"That is not what you want: it takes {people(needed)}."
    if needed == handlers:
        return f"That is what you want, with no handler too many: {people(needed)}."
    return f"That is what you want. {people(needed)} would be enough."


def _at_once(numbers: Mapping[str, float]) -> tuple[AtOnce, ...]:
    now, aim = int(numbers["at_once"]), aim_of(numbers)
    rows = []
    for count in sorted({*range(int(AT_ONCE.least), MOST_AT_ONCE + 1), now}):
        talks = talks_of(numbers, at_once=count)
        needed = handlers_needed(arrivals_per_hour=numbers["arrivals"], talks=talks, aim=aim)
        rows.append(AtOnce(count, talks.handle_minutes, needed, count == now))
    return tuple(rows)
