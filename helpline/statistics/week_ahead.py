"""How many handlers each hour of a week needs, as a rota maker reads it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from helpline.statistics.arrivals import BANK_HOLIDAY
from helpline.statistics.forecast import Past, Rate, rates_of
from helpline.statistics.past_hours import Hours
from helpline.statistics.rota import Aim, Talks, handlers_needed

DAYS = 7
HOURS = 24
# Hours alike to two places are one hour: it saves reckoning and tells nothing finer than was counted.
PLACES = 2


@dataclass(frozen=True)
class HourAhead:
    """One hour in which the line takes callers; `open_share` is 1 unless it opens or closes within the hour.

    `expected` come in it, in steps of a half; four in five such hours have `low` to `high`. `needed` handlers
    reach the aim with what is expected, `needed_busy` with `high`; None: no rota can. `is_new`: the line was
    never open at this hour before, so that it is guessed from its like.
    """

    hour: int
    open_share: float
    expected: float
    low: int
    high: int
    needed: int | None
    needed_busy: int | None
    is_new: bool


@dataclass(frozen=True)
class DayAhead:
    """One date; `hours` are those in which the line takes callers, earliest first."""

    day: date
    is_bank_holiday: bool
    hours: tuple[HourAhead, ...]

    def at(self, hour: int) -> HourAhead | None:
        return next((each for each in self.hours if each.hour == hour), None)


@dataclass(frozen=True)
class WeekAhead:
    """Monday to Sunday. `counted` says how many contacts the forecast goes by, rounded down to tens."""

    days: tuple[DayAhead, ...]
    counted: int

    @property
    def monday(self) -> date:
        return self.days[0].day

    @property
    def hours(self) -> range:
        """From the first to the last hour in which the line is open on any day; empty where it never is."""
        found = [each.hour for day in self.days for each in day.hours]
        return range(min(found), max(found) + 1) if found else range(0)

    @property
    def handler_hours(self) -> int:
        """Hours of handlers in the week with what is expected; an hour that no rota can reach is left out."""
        return sum(each.needed or 0 for day in self.days for each in day.hours)


def week_ahead(
    *, monday: date, past: Sequence[Past], talks: Talks, aim: Aim, now: datetime
) -> WeekAhead | None:
    """Return the week that begins on `monday`; None where nothing was counted that it could go by."""
    if not any(each.number for each in past):
        return None
    hours = Hours(now=now)
    dates = [monday + timedelta(days=number) for number in range(DAYS)]
    holidays = {day: hours.is_bank_holiday(day) for day in dates}
    weekdays = {day: BANK_HOLIDAY if holidays[day] else day.weekday() for day in dates}
    cells = [(weekday, hour) for weekday in weekdays.values() for hour in range(HOURS)]
    rates = rates_of(past, cells)

    def ahead(day: date) -> Iterator[HourAhead]:
        for hour, share in enumerate(hours.open_on(day)):
            if share:
                yield _hour(rates[weekdays[day], hour], hour, share, talks, aim)

    counted = sum(each.number for each in past) // 10 * 10
    return WeekAhead(tuple(DayAhead(day, holidays[day], tuple(ahead(day))) for day in dates), counted)


def _hour(rate: Rate, hour: int, share: float, talks: Talks, aim: Aim) -> HourAhead:
    low, high = rate.interval(open_share=share)
    # Of the busy end of a whole hour: where it opens for half of one, as many are at the door at once.
    _, busy = rate.interval()
    return HourAhead(
        hour=hour,
        open_share=share,
        expected=round(rate.mean * share * 2) / 2,
        low=low,
        high=high,
        needed=_needed(rate.mean, talks, aim),
        needed_busy=_needed(max(rate.mean, busy), talks, aim),
        is_new=rate.open_hours == 0,
    )


def _needed(arrivals_per_hour: float, talks: Talks, aim: Aim) -> int | None:
    reckoned = max(10**-PLACES, round(arrivals_per_hour, PLACES))
    return handlers_needed(arrivals_per_hour=reckoned, talks=talks, aim=aim)
