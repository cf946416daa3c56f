"""Publishing a text for callers: approved by a second person, for a day, and taken back before that day."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from helpline.public_texts import drafts
from helpline.public_texts.errors import DateTaken, DraftMoved, NoDraft, SecondPersonNeeded, TextRefused
from helpline.public_texts.in_force import SECONDS, forget_texts, number_in_force
from helpline.public_texts.kinds import FIRST_OWN, Kind
from helpline.public_texts.models import TextDraft, TextVersion
from helpline.public_texts.shipped import shipped_number
from helpline.public_texts.versions import version
from helpline.staff.access import check_may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission

# A process may go by what it read this long ago.
MARGIN = timedelta(seconds=2 * SECONDS)


def approve(*, kind: Kind, revision: int, by: Account) -> TextVersion:
    """Publish what somebody else proposed, from its day on; contacts stay with the version they agreed to.

    Raises Forbidden, NoDraft, DraftMoved, TextRefused, DateTaken, and SecondPersonNeeded for whoever proposed
    it or wrote in it last. Nothing is changed then.
    """
    check_may(by, Permission.APPROVE_TEXTS)
    try:
        with transaction.atomic():
            made = _approve(kind, revision, by)
            transaction.on_commit(forget_texts)
            return made
    except IntegrityError:
        # Two at once: whoever came second is told what the first one left.
        drafts.check_date(drafts.get(kind))
        raise DateTaken("Another text was approved at the same moment. Open the page again.") from None


def _approve(kind: Kind, revision: int, by: Account) -> TextVersion:
    draft = TextDraft.objects.select_for_update(of=("self",)).filter(kind=kind).first()
    if draft is None:
        raise NoDraft
    if draft.revision != revision or draft.proposed_at is None:
        raise DraftMoved
    if by.pk in (draft.proposed_by_id, draft.edited_by_id):
        raise SecondPersonNeeded
    drafts.check_publishable(draft)
    assert draft.from_date is not None
    made = TextVersion.objects.create(
        kind=kind,
        number=_next_number(kind),
        words=drafts.published_words(draft),
        easy_of=limits_for(draft) if kind == Kind.EASY else None,
        from_date=draft.from_date,
        written_by_id=draft.edited_by_id,
        proposed_by_id=draft.proposed_by_id,
        approved_by=by,
        approved_at=timezone.now(),
    )
    draft.delete()
    detail = {"version": made.number, "first_day": made.from_date.isoformat()}
    record(event="text.approved", by=by, subject=kind, detail=detail)
    return made


@transaction.atomic
def take_back(*, kind: Kind, number: int, by: Account) -> TextVersion:
    """Take an approved version back before it is in force: what is in force by then stays so.

    One person may: nothing new is told to callers by it. Raises Forbidden, NoText, TextRefused.
    """
    check_may(by, Permission.APPROVE_TEXTS)
    if number == shipped_number(kind):
        raise TextRefused(f"Version {number} came with the program: publish one of your own in its place.")
    TextVersion.objects.select_for_update().filter(kind=kind, number=number).first()
    found = version(kind, number)
    if found.taken_back_at:
        raise TextRefused(f"Version {number} was taken back already. Choose another.")
    if found.begins_at <= timezone.now() + MARGIN:
        raise TextRefused(
            f"Version {number} is in force, or was: callers have read it, so it stays in the history. Begin "
            "a draft from an earlier version to go back to its words."
        )
    found.taken_back_by, found.taken_back_at = by, timezone.now()
    found.save(update_fields=["taken_back_by", "taken_back_at"])
    record(event="text.taken_back", by=by, subject=kind, detail={"version": number})
    transaction.on_commit(forget_texts)
    return found


def limits_for(draft: TextDraft) -> int:
    """Return the version of the limits that an Easy Read of that day puts into easy words."""
    days = TextVersion.objects.filter(kind=Kind.CONSENT, taken_back_at=None, from_date__lte=draft.from_date)
    latest = days.order_by("-from_date").values_list("number", flat=True).first()
    return latest or number_in_force(Kind.CONSENT)


def _next_number(kind: Kind) -> int:
    highest: int = TextVersion.objects.filter(kind=kind).aggregate(most=Max("number"))["most"] or 0
    return max(highest + 1, FIRST_OWN)
