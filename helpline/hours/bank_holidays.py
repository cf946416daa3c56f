"""Bank holidays of the four nations, from the `holidays` package.

A day proclaimed after the package was released is added as a dated exception.
"""

from datetime import date, datetime, timedelta
from functools import lru_cache

from holidays import country_holidays

from helpline.hours.rules import LONDON, SEARCH_DAYS, BankHolidays, Nation


@lru_cache(maxsize=64)
def bank_holidays_of(nation: Nation, year: int) -> BankHolidays:
    """Map the bank holidays of a year, weekend dates and substitute days included, to their names."""
    found = country_holidays("GB", subdiv=nation.value, years=year)
    return {
        day: name.replace("(observed)", "(substitute day)") for day, name in found.items() if day.year == year
    }


def bank_holidays_around(nation: Nation, at: datetime) -> BankHolidays:
    """Map those that `rules.opening` may look at for this moment."""
    today = at.astimezone(LONDON).date()
    years = range((today - timedelta(days=1)).year, (today + timedelta(days=SEARCH_DAYS)).year + 1)
    everything: dict[date, str] = {}
    for year in years:
        everything |= bank_holidays_of(nation, year)
    return everything
