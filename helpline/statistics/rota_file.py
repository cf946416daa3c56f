"""The handlers needed in a week as a CSV file, for a spreadsheet or a rota."""

import csv
from collections.abc import Mapping, Sequence
from datetime import timedelta
from io import StringIO

from helpline.statistics.week_ahead import HourAhead, WeekAhead

COLUMNS = (
    "date", "weekday", "bank_holiday", "hour", "open_share", "expected_contacts", "contacts_low",
    "contacts_high", "handlers", "handlers_busy_hour", "never_open_before",
)  # fmt: skip


def rota_csv(week: WeekAhead, notes: Sequence[str]) -> str:
    """Return the notes, one a row, then an empty row, the names of the columns, and a row for each open hour.

    "more" stands where no number of handlers reaches the aim.
    """
    out = StringIO()
    rows = csv.writer(out)
    rows.writerows([note] for note in notes)
    rows.writerow([])
    rows.writerow(COLUMNS)
    for day in week.days:
        holiday = "yes" if day.is_bank_holiday else "no"
        for each in day.hours:
            rows.writerow([f"{day.day:%Y-%m-%d}", f"{day.day:%A}", holiday, *_cells(each)])
    return out.getvalue()


def _cells(each: HourAhead) -> list[object]:
    return [
        f"{each.hour:02}:00",
        f"{each.open_share:.2f}",
        f"{each.expected:g}",
        each.low,
        each.high,
        "more" if each.needed is None else each.needed,
        "more" if each.needed_busy is None else each.needed_busy,
        "yes" if each.is_new else "no",
    ]


def notes_of(week: WeekAhead, numbers: Mapping[str, float], *, made_up: str = "") -> list[str]:
    """Return what a reader of the file must know: whose figures, which week, what was assumed, how sure."""
    sunday = week.monday + timedelta(days=6)
    return [
        *([made_up] if made_up else []),
        f"Handlers needed by hour, Monday {week.monday:%-d %B %Y} to Sunday {sunday:%-d %B %Y}, UK time",
        "Policy: internal, for this service's supervisors and whoever makes its rota. Do not publish.",
        f"A forecast from about {week.counted:,} contacts, by hour and weekday. Four in five hours have from "
        "contacts_low to contacts_high; handlers_busy_hour is for contacts_high.",
        f"The aim: {numbers['answered']:g} % taken within {numbers['target']:g} minutes and at most "
        f"{numbers['given_up']:g} % giving up, of all who write.",
        f"Set: {numbers['handle']:g} minutes a talk, {numbers['at_once']:g} at once, {numbers['longer']:g} % "
        f"longer for each further one, {numbers['patience']:g} minutes of patience.",
        "Breaks, leave, training and sickness are not in it.",
    ]
