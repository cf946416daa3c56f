"""Taking a complaint in, and what staff do about it. The words are sealed with a key of their own.

Its reading is in the audit log, its coming is not: a time beside the times of talks would tell whose it was.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from helpline.complaints.models import Complaint, ComplaintNote
from helpline.complaints.rules import (
    LONGEST_TEXT,
    ComplaintGone,
    Due,
    Kind,
    State,
    Told,
    check_step,
    first_state,
    legible,
    next_due,
)
from helpline.kernel.crypto import seal, unseal
from helpline.kernel.errors import RequestInvalid
from helpline.kernel.keystore import create_key, destroy_keys, key_of
from helpline.staff.audit import record
from helpline.staff.models import Account

DAY_FIELDS = {State.ACKNOWLEDGED: "acknowledged_on", State.ANSWERED: "answered_on", State.CLOSED: "closed_on"}


@dataclass(frozen=True)
class Listed:
    """One line of the register: no word of it."""

    complaint: Complaint
    due: Due | None
    days_left: int | None

    @property
    def overdue(self) -> bool:
        return self.days_left is not None and self.days_left < 0


@dataclass(frozen=True)
class Opened:
    """One complaint with its words."""

    listed: Listed
    text: str
    answer_to: str
    notes: list[dict[str, Any]]


def receive(*, told: Told, language: str, sent_id: UUID, today: date | None = None) -> None:
    """Keep one; the same form sent again is not kept again."""
    if Complaint.objects.filter(sent_id=sent_id).exists():
        return
    on, state = today or timezone.localdate(), first_state(told)
    row = Complaint(
        id=uuid4(), sent_id=sent_id, kind=told.kind, language=language, received_on=on, state=state
    )
    if state == State.ACKNOWLEDGED:
        row.acknowledged_on = on
    create_key(contact=row.pk)
    said = json.dumps({"text": told.text, "answer_to": told.answer_to}, ensure_ascii=False)
    row.words = seal(key_of(row.pk), said.encode(), bound_to=_bound_to(row.pk, "words"))
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        # The same form at the same moment: the other one is kept.
        destroy_keys([row.pk])


def register(*, today: date | None = None) -> list[Listed]:
    """Return every complaint, what is due first at the top and the closed ones at the end."""
    on = today or timezone.localdate()
    lines = [_listed(row, on) for row in Complaint.objects.defer("words").order_by("-received_on", "pk")]
    latest = date.max
    return sorted(
        lines, key=lambda each: (each.complaint.state == State.CLOSED, each.due.on if each.due else latest)
    )


def count_overdue(*, today: date | None = None) -> int:
    """Return how many wait for an acknowledgement or an answer past their day."""
    on = today or timezone.localdate()
    waiting = Complaint.objects.filter(state__in=[State.RECEIVED, State.ACKNOWLEDGED]).defer("words")
    return sum(_listed(row, on).overdue for row in waiting)


def open_complaint(*, complaint: UUID, by: Account, today: date | None = None) -> Opened:
    """Return one with its words, and say in the audit log who read it. Raises ComplaintGone."""
    with transaction.atomic():
        row = _found(complaint)
        record(event="complaint.read", by=by, subject=row.pk)
    key = key_of(row.pk)
    said = json.loads(unseal(key, bytes(row.words), bound_to=_bound_to(row.pk, "words")))
    notes = [
        {
            "by": note.by,
            "on": note.on,
            "text": unseal(key, bytes(note.words), bound_to=_of_note(note)).decode(),
        }
        for note in row.notes.select_related("by").order_by("number")
    ]
    listed = _listed(row, today or timezone.localdate())
    return Opened(listed=listed, text=said["text"], answer_to=said["answer_to"], notes=notes)


def state_of(complaint: UUID) -> State:
    """Return where one is, without a word of it. Raises ComplaintGone."""
    return State(_found(complaint).state)


@transaction.atomic
def add_note(*, complaint: UUID, text: str, by: Account, today: date | None = None) -> None:
    """Keep what was done. Raises ComplaintGone, RequestInvalid."""
    kept = legible(text)
    if not kept or len(kept) > LONGEST_TEXT:
        raise RequestInvalid(fields={"text": "too_long" if kept else "missing"})
    row = _found(complaint, lock=True)
    last = row.notes.aggregate(last=Max("number"))["last"] or 0
    note = ComplaintNote(id=uuid4(), complaint=row, number=last + 1, by=by, on=today or timezone.localdate())
    note.words = seal(key_of(row.pk), kept.encode(), bound_to=_of_note(note))
    note.save(force_insert=True)
    record(event="complaint.noted", by=by, subject=row.pk)


@transaction.atomic
def move(*, complaint: UUID, to: State, by: Account, outcome: str = "", today: date | None = None) -> None:
    """Take it one step on. Raises ComplaintGone, StepImpossible, and RequestInvalid without an outcome."""
    row = _found(complaint, lock=True)
    check_step(State(row.state), to, outcome)
    on = today or timezone.localdate()
    if row.state == State.CLOSED:
        row.closed_on, row.outcome = None, ""
    if to == State.CLOSED:
        row.outcome = outcome
    if to != State.ACKNOWLEDGED or row.acknowledged_on is None:
        setattr(row, DAY_FIELDS[to], on)
    if to == State.ANSWERED and row.acknowledged_on is None:
        row.acknowledged_on = on
    row.state = to
    row.save(update_fields=["state", "outcome", *DAY_FIELDS.values()])
    record(event="complaint.moved", by=by, subject=row.pk, detail={"to": to})


def forget_complaints(*, now: datetime) -> int:
    """Delete what was closed long enough ago, keys first; return of how many."""
    last = timezone.localdate(now) - timedelta(days=settings.HELPLINE_COMPLAINT_DAYS)
    with transaction.atomic():
        past = Complaint.objects.select_for_update().filter(state=State.CLOSED, closed_on__lte=last)
        due = list(past.values_list("pk", flat=True))
        if due:
            destroy_keys(due)
            Complaint.objects.filter(pk__in=due).delete()
            record(event="complaints.destroyed", by=None, detail={"complaints": len(due)})
    return len(due)


def _found(complaint: UUID, *, lock: bool = False) -> Complaint:
    rows = Complaint.objects.select_for_update() if lock else Complaint.objects.all()
    row = rows.filter(pk=complaint).first()
    if row is None:
        raise ComplaintGone
    return row


def _listed(row: Complaint, today: date) -> Listed:
    due = next_due(Kind(row.kind), State(row.state), row.received_on)
    return Listed(complaint=row, due=due, days_left=due.days_left(today) if due else None)


def _bound_to(complaint: UUID, part: str) -> str:
    return f"v1|complaint|{complaint}|{part}"


def _of_note(note: ComplaintNote) -> str:
    return _bound_to(note.complaint_id, f"note|{note.pk}")
