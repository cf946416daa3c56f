"""What happens with more handlers, and when more come: the curves of the what-if page. Plain Python."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from helpline.statistics import rota
from helpline.statistics.charts.figures import Figures, Series
from helpline.statistics.charts.lines import lines
from helpline.statistics.charts.shapes import Drawing
from helpline.statistics.knobs import talks_of
from helpline.statistics.staffing import QueueForecast
from helpline.statistics.staffing_words import people

MOST_POINTS = 12
SHARES_OF_NOW = (0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2)
PERCENT, TENTH = 100, Decimal("0.1")


@dataclass(frozen=True, kw_only=True)
class Curve:
    """A block of figures (templates/statistics/_block.html) whose chart marks where one is now: `here`."""

    key: str
    title: str
    sentence: str
    about: str
    figures: Figures
    here: int
    description: str
    chart: str = "lines"
    missing: str = ""
    note: str = ""
    is_wide: bool = False

    @property
    def drawing(self) -> Drawing:
        return lines(self.figures, top=PERCENT, here=self.here)


def by_handlers(numbers: Mapping[str, float]) -> Curve:
    """Return what shares fewer and more handlers would give, all else as it is."""
    now = int(numbers["handlers"])
    first = max(1, now - MOST_POINTS // 2)
    counts = list(range(first, first + MOST_POINTS))
    found = [_forecast(numbers, handlers=count) for count in counts]
    return Curve(
        key="by-handlers",
        title="With fewer or more handlers",
        sentence="The same hour with another number of handlers. The band marks yours.",
        about="all else as set",
        figures=_figures("Handlers", [str(count) for count in counts], found, numbers["target"]),
        here=counts.index(now),
        description=_said(f"With {people(now)}", found[counts.index(now)], found[-1], people(counts[-1])),
    )


def by_arrivals(numbers: Mapping[str, float]) -> Curve:
    """Return what shares a quieter and a busier hour would give, all else as it is."""
    now = numbers["arrivals"]
    counts = [now * share for share in SHARES_OF_NOW]
    found = [_forecast(numbers, arrivals=count) for count in counts]
    place = SHARES_OF_NOW.index(1)
    return Curve(
        key="by-arrivals",
        title="When fewer or more write",
        sentence="The same handlers with another number of contacts an hour. The band marks yours.",
        about="all else as set",
        figures=_figures("Contacts an hour", [f"{count:.3g}" for count in counts], found, numbers["target"]),
        here=place,
        description=_said(f"With {now:.3g} an hour", found[place], found[-1], f"{counts[-1]:.3g} an hour"),
    )


def _forecast(
    numbers: Mapping[str, float], *, handlers: int | None = None, arrivals: float | None = None
) -> QueueForecast:
    return rota.forecast(
        arrivals_per_hour=numbers["arrivals"] if arrivals is None else arrivals,
        talks=talks_of(numbers),
        handlers=int(numbers["handlers"]) if handlers is None else handlers,
        target_minutes=numbers["target"],
    )


def _figures(head: str, labels: Sequence[str], found: Sequence[QueueForecast], target: float) -> Figures:
    taken = Series(f"taken within {target:g} min, %", tuple(percent(each.served_within) for each in found))
    lost = Series("give up, %", tuple(percent(each.p_abandon) for each in found))
    return Figures(head=head, labels=tuple(labels), series=(taken, lost), hidden="")


def percent(share: float) -> Decimal:
    """Return a share as a percentage with one place."""
    return Decimal(share * PERCENT).quantize(TENTH)


def _said(now: str, here: QueueForecast, last: QueueForecast, most: str) -> str:
    return (
        f"{now} {percent(here.served_within)} % are taken in time and {percent(here.p_abandon)} % give up; "
        f"with {most} {percent(last.served_within)} % and {percent(last.p_abandon)} %."
    )
