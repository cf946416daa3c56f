"""When a service's details have to be checked again, and what is hidden until then. Plain Python."""

from calendar import monthrange
from datetime import date

from triage.entries import Entry

# Half a year: numbers, hours and projects of this field change with each year's funding.
CHECK_MONTHS = 6
LONGEST_MONTHS = 24
SOON_DAYS = 30

_FOR_CALLERS = frozenset({"yes", "with_care"})


def check_due(last_checked: date | None, months: int | None) -> date | None:
    """Return the last day on which a check counts: so many months on, at the month's end where it is shorter.

    None without a check: it is due at once. `months` None stands for CHECK_MONTHS.
    """
    if last_checked is None:
        return None
    year, month = divmod(last_checked.month - 1 + (CHECK_MONTHS if months is None else months), 12)
    year, month = last_checked.year + year, month + 1
    return date(year, month, min(last_checked.day, monthrange(year, month)[1]))


def is_fresh(entry: Entry, on: date) -> bool:
    """Tell whether somebody checked the details, and not too long before this day."""
    if entry.last_checked is None:
        return False
    due = entry.check_due or check_due(entry.last_checked, None)
    return due is not None and on <= due


def is_public(entry: Entry, on: date) -> bool:
    """Tell whether a page that anybody can read may list it on this day.

    What was not checked in time is hidden, but never a line for an emergency: a person in danger with no
    number is worse off than one with a number that nobody rang lately. What is for agencies, courts, workers
    or survivors alone is on no such page, and neither is what nobody could reach.
    """
    if not entry.is_active or not entry.is_reachable or entry.takes_agencies_only:
        return False
    if entry.never_hides:
        return entry.signpost in _FOR_CALLERS
    return entry.signpost in _FOR_CALLERS and is_fresh(entry, on)
