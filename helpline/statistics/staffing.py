"""What a queue with so many handlers does: Erlang B, C and A, and the wait of one place. Plain Python.

Erlang A is the one to believe here, because callers give up: for six contacts an hour of 25
minutes each and three handlers Erlang C says 35 minutes, Erlang A with 8 minutes' patience 1.7.
`handlers` counts simultaneous conversations: two handlers with two each are four.
"""

from dataclasses import dataclass
from math import exp, fsum, isfinite, log

from helpline.statistics import chain, stages

MOST_HANDLERS = 10_000
MOST_AHEAD = 10_000


@dataclass(frozen=True)
class QueueForecast:
    """One interval of a queue; shares are of all contacts and in [0, 1].

    `mean_waiting` is how many wait on average. `mean_wait_seconds` is over all contacts, those
    who need not wait and those who give up included. `within` and `beyond` mean the target.
    """

    offered_load: float
    occupancy: float
    p_wait: float
    p_abandon: float
    mean_wait_seconds: float
    mean_waiting: float
    served_within: float
    waits_beyond: float
    offered_wait_beyond: float

    @property
    def p_abandon_given_wait(self) -> float:
        return self.p_abandon / self.p_wait if self.p_wait else 0.0

    @property
    def abandoned_within(self) -> float:
        return max(0.0, 1 - self.served_within - self.waits_beyond)

    @property
    def service_level(self) -> float:
        """Served within the target, of all but those who gave up within it."""
        return self.served_within / (1 - self.abandoned_within)


@dataclass(frozen=True)
class PositionWait:
    """The wait of one caller in the queue: mean, median and 80th percentile."""

    mean_minutes: float
    p50_minutes: float
    p80_minutes: float


def erlang_b(*, offered_load: float, handlers: int) -> float:
    """Return the share of contacts that would find all handlers busy if nobody could wait.

    `offered_load` is arrivals times handle time. Raises ValueError.
    Source: Erlang (1917), by the recursion B(k) = A B(k-1) / (k + A B(k-1)).
    """
    _check_positive(offered_load=offered_load)
    _check_count("handlers", handlers, 1, MOST_HANDLERS)
    lost = 1.0
    for count in range(1, handlers + 1):
        lost = offered_load * lost / (count + offered_load * lost)
    return lost


def erlang_c(
    *, arrivals_per_hour: float, handle_seconds: float, handlers: int, target_seconds: float = 20
) -> QueueForecast:
    """Predict waiting where nobody gives up (M/M/n).

    Raises ValueError, also where more comes than the handlers can take: that queue grows for ever.
    Source: Erlang (1917), C = B / (1 - rho (1 - B)).
    """
    _check_positive(arrivals_per_hour=arrivals_per_hour, handle_seconds=handle_seconds)
    _check_target(target_seconds)
    arrivals = arrivals_per_hour / 3600
    load = arrivals * handle_seconds
    lost = erlang_b(offered_load=load, handlers=handlers)
    rho = load / handlers
    if rho >= 1:
        raise ValueError("more contacts come than the handlers can take: the queue grows for ever")
    p_wait = lost / (1 - rho * (1 - lost))
    freed = handlers / handle_seconds - arrivals
    beyond = p_wait * exp(-freed * target_seconds)
    wait = p_wait / freed
    return QueueForecast(load, rho, p_wait, 0.0, wait, arrivals * wait, 1 - beyond, beyond, beyond)


def erlang_c_wait(*, arrivals_per_hour: float, handle_seconds: float, handlers: int, share: float) -> float:
    """Return the seconds within which this share of contacts is taken where nobody gives up.

    Raises ValueError as erlang_c does, and unless 0 < share < 1.
    """
    if not 0 < share < 1:
        raise ValueError("share must lie between 0 and 1")
    forecast = erlang_c(arrivals_per_hour=arrivals_per_hour, handle_seconds=handle_seconds, handlers=handlers)
    if forecast.p_wait <= 1 - share:
        return 0.0
    return log(forecast.p_wait / (1 - share)) * forecast.mean_wait_seconds / forecast.p_wait


def erlang_a(
    *,
    arrivals_per_hour: float,
    handle_seconds: float,
    patience_seconds: float,
    handlers: int,
    target_seconds: float = 20,
) -> QueueForecast:
    """Predict waiting and abandonment for one interval of an M/M/n+M queue.

    Rates are means over the interval; `patience_seconds` is how long callers would wait on
    average before they give up. Raises ValueError.
    Source: Garnett, Mandelbaum, Reiman (2002), MSOM 4(3), 208-227.
    """
    _check_positive(
        arrivals_per_hour=arrivals_per_hour, handle_seconds=handle_seconds, patience_seconds=patience_seconds
    )
    _check_target(target_seconds)
    arrivals, leaving = arrivals_per_hour / 3600, 1 / patience_seconds
    load, serving = arrivals * handle_seconds, handlers / handle_seconds
    lost = erlang_b(offered_load=load, handlers=handlers)
    shares = chain.waiting_shares(arrivals=arrivals, serving=serving, leaving=leaving, lost=lost)
    waiting = fsum(count * share for count, share in enumerate(shares))
    p_wait, p_abandon = _share(fsum(shares)), _share(waiting * leaving / arrivals)
    offered = chain.offered_beyond(shares, target_seconds, serving=serving, leaving=leaving)
    served = chain.served_after_waiting(shares, target_seconds, serving=serving, leaving=leaving)
    return QueueForecast(
        offered_load=load,
        occupancy=_share(arrivals * (1 - p_abandon) / serving),
        p_wait=p_wait,
        p_abandon=p_abandon,
        mean_wait_seconds=waiting / arrivals,
        mean_waiting=waiting,
        served_within=_share(1 - p_wait + served),
        waits_beyond=_share(offered * exp(-leaving * target_seconds)),
        offered_wait_beyond=_share(offered),
    )


def position_wait(
    *, ahead: int, handlers: int, handle_minutes: float, patience_minutes: float | None
) -> PositionWait:
    """Predict the wait of one caller who stays, with `ahead` others before them and all handlers busy.

    Those ahead give up after `patience_minutes` on average; None: nobody does.
    Raises ValueError.
    Source: Whitt (1999), "Predicting Queueing Delays", Management Science 45(6), 870-888.
    """
    _check_count("ahead", ahead, 0, MOST_AHEAD)
    _check_count("handlers", handlers, 1, MOST_HANDLERS)
    _check_positive(handle_minutes=handle_minutes)
    if patience_minutes is not None:
        _check_positive(patience_minutes=patience_minutes)
    base, step = handlers / handle_minutes, 1 / patience_minutes if patience_minutes else 0.0
    return PositionWait(
        mean_minutes=stages.mean(base=base, step=step, stages=ahead + 1),
        p50_minutes=stages.quantile(0.5, base=base, step=step, stages=ahead + 1),
        p80_minutes=stages.quantile(0.8, base=base, step=step, stages=ahead + 1),
    )


def _share(value: float) -> float:
    """Return a sum of rounded floats as the share it is."""
    return min(1.0, max(0.0, value))


def _check_positive(**values: float) -> None:
    for name, value in values.items():
        if not (isfinite(value) and value > 0):
            raise ValueError(f"{name} must be a number above 0")


def _check_count(name: str, value: int, least: int, most: int) -> None:
    if not isinstance(value, int) or not least <= value <= most:
        raise ValueError(f"{name} must be a whole number from {least} to {most}")


def _check_target(seconds: float) -> None:
    if not (isfinite(seconds) and seconds >= 0):
        raise ValueError("target_seconds must be a number from 0 on")
