"""How long it takes until a queue has let somebody through, stage by stage. Plain Python.

The caller with k others ahead waits for k + 1 departures. With j callers still ahead one comes
after a time that is exponential with the rate `base + j * step`: `base` for the handlers who
become free, `step` for each caller ahead who gives up. The stages may be put in any order, so
count them upwards: how many have passed by a time t is then a birth process, and

    P(exactly i passed by t) = exp(-base t) * product over m < i of (base + m step) s / (m + 1)
    with s = (1 - exp(-step t)) / step, or t where step is 0.

Every factor is positive, so that nothing cancels: it holds for hundreds of stages and for
callers with endless patience, where the usual sum of exponentials loses every digit.
Time and rates are in any one unit.
"""

from math import exp, expm1, fsum, log

# Newton's steps; each that would leave the bracket halves it instead.
MOST_STEPS = 200
PRECISION = 1e-12


def passed(time: float, *, base: float, step: float, stages: int) -> list[float]:
    """Return the shares in which exactly 0, 1 ... `stages` - 1 stages have passed by `time`."""
    if time <= 0:
        return [1.0] + [0.0] * (stages - 1)
    grown = log(-expm1(-step * time) / step if step * time > 0 else time)
    # In logarithms: the first share of a long wait is smaller than a float can be.
    logs = [-base * time]
    for done in range(stages - 1):
        logs.append(logs[-1] + log(base + done * step) + grown - log(done + 1))
    return [exp(value) for value in logs]


def mean(*, base: float, step: float, stages: int) -> float:
    """Return the mean time until all stages have passed."""
    return fsum(1 / (base + done * step) for done in range(stages))


def quantile(share: float, *, base: float, step: float, stages: int) -> float:
    """Return the time within which all stages have passed in this share (above 0, below 1) of cases."""
    low, high = 0.0, mean(base=base, step=step, stages=stages) / (1 - share)
    time = high * (1 - share)
    for _ in range(MOST_STEPS):
        shares = passed(time, base=base, step=step, stages=stages)
        beyond = fsum(shares) - (1 - share)
        low, high = (time, high) if beyond > 0 else (low, time)
        density = shares[-1] * (base + (stages - 1) * step)
        following = time + beyond / density if density > 0 else high
        if not low < following < high:
            following = (low + high) / 2
        if abs(following - time) <= PRECISION * time:
            return following
        time = following
    return time
