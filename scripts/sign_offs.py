"""A practitioner's and a survivor reviewer's agreement to the exact words of each prompt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from helpline.kernel.yaml_tree import Tree
from helpline.staff.access import check_may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission
from scripts.errors import DraftMoved, PromptsUnsigned, SecondPersonNeeded
from scripts.models import PromptSignOff
from scripts.signing import words_digest
from scripts.tree import nodes_of

KINDS = tuple(PromptSignOff.Kind)


@dataclass(frozen=True)
class Signed:
    """How one node's words stand: who recorded which kind of sign-off."""

    node: str
    digest: str
    given: dict[str, PromptSignOff]

    @property
    def missing(self) -> list[str]:
        return [kind.label for kind in KINDS if kind.value not in self.given]

    @property
    def is_whole(self) -> bool:
        return not self.missing


def needs_signing() -> bool:
    """Tell whether prompts without both sign-offs are refused: in a service they are, in a demo not."""
    return bool(settings.HELPLINE_MODE == "service")


def signed_nodes(tree: Tree) -> dict[str, Signed]:
    """Return how each node of a tree stands, by id, in the order of the file; one query."""
    digests = {str(node["id"]): words_digest(node) for node in nodes_of(tree)}
    held: dict[str, dict[str, PromptSignOff]] = {}
    rows = PromptSignOff.objects.filter(digest__in=set(digests.values())).select_related("by")
    for row in rows:
        held.setdefault(row.digest, {})[row.kind] = row
    return {node: Signed(node, digest, held.get(digest, {})) for node, digest in digests.items()}


def unsigned_nodes(tree: Tree) -> list[str]:
    """Return the ids of the nodes that lack a sign-off, in the order of the file."""
    return [node for node, signed in signed_nodes(tree).items() if not signed.is_whole]


def check_signed(tree: Tree) -> int:
    """Return how many prompts lack a sign-off. Raises PromptsUnsigned when there are any in a service."""
    unsigned = unsigned_nodes(tree)
    if unsigned and needs_signing():
        raise PromptsUnsigned(unsigned)
    return len(unsigned)


@transaction.atomic
def sign(*, tree: Tree, digests: Iterable[str], kind: PromptSignOff.Kind, by: Account) -> int:
    """Record that a reviewer of this kind agrees to the words with these digests; return how many are new.

    All or none. Raises Forbidden, DraftMoved where the tree has no such words any more, and
    SecondPersonNeeded where the same account recorded the other kind for the same words.
    """
    check_may(by, Permission.PUBLISH_SCRIPTS)
    here = {signed.digest: signed for signed in signed_nodes(tree).values()}
    wanted = list(dict.fromkeys(digests))
    if any(digest not in here for digest in wanted):
        raise DraftMoved
    new = [here[digest] for digest in wanted if kind not in here[digest].given]
    own = [signed.node for signed in new if any(row.by == by for row in signed.given.values())]
    if own:
        raise SecondPersonNeeded(
            f"You recorded the other sign-off for {', '.join(own)}. Ask somebody else to record this one."
        )
    now = timezone.now()
    PromptSignOff.objects.bulk_create(
        PromptSignOff(digest=signed.digest, node=signed.node, kind=kind, by=by, at=now) for signed in new
    )
    for signed in new:
        record(event="scripts.signed_off", by=by, subject=signed.node, detail=_detail(signed.digest, kind))
    return len(new)


@transaction.atomic
def take_back(*, digests: Sequence[str], kind: PromptSignOff.Kind, by: Account) -> int:
    """Forget the sign-offs of a kind for these words, whoever recorded them; return how many there were."""
    check_may(by, Permission.PUBLISH_SCRIPTS)
    rows = PromptSignOff.objects.filter(digest__in=digests, kind=kind)
    for row in rows:
        record(event="scripts.sign_off_taken_back", by=by, subject=row.node, detail=_detail(row.digest, kind))
    return rows.delete()[0]


def _detail(digest: str, kind: PromptSignOff.Kind) -> dict[str, str]:
    return {"kind": kind.value, "words": digest}
