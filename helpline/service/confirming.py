"""Steps of the checklist whose defaults fit: somebody has looked, and said so."""

from helpline.service.models import StepConfirmed
from helpline.staff.access import check_may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission


def confirmed() -> frozenset[str]:
    """Return the steps that somebody found fitting as they stand; one query."""
    return frozenset(StepConfirmed.objects.values_list("step", flat=True))


def confirm(*, step: str, by: Account) -> None:
    """Say that a step fits as it stands. Twice is once. Raises Forbidden."""
    check_may(by, Permission.MANAGE_SERVICE)
    _, made = StepConfirmed.objects.get_or_create(step=step, defaults={"by": by})
    if made:
        record(event="service.step_confirmed", by=by, subject=step)
