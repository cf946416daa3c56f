"""The queue of Erlang A as a birth-death chain: who waits, and how long. Plain Python.

Rates are per unit of time: `arrivals` of contacts, `serving` of all handlers together when all
are busy, `leaving` of one caller who waits. State j of the list stands for j callers waiting
while all handlers are busy.
"""

from itertools import accumulate
from math import exp, fsum, log

from helpline.statistics.stages import passed

# Beyond this many callers waiting it is no queue for a forecast.
MOST_WAITING = 1_000_000
# What is left out of a sum is smaller than a float can tell: exp(-45) is 3e-20.
NEGLIGIBLE_LOG = 45.0


def waiting_shares(*, arrivals: float, serving: float, leaving: float, lost: float) -> list[float]:
    """Return the shares of time in which 0, 1, 2 ... callers wait and all handlers are busy.

    `lost` is Erlang B of the same load: one over it is the weight of all states in which nobody
    waits. Weights are kept as logarithms, so that neither many handlers nor a long queue overflow.
    Raises ValueError where callers would pile up beyond MOST_WAITING.
    """
    if lost == 0:
        return [0.0]
    logs = [0.0]
    highest = -log(lost)
    while True:
        ratio = arrivals / (serving + len(logs) * leaving)
        logs.append(logs[-1] + log(ratio))
        highest = max(highest, logs[-1])
        if ratio < 1 and logs[-1] - log(1 - ratio) < highest - NEGLIGIBLE_LOG:
            break
        if len(logs) > MOST_WAITING:
            raise ValueError("callers would pile up beyond what can be reckoned")
    weights = [exp(value - highest) for value in logs]
    # State 0 is in both sums: all busy and nobody waiting.
    total = exp(-log(lost) - highest) + fsum(weights[1:])
    return [weight / total for weight in weights]


def offered_beyond(shares: list[float], time: float, *, serving: float, leaving: float) -> float:
    """Return the share of contacts whose handler would come later than `time` if they stayed."""
    tails = list(accumulate(reversed(shares)))[::-1]
    through = passed(time, base=serving, step=leaving, stages=len(shares))
    return fsum(share * tail for share, tail in zip(through, tails, strict=True))


def served_after_waiting(shares: list[float], time: float, *, serving: float, leaving: float) -> float:
    """Return the share of contacts that wait, do not give up, and are taken by `time`.

    Who stays until taken has seen shorter waits: the stages run with `leaving` added to their
    rates, weighted by the chance to outlast them all.
    """
    through = accumulate(passed(time, base=serving + leaving, step=leaving, stages=len(shares)))
    stays = (serving / (serving + (ahead + 1) * leaving) for ahead in range(len(shares)))
    return fsum(
        share * stay * max(0.0, 1 - not_yet)
        for share, stay, not_yet in zip(shares, stays, through, strict=True)
    )
