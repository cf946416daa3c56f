"""Hours in the checklist of the first hour, and in the room "Service"."""

from django.utils import timezone

from helpline.hours.conflicts import never_opens
from helpline.hours.holiday_list import NATION_NAMES
from helpline.hours.services import opening_state, schedule_in_force
from helpline.hours.wording import state_text
from helpline.service.steps import Step


def step() -> Step:
    """Tell whether hours are set in which somebody can start a chat, and whose bank holidays count."""
    schedule, now = schedule_in_force(), timezone.now()
    if schedule is None:
        return Step(False, "No hours are set: callers read that you are closed.")
    if never_opens(schedule, now):
        return Step(False, "No day has hours any more: nobody can start a chat.")
    state = state_text(opening_state(at=now), configured=True)
    return Step(True, f"{state} Bank holidays are those of {NATION_NAMES[schedule.bank_holidays.nation]}.")


def now() -> str:
    """Return a few words for the list of pages."""
    schedule = schedule_in_force()
    if schedule is None:
        return "Not set yet"
    return "Open now" if opening_state().is_open else "Closed now"
