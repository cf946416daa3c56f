"""The sites that may show the chat in a frame: the server's list, and what the administrator made of it."""

import time

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from helpline.embedding.errors import MOST_SITES, SiteGone, TooManySites
from helpline.embedding.models import Site
from helpline.embedding.origins import read_origin
from helpline.kernel.errors import RequestInvalid
from helpline.service.steps import Step
from helpline.staff.access import check_may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission

# Each page in a frame asks; what another process changed counts here so much later at the most.
KNOWN_FOR_SECONDS = 3.0
_known: tuple[float, dict[str, bool]] | None = None


def frame_ancestors() -> list[str]:
    """Return the exact origins that may show the chat in a frame, in order; hot, so kept for some seconds."""
    global _known
    if _known is None or _known[0] <= time.monotonic():
        _known = (time.monotonic() + KNOWN_FOR_SECONDS, dict(Site.objects.values_list("origin", "allowed")))
    return _merged(_known[1])


def forget_known() -> None:
    """Ask the database again next time."""
    global _known
    _known = None


def remember(sites: dict[str, bool]) -> None:
    """Take these for what the database holds until `forget_known`: for pages that have none behind them."""
    global _known
    _known = (float("inf"), sites)


def sites() -> list[tuple[str, Site | None]]:
    """Return (origin, the row that allows it, None for one of the server's) in order."""
    rows = {row.origin: row for row in Site.objects.select_related("by")}
    return [
        (origin, rows.get(origin)) for origin in _merged({name: row.allowed for name, row in rows.items()})
    ]


@transaction.atomic
def allow(*, typed: str, by: Account) -> str:
    """Let a site show the chat, and return its origin. Raises Forbidden, RequestInvalid or TooManySites."""
    check_may(by, Permission.MANAGE_SERVICE)
    read = read_origin(typed)
    if read.mistake:
        meant = f" Did you mean {read.meant}?" if read.meant else ""
        raise RequestInvalid(fields={"origin": f"{read.mistake}{meant}"}, meant=read.meant)
    if read.origin not in frame_ancestors_now() and len(frame_ancestors_now()) >= MOST_SITES:
        raise TooManySites
    Site.objects.update_or_create(
        origin=read.origin, defaults={"allowed": True, "by": by, "at": timezone.now()}
    )
    record(event="service.site_allowed", by=by, subject=read.origin)
    transaction.on_commit(forget_known)
    return read.origin


@transaction.atomic
def take_away(*, origin: str, by: Account) -> None:
    """Let a site show the chat no more; one of the server's list too. Raises Forbidden or SiteGone."""
    check_may(by, Permission.MANAGE_SERVICE)
    if origin not in frame_ancestors_now():
        raise SiteGone
    if origin in settings.HELPLINE_FRAME_ANCESTORS:
        Site.objects.update_or_create(
            origin=origin, defaults={"allowed": False, "by": by, "at": timezone.now()}
        )
    else:
        Site.objects.filter(origin=origin).delete()
    record(event="service.site_taken_away", by=by, subject=origin)
    transaction.on_commit(forget_known)


def frame_ancestors_now() -> list[str]:
    """Return the same as it stands in the database at this moment."""
    return _merged(dict(Site.objects.values_list("origin", "allowed")))


def step() -> Step:
    """Return how the checklist's step stands. Whether the code is on a site only a person can say."""
    allowed = frame_ancestors_now()
    frames = (
        f"May show it in a frame: {', '.join(allowed)}." if allowed else "No site may show it in a frame."
    )
    return Step(False, f"The code is ready to paste. {frames}")


def _merged(said: dict[str, bool]) -> list[str]:
    own: list[str] = list(settings.HELPLINE_FRAME_ANCESTORS)
    kept = [origin for origin in own if said.get(origin, True)]
    return [*kept, *sorted(origin for origin, allowed in said.items() if allowed and origin not in own)]
