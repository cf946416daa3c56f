"""The figures that anybody may read, where an admin says so: yearly and quarterly ones, released.

They are counted when they are switched on and when a period closes, never because somebody looks.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.utils import timezone

from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.statistics.asking import ask_together
from helpline.statistics.bands import LONDON
from helpline.statistics.dimensions import YES
from helpline.statistics.made_up import is_made_up
from helpline.statistics.models import PublicFigures
from helpline.statistics.questions import Period, PeriodKind, PeriodNotClosed, Question
from helpline.statistics.release import share

SHOWN: dict[PeriodKind, int] = {"year": 2, "quarter": 4}
CACHED = "public-figures"
CACHED_SECONDS = 60
# "newest": the code of the newest closed quarter; "made_up"; "rows": a dictionary for each period.
Content = dict[str, Any]


def public_figures() -> Content | None:
    """Return what stands on the public page, None while it is off; the database is asked once a minute."""
    held = cache.get(CACHED)
    if held is None:
        now = PublicFigures.objects.filter(pk=1, is_on=True).first()
        held = {"content": now.content if now else None}
        cache.set(CACHED, held, CACHED_SECONDS)
    content: Content | None = held["content"]
    return content


def is_public() -> bool:
    """Tell whether anybody may read the figures, for pages that link to them.

    A caller's page is not to fail for a link: where the database does not answer there is none.
    """
    try:
        return public_figures() is not None
    except DatabaseError:
        return False


def how_it_is_set() -> PublicFigures:
    """Return the setting; one that was never saved while nobody has set it."""
    return PublicFigures.objects.select_related("by").filter(pk=1).first() or PublicFigures(pk=1)


@transaction.atomic
def set_public(*, on: bool, by: Account) -> None:
    """Switch the public page on or off. Raises PeriodNotClosed while a contact of its periods may change."""
    now = timezone.now()
    held, _ = PublicFigures.objects.select_for_update().get_or_create(pk=1, defaults={"at": now})
    if held.is_on == on:
        return
    held.is_on, held.by, held.at = on, by, now
    held.content = counted_figures(now.astimezone(LONDON).date()) if on else {}
    held.save()
    record(event="report.public_on" if on else "report.public_off", by=by)
    transaction.on_commit(forget_cached)


def refresh_public(*, now: datetime) -> bool:
    """Count anew where a year or a quarter has closed since; tell whether it was."""
    today = now.astimezone(LONDON).date()
    held = PublicFigures.objects.filter(pk=1, is_on=True).first()
    if held is None or held.content["newest"] == newest(today):
        return False
    try:
        content = counted_figures(today)
    except PeriodNotClosed:
        return False
    changed = PublicFigures.objects.filter(pk=1, is_on=True).update(content=content)
    if changed:
        forget_cached()
    return bool(changed)


def counted_figures(today: date) -> Content:
    """Return a row for each of the last closed years and quarters of which something may be shown."""
    periods = closed_periods(today)
    questions = [Question(period, by) for period in periods for by in ((), ("answered",))]
    answers = iter(ask_together(questions, policy="release", by=None))
    rows = []
    for period in periods:
        whole, parts = next(answers), next(answers)
        if whole.total is not None:
            answered = parts.cells.get((YES,))
            rows.append({
                "period": period.code, "contacts": whole.total, "answered": answered,
                "share": share(answered, whole.total),
            })  # fmt: skip
    return {"newest": newest(today), "made_up": is_made_up(), "rows": rows}


def closed_periods(today: date) -> Sequence[Period]:
    """Return the last years, then quarters, that are over and settled, each the newest first."""
    found = []
    for kind, number in SHOWN.items():
        period = Period.containing(today, kind)
        while today < period.closes_on:
            period = period.before()
        found += [period.before(back) for back in range(number)]
    return found


def newest(today: date) -> str:
    """Return the code of the newest closed quarter: a year closes with one."""
    return closed_periods(today)[SHOWN["year"]].code


def forget_cached() -> None:
    """Have the next visitor read what is set now."""
    cache.delete(CACHED)
