"""Schedules that several tests share, and short ways to write moments."""

from datetime import UTC, datetime, time

from helpline.hours.bank_holidays import bank_holidays_around
from helpline.hours.rules import (
    LONDON,
    BankHolidayPolicy,
    HolidayMode,
    Opening,
    Schedule,
    WeeklyInterval,
    opening,
)

AS_USUAL = BankHolidayPolicy(mode=HolidayMode.AS_USUAL)


def every_day(start: str, end: str, days: range = range(7)) -> tuple[WeeklyInterval, ...]:
    return tuple(WeeklyInterval(day, time.fromisoformat(start), time.fromisoformat(end)) for day in days)


OFFICE = Schedule(weekly=every_day("09:00", "17:00", range(5)), last_intake_minutes=30)
NIGHTS = Schedule(weekly=every_day("22:00", "06:00"), bank_holidays=AS_USUAL)
ALWAYS = Schedule(weekly=every_day("00:00", "00:00"), bank_holidays=AS_USUAL)


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def state(schedule: Schedule, at: datetime) -> Opening:
    return opening(schedule, at, bank_holidays_around(schedule.bank_holidays.nation, at))
