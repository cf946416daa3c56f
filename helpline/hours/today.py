"""Closing early and extending: today's hours as a dated exception over the schedule. Plain Python.

Wall time in Europe/London, as everywhere here. A night's hours belong to the day on which they begin, so
that the hours of now may be yesterday's. A time that is given is the next one the clock will show.
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from helpline.hours.rules import (
    LONDON,
    BankHolidays,
    ExceptionDay,
    Schedule,
    Span,
    TodayAct,
    instant_of,
    span_instants,
    spans_on,
)
from helpline.kernel.errors import HelplineError

# Nobody means to stay longer: a time of the morning for one of the evening is such a slip.
LONGEST_EXTENSION = timedelta(hours=8)
A_DAY, A_MINUTE = timedelta(days=1), timedelta(minutes=1)
# Until then yesterday's night counts as today's hours.
NOON = time(12)


class NotOpenToday(HelplineError):
    code = "hours.not_open_today"
    status = 409
    message = "There are no hours left today. Set other hours for today on the hours page."


class TimePassed(HelplineError):
    code = "hours.time_passed"
    message = "That time has passed. Give a later time."


class NotEarlier(HelplineError):
    code = "hours.not_earlier"
    message = "That is not before today's closing time. Give an earlier time."


class NotLater(HelplineError):
    code = "hours.not_later"
    message = "That is not after today's closing time. Give a later time."


class TooLate(HelplineError):
    code = "hours.too_late"
    message = "That is more than 8 hours after closing time. Set the hours of the next day instead."


class NothingToUndo(HelplineError):
    code = "hours.nothing_to_undo"
    status = 409
    message = (
        "Today's hours were neither shortened nor extended, so there is nothing to undo. Look at the "
        "hours of today."
    )


def close_early(
    schedule: Schedule, at: datetime, until: time | None, *, reason: str, bank_holidays: BankHolidays
) -> Schedule:
    """Return the schedule with today's hours ending at `until`, at once for None; later hours of the day go.

    Raises NotOpenToday, TimePassed or NotEarlier.
    """
    days = _days(schedule, at, bank_holidays)
    end = max(_end(schedule, day, bank_holidays) for day in days)
    if end <= at:
        raise NotOpenToday
    closes = at if until is None else _next(until, at)
    if closes >= end:
        # The clock showed it a shorter while ago than it will show it after closing time.
        raise TimePassed if at - (closes - A_DAY) < closes - end else NotEarlier
    others = {closes.astimezone(LONDON).date(), at.astimezone(LONDON).date()} - days
    for day in days | {other for other in others if _covers(schedule, other, closes, bank_holidays)}:
        cut = (_ended(day, span, closes) for span in spans_on(schedule, day, bank_holidays))
        kept = tuple(span for span in cut if span)
        schedule = with_exception(schedule, ExceptionDay(day, reason, kept, TodayAct.CLOSED_EARLY))
    return schedule


def extend(
    schedule: Schedule, at: datetime, until: time, *, reason: str, bank_holidays: BankHolidays
) -> Schedule:
    """Return the schedule with today's last hours ending at `until`, after midnight where that comes next.

    What has closed already today opens again. Raises NotOpenToday, NotLater, TimePassed or TooLate.
    """
    day = max(_days(schedule, at, bank_holidays))
    *earlier, last = spans_on(schedule, day, bank_holidays)
    longer = replace(last, end=until)
    old, new = span_instants(day, last)[1], span_instants(day, longer)[1]
    if new <= old:
        raise NotLater
    if new <= at:
        raise TimePassed
    if new - old > LONGEST_EXTENSION:
        raise TooLate
    return with_exception(schedule, ExceptionDay(day, reason, (*earlier, longer), TodayAct.EXTENDED))


def acts_now(schedule: Schedule, at: datetime) -> tuple[ExceptionDay, ...]:
    """Return what was changed of today's hours; of yesterday's, until noon, since its night may run."""
    local = at.astimezone(LONDON)
    days = {local.date()} | ({local.date() - A_DAY} if local.time() < NOON else set())
    return tuple(each for each in schedule.exceptions if each.act and each.date in days)


def with_exception(schedule: Schedule, exception: ExceptionDay) -> Schedule:
    """Return the schedule with this exception in place of what that date had."""
    cleared = without_exception(schedule, exception.date)
    return replace(cleared, exceptions=(*cleared.exceptions, exception))


def without_exception(schedule: Schedule, day: date) -> Schedule:
    return replace(schedule, exceptions=tuple(each for each in schedule.exceptions if each.date != day))


def _days(schedule: Schedule, at: datetime, bank_holidays: BankHolidays) -> set[date]:
    """Return the dates whose hours run now; else today, when it has any. Raises NotOpenToday."""
    today = at.astimezone(LONDON).date()
    running = {day for day in (today - A_DAY, today) if _covers(schedule, day, at, bank_holidays)}
    if not running and not spans_on(schedule, today, bank_holidays):
        raise NotOpenToday
    return running or {today}


def _covers(schedule: Schedule, day: date, at: datetime, bank_holidays: BankHolidays) -> bool:
    instants = (span_instants(day, span) for span in spans_on(schedule, day, bank_holidays))
    return any(start <= at < end for start, end in instants)


def _end(schedule: Schedule, day: date, bank_holidays: BankHolidays) -> datetime:
    return max(span_instants(day, span)[1] for span in spans_on(schedule, day, bank_holidays))


def _next(wall: time, at: datetime) -> datetime:
    """Return when the clock shows this next; of the two in October the second, where hours end."""
    today = at.astimezone(LONDON).date()
    moments = (instant_of(day, wall, fold=1) for day in (today, today + A_DAY))
    return next(moment for moment in moments if moment > at)


def _ended(day: date, span: Span, closes: datetime) -> Span | None:
    """Return the span as it is when everything ends at `closes`; None when nothing is left of it."""
    start, end = span_instants(day, span)
    if end <= closes:
        return span
    # Back by minutes: an end within the hour that October has twice would be the second of its name.
    moment = closes.replace(second=0, microsecond=0)
    while moment > start:
        cut = replace(span, end=moment.astimezone(LONDON).time())
        if cut.start != cut.end and span_instants(day, cut)[1] <= closes:
            return cut
        moment -= A_MINUTE
    return None
