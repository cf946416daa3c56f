"""The blocks that are made from facts. Plain Python."""

from collections.abc import Mapping, Sequence
from datetime import date

from helpline.statistics.categories import CALLER_TYPES, CHANNELS, LEVELS, OUTCOMES
from helpline.statistics.cells import NOTHING, Codes, Tally, added
from helpline.statistics.charts.block import Block
from helpline.statistics.dashboard.making import Maker
from helpline.statistics.dashboard.parts import (
    ALL,
    ANSWERED,
    ANSWERS,
    NOT_RECORDED,
    READINESS,
    RECORDED,
    WRITTEN,
    Part,
)
from helpline.statistics.disclosure import masked, masked_counts
from helpline.statistics.noted import CUES, UNMET_NEEDS
from helpline.statistics.overlapping import line_of
from helpline.statistics.questions import Period
from helpline.statistics.release import figure, may_look_into, released, share

Parts = Sequence[tuple[Period, Mapping[str, Part]]]
WAIT_LABELS = {"under_1": "< 1", "1_to_5": "1–5", "5_to_10": "5–10", "10_to_20": "10–20", "over_20": "20+"}
TARGET_MINUTES = 5
TARGET = {"target": TARGET_MINUTES}
WITHIN_TARGET = ("under_1", "1_to_5")
MOST_LINES = 20
# The lists of a fact by the block that shows them; each line has the noise that it has in other tables.
FIELDS = {"programmes": "signposts", "cues": "cues"}


def series(make: Maker, sums: Mapping[date, Tally]) -> Block:
    """Return contacts by month: the twelve months to the end of the period, and the twelve before.

    `sums` has 24 months in their order. No total of a year stands here: each month stands alone.
    """
    shown = [
        figure(tally, "month", ()) if make.has_noise else masked(tally.number) for tally in sums.values()
    ]
    months = list(sums)[12:]
    lines = [(make.t("series_now"), shown[12:])]
    if any(each is not None for each in shown[:12]):
        lines.append((make.t("series_before"), shown[:12]))
    labels = [make.t(f"short_{month.month}") for month in months]
    return make.block("series", "lines", labels, lines, few=True, fill={"month": make.t.month(months[-1])})


def channel(make: Maker, parts: Parts) -> Block:
    """Return chat, phone and e-mail."""
    names = make.t.names("channel", {**CHANNELS, RECORDED: "Phone or e-mail"})
    return make.compared("channel", "bars", names, _of(parts, "channel"))


def answered(make: Maker, parts: Parts) -> Block:
    """Return who was answered and who left before."""
    return make.compared("answered", "bars", make.t.names("answered", ANSWERS), _of(parts, "answered"))


def waits(make: Maker, parts: Parts) -> Block:
    """Return how many waited how long."""
    part = parts[0][1].get("wait_band")
    sentence = "waits_all_sentence" if part and part.people == ALL else ""
    return make.compared("waits", "columns", WAIT_LABELS, _of(parts, "wait_band"), sentence=sentence)


def within(make: Maker, sums: Sequence[tuple[Period, Mapping[tuple[str, bool, str], Tally]]]) -> Block:
    """Return how many in a hundred of those answered here waited no longer than the target, for release.

    From figures as they are published: a share of true counts would tell them.
    """
    shown = []
    for period, ways in sums:
        halves: dict[Codes, Tally] = {("within",): NOTHING, ("over",): NOTHING}
        for (came, was_answered, band), tally in ways.items():
            if came == WRITTEN and was_answered:
                half: Codes = ("within",) if band in WITHIN_TARGET else ("over",)
                halves[half] = added((halves[half], tally))
        found = released(halves, period.kind, ("wait within the target",))
        shown.append((make.t.period(period), [share(found.cells[("within",)], found.total)]))
    if shown[0][1][0] is None:
        return make.missing("wait_share", fill=TARGET)
    beside = [(name, share_) for name, share_ in shown if share_[0] is not None]
    label = make.t("wait_within", **TARGET)
    return make.block("wait_share", "table", [label], beside, fill=TARGET)


def judged(make: Maker, parts: Parts, key: str, field: str, names: Mapping[str, str]) -> Block:
    """Return a table of what handlers judged, with who was judged in its sentence."""
    part = parts[0][1].get(field)
    whom = make.t("whom_answered" if part and part.people == ANSWERED else "whom_all")
    return make.compared(key, "bars", names, _of(parts, field), fill={"whom": whom})


def caller_type(make: Maker, parts: Parts) -> Block:
    """Return who got in touch."""
    return judged(make, parts, "caller_type", "caller_type", _names(make, "caller_type", CALLER_TYPES))


def level(make: Maker, parts: Parts) -> Block:
    """Return the levels of risk."""
    return judged(make, parts, "level", "level", _names(make, "level", LEVELS))


def outcome(make: Maker, parts: Parts) -> Block:
    """Return how contacts ended."""
    return judged(make, parts, "outcome", "outcome", make.t.names("outcome", OUTCOMES))


def unmet(make: Maker, parts: Parts) -> Block:
    """Return what was missing."""
    return judged(make, parts, "unmet", "unmet_need", _names(make, "unmet_need", UNMET_NEEDS))


def readiness(make: Maker, parts: Parts) -> Block:
    """Return how ready callers were at the start and at the end."""
    before, after = (parts[0][1].get(f"readiness_{when}") for when in ("before", "after"))
    if before is None or after is None or before.total is None or not before.is_like(after):
        return make.missing("readiness")
    names = [make.t(code if code == NOT_RECORDED else f"readiness_{code}") for code in READINESS]
    steps = [
        (name, [before.cells[code], after.cells[code]]) for code, name in zip(READINESS, names, strict=True)
    ]
    return make.block("readiness", "stacked", [make.t("readiness_before"), make.t("readiness_after")], steps)


def listed(make: Maker, key: str, sums: Mapping[str, Tally], whole: Tally, names: Mapping[str, str]) -> Block:
    """Return a list of which one contact may have several (services, cues): each line stands alone.

    A line that is not shown is left out: that it is there would say that somebody had it.
    """
    shown = {code: _alone(make, line_of(FIELDS[key], code), tally, whole) for code, tally in sums.items()}
    lines = sorted(
        ((names.get(code, code), count) for code, count in shown.items() if count is not None),
        key=lambda line: (-line[1], line[0]),
    )[:MOST_LINES]
    if not lines:
        return make.missing(key)
    held = [(make.t("contacts"), [count for _, count in lines])]
    return make.block(key, "bars", [name for name, _ in lines], held)


def cues(make: Maker, sums: Mapping[str, Tally], whole: Tally) -> Block:
    """Return which cues handlers confirmed."""
    return listed(make, "cues", sums, whole, make.t.names("cues", CUES))


def places(make: Maker, sums: Mapping[str, Tally]) -> Block:
    """Return where needs were not met, by area; an area that is not shown is left out."""
    if make.has_noise:
        found = released({(area,): tally for area, tally in sums.items()}, make.period.kind, ("unmet area",))
        shown = {area: found.cells[(area,)] for area in sums}
    else:
        counts = {area: tally.number for area, tally in sums.items()}
        shown = dict(masked_counts(counts, sum(counts.values())).cells)
    names = {NOT_RECORDED: make.t("not_recorded")}
    lines = sorted(
        ((names.get(area, area), count) for area, count in shown.items() if count is not None),
        key=lambda line: (-line[1], line[0]),
    )[:MOST_LINES]
    if not lines:
        return make.missing("places")
    held = [(make.t("contacts"), [count for _, count in lines])]
    return make.block("places", "bars", [name for name, _ in lines], held)


def _alone(make: Maker, line: str, tally: Tally, whole: Tally) -> int | None:
    if make.has_noise:
        return figure(tally, make.period.kind, (line,)) if may_look_into(tally, whole) else None
    rest = whole.number - tally.number
    return masked_counts({"with": tally.number, "without": rest}, whole.number).cells["with"]


def _names(make: Maker, of: str, english: Mapping[str, str]) -> dict[str, str]:
    return {**make.t.names(of, english), NOT_RECORDED: make.t("not_recorded")}


def _of(parts: Parts, field: str) -> list[tuple[Period, Part | None]]:
    return [(period, held.get(field)) for period, held in parts]
