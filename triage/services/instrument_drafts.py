"""The next version of the risk instrument: a draft that one writes and another approves, and the way back."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from helpline.kernel.yaml_tree import Tree, read_tree, write_tree
from helpline.staff.access import check_may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission
from triage.drafting import DraftMoved, NoDraft, NoInstrument, PartMoved, ProposalRefused, SecondReaderNeeded
from triage.instrument_file import parse_instrument
from triage.instrument_parts import digest_of_part, with_words
from triage.models import RiskDraft, RiskInstrument
from triage.services.history import waiting_changes
from triage.services.instruments import number_for_answers, publish_text

DRAFT, ROLL_BACK = RiskDraft.Kind.DRAFT, RiskDraft.Kind.ROLL_BACK


def current(kind: str = DRAFT) -> RiskDraft | None:
    """Return the draft, or the way back that somebody asked for, with its people; or None."""
    return RiskDraft.objects.select_related("edited_by", "proposed_by").filter(kind=kind).first()


def get(kind: str = DRAFT) -> RiskDraft:
    """Return it; raise NoDraft."""
    found = current(kind)
    if found is None:
        raise NoDraft
    return found


def proposals() -> list[RiskDraft]:
    """Return what waits for a second person, the longest first."""
    asked = RiskDraft.objects.filter(proposed_at__isnull=False).order_by("proposed_at")
    return list(asked.select_related("edited_by", "proposed_by"))


def how_many_wait() -> int:
    """Return how many changes wait for a second person: of the directory, and of the risk guidance."""
    return waiting_changes().count() + RiskDraft.objects.filter(proposed_at__isnull=False).count()


def tree_of(held: RiskDraft | RiskInstrument) -> Tree:
    """Return the words of a draft or a version, which have no mistakes, as a tree."""
    return read_tree(held.source_text, source=str(held))


def version(number: int) -> RiskInstrument:
    """Return one version with its people; raise NoInstrument."""
    versions = RiskInstrument.objects.select_related("loaded_by", "proposed_by")
    found = versions.filter(number=number).first()
    if found is None:
        raise NoInstrument
    return found


@transaction.atomic
def begin_draft(*, by: Account) -> RiskDraft:
    """Return the draft, begun from the version in use; where there is one already, as it stands."""
    check_may(by, Permission.MANAGE_DIRECTORY)
    base = version(number_for_answers())
    text = write_tree(tree_of(base))
    begun = {"source_text": text, "base": base.number, "edited_by": by}
    draft, is_new = RiskDraft.objects.get_or_create(kind=DRAFT, defaults=begun)
    if is_new:
        record(event="risk.draft_begun", by=by, subject="risk", detail={"base": base.number})
    return draft


@transaction.atomic
def save_part(*, part: str, values: Mapping[str, Any], was: str, by: Account) -> RiskDraft:
    """Write a part of the draft; a proposal is taken back by it.

    `was` is `digest_of_part` when the form was filled: what others write in other parts is in nobody's way.
    Raises Forbidden, NoDraft, PartMoved, and ContentErrors with every mistake; nothing is saved then.
    """
    check_may(by, Permission.MANAGE_DIRECTORY)
    draft = _locked(DRAFT)
    before = tree_of(draft)
    if digest_of_part(before, part) != was:
        raise PartMoved
    after = with_words(before, part, values)
    if after == before:
        return draft
    text = write_tree(after)
    parse_instrument(text, source="draft")
    draft.source_text, draft.revision = text, draft.revision + 1
    draft.edited_by, draft.edited_at = by, timezone.now()
    draft.proposed_by = draft.proposed_at = None
    draft.save()
    detail = {"part": part, "revision": draft.revision}
    record(event="risk.draft_edited", by=by, subject="risk", detail=detail)
    return draft


@transaction.atomic
def discard(*, kind: str = DRAFT, revision: int, by: Account) -> None:
    """Throw the draft away, or no longer ask for the way back. Raises Forbidden, NoDraft, DraftMoved."""
    check_may(by, Permission.MANAGE_DIRECTORY)
    _locked(kind, revision).delete()
    record(event=f"risk.{kind}_discarded", by=by, subject="risk", detail={"revision": revision})


@transaction.atomic
def follow(*, revision: int, by: Account) -> RiskDraft:
    """Let the draft go on from the version in use; its own words stay. Raises as `discard` does."""
    check_may(by, Permission.MANAGE_DIRECTORY)
    draft = _locked(DRAFT, revision)
    draft.base, draft.revision = number_for_answers(), draft.revision + 1
    draft.proposed_by = draft.proposed_at = None
    draft.save()
    record(event="risk.draft_rebased", by=by, subject="risk", detail={"base": draft.base})
    return draft


@transaction.atomic
def propose(*, revision: int, by: Account) -> RiskDraft:
    """Ask somebody else to approve the draft. Raises Forbidden, NoDraft, DraftMoved, ProposalRefused."""
    check_may(by, Permission.MANAGE_DIRECTORY)
    draft = _locked(DRAFT, revision)
    _check_proposable(draft)
    draft.proposed_by, draft.proposed_at = by, timezone.now()
    draft.save()
    record(event="risk.proposed", by=by, subject="risk", detail={"revision": revision})
    return draft


@transaction.atomic
def propose_whole(*, tree: Tree, by: Account) -> RiskDraft | None:
    """Let a whole instrument from elsewhere wait for a second person; None where it is in use already.

    `tree` was checked. Raises Forbidden, and ProposalRefused where somebody else's draft stands.
    """
    draft = begin_draft(by=by)
    text = write_tree({**tree, "version": tree_of(draft)["version"]})
    if draft.source_text == text:
        if draft.proposed_at is None and tree_of(draft) == tree_of(version(draft.base)):
            draft.delete()
            return None
        return draft
    if draft.revision > 1:
        raise ProposalRefused("Somebody is writing on the risk guidance. Decide on that draft first.")
    parse_instrument(text, source="draft")
    draft.source_text, draft.edited_by, draft.edited_at = text, by, timezone.now()
    draft.proposed_by, draft.proposed_at = by, timezone.now()
    draft.revision += 1
    draft.save()
    record(event="risk.proposed", by=by, subject="risk", detail={"revision": draft.revision})
    return draft


@transaction.atomic
def withdraw(*, revision: int, by: Account) -> None:
    """Take a proposal back, or send it back to be written on; the draft stays."""
    check_may(by, Permission.MANAGE_DIRECTORY)
    draft = _locked(DRAFT, revision)
    draft.proposed_by = draft.proposed_at = None
    draft.save()
    record(event="risk.proposal_withdrawn", by=by, subject="risk", detail={"revision": revision})


@transaction.atomic
def ask_way_back(*, number: int, by: Account) -> RiskDraft:
    """Ask somebody else to use an older version's words again.

    Raises Forbidden, NoInstrument, and ProposalRefused where it is in use, or another is asked for.
    """
    check_may(by, Permission.MANAGE_DIRECTORY)
    older = version(number)
    if number == number_for_answers():
        raise ProposalRefused("That version is in use already, so nothing was changed. Choose an older one.")
    if current(ROLL_BACK):
        raise ProposalRefused("Another way back is asked for already: decide on that one first.")
    asked = RiskDraft.objects.create(
        kind=ROLL_BACK,
        source_text=older.source_text,
        base=number,
        edited_by=by,
        proposed_by=by,
        proposed_at=timezone.now(),
    )
    record(event="risk.roll_back_asked", by=by, subject="risk", detail={"version": number})
    return asked


@transaction.atomic
def approve(*, kind: str = DRAFT, revision: int, by: Account) -> RiskInstrument:
    """Put what somebody else proposed into use as the next version.

    Contacts that have answers stay with theirs. Raises Forbidden, NoDraft, DraftMoved, ProposalRefused, and
    SecondReaderNeeded for whoever proposed it or wrote in it last; the version in use stays then.
    """
    check_may(by, Permission.MANAGE_DIRECTORY)
    draft = _locked(kind, revision)
    if draft.proposed_at is None:
        raise DraftMoved
    if by in (draft.proposed_by, draft.edited_by):
        raise SecondReaderNeeded
    if kind == DRAFT:
        _check_proposable(draft)
    restores = draft.base if kind == ROLL_BACK else None
    made = publish_text(tree_of(draft), by=by, proposed_by=draft.proposed_by, restores=restores)
    draft.delete()
    return made


def _locked(kind: str, revision: int | None = None) -> RiskDraft:
    draft = RiskDraft.objects.select_for_update(of=("self",)).filter(kind=kind).first()
    if draft is None:
        raise NoDraft
    if revision is not None and draft.revision != revision:
        raise DraftMoved
    return draft


def _check_proposable(draft: RiskDraft) -> None:
    running = version(number_for_answers())
    if running.number != draft.base:
        raise ProposalRefused(
            f"Version {running.number} was put into use since this draft was begun. Compare the two, then "
            "let the draft go on from it."
        )
    if tree_of(running) == tree_of(draft):
        raise ProposalRefused(
            "Nothing differs from the version in use, so nothing was published. Change something first."
        )
