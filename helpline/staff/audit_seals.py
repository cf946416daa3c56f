"""Sealed days: how the audit stood at the end of a day, signed, as a paper that can be kept elsewhere.

A day is one of London. Its lines are those after the last line of the sealed day before, up to the newest
whose time lies before the day's end: so every line belongs to one day, also where a clock was set back.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from helpline.kernel.signing import is_signed, public_key, sign
from helpline.staff.audit_chain import Broken, Place, walk
from helpline.staff.models import AuditEvent, AuditHead, SealedDay

PURPOSE = "audit day"
A_DAY = timedelta(days=1)
# After so long a pause the rest is sealed in the next rounds of the timer.
MOST_AT_ONCE = 100
STATEMENT = ("day", "lines", "total", "through", "digest", "sound", "sealed_at")


def seal_days(*, now: datetime) -> int:
    """Seal every day in London that is over and has no seal; return how many."""
    return sum(1 for _ in _sealed(now))


def _sealed(now: datetime) -> Iterator[SealedDay]:
    for _ in range(MOST_AT_ONCE):
        # Without the lock first: nearly every round finds nothing to do.
        day = _next_day()
        if day is None or day >= timezone.localdate(now):
            return
        yield _seal(day, now)


def _next_day() -> date | None:
    last = SealedDay.objects.last()
    if last is not None:
        return last.day + A_DAY
    first = AuditEvent.objects.order_by("pk").values_list("at", flat=True).first()
    return timezone.localdate(first) if first else None


@transaction.atomic
def _seal(day: date, now: datetime) -> SealedDay:
    # Whoever writes a line holds this row until it is committed: no line of the day comes later.
    AuditHead.objects.select_for_update().filter(pk=1).first()
    if held := SealedDay.objects.filter(day=day).first():
        return held
    before = SealedDay.objects.filter(day__lt=day).last()
    began = Place(before.through, before.digest, before.total) if before else Place()
    ended, sound = _end_of(began, day)
    made = SealedDay(
        day=day,
        lines=ended.total - began.total,
        total=ended.total,
        through=ended.line,
        digest=ended.digest,
        sound=sound,
        sealed_at=now,
        public_key=public_key(),
    )
    made.signature = sign(PURPOSE, statement_of(made))
    made.save(force_insert=True)
    return made


def _end_of(began: Place, day: date) -> tuple[Place, bool]:
    """Return where a day ends, and whether its lines continue each other up to there."""
    ends_at = timezone.make_aware(datetime.combine(day + A_DAY, time()))
    rows = AuditEvent.objects.filter(pk__gt=began.line, at__lt=ends_at).order_by("-pk")
    last = rows.values_list("pk", "digest").first()
    if last is None:
        return began, True
    place = began
    try:
        for further in walk(began, through=last[0]):
            place = further
    except Broken:
        # Sealed as it is found: what was sent away before shows since when.
        total = AuditEvent.objects.filter(pk__gt=began.line, pk__lte=last[0]).count()
        return Place(last[0], last[1], began.total + total), False
    return place, True


def statement_of(sealed: SealedDay) -> dict[str, Any]:
    """Return what is signed."""
    return {
        **{name: getattr(sealed, name) for name in STATEMENT},
        "day": sealed.day.isoformat(),
        "sealed_at": sealed.sealed_at.astimezone(timezone.get_default_timezone()).isoformat(),
    }


def paper_of(sealed: SealedDay) -> dict[str, Any]:
    """Return the sealed day as it is sent elsewhere."""
    return {**statement_of(sealed), "public_key": sealed.public_key, "signature": sealed.signature}


def paper_stands(paper: Mapping[str, Any]) -> bool:
    """Tell whether a paper is whole and fits the signature on it."""
    statement = {name: paper[name] for name in STATEMENT if name in paper}
    if len(statement) != len(STATEMENT) or not isinstance(paper.get("public_key"), str):
        return False
    return is_signed(PURPOSE, statement, str(paper.get("signature")), public=paper["public_key"])
