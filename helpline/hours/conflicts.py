"""What is wrong with a schedule, in words for the person who sets it. Plain Python."""

from collections.abc import Iterable
from itertools import pairwise

from helpline.hours.rules import DAY_MINUTES, Schedule, Span, TodayAct, WeeklyInterval, minute_of
from helpline.hours.wording import DAY_NAMES, date_text, span_text
from helpline.kernel.errors import HelplineError

WEEK_MINUTES = 7 * DAY_MINUTES
LONGEST_LAST_INTAKE = 12 * 60


class HoursInvalid(HelplineError):
    """The schedule contradicts itself; `extra["fields"]` maps a part of it to what is wrong."""

    code = "hours.invalid"
    message = "These hours do not fit together."


def check_schedule(schedule: Schedule) -> None:
    """Raise HoursInvalid with everything that is wrong."""
    fields = problems(schedule)
    if fields:
        raise HoursInvalid(fields=fields)


def problems(schedule: Schedule) -> dict[str, str]:
    """Map "weekly.0" to "weekly.6", "exceptions", "bank_holidays", "last_intake_minutes" to a sentence."""
    return (
        _week_problems(schedule.weekly)
        | _exception_problems(schedule)
        | _part("bank_holidays", "The bank holiday hours", schedule.bank_holidays.spans)
        | _intake_problems(schedule)
    )


def _week_problems(weekly: Iterable[WeeklyInterval]) -> dict[str, str]:
    """Compare each interval with the one that begins next; Sunday's next is Monday's."""
    in_order = sorted(weekly)
    found: dict[str, str] = {}
    for earlier, later in pairwise([*in_order, *in_order[:1]] if len(in_order) > 1 else []):
        gap = (_week_minute(later) - _week_minute(earlier)) % WEEK_MINUTES
        if gap < earlier.span.minutes:
            text = f"{_interval_text(earlier)} and {_interval_text(later)} overlap."
            found.setdefault(f"weekly.{later.weekday}", text)
    return found


def _exception_problems(schedule: Schedule) -> dict[str, str]:
    dates = [exception.date for exception in schedule.exceptions]
    for day in dates:
        if dates.count(day) > 1:
            return {"exceptions": f"{date_text(day)} has two exceptions. Remove one first."}
    for exception in schedule.exceptions:
        found = _part("exceptions", f"The hours of {date_text(exception.date)}", exception.spans)
        if found:
            return found
    return {}


def _part(key: str, what: str, spans: Iterable[Span]) -> dict[str, str]:
    for earlier, later in pairwise(sorted(spans)):
        if minute_of(later.start) < minute_of(earlier.start) + earlier.minutes:
            return {key: f"{what} overlap: {span_text(earlier)}, and {span_text(later)}."}
    return {}


def _intake_problems(schedule: Schedule) -> dict[str, str]:
    minutes = schedule.last_intake_minutes
    if not 0 <= minutes <= LONGEST_LAST_INTAKE:
        return {"last_intake_minutes": f"Give 0 to {LONGEST_LAST_INTAKE} minutes."}
    shortest = min(_lengths(schedule), default=None)
    if shortest is not None and shortest <= minutes:
        return {
            "last_intake_minutes": f"The shortest opening lasts {shortest} minutes. "
            f"Nobody could start in it when the last caller is taken {minutes} minutes before closing."
        }
    return {}


def _lengths(schedule: Schedule) -> list[int]:
    """Return how many minutes each opening lasts, those of the week joined where they touch."""
    # Closed early may be as short as it has to be.
    planned = [day for day in schedule.exceptions if day.act is not TodayAct.CLOSED_EARLY]
    special = [span.minutes for day in planned for span in day.spans]
    special += [span.minutes for span in schedule.bank_holidays.spans]
    return [end - start for start, end in _week_blocks(schedule.weekly)] + special


def _week_blocks(weekly: Iterable[WeeklyInterval]) -> list[tuple[int, int]]:
    blocks: list[tuple[int, int]] = []
    for interval in sorted(weekly):
        start = _week_minute(interval)
        if blocks and start <= blocks[-1][1]:
            blocks[-1] = (blocks[-1][0], max(blocks[-1][1], start + interval.span.minutes))
        else:
            blocks.append((start, start + interval.span.minutes))
    if len(blocks) > 1 and blocks[-1][1] >= WEEK_MINUTES + blocks[0][0]:
        blocks[-1] = (blocks[-1][0], WEEK_MINUTES + blocks.pop(0)[1])
    return blocks


def _week_minute(interval: WeeklyInterval) -> int:
    return interval.weekday * DAY_MINUTES + minute_of(interval.start)


def _interval_text(interval: WeeklyInterval) -> str:
    return f"{DAY_NAMES[interval.weekday]} {span_text(interval.span)}"
