"""What is said of a date: on somebody's own page, on the list of staff and on the console. Plain Python."""

from collections.abc import Iterable, Sequence
from datetime import date

from helpline.standing.rules import Item, State, kind_name

TALKS_GO_ON = "The talks you have go on."


def day_text(day: date) -> str:
    """Return a day as staff pages write it: "3 December 2026"."""
    return f"{day:%-d %B %Y}"


def said(item: Item, *, nation: str, today: date) -> str:
    """Return how one of the three stands, as a sentence."""
    name = kind_name(item.kind, nation)
    state = item.state(today)
    if state is State.MISSING:
        return f"{name}: no date is written down."
    assert item.due_on is not None or item.grace_until is not None
    if state is State.GRACE:
        assert item.grace_until is not None
        was = f"was due on {day_text(item.due_on)}" if item.due_on else "has no date"
        return f"{name} {was}; a grace stands until {day_text(item.grace_until)}."
    assert item.due_on is not None
    if state is State.OVER:
        return f"{name} was due on {day_text(item.due_on)}."
    if state is State.SOON:
        return f"{name} is due on {day_text(item.due_on)}, {_in_days((item.due_on - today).days)}."
    return f"{name} holds until {day_text(item.due_on)}."


def _in_days(days: int) -> str:
    return "today" if days == 0 else "tomorrow" if days == 1 else f"in {days} days"


def held_back_words(items: Iterable[Item], *, nation: str, today: date, ask: Sequence[str]) -> str:
    """Return what somebody is told to whom nobody new comes: why, that their talks go on, whom to ask."""
    why = " ".join(said(item, nation=nation, today=today) for item in items if item.holds_back(today))
    return f"{why} Until that is in order nobody new comes to you. {TALKS_GO_ON} {_asked(ask)}".lstrip()


def _asked(people: Sequence[str]) -> str:
    if not people:
        return "Ask your administrator."
    return f"Ask {' or '.join(people)} ({'an admin' if len(people) == 1 else 'admins'})."
