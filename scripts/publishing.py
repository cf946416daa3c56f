"""From a draft, or an older version, to the next version in use: one proposes, another approves."""

from django.db import transaction
from django.utils import timezone

from helpline.kernel.yaml_tree import read_tree
from helpline.staff.access import check_may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission
from scripts.cuebook import parse_cues
from scripts.drafts import get_draft, tree_of
from scripts.errors import DraftMoved, PublishingRefused, SecondPersonNeeded
from scripts.library import parse_script
from scripts.models import RollBack, ScriptDraft, ScriptVersion
from scripts.sign_offs import check_signed
from scripts.versions import SLUG, digest_of, publish_texts, running_version, version_numbered


@transaction.atomic
def propose(*, revision: int, by: Account) -> ScriptDraft:
    """Ask somebody else to approve the draft as it stands.

    Raises Forbidden, NoDraft, DraftMoved, ContentErrors with its mistakes, and PublishingRefused when
    nothing differs from the version in use or another version has been published since.
    """
    check_may(by, Permission.PUBLISH_SCRIPTS)
    draft = get_draft()
    _check_publishable(draft)
    asked = ScriptDraft.objects.filter(pk=draft.pk, revision=revision, proposed_at=None)
    if not asked.update(proposed_by=by, proposed_at=timezone.now()):
        raise DraftMoved
    record(event="scripts.proposed", by=by, subject=SLUG, detail={"revision": revision})
    return get_draft()


@transaction.atomic
def withdraw(*, revision: int, by: Account) -> None:
    """Take a proposal back; the draft stays. Raises Forbidden, NoDraft, DraftMoved."""
    check_may(by, Permission.PUBLISH_SCRIPTS)
    proposed = ScriptDraft.objects.filter(pk=get_draft().pk, revision=revision)
    if not proposed.update(proposed_by=None, proposed_at=None):
        raise DraftMoved
    record(event="scripts.proposal_withdrawn", by=by, subject=SLUG, detail={"revision": revision})


@transaction.atomic
def approve(*, revision: int, by: Account) -> ScriptVersion:
    """Publish the proposed draft as the next version and end the draft.

    Whatever is refused, the version in use stays. Raises as `propose` does, SecondPersonNeeded for whoever
    proposed or last edited it, and PromptsUnsigned in a service.
    """
    check_may(by, Permission.PUBLISH_SCRIPTS)
    draft = get_draft()
    if draft.revision != revision or draft.proposed_at is None:
        raise DraftMoved
    if by in (draft.proposed_by, draft.edited_by):
        raise SecondPersonNeeded("You proposed or changed this draft. Ask another supervisor to approve it.")
    _check_publishable(draft)
    unsigned = check_signed(tree_of(draft))
    # Deleted under its revision, in the same transaction: of two who approve one is refused.
    if not ScriptDraft.objects.filter(pk=draft.pk, revision=revision).delete()[0]:
        raise DraftMoved
    return publish_texts(
        (draft.source_text, draft.cues_text), by=by, proposed_by=draft.proposed_by, unsigned=unsigned
    )


@transaction.atomic
def ask_roll_back(*, number: int, by: Account) -> RollBack:
    """Ask somebody else to publish an older version again. Raises Forbidden, NoScript, PublishingRefused."""
    check_may(by, Permission.PUBLISH_SCRIPTS)
    version = version_numbered(number)
    if version.is_running:
        raise PublishingRefused(
            "That version is in use already, so nothing was changed. Choose an older one."
        )
    asked, _ = RollBack.objects.update_or_create(
        slug=SLUG, defaults={"version": version, "asked_by": by, "asked_at": timezone.now()}
    )
    record(event="scripts.roll_back_asked", by=by, subject=str(version))
    return asked


def asked_roll_back() -> RollBack | None:
    """Return what somebody asked to roll back to, or None."""
    return RollBack.objects.select_related("version", "asked_by").filter(slug=SLUG).first()


@transaction.atomic
def withdraw_roll_back(*, by: Account) -> None:
    """Forget that somebody asked to roll back; nothing happens where nobody did."""
    check_may(by, Permission.PUBLISH_SCRIPTS)
    if RollBack.objects.filter(slug=SLUG).delete()[0]:
        record(event="scripts.roll_back_withdrawn", by=by, subject=SLUG)


@transaction.atomic
def roll_back(*, number: int, by: Account) -> ScriptVersion:
    """Publish an older version's texts anew as the next number; `number` is what the page showed.

    Raises Forbidden, DraftMoved when it is no longer asked for, SecondPersonNeeded for whoever asked,
    ContentErrors when this version of the code refuses the old texts, PromptsUnsigned in a service.
    """
    check_may(by, Permission.PUBLISH_SCRIPTS)
    asked = asked_roll_back()
    if asked is None or asked.version.number != number:
        raise DraftMoved("Nobody asks for this any more, so nothing was changed. Go back to the list.")
    if by == asked.asked_by:
        raise SecondPersonNeeded("You asked for this. Ask another supervisor to approve it.")
    version = asked.version
    # Newer rules about words must not stand in the way of who has to go back at once.
    _check_texts(version.source_text, version.cues_text, published=True)
    unsigned = check_signed(read_tree(version.source_text, source=str(version)))
    if not RollBack.objects.filter(pk=asked.pk, version=version).delete()[0]:
        raise DraftMoved("Nobody asks for this any more, so nothing was changed. Go back to the list.")
    return publish_texts(
        (version.source_text, version.cues_text),
        by=by,
        proposed_by=asked.asked_by,
        restores=version,
        unsigned=unsigned,
    )


def _check_publishable(draft: ScriptDraft) -> None:
    _check_texts(draft.source_text, draft.cues_text)
    running = running_version(locked=True)
    if running and digest_of(draft.source_text, draft.cues_text) == running.sha256:
        raise PublishingRefused(
            "Nothing differs from the version in use, so nothing was published. Change something first."
        )
    if (running.pk if running else None) != draft.base_id:
        raise PublishingRefused(
            f"Version {running.number if running else 0} was published since this draft was begun. "
            "Compare the two, then let the draft go on from it."
        )


def _check_texts(source_text: str, cues_text: str, *, published: bool = False) -> None:
    parse_script(source_text, source="draft", published=published)
    parse_cues(cues_text, source="cues")
