"""Which prompts keep people talking, on the page of figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from helpline.statistics.charts.block import Block
from helpline.statistics.dashboard.making import Maker
from helpline.statistics.prompts import Usage

MOST_LINES = 10


@dataclass(frozen=True)
class PromptsOf:
    """The prompts of one version of the script by their words; the last share is who wrote again."""

    version: int
    lines: Sequence[tuple[str, Usage]]


def prompts(make: Maker, found: PromptsOf | None) -> Block:
    """Return after which prompts callers wrote again, over all contacts of a version, in bands.

    Never of one period: beside the sums of the whole version it would tell the small ones of others.
    """
    lines = [
        (name, round(100 * usage.shares[-1].middle))
        for name, usage in (found.lines if found else ())
        if usage.shares and usage.shares[-1] is not None
    ][:MOST_LINES]
    if not lines or found is None:
        return make.missing("prompts", make.t("prompts_none"))
    again = [(make.t("prompts_again"), [share for _, share in lines])]
    note = make.t("prompts_note", version=found.version)
    return make.block("prompts", "bars", [name for name, _ in lines], again, few=True, note=note)
