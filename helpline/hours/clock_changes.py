"""The two nights a year with 23 or 25 hours, and what they do to hours that run over them. Plain Python."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from helpline.hours.rules import LONDON, BankHolidays, Schedule, Span, span_instants, spans_on
from helpline.hours.wording import DAY_NAMES, span_text

A_DAY = timedelta(days=1)
HOUR = 60


@dataclass(frozen=True)
class ClockChange:
    """One date on which the clocks change; `forward` in March."""

    date: date
    forward: bool

    @property
    def text(self) -> str:
        if self.forward:
            return "The clocks go forward at 01:00: this day has 23 hours, and 01:00 to 02:00 does not exist"
        return "The clocks go back at 02:00: this day has 25 hours, and 01:00 to 02:00 comes twice"


def change_on(day: date) -> ClockChange | None:
    """Return the change of a date, None on all but two days a year."""
    before, after = (
        datetime.combine(day + timedelta(days=later), time(0), tzinfo=LONDON).utcoffset() or timedelta()
        for later in (0, 1)
    )
    return None if before == after else ClockChange(day, after > before)


def next_change(first: date) -> ClockChange:
    """Return the first change on a date or after it."""
    days = (first + timedelta(days=offset) for offset in range(366))
    return next(change for change in map(change_on, days) if change)


def meanings(schedule: Schedule, day: date, bank_holidays: BankHolidays) -> tuple[str, ...]:
    """Say what the change of a date does to each span over it: of that day, and of the night before."""
    if change_on(day) is None:
        return ()
    begun = [(each, span) for each in (day - A_DAY, day) for span in spans_on(schedule, each, bank_holidays)]
    return tuple(text for text in (_meaning(day, each, span) for each, span in begun) if text)


def _meaning(day: date, begins: date, span: Span) -> str:
    start, end = span_instants(begins, span)
    lasts = int((end - start).total_seconds()) // 60
    if lasts == span.minutes:
        return ""
    whose = f"{DAY_NAMES[begins.weekday()]}’s hours, " if begins < day else "The hours "
    comma = "," if begins < day else ""
    hours = f"{whose}{span_text(span)}{comma}"
    if lasts <= 0:
        return f"{hours} fall out: the clock skips them"
    return f"{hours} last {length_text(lasts)} instead of {length_text(span.minutes)}"


def length_text(minutes: int) -> str:
    """Return "9 hours", "1 hour 30 minutes" or "45 minutes"."""
    hours, rest = divmod(minutes, HOUR)
    parts = [f"{hours} hour{'s' if hours != 1 else ''}"] if hours else []
    parts += [f"{rest} minute{'s' if rest != 1 else ''}"] if rest else []
    return " ".join(parts) or "no time"
