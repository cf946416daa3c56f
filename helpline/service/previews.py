"""What callers will see of a step, in a few lines beside it."""

from collections.abc import Sequence

from django.utils import timezone

from chat import texts
from chat.selectors import line_settings
from chat.views.page_data import status_data
from helpline.face.in_force import face_in_force, service_name
from helpline.hours.services import coming_days, schedule_in_force
from helpline.public_texts.in_force import told
from helpline.public_texts.kinds import Kind
from helpline.staff.models import Account
from helpline.staff.roles import Role
from triage.services import lines_now

DAYS = 7
MOST_LINES = 4


def name_preview() -> Sequence[str]:
    return [service_name(), texts.texts("en")["start_heading"]]


def look_preview() -> Sequence[str]:
    """What makes the look, in words: the page of the face draws it."""
    face = face_in_force()
    colours = {"Buttons and links": face.colours.main, "Headings": face.colours.second}
    said = [f"{what}: {colour}" if colour else f"{what}: as they came" for what, colour in colours.items()]
    return [*said, "Logo: yours" if face.logo else "Logo: none, the name stands there", "Leave now: dark red"]


def trying_preview() -> Sequence[str]:
    return ["Test, nobody real", "Waiting: under 1 min"]


def line_preview() -> Sequence[str]:
    now = line_settings()
    return [
        f"A handler has {now.offer_seconds} seconds to answer an offer.",
        f"They have {now.wrap_up_minutes} minutes for the wrap-up.",
        f"Nobody is let in who would wait longer than {now.most_wait_minutes} minutes.",
    ]


def hours_preview() -> Sequence[str]:
    schedule = schedule_in_force()
    if schedule is None:
        return ["Closed."]
    days = coming_days(schedule=schedule, at=timezone.now(), count=DAYS)
    return [f"{day.label}: {day.hours}" for day in days]


def texts_preview() -> Sequence[str]:
    points = [str(point["title"]) for point in told(Kind.CONSENT, "en").words["points"]]
    return [*points[:MOST_LINES], *(["…"] if len(points) > MOST_LINES else [])]


def open_preview() -> Sequence[str]:
    """What callers read at this moment."""
    return [str(status_data("en")["message"])]


def directory_preview() -> Sequence[str]:
    return [str(card["name"]) for card in lines_now(language="en")[:MOST_LINES]]


def staff_preview() -> Sequence[str]:
    """What callers read of whoever writes with them."""
    roles = (Role.HANDLER, Role.SUPERVISOR)
    there = Account.objects.filter(is_active=True, role__in=roles).values_list("display_name", flat=True)
    return [f"“{said}” is with you." for said in sorted(set(there))[:MOST_LINES]]


def embed_preview() -> Sequence[str]:
    return ["Chat with us"]
