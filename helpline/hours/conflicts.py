"""What is wrong with a schedule, in words for the person who sets it. Plain Python."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from helpline.hours.bank_holidays import bank_holidays_around
from helpline.hours.rules import (
    DAY_MINUTES,
    SEARCH_DAYS,
    BankHolidays,
    ExceptionDay,
    Schedule,
    Span,
    TodayAct,
    WeeklyInterval,
    minute_of,
    periods,
    spans_on,
)
from helpline.hours.wording import DAY_NAMES, date_text, span_text
from helpline.kernel.errors import HelplineError

WEEK_MINUTES = 7 * DAY_MINUTES
LONGEST_LAST_INTAKE = 12 * 60
# What the page, a row of bars and the typed form can show.
MOST_SPANS = 2
NEVER_OPENS = (
    "With these hours nobody could ever start: there is no opening in the next {days} days. Give at least "
    "one day its hours. To close for a time, keep the week and add exceptions for the days that are closed."
)


class HoursInvalid(HelplineError):
    """The schedule contradicts itself; `extra["fields"]` maps a part of it to what is wrong."""

    code = "hours.invalid"
    message = "These hours do not fit together, so nothing was saved. Change what is marked, then save again."


def check_schedule(schedule: Schedule) -> None:
    """Raise HoursInvalid with everything that is wrong."""
    fields = problems(schedule)
    if fields:
        raise HoursInvalid(fields=fields)


def problems(schedule: Schedule) -> dict[str, str]:
    """Map "weekly.0" to "weekly.6", "exceptions", "bank_holidays", "last_intake_minutes" to a sentence."""
    return (
        _week_problems(schedule.weekly)
        | _crowded_days(schedule.weekly)
        | _exception_problems(schedule)
        | _part("bank_holidays", "The bank holiday hours", schedule.bank_holidays.spans)
        | _intake_problems(schedule)
    )


def never_opens(schedule: Schedule, at: datetime) -> str:
    """Return the sentence for hours in which nobody new can ever start from now on, "" for others."""
    holidays = bank_holidays_around(schedule.bank_holidays.nation, at)
    if any(
        period.takes_callers
        for period in periods(schedule, at, holidays)
        if not period.end or period.end > at
    ):
        return ""
    return NEVER_OPENS.format(days=SEARCH_DAYS)


def repeats(schedule: Schedule, exception: ExceptionDay, bank_holidays: BankHolidays) -> str:
    """Return the sentence for an exception that gives its date the hours it has anyway, "" for others."""
    others = tuple(each for each in schedule.exceptions if each.date != exception.date)
    usual = spans_on(replace(schedule, exceptions=others), exception.date, bank_holidays)
    if usual != tuple(sorted(exception.spans)):
        return ""
    hours = " and ".join(map(span_text, usual))
    named = f" ({bank_holidays[exception.date]})" if exception.date in bank_holidays else ""
    said = f"is open {hours}" if hours else "is closed"
    return f"{date_text(exception.date)}{named} {said} anyway. Nothing would differ."


def _crowded_days(weekly: Iterable[WeeklyInterval]) -> dict[str, str]:
    each_day = Counter(interval.weekday for interval in weekly)
    return {
        f"weekly.{day}": f"{DAY_NAMES[day]} opens {many} times. A day can open {MOST_SPANS} times at most."
        for day, many in each_day.items()
        if many > MOST_SPANS
    }


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
        label = date_text(exception.date)
        found = _part("exceptions", f"The hours of {label}", exception.spans)
        if found:
            return found
        if len(exception.spans) > MOST_SPANS:
            return {
                "exceptions": f"{label} opens {len(exception.spans)} times. "
                f"A day can open {MOST_SPANS} times at most."
            }
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
    if shortest is not None and shortest[0] <= minutes:
        return {
            "last_intake_minutes": f"The shortest opening lasts {shortest[0]} minutes ({shortest[1]}). "
            f"Nobody could start in it when the last caller is taken {minutes} minutes before closing. "
            "Make it longer, or take the last caller later."
        }
    return {}


def _lengths(schedule: Schedule) -> Iterator[tuple[int, str]]:
    """Yield the minutes of each opening and which it is; those of the week joined where they touch."""
    for start, end in _week_blocks(schedule.weekly):
        yield end - start, _block_text(start, end)
    for day in schedule.exceptions:
        # Closed early may be as short as it has to be.
        if day.act is not TodayAct.CLOSED_EARLY:
            yield from ((span.minutes, f"{date_text(day.date)}, {span_text(span)}") for span in day.spans)
    for span in schedule.bank_holidays.spans:
        yield span.minutes, f"bank holidays, {span_text(span)}"


def _block_text(start: int, end: int) -> str:
    day, minute = divmod(start, DAY_MINUTES)
    clocks = (f"{each // 60 % 24:02}:{each % 60:02}" for each in (minute, end))
    return f"{DAY_NAMES[day % 7]}, {' to '.join(clocks)}"


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
