"""One report: released figures of a closed period, whole and honest also where nobody came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from helpline.statistics.asking import check_closed
from helpline.statistics.charts.block import Block
from helpline.statistics.dashboard.about import about
from helpline.statistics.dashboard.page import page_of
from helpline.statistics.dashboard.texts import Texts
from helpline.statistics.made_up import is_made_up
from helpline.statistics.questions import Period, PeriodOffGrid
from helpline.statistics.reports.choosing import checked_blocks
from helpline.statistics.reports.words import Compared, comparisons, lengths, sentences


@dataclass(frozen=True)
class Report:
    """What stands in it, in one language; `note` says what else makes comparing uncertain, if anything."""

    period: Period
    t: Texts
    title: str
    sentences: Sequence[str]
    compared: Sequence[Compared]
    note: str
    blocks: Sequence[Block]
    about: Sequence[tuple[str, str]]
    made_up: bool


def report_of(
    period: Period, *, keys: Sequence[str], t: Texts, services: Mapping[str, str], today: date
) -> Report:
    """Return the report of a period with these blocks, in this order.

    Raises PeriodOffGrid for a period that has not begun, PeriodNotClosed for one whose figures could still
    change, UnknownBlocks.
    """
    keys = checked_blocks(keys)
    if period.start > today:
        raise PeriodOffGrid
    check_closed(period, today=today)
    page = page_of(period, policy="release", t=t, services=services, today=today)
    blocks = {block.key: block for section in page.sections for block in section.blocks}
    made_up = is_made_up()
    notes = about(t, page)
    return Report(
        period=period,
        t=t,
        title=t("report_title", period=t.period(period)),
        sentences=sentences(t, page, blocks),
        compared=comparisons(t, page, blocks),
        note=lengths(t, period),
        blocks=[blocks[key] for key in keys],
        about=[(t("page_made_up"), ""), *notes] if made_up else notes,
        made_up=made_up,
    )
