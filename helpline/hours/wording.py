"""Hours in words, for the page and the command line. Plain Python."""

from datetime import date, datetime, time, timedelta

from helpline.hours.rules import ALL_DAY, LONDON, MIDNIGHT, SEARCH_DAYS, Intake, Opening, Span

DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def date_text(day: date) -> str:
    """Return e.g. "Tuesday 29 December 2026"."""
    return f"{DAY_NAMES[day.weekday()]} {day.day} {day:%B %Y}"


def moment_text(at: datetime) -> str:
    """Return e.g. "Tuesday 29 December 2026 at 09:00", in London's time."""
    local = at.astimezone(LONDON)
    return f"{date_text(local.date())} at {local:%H:%M}"


def closing_text(at: datetime, *, now: datetime) -> str:
    """Return e.g. "at 17:00" today, else "on Thursday 24 December at midnight": said of its evening."""
    local = at.astimezone(LONDON)
    midnight = local.time() == MIDNIGHT
    day = local.date() - timedelta(days=midnight)
    clock = "midnight" if midnight else f"{local:%H:%M}"
    if day == now.astimezone(LONDON).date():
        return f"at {clock}"
    return f"on {DAY_NAMES[day.weekday()]} {day.day} {day:%B} at {clock}"


def end_text(end: time) -> str:
    """Return e.g. "17:00"; midnight as an end is "24:00"."""
    return "24:00" if end == MIDNIGHT else f"{end:%H:%M}"


def span_text(span: Span) -> str:
    """Return e.g. "09:00 to 17:00", "22:00 to 06:00 the next day" or "24 hours"."""
    if span == ALL_DAY:
        return "24 hours"
    next_day = " the next day" if span.crosses_midnight else ""
    return f"{span.start:%H:%M} to {end_text(span.end)}{next_day}"


def state_text(state: Opening, *, configured: bool) -> str:
    """Return the state in one or two sentences for staff."""
    if not configured:
        return _unset_text(state)
    if state.intake is Intake.CLOSED:
        return f"Closed. {_next_text(state)}"
    if state.closes_at is None or state.last_intake_at is None:
        return "Open, with no closing time in sight."
    closes = moment_text(state.closes_at)
    if state.intake is Intake.CLOSING:
        return f"Closing: conversations go on until {closes}, nobody new can start. {_next_text(state)}"
    return f"Open until {closes}. New callers can start until {moment_text(state.last_intake_at)}."


def _unset_text(state: Opening) -> str:
    if state.intake is Intake.OPEN:
        return "No hours are set. The demo is open at all times until they are."
    return "No hours are set, so the line is closed."


def _next_text(state: Opening) -> str:
    if state.opens_at is None:
        return f"There is no opening in the next {SEARCH_DAYS} days."
    return f"Opens {moment_text(state.opens_at)}."
