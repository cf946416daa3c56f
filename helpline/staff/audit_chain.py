"""The audit read from end to end: does each line continue the one before it?

Reads a few thousand lines at a time, each time anew: a million lines need no more memory than those, no
lock is held, and whoever writes meanwhile waits for nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from helpline.staff.audit import BEGINNING, digest_of
from helpline.staff.models import AuditEvent, AuditHead

PAGE = 2_000

CHANGED = "changed"
GONE_BEFORE = "gone_before"
MOVED = "moved"
PUT_IN = "put_in"
GONE_AT_END = "gone_at_end"
HEAD_GONE = "head_gone"


@dataclass(frozen=True)
class Place:
    """How far the reading came: the id and the digest of a line, and how many lines there are up to it."""

    line: int = 0
    digest: str = BEGINNING
    total: int = 0


@dataclass(frozen=True)
class Fault:
    """What is wrong, as a code and a sentence; `line` is the id of the first line that it touches."""

    line: int
    code: str
    sentence: str


class Broken(Exception):
    """The chain does not hold; reading stopped at `fault`, `place` was the last that was sound."""

    def __init__(self, fault: Fault, place: Place) -> None:
        super().__init__(fault.code)
        self.fault = fault
        self.place = place


def walk(place: Place | None = None, *, through: int | None = None) -> Iterator[Place]:
    """Yield a place for each line that continues the one before it. Raises Broken at the first that does not.

    Begins after `place`, else at the beginning; ends with the line `through`, else with the newest.
    """
    place = place or Place()
    while page := _page(place, through):
        for line in page:
            if fault := _fault_of(line, place):
                raise Broken(fault, place)
            place = Place(line.pk, line.digest, place.total + 1)
            yield place


def walk_to_head(place: Place | None = None) -> Iterator[Place]:
    """Yield as `walk` does, and see that the log ends where its head says. Raises Broken."""
    place = place or Place()
    while True:
        for further in walk(place):
            place = further
            yield place
        # Read before the last look for lines: a line and the head that names it are committed together.
        head = AuditHead.objects.filter(pk=1).values_list("digest", flat=True).first()
        if AuditEvent.objects.filter(pk__gt=place.line).exists():
            continue
        if head == place.digest or (head is None and not place.total):
            return
        raise Broken(_fault_at_end(head, place), place)


def _page(place: Place, through: int | None) -> list[AuditEvent]:
    rows = AuditEvent.objects.filter(pk__gt=place.line).order_by("pk")
    return list((rows if through is None else rows.filter(pk__lte=through))[:PAGE])


def _fault_of(line: AuditEvent, place: Place) -> Fault | None:
    if digest_of(line) != line.digest:
        return Fault(line.pk, CHANGED, f"line {line.pk} was changed: it does not fit its own digest")
    if line.previous == place.digest:
        return None
    continued = AuditEvent.objects.filter(digest=line.previous).values_list("pk", flat=True).first()
    if continued is None and line.previous != BEGINNING:
        after = f"after line {place.line}" if place.total else "at the beginning"
        sentence = f"before line {line.pk} something is gone: lines {after} were deleted or written anew"
        return Fault(line.pk, GONE_BEFORE, sentence)
    if continued is None or continued < place.line:
        return _put_in(line, continued or 0)
    sentence = f"line {line.pk} stands in the wrong place: it continues line {continued}, which comes later"
    return Fault(line.pk, MOVED, sentence)


def _put_in(line: AuditEvent, continued: int) -> Fault:
    """Say which lines stand where another line goes on as if they were not there."""
    between = AuditEvent.objects.filter(pk__gt=continued, pk__lt=line.pk).order_by("pk")
    first = between.values_list("pk", flat=True)[0]
    before = f"line {continued}" if continued else "the beginning"
    sentence = f"line {first} was put in or moved: line {line.pk} continues {before} as if it were not there"
    return Fault(first, PUT_IN, sentence)


def _fault_at_end(head: str | None, place: Place) -> Fault:
    if head is None:
        return Fault(
            place.line, HEAD_GONE, "the head of the log is gone: nothing says which line is its last"
        )
    last = AuditEvent.objects.filter(digest=head).values_list("pk", flat=True).first()
    if last is None and head != BEGINNING:
        after = f"after line {place.line}" if place.total else "of the log, all of them"
        return Fault(
            place.line, GONE_AT_END, f"lines at the end were deleted {after}: the head names another"
        )
    first = AuditEvent.objects.filter(pk__gt=last or 0).order_by("pk").values_list("pk", flat=True)[0]
    return Fault(first, PUT_IN, f"line {first} was put in at the end: the head does not know of it")
