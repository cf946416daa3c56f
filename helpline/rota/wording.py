"""Days, times and gaps of the rota in words. Plain Python."""

from datetime import date, datetime

from helpline.hours.rules import LONDON, Span
from helpline.hours.wording import span_text
from helpline.rota.cover import OnDuty, Part


def day_text(day: date) -> str:
    """Return "Monday 30 November"."""
    return f"{day:%A %-d %B}"


def shift_text(day: date, span: Span) -> str:
    """Return "Monday 30 November, 18:00 to 22:00"."""
    return f"{day_text(day)}, {span_text(span)}"


def gap_text(part: Part) -> str:
    """Return where and by how much too few are on, as a sentence."""
    if not part.on:
        has = "nobody is on"
    elif len(part.on) == 1:
        has = f"only {part.on[0]} is on"
    else:
        has = f"{len(part.on)} are on ({', '.join(part.on)})"
    verb = "is" if part.needed == 1 else "are"
    return f"{_stretch_text(part.start, part.end)}: {has}, and {part.needed} {verb} needed."


def held_text(shift: OnDuty, first: date) -> str:
    """Return that a shift does not count, because nobody new comes to its person by then."""
    return (
        f"{shift_text(shift.day, shift.span)}: {shift.who} is on, but does not count. Training, vetting or "
        f"supervision is out of date from {first:%-d %B} on, so that nobody new comes to them."
    )


def _stretch_text(start: datetime, end: datetime) -> str:
    first, last = start.astimezone(LONDON), end.astimezone(LONDON)
    midnight = (last.hour, last.minute) == (0, 0)
    until = "24:00" if midnight else f"{last:%H:%M}"
    same = first.date() == last.date() or (midnight and (last.date() - first.date()).days == 1)
    to = until if same else f"{day_text(last.date())}, {last:%H:%M}"
    return f"{day_text(first.date())}, {first:%H:%M} to {to}"
