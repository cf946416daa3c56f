"""The draft: begun from the version in use, changed by forms or a file, thrown away."""

from django.db import transaction
from django.utils import timezone

from helpline.kernel.yaml_tree import Tree, read_tree, write_tree
from helpline.staff.access import check_may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission
from scripts.errors import DraftMoved, NoDraft
from scripts.library import parse_script
from scripts.models import ScriptDraft
from scripts.services import CONTENT, read_content
from scripts.versions import SLUG, running_version


def current_draft() -> ScriptDraft | None:
    """Return the draft with the people who touched it and its base, or None."""
    people = ScriptDraft.objects.select_related("edited_by", "proposed_by", "base")
    return people.filter(slug=SLUG).first()


def get_draft() -> ScriptDraft:
    """Return the draft. Raises NoDraft."""
    draft = current_draft()
    if draft is None:
        raise NoDraft
    return draft


def tree_of(draft: ScriptDraft) -> Tree:
    """Return the draft as a tree: what is saved always has the form of one."""
    return read_tree(draft.source_text, source=str(draft))


@transaction.atomic
def begin_draft(*, by: Account) -> ScriptDraft:
    """Return the draft, begun from the version in use, or from the shipped files before the first.

    Where there is one already, it is returned as it stands.
    """
    check_may(by, Permission.PUBLISH_SCRIPTS)
    running = running_version(locked=True)
    if draft := current_draft():
        return draft
    texts = (running.source_text, running.cues_text) if running else read_content(CONTENT)[0]
    draft = ScriptDraft.objects.create(
        slug=SLUG,
        source_text=_canonical(texts[0]),
        cues_text=texts[1],
        base=running,
        edited_by=by,
        edited_at=timezone.now(),
    )
    record(
        event="scripts.draft_begun",
        by=by,
        subject=SLUG,
        detail={"base": running.number if running else None},
    )
    return draft


@transaction.atomic
def save_draft(*, tree: Tree, revision: int, node: str, by: Account) -> ScriptDraft:
    """Store the draft as it was changed, also with mistakes; `node` is the node that was changed.

    A proposal is taken back by it. Raises Forbidden, NoDraft, ContentErrors when it is too long, and
    DraftMoved when `revision` is not the one that was changed.
    """
    return _store(write_tree(tree), revision, "scripts.draft_edited", {"node": node}, by)


@transaction.atomic
def import_draft(*, text: str, revision: int, by: Account) -> ScriptDraft:
    """Put a file in the place of the draft's script. Raises as save_draft does.

    A file with a mistake is refused with all of them: ContentErrors; the draft stays as it was.
    """
    parse_script(text, source="file")
    written = write_tree(read_tree(text, source="file"))
    return _store(written, revision, "scripts.draft_imported", {"bytes": len(text.encode())}, by)


@transaction.atomic
def propose_texts(*, script: Tree, cues: Tree, by: Account) -> ScriptDraft:
    """Let a whole script with its cues, taken over from elsewhere, wait for whoever publishes scripts.

    Whoever looks after the service may bring one, and approves none. Both were checked. Raises Forbidden, and
    DraftMoved where another draft stands.
    """
    check_may(by, Permission.MANAGE_SERVICE)
    running = running_version(locked=True)
    same = running is not None and read_tree(running.cues_text, source="cues") == cues
    texts = {
        "source_text": write_tree(script),
        "cues_text": running.cues_text if running and same else write_tree(cues),
    }
    if draft := current_draft():
        if all(getattr(draft, name) == text for name, text in texts.items()):
            return draft
        raise DraftMoved("Somebody is writing on the script. Publish that draft or throw it away first.")
    now = timezone.now()
    draft = ScriptDraft.objects.create(
        slug=SLUG, base=running, edited_by=by, edited_at=now, proposed_by=by, proposed_at=now, **texts
    )
    record(event="scripts.draft_imported", by=by, subject=SLUG, detail={"bytes": len(texts["source_text"])})
    record(event="scripts.proposed", by=by, subject=SLUG, detail={"revision": draft.revision})
    return draft


@transaction.atomic
def discard_draft(*, revision: int, by: Account) -> None:
    """Throw the draft away. Raises Forbidden, NoDraft, DraftMoved."""
    check_may(by, Permission.PUBLISH_SCRIPTS)
    draft = get_draft()
    if not ScriptDraft.objects.filter(pk=draft.pk, revision=revision).delete()[0]:
        raise DraftMoved
    record(event="scripts.draft_discarded", by=by, subject=SLUG, detail={"revision": revision})


@transaction.atomic
def follow_running(*, revision: int, by: Account) -> ScriptDraft:
    """Let the draft go on from the version in use, with its cues; the draft's own words stay."""
    check_may(by, Permission.PUBLISH_SCRIPTS)
    running = running_version(locked=True)
    draft = get_draft()
    changed = ScriptDraft.objects.filter(pk=draft.pk, revision=revision).update(
        base=running,
        cues_text=running.cues_text if running else draft.cues_text,
        revision=revision + 1,
        proposed_by=None,
        proposed_at=None,
    )
    if not changed:
        raise DraftMoved
    record(
        event="scripts.draft_rebased",
        by=by,
        subject=SLUG,
        detail={"base": running.number if running else None},
    )
    return get_draft()


def _store(text: str, revision: int, event: str, detail: dict[str, object], by: Account) -> ScriptDraft:
    check_may(by, Permission.PUBLISH_SCRIPTS)
    draft = get_draft()
    # The condition stands in the update itself: of two who save the same revision one is refused.
    changed = ScriptDraft.objects.filter(pk=draft.pk, revision=revision).update(
        source_text=text,
        revision=revision + 1,
        edited_by=by,
        edited_at=timezone.now(),
        proposed_by=None,
        proposed_at=None,
    )
    if not changed:
        raise DraftMoved
    record(event=event, by=by, subject=SLUG, detail=detail | {"revision": revision + 1})
    return get_draft()


def _canonical(text: str) -> str:
    return write_tree(read_tree(text, source=SLUG))
