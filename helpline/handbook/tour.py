"""Where an account stands in the tour of the console: offered, left at a step, or done."""

from typing import Any

from django.db import transaction

from helpline.handbook.news import marks_of
from helpline.kernel.errors import RequestInvalid
from helpline.staff.access import check_may
from helpline.staff.models import Account
from helpline.staff.roles import Permission

LEFT, DONE = "left", "done"
MOST_STEPS = 50


def tour_of(account: Account) -> dict[str, Any]:
    """Return {"status", "step"}; the status is "" until it was offered and answered."""
    marks = marks_of(account)
    return {"status": marks.tour, "step": marks.tour_step}


@transaction.atomic
def keep_tour(*, status: object, step: object, by: Account) -> None:
    """Note where somebody is in the tour. Raises Forbidden, RequestInvalid."""
    check_may(by, Permission.TAKE_CONTACTS)
    if status not in (LEFT, DONE) or isinstance(step, bool) or not isinstance(step, int):
        raise RequestInvalid(fields={"status": "must be left or done, with a step"})
    if not 0 <= step < MOST_STEPS:
        raise RequestInvalid(fields={"step": "is no step of the tour"})
    marks = marks_of(by)
    marks.tour, marks.tour_step = str(status), step
    marks.save(update_fields=["tour", "tour_step"])
