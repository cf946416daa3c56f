"""Immediate danger: one press by the handler, and it stands until a person closes it.

Nothing here waits for an approver, and nothing goes to the caller by itself. The rows that say more than a
code go; the audit names the danger by an id of its own and never the contact (docs/adr/0035).
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from chat import events
from chat.access import contact_of_handler
from chat.assignment import RANK_IN_DANGER
from chat.errors import DangerGone, DangerStands, PracticeOnly
from chat.models import Alert, Contact, Danger
from chat.safeguarding import REVIEW_WITHIN, Act, check_may
from chat.services.alerts import raise_alert, stand, stand_down
from chat.services.guidance import open_danger_script
from chat.services.supervisors import tell_supervisors
from helpline.kernel.live import announce_on_commit
from helpline.staff.access import check_may as check_permission
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission

# So that whoever comes back from days off can still look; the audit keeps who and when.
REVIEWED_KEPT = timedelta(days=7)


def standing_dangers() -> QuerySet[Danger]:
    """Return the dangers that no person has closed yet."""
    return Danger.objects.filter(over_at__isnull=True)


def contacts_in_danger() -> QuerySet[Danger, UUID | None]:
    """Return the ids of contacts whose danger stands, for a query: no time limit ends them."""
    return standing_dangers().filter(contact__isnull=False).values("contact")  # type: ignore[return-value]


def stands(contact: UUID) -> bool:
    """Tell whether a danger stands at this contact."""
    return standing_dangers().filter(contact=contact).exists()


def last_over(contact: UUID) -> datetime | None:
    """Return when the last danger of a contact was closed; None where none was, or one stands."""
    found = Danger.objects.filter(contact=contact).order_by("-raised_at").first()
    return found.over_at if found else None


def last_overs(contacts: Collection[UUID]) -> dict[UUID | None, datetime | None]:
    """Return by contact when its last danger was closed, None where one stands; who had none is left out."""
    if not contacts:
        return {}
    found = Danger.objects.filter(contact__in=list(contacts)).order_by("raised_at")
    rows = list(found.values_list("contact", "over_at"))
    return dict(rows) | {contact: None for contact, over_at in rows if over_at is None}


@transaction.atomic
def raise_danger(*, contact: UUID, by: Account) -> Danger:
    """Raise the danger of one's own contact, in its talk or wrap-up: every supervisor is called.

    One that stands already is the same one. Raises ContactNotFound, Forbidden, or PracticeOnly.
    """
    found = contact_of_handler(by, contact, lock=True)
    if found.practice:
        raise PracticeOnly
    if held := standing_dangers().filter(contact=found.pk).first():
        return held
    alert = raise_alert(kind=Alert.Kind.DANGER, contact=found.pk, about=by, queue=found.queue)
    danger = Danger.objects.create(
        queue=found.queue, contact=found.pk, alert=alert.pk, by=by, raised_at=timezone.now()
    )
    record(event="danger.raised", by=by, subject=danger.pk)
    tell_supervisors()
    _tell(danger)
    return danger


def press_danger(*, contact: UUID, by: Account) -> Danger | None:
    """Raise the danger of one's own contact, and open the script of this caller's danger.

    In practice nobody is called, and the script opens alone. Raises ContactNotFound or Forbidden.
    """
    practice = contact_of_handler(by, contact).practice
    raised = None if practice else raise_danger(contact=contact, by=by)
    open_danger_script(contact=contact, by=by)
    return raised


@transaction.atomic
def note_rang(*, contact: UUID, by: Account) -> Danger:
    """Note that 999 was rung for one's own contact; the first to say so is who rang.

    Raises ContactNotFound, or DangerGone where no danger stands there.
    """
    danger = _of_own(contact, by)
    _note_rang(danger, by)
    return danger


def _note_rang(danger: Danger, by: Account) -> None:
    if danger.rang_at is None:
        danger.rang_at, danger.rang_by = timezone.now(), by
        danger.save(update_fields=["rang_at", "rang_by"])
        record(event="danger.rang", by=by, subject=danger.pk)
        _tell(danger)


@transaction.atomic
def close_own_danger(*, contact: UUID, how: Danger.How, by: Account) -> Danger:
    """Close the danger that stands at one's own contact. Raises ContactNotFound or DangerGone."""
    return _close(_of_own(contact, by), how, by)


@transaction.atomic
def close_danger(*, danger: UUID, how: Danger.How, by: Account) -> Danger:
    """Close any danger that stands, as a supervisor; `chat.services.emergency` holds the words as well.

    Raises Forbidden or DangerGone.
    """
    check_may(Act.CLOSE, role=by.role, own=False)
    found = standing_dangers().select_for_update(of=("self",)).filter(pk=danger).first()
    if found is None:
        raise DangerGone
    return _close(found, how, by)


def _of_own(contact: UUID, by: Account) -> Danger:
    found = contact_of_handler(by, contact, lock=True)
    danger = standing_dangers().select_for_update(of=("self",)).filter(contact=found.pk).first()
    if danger is None:
        raise DangerGone
    return danger


def _close(danger: Danger, how: Danger.How, by: Account) -> Danger:
    if how is Danger.How.RANG:
        _note_rang(danger, by)
    danger.over_at, danger.over_by, danger.how = timezone.now(), by, how
    danger.save(update_fields=["over_at", "over_by", "how"])
    record(event="danger.closed", by=by, subject=danger.pk)
    _tell(danger)
    return danger


@transaction.atomic
def review_danger(*, danger: UUID, finding: Danger.Finding, by: Account) -> Danger:
    """Review a danger that is closed; the first review stays.

    Raises Forbidden, OwnProposal to whoever raised it or rang 999, DangerGone, or DangerStands.
    """
    check_permission(by, Permission.SAFEGUARD)
    found = Danger.objects.select_for_update(of=("self",)).filter(pk=danger).first()
    if found is None:
        raise DangerGone
    check_may(Act.REVIEW, role=by.role, own=acted_in(found, by))
    if found.over_at is None:
        raise DangerStands
    if found.reviewed_at is None:
        found.reviewed_at, found.reviewed_by, found.finding = timezone.now(), by, finding
        found.save(update_fields=["reviewed_at", "reviewed_by", "finding"])
        watch_reviews(now=found.reviewed_at)
        record(event="danger.reviewed", by=by, subject=found.pk)
    return found


def acted_in(danger: Danger, account: Account) -> bool:
    """Tell whether somebody raised this danger or rang 999 in it: they do not review it."""
    return account.pk in {danger.by_id, danger.rang_by_id}


def dangers_to_review(*, by: Account) -> list[Danger]:
    """Return the dangers that nobody has reviewed, the first to be due first. Raises Forbidden."""
    check_permission(by, Permission.SAFEGUARD)
    return list(_shown().filter(reviewed_at__isnull=True).order_by("raised_at", "pk"))


def dangers_reviewed(*, by: Account) -> list[Danger]:
    """Return those reviewed within the last week, the latest first. Raises Forbidden."""
    check_permission(by, Permission.SAFEGUARD)
    return list(_shown().filter(reviewed_at__isnull=False).order_by("-reviewed_at", "pk"))


def one_danger(*, danger: UUID, by: Account) -> Danger:
    """Return one of them. Raises Forbidden or DangerGone."""
    check_permission(by, Permission.SAFEGUARD)
    found = _shown().filter(pk=danger).first()
    if found is None:
        raise DangerGone
    return found


def _shown() -> QuerySet[Danger]:
    return Danger.objects.select_related("by", "answered_by", "rang_by", "over_by", "reviewed_by")


def due_at(danger: Danger) -> datetime:
    """Return until when a second person has to have reviewed it."""
    return danger.raised_at + REVIEW_WITHIN


def watch_reviews(*, now: datetime) -> int:
    """Let an alert stand for each queue in which a review is overdue; return how many reviews are."""
    late = Danger.objects.filter(reviewed_at__isnull=True, raised_at__lte=now - REVIEW_WITHIN)
    queues = list(late.values_list("queue", flat=True))
    for queue in sorted(set(queues)):
        stand(kind=Alert.Kind.UNREVIEWED, queue=queue)
    stand_down(Alert.objects.filter(kind=Alert.Kind.UNREVIEWED).exclude(queue__in=queues))
    return len(queues)


def forget_dangers(*, now: datetime) -> int:
    """Delete dangers that were reviewed a week ago; one that nobody reviewed stays. Returns how many."""
    return Danger.objects.filter(reviewed_at__lte=now - REVIEWED_KEPT).delete()[0]


def let_go_of(contacts: list[UUID]) -> None:
    """Empty the contact of dangers whose contact's row goes; the danger stays until its review is over."""
    Danger.objects.filter(contact__in=contacts).update(contact=None)


def _tell(danger: Danger) -> None:
    if danger.contact:
        announce_on_commit(events.staff_group(danger.contact), events.beside_hint(danger.contact))
        # While it stands no time for a wrap-up runs.
        announce_on_commit(events.contact_group(danger.contact), events.contact_hint(danger.contact))


def rank_in_danger(contact: Contact) -> int:
    """Return the place in the queue of a contact that comes back: in front of all while a danger stands."""
    return RANK_IN_DANGER if stands(contact.pk) else contact.rank
