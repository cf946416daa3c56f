"""One page of figures: a period beside the one before and the same a year ago."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from helpline.statistics.cells import NOTHING
from helpline.statistics.charts.block import Block
from helpline.statistics.dashboard import fact_blocks, load_blocks, said_blocks, sum_blocks
from helpline.statistics.dashboard.counting import (
    Counted,
    Kept,
    by_month,
    counted,
    in_lists,
    unmet_by_area,
    with_drafts,
)
from helpline.statistics.dashboard.kept_months import kept_months
from helpline.statistics.dashboard.making import Maker
from helpline.statistics.dashboard.margin import by_chance
from helpline.statistics.dashboard.parts import Part, exact_parts, noisy_parts
from helpline.statistics.dashboard.prompt_block import PromptsOf, prompts
from helpline.statistics.dashboard.texts import Texts
from helpline.statistics.disclosure import masked
from helpline.statistics.questions import Period, Policy
from helpline.statistics.release import figure

MONTHS = 24


@dataclass(frozen=True)
class Section:
    """Blocks that belong together."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Page:
    """`total` is None, and only what stands apart from facts is shown, where fewer than five came.

    `difference` is what two periods like this one may differ by through chance, None without a total.
    `totals` has this period's and those of the periods beside it.
    """

    period: Period
    policy: Policy
    has_noise: bool
    total: int | None
    sections: tuple[Section, ...]
    is_first: bool
    difference: int | None
    totals: Mapping[Period, int | None]


def page_of(
    period: Period,
    *,
    policy: Policy,
    t: Texts,
    services: Mapping[str, str],
    today: date,
    talked_on: PromptsOf | None = None,
) -> Page:
    """Return the figures of a period under a policy; `services` names the slugs of what was given.

    `talked_on` has the prompts, which stand under the policy called internal alone.

    Under `release`, and of a quarter or a year, the period must be closed: the caller checks that.
    A month is exact under `internal`, all else has noise. The number of queries never grows.
    """
    has_noise = policy == "release" or period.kind != "month"
    drafts = not has_noise
    # The year before a year is both.
    periods = list(dict.fromkeys([period, period.before(), period.year_before()]))
    year = _months_to(period.last_month)
    settled = year
    if has_noise:
        # What could still change would change twice: once in each of two looks at a released figure.
        beside = {month for each in periods[1:] for month in each.months}
        going_on = with_drafts(beside.union(year).difference(period.months))
        periods = [each for each in periods if each == period or not going_on.intersection(each.months)]
        settled = [month for month in year if month not in going_on]
    asked = {month for each in periods for month in each.months}
    kept = kept_months({*asked, *year}, drafts=drafts)
    sums = counted(periods, drafts=drafts, kept=kept)
    make = Maker(t, period, has_noise)
    parts = [(each, _parts(sums[each], each, has_noise)) for each in periods]
    totals = {
        each: figure(held.whole, each.kind, ()) if has_noise else masked(held.whole.number)
        for each, held in sums.items()
    }
    total = totals[period]
    by_months = dict.fromkeys(year, NOTHING) | by_month(settled, drafts=drafts, kept=kept)
    series = fact_blocks.series(make, by_months)
    return Page(
        period=period,
        policy=policy,
        has_noise=has_noise,
        total=total,
        sections=tuple(_sections(make, parts, sums, kept, series, services, today, policy, talked_on)),
        is_first=total is not None and len(series.figures.shown) == 1,
        difference=None if total is None else by_chance(total, has_noise=has_noise),
        totals=totals,
    )


def _sections(
    make: Maker,
    parts: list[tuple[Period, Mapping[str, Part]]],
    sums: Mapping[Period, Counted],
    kept: Kept,
    series: Block,
    services: Mapping[str, str],
    today: date,
    policy: Policy,
    talked_on: PromptsOf | None,
) -> list[Section]:
    months, drafts, whole = make.period.months, not make.has_noise, sums[make.period].whole

    def section(key: str, *blocks: Block) -> Section:
        return Section(key, make.t(f"section_{key}"), blocks)

    came = [
        series,
        fact_blocks.channel(make, parts),
        fact_blocks.answered(make, parts),
        sum_blocks.refusals(make, list(sums)),
    ]
    # To the minute waits are the supervisors' own: their sums have no keys to be protected by.
    in_figures = (
        sum_blocks.wait_marks(make, list(sums))
        if policy == "internal"
        else fact_blocks.within(make, [(each, held.ways) for each, held in sums.items()])
    )
    waited = [fact_blocks.waits(make, parts), in_figures, sum_blocks.heat(make)]
    given = fact_blocks.listed(
        make, "programmes", in_lists("signposts", months, drafts=drafts, kept=kept), whole, services
    )
    return [
        section("came", *came),
        section("waited", *waited),
        section(
            "people",
            fact_blocks.caller_type(make, parts),
            fact_blocks.level(make, parts),
            fact_blocks.outcome(make, parts),
        ),
        section(
            "change",
            fact_blocks.readiness(make, parts),
            fact_blocks.cues(make, in_lists("cues", months, drafts=drafts, kept=kept), whole),
            *([prompts(make, talked_on)] if policy == "internal" else []),
        ),
        section(
            "given",
            given,
            fact_blocks.unmet(make, parts),
            fact_blocks.places(make, unmet_by_area(months, drafts=drafts, kept=kept)),
        ),
        section("said", said_blocks.survey(make, today), said_blocks.rang(make, today)),
        section("team", load_blocks.spread(make), load_blocks.loads(make, today)),
    ]


def _parts(sums: Counted, period: Period, has_noise: bool) -> Mapping[str, Part]:
    if has_noise:
        return noisy_parts(sums.ways, sums.judged, period.kind)
    return exact_parts(sums.ways, sums.judged)


def _months_to(last: date) -> list[date]:
    end = Period(last, "month")
    return [end.before(number).start for number in range(MONTHS - 1, -1, -1)]
