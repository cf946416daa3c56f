"""When the line is open: weekly hours, dated exceptions, bank holidays, soft close. Plain Python.

Hours are wall time in Europe/London. A span belongs to the day on which it begins: a night shift from
22:00 to 06:00 runs to its end even when the next day is closed. On a day an exception counts before a
bank holiday, and a bank holiday before the week.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import chain
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
MAIN_QUEUE = "main"
MIDNIGHT = time(0)
DAY_MINUTES = 24 * 60
SEARCH_DAYS = 400

BankHolidays = Mapping[date, str]


class Intake(StrEnum):
    """OPEN takes new callers; CLOSING lets talks go on but takes nobody new."""

    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"


class Nation(StrEnum):
    ENGLAND = "ENG"
    WALES = "WLS"
    SCOTLAND = "SCT"
    NORTHERN_IRELAND = "NIR"


class HolidayMode(StrEnum):
    CLOSED = "closed"
    AS_USUAL = "as_usual"
    SPECIAL = "special"


class TodayAct(StrEnum):
    """What a supervisor did with the hours of the day itself."""

    CLOSED_EARLY = "closed_early"
    EXTENDED = "extended"


@dataclass(frozen=True, order=True)
class Span:
    """From one wall time to another; an end at or before the start is on the next day (equal: 24 hours)."""

    start: time
    end: time

    @property
    def crosses_midnight(self) -> bool:
        """Tell whether any of it lies on the next day (an end at 24:00 does not)."""
        return self.end <= self.start and self.end != MIDNIGHT

    @property
    def minutes(self) -> int:
        """Length on a day without a clock change, 1 to 1440."""
        return (minute_of(self.end) - minute_of(self.start)) % DAY_MINUTES or DAY_MINUTES


ALL_DAY = Span(MIDNIGHT, MIDNIGHT)


@dataclass(frozen=True, order=True)
class WeeklyInterval:
    """A span of every week; `weekday` 0 is Monday, 6 is Sunday."""

    weekday: int
    start: time
    end: time

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True, order=True)
class ExceptionDay:
    """One date that differs from the week; no spans means closed. `act` where that was decided on the day."""

    date: date
    name: str = ""
    spans: tuple[Span, ...] = ()
    act: TodayAct | None = None


@dataclass(frozen=True)
class BankHolidayPolicy:
    """What the bank holidays of a nation mean; `spans` count in SPECIAL mode only."""

    nation: Nation = Nation.ENGLAND
    mode: HolidayMode = HolidayMode.CLOSED
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Schedule:
    """All that decides when one queue is open."""

    weekly: tuple[WeeklyInterval, ...] = ()
    exceptions: tuple[ExceptionDay, ...] = ()
    bank_holidays: BankHolidayPolicy = field(default_factory=BankHolidayPolicy)
    last_intake_minutes: int = 0


@dataclass(frozen=True)
class Opening:
    """The state at one moment. All times are aware UTC.

    `opens_at` is when intake opens next, None while it is open or when nothing is found in 400 days;
    `closes_at` and `last_intake_at` belong to the opening that runs now, None when it has no end in sight.
    """

    intake: Intake
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    last_intake_at: datetime | None = None


@dataclass(frozen=True)
class Period:
    """A stretch without a break, UTC; `end` None means no end within the search."""

    start: datetime
    end: datetime | None
    last_intake_at: datetime | None

    @property
    def takes_callers(self) -> bool:
        return self.last_intake_at is None or self.start < self.last_intake_at


def opening(schedule: Schedule, at: datetime, bank_holidays: BankHolidays) -> Opening:
    """Tell whether the line is open at an aware moment, until when, or when it opens next.

    `bank_holidays` maps the dates from the day before `at` to 400 days after it to their names.
    """
    coming = (period for period in periods(schedule, at, bank_holidays) if not period.end or at < period.end)
    first = next(coming, None)
    if first is None:
        return Opening(Intake.CLOSED)
    if at < first.start:
        return Opening(Intake.CLOSED, opens_at=_next_intake(chain([first], coming)))
    if first.last_intake_at is None or at < first.last_intake_at:
        return Opening(Intake.OPEN, closes_at=first.end, last_intake_at=first.last_intake_at)
    return Opening(Intake.CLOSING, _next_intake(coming), first.end, first.last_intake_at)


def spans_on(schedule: Schedule, day: date, bank_holidays: BankHolidays) -> tuple[Span, ...]:
    """Return the spans that begin on a date, earliest first."""
    exception = exception_on(schedule, day)
    if exception:
        return tuple(sorted(exception.spans))
    policy = schedule.bank_holidays
    if day in bank_holidays and policy.mode is not HolidayMode.AS_USUAL:
        return tuple(sorted(policy.spans)) if policy.mode is HolidayMode.SPECIAL else ()
    return tuple(sorted(weekly.span for weekly in schedule.weekly if weekly.weekday == day.weekday()))


def exception_on(schedule: Schedule, day: date) -> ExceptionDay | None:
    return next((exception for exception in schedule.exceptions if exception.date == day), None)


def minute_of(wall: time) -> int:
    """Return the minutes since 00:00."""
    return wall.hour * 60 + wall.minute


def _next_intake(periods: Iterator[Period]) -> datetime | None:
    return next((period.start for period in periods if period.takes_callers), None)


def periods(schedule: Schedule, at: datetime, bank_holidays: BankHolidays) -> Iterator[Period]:
    """Yield the merged openings from the day before `at` on, earliest first."""
    first_day = at.astimezone(LONDON).date() - timedelta(days=1)
    horizon = instant_of(first_day + timedelta(days=SEARCH_DAYS + 2), MIDNIGHT, fold=0)
    before_close = timedelta(minutes=schedule.last_intake_minutes)
    for start, end in _merged(_stretches(schedule, first_day, bank_holidays)):
        if end >= horizon:
            yield Period(start, None, None)
        else:
            yield Period(start, end, max(start, end - before_close))


def _stretches(
    schedule: Schedule, first_day: date, bank_holidays: BankHolidays
) -> Iterator[tuple[datetime, datetime]]:
    for offset in range(SEARCH_DAYS + 2):
        day = first_day + timedelta(days=offset)
        for span in spans_on(schedule, day, bank_holidays):
            start, end = span_instants(day, span)
            if start < end:
                yield start, end


def _merged(stretches: Iterator[tuple[datetime, datetime]]) -> Iterator[tuple[datetime, datetime]]:
    """Join what touches or overlaps; starts must come in order."""
    current: tuple[datetime, datetime] | None = None
    for start, end in stretches:
        if current and start <= current[1]:
            current = (current[0], max(current[1], end))
            continue
        if current:
            yield current
        current = (start, end)
    if current:
        yield current


def span_instants(day: date, span: Span) -> tuple[datetime, datetime]:
    """Return when a span that begins on this date starts and ends, UTC."""
    last_day = day if span.end > span.start else day + timedelta(days=1)
    return instant_of(day, span.start, fold=0), instant_of(last_day, span.end, fold=1)


def instant_of(day: date, wall: time, *, fold: int) -> datetime:
    """Return the UTC moment of a London wall time; `fold` picks one of the two in October."""
    moment = datetime.combine(day, wall, tzinfo=LONDON).replace(fold=fold)
    instant = moment.astimezone(UTC)
    if instant.astimezone(LONDON).time() != wall:
        # The clock skips this time in March, on the hour: what begins or ends in the gap does so at the jump.
        return moment.replace(fold=0).astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    return instant
