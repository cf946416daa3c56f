"""A break of confidence: proposed, decided on by a second person, passed on, and the hold ended.

The hold on the purge begins with the proposal. Each step is in the audit log under the record's own id, with
neither the contact nor what was said (docs/adr/0036). Locks go: the contact, its danger, the record.
"""

import re
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from chat.access import contact_to_break
from chat.errors import BreakGone, BreakOpen, PracticeOnly, WordsGone
from chat.models import Alert, ConfidenceBreak, Contact, Passing
from chat.safeguarding import Act, Steps, check_may, check_now, may, may_now
from chat.services.alerts import raise_alert, stand_down
from helpline.kernel.errors import RequestInvalid
from helpline.staff.access import check_may as check_permission
from helpline.staff.access import may as holds
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission

REFERENCE_LENGTH = 24


def held_contacts() -> QuerySet[ConfidenceBreak, UUID | None]:
    """Return the ids of contacts whose words are held, for a query: no purge destroys them."""
    held = ConfidenceBreak.objects.filter(hold_ended_at__isnull=True, contact__isnull=False)
    return held.values("contact")  # type: ignore[return-value]


@transaction.atomic
def propose_break(*, contact: UUID, reason: ConfidenceBreak.Reason, by: Account) -> ConfidenceBreak:
    """Propose to break the confidence of a contact; its words are held from now on.

    A handler proposes for contacts of their own, closed ones too while the words exist; a supervisor for any.
    Raises ContactNotFound, Forbidden, PracticeOnly, WordsGone, or BreakOpen where a record is open.
    """
    found = contact_to_break(by, contact, lock=True)
    return begin_break(found, reason=reason, by=by, at_once=False)


def begin_break(
    contact: Contact, *, reason: ConfidenceBreak.Reason, by: Account, at_once: bool
) -> ConfidenceBreak:
    """Begin the record of a locked contact, and with it the hold: a second person is called.

    Raises PracticeOnly, WordsGone, or BreakOpen where a record is open.
    """
    if contact.practice:
        raise PracticeOnly
    if contact.words_destroyed_at is not None:
        raise WordsGone
    if ConfidenceBreak.objects.filter(contact=contact.pk, hold_ended_at__isnull=True).exists():
        raise BreakOpen
    made = ConfidenceBreak.objects.create(
        contact=contact.pk,
        reason=reason,
        at_once=at_once,
        handler=contact.handler,
        by=by,
        proposed_at=timezone.now(),
    )
    raise_alert(kind=Alert.Kind.CONFIDENCE, contact=contact.pk, about=by, queue=contact.queue)
    record(event="confidence.at_once" if at_once else "confidence.proposed", by=by, subject=made.pk)
    return made


@transaction.atomic
def decide_break(*, id: UUID, approve: bool, by: Account) -> ConfidenceBreak:
    """Approve a proposal, or refuse it, which ends the hold; decided already is never decided anew.

    Raises BreakGone, Forbidden, OwnProposal to whoever proposed, or BreakStep.
    """
    found = _locked(id, by)
    check_may(Act.DECIDE, role=by.role, own=found.by_id == by.pk)
    check_now(Act.DECIDE, steps_of(found))
    found.approved, found.decided_by, found.decided_at = approve, by, timezone.now()
    found.save(update_fields=["approved", "decided_by", "decided_at"])
    stand_down(Alert.objects.filter(kind=Alert.Kind.CONFIDENCE, contact=found.contact), by=by)
    record(event="confidence.approved" if approve else "confidence.refused", by=by, subject=found.pk)
    # What was passed on at once was passed on: a second person ends that hold by an act of its own.
    if not approve and not found.at_once:
        _end_hold(found, by)
    return found


@dataclass(frozen=True, kw_only=True)
class Passed:
    """What was passed on: to whom, what kinds of things, whether the caller was told, and their number."""

    to: Passing.To
    what: tuple[Passing.What, ...]
    told: bool
    why_not: Passing.WhyNot | None = None
    reference: str = ""


@transaction.atomic
def pass_on(*, id: UUID, passed: Passed, by: Account) -> Passing:
    """Record what was passed on; several times where several were told.

    Before a second person has decided, only to 999, and only where it was rung in a danger.
    Raises BreakGone, Forbidden, BreakStep, or RequestInvalid with `fields`.
    """
    found = _locked(id, by)
    check_may(Act.PASS_ON, role=by.role, own=is_own(found, by))
    check_now(Act.PASS_ON, steps_of(found))
    _check_passed(found, passed)
    passing = Passing.objects.create(
        of=found,
        to=passed.to,
        what=sorted(passed.what),
        told=passed.told,
        why_not="" if passed.told else passed.why_not or "",
        reference=passed.reference,
        by=by,
        at=timezone.now(),
    )
    record(event="confidence.passed_on", by=by, subject=found.pk, detail={"passing": str(passing.pk)})
    return passing


def _check_passed(found: ConfidenceBreak, passed: Passed) -> None:
    wrong = {}
    if found.approved is None and passed.to is not Passing.To.EMERGENCY:
        wrong["to"] = "Until a second person has decided, only 999."
    if not passed.what:
        wrong["what"] = "Say what was passed on."
    if not passed.told and passed.why_not is None:
        wrong["why_not"] = "Say why the caller was not told."
    reference = passed.reference
    if reference and not _is_reference(reference):
        wrong["reference"] = (
            f"At most {REFERENCE_LENGTH} letters, digits, “-” and “/”, with a digit in it and without spaces:"
            " their number for it, and nothing of the caller."
        )
    if wrong:
        raise RequestInvalid(fields=wrong)


def _is_reference(text: str) -> bool:
    """Tell whether a text can be a number of somebody's files: without spaces it is no place for words."""
    return (
        len(text) <= REFERENCE_LENGTH and re.fullmatch(r"[A-Za-z0-9/-]*[0-9][A-Za-z0-9/-]*", text) is not None
    )


@transaction.atomic
def end_hold(*, id: UUID, by: Account) -> ConfidenceBreak:
    """End the hold: the words go at their time, or with the next purge where that is over.

    Raises BreakGone, Forbidden, or BreakStep before a second person has decided, and where it has ended.
    """
    found = _locked(id, by)
    check_may(Act.END_HOLD, role=by.role, own=found.by_id == by.pk)
    check_now(Act.END_HOLD, steps_of(found))
    _end_hold(found, by)
    return found


def _end_hold(found: ConfidenceBreak, by: Account) -> None:
    found.hold_ended_at, found.hold_ended_by = timezone.now(), by
    found.save(update_fields=["hold_ended_at", "hold_ended_by"])
    record(event="confidence.hold_ended", by=by, subject=found.pk)


def steps_of(found: ConfidenceBreak) -> Steps:
    """Return how far a record has come."""
    return Steps(at_once=found.at_once, approved=found.approved, held=found.hold_ended_at is None)


def is_own(found: ConfidenceBreak, by: Account) -> bool:
    """Tell whether a record is somebody's own: they proposed it, or had the contact then."""
    return by.pk in {found.by_id, found.handler_id}


def acts_open_to(found: ConfidenceBreak, by: Account) -> set[Act]:
    """Return what this account may do with a record now, for the page that shows the buttons."""
    steps, mine = steps_of(found), found.by_id == by.pk
    own = {Act.DECIDE: mine, Act.PASS_ON: is_own(found, by), Act.END_HOLD: mine, Act.READ_WORDS: mine}
    return {act for act in own if may_now(act, steps) and may(act, role=by.role, own=own[act])}


def breaks_of(*, by: Account) -> list[ConfidenceBreak]:
    """Return the records that this account may see, the latest first: one's own, or all for a supervisor.

    Raises Forbidden.
    """
    return list(_seen_by(by).order_by("-proposed_at", "pk"))


def one_break(*, id: UUID, by: Account) -> ConfidenceBreak:
    """Return one of them. Raises Forbidden or BreakGone."""
    found = _seen_by(by).filter(pk=id).first()
    if found is None:
        raise BreakGone
    return found


def _seen_by(by: Account) -> QuerySet[ConfidenceBreak]:
    check_permission(by, Permission.READ_OWN_CONTACTS)
    rows = ConfidenceBreak.objects.select_related("by", "handler", "decided_by", "hold_ended_by")
    if holds(by, Permission.SAFEGUARD):
        return rows
    return rows.filter(by=by) | rows.filter(handler=by)


def _locked(id: UUID, by: Account) -> ConfidenceBreak:
    """Lock a record that this account may see. Raises Forbidden or BreakGone."""
    one_break(id=id, by=by)
    found = ConfidenceBreak.objects.select_for_update(of=("self",)).filter(pk=id).first()
    if found is None:
        raise BreakGone
    return found


def let_go_of(contacts: list[UUID]) -> None:
    """Empty the contact of records whose contact's row goes: what stays names none."""
    ConfidenceBreak.objects.filter(contact__in=contacts).update(contact=None)
