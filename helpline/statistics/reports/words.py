"""A few sentences and a table of comparisons, made from published figures."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from helpline.statistics.charts.block import Block
from helpline.statistics.dashboard.about import lead
from helpline.statistics.dashboard.fact_blocks import TARGET
from helpline.statistics.dashboard.page import Page
from helpline.statistics.dashboard.texts import Texts
from helpline.statistics.noted import UNMET_NEEDS
from helpline.statistics.questions import Period
from helpline.statistics.release import share
from helpline.statistics.reports.comparing import Change

Blocks = Mapping[str, Block]
# Of these the largest line is said in words.
MOST = ("caller_type", "programmes", "unmet")


@dataclass(frozen=True)
class Compared:
    """One line of the table: what was counted, the two figures, and what may be said of them."""

    label: str
    other: str
    now: str
    before: str
    margin: str
    words: str


def sentences(t: Texts, page: Page, blocks: Blocks) -> list[str]:
    """Return what a reader should know first."""
    if page.total is None:
        return [lead(t, page), t("report_empty")]
    said = [t("report_count", period=t.period(page.period), n=f"{page.total:,}")]
    said += [_changed(t, Change(page.total, page.totals.get(each)), each) for each in others(page.period)]
    answered = blocks["answered"].figures
    if answered.series:
        part = share(_whole(answered.series[0].values[0]), _whole(answered.totals[0]))
        said += [] if part is None else [t("report_answered", n=part)]
    within = blocks["wait_share"].figures
    if within.series and within.series[0].values[0] is not None:
        said.append(t("report_within", n=within.series[0].values[0], **TARGET))
    return [*said, *_largest(t, blocks)]


def comparisons(t: Texts, page: Page, blocks: Blocks) -> list[Compared]:
    """Return all contacts, answered and not answered beside the period before and the same a year ago."""
    lines = []
    for other in others(page.period):
        lines.append(_line(t, t("report_all"), Change(page.total, page.totals.get(other)), other))
        figures = blocks["answered"].figures
        by_name = {each.name: each.values for each in figures.series}
        now, before = (by_name.get(t.period(each), ()) for each in (page.period, other))
        for place, label in enumerate(figures.labels):
            change = Change(_whole(now[place]), _whole(before[place]) if before else None)
            lines.append(_line(t, label, change, other))
    return lines


def lengths(t: Texts, period: Period) -> str:
    """Return a sentence where the periods compared are not equally long, else nothing."""
    days = {each: (each.end - each.start).days for each in (period, *others(period))}
    if len(set(days.values())) < 2:
        return ""
    return t("report_lengths", days="; ".join(f"{t.period(each)}: {n}" for each, n in days.items()))


def others(period: Period) -> list[Period]:
    """Return the period before and the same a year ago, which may be one."""
    return list(dict.fromkeys((period.before(), period.year_before())))


def _changed(t: Texts, change: Change, other: Period) -> str:
    fill = {"other": t.period(other), "difference": change.difference, "margin": change.margin}
    before = "" if change.before is None else f"{change.before:,}"
    return t(f"report_{change.told}", before=before, **fill)


def _line(t: Texts, label: str, change: Change, other: Period) -> Compared:
    now, before = (t("hidden_few") if each is None else f"{each:,}" for each in (change.now, change.before))
    margin = "–" if change.margin is None else str(change.margin)
    return Compared(label, t.period(other), now, before, margin, t(f"report_word_{change.told}"))


def _largest(t: Texts, blocks: Blocks) -> Iterator[str]:
    for key in MOST:
        figures = blocks[key].figures
        if not figures.series:
            continue
        # That nothing was missing, or not written down, is not what was missing most.
        left_out = {t("not_recorded"), t.name("unmet_need", "none", UNMET_NEEDS["none"])}
        named = [
            (value, label)
            for label, value in zip(figures.labels, figures.series[0].values, strict=True)
            if value is not None and label not in left_out
        ]
        if named:
            value, label = max(named, key=lambda one: one[0])
            yield t("report_most", title=blocks[key].title, label=label, n=f"{value:,}")


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None
