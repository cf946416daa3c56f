"""The records without which a service lets nobody in, and whether they are all there."""

import time
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from helpline.kernel.errors import RequestInvalid
from helpline.service.before_opening import NO_SCRIPT, Kind, SignOffGone, in_words, mistakes
from helpline.service.models import SignOff
from helpline.service.steps import Step
from helpline.staff.access import check_may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission
from scripts.versions import running_version

# A record that is taken back in another process shuts this one so much later at the most.
KNOWN_FOR_SECONDS = 3.0
_known_until = 0.0


def standing() -> dict[Kind, SignOff]:
    """Return what counts, by kind; one query."""
    rows = SignOff.objects.filter(taken_back_at=None, kind__in=list(Kind)).order_by("at", "pk")
    return {Kind(row.kind): row for row in rows.select_related("by")}


def safeguarding_lead() -> dict[str, str] | None:
    """Return {name, where} of whom handlers reach while the line is open; None where nobody is recorded."""
    held = SignOff.objects.filter(taken_back_at=None, kind=Kind.SAFEGUARDING)
    newest = held.order_by("-at", "-pk").first()
    return {"name": newest.name, "where": newest.where} if newest else None


def missing() -> list[Kind]:
    """Return the kinds that nobody has recorded yet, in the order they are asked for."""
    held = set(SignOff.objects.filter(taken_back_at=None).values_list("kind", flat=True))
    return [kind for kind in Kind if kind not in held]


def lets_callers_in() -> bool:
    """Tell whether new callers may come as far as these records go; a demo asks for none.

    That all are there is known for some seconds, since each page of a caller asks; that one is missing is
    asked every time, so that the service opens at once.
    """
    global _known_until
    if not settings.HELPLINE_ASKS_SIGN_OFFS or time.monotonic() < _known_until:
        return True
    if missing():
        return False
    _known_until = time.monotonic() + KNOWN_FOR_SECONDS
    return True


def kept_shut_by() -> int:
    """Return how many records keep new callers out at this moment; 0 where none is missing or asked for."""
    return len(missing()) if settings.HELPLINE_ASKS_SIGN_OFFS else 0


def lacks_script() -> bool:
    """Tell whether this is a service whose handlers have no prompts yet."""
    return settings.HELPLINE_ASKS_SIGN_OFFS and running_version() is None


def forget_known() -> None:
    """Ask the database again next time."""
    global _known_until
    _known_until = 0.0


@transaction.atomic
def sign_off(
    *,
    kind: Kind,
    name: str,
    on: date | None,
    where: str,
    by: Account,
    without_script: bool = False,
    today: date | None = None,
) -> SignOff:
    """Record it; what stood before is kept and counts no more. Raises Forbidden, or RequestInvalid.

    The content of a service in which no script is published is recorded only by saying so.
    """
    check_may(by, Permission.MANAGE_SERVICE)
    name, where = " ".join(name.split()), " ".join(where.split())
    if wrong := mistakes(kind=kind, name=name, on=on, where=where, today=today or timezone.localdate()):
        raise RequestInvalid(fields=wrong)
    open_without = kind is Kind.CONTENT and lacks_script()
    if open_without and not without_script:
        raise RequestInvalid(fields={"without_script": NO_SCRIPT})
    assert on is not None
    row = SignOff.objects.create(kind=kind, name=name, on=on, where=where, by=by)
    # Without the name: the audit holds codes alone.
    detail = {"day": on.isoformat(), **({"without_script": True} if open_without else {})}
    record(event="service.signed_off", by=by, subject=kind.value, detail=detail)
    return row


@transaction.atomic
def take_back(*, id: UUID, by: Account) -> SignOff:
    """Let a record count no more; new callers wait outside until there is another. Raises SignOffGone."""
    check_may(by, Permission.MANAGE_SERVICE)
    row = SignOff.objects.select_for_update(of=("self",)).filter(pk=id, taken_back_at=None).first()
    if row is None:
        raise SignOffGone
    now = timezone.now()
    # Older ones of its kind go with it: what was replaced long ago must not count again.
    older = SignOff.objects.filter(kind=row.kind, taken_back_at=None)
    older.update(taken_back_at=now, taken_back_by=by)
    record(event="service.sign_off_taken_back", by=by, subject=row.kind)
    transaction.on_commit(forget_known)
    return row


def step() -> Step:
    """Return how the checklist's step stands."""
    wanting = missing()
    if wanting:
        return Step(False, in_words(wanting))
    return Step(True, "All five are recorded, each with a name and a day.")
