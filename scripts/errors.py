"""What can be wrong with the guidance, beside mistakes in a file (helpline.kernel.content_errors)."""

from collections.abc import Sequence
from typing import Any

from helpline.kernel.errors import HelplineError


class NoScript(HelplineError):
    """No version of the script has been published, or not the one asked for."""

    code = "scripts.not_found"
    status = 404
    message = (
        "There is no such version of the script. Choose one from the list; if there is none, begin a draft "
        "under Script."
    )


class NoScriptInUse(NoScript):
    """A talk began before any version was published: there is nothing to lead it by."""

    code = "scripts.none_in_use"
    message = (
        "No script is in use yet, so no prompts stand here. Words of danger are marked all the same. Tell a "
        "supervisor: they publish one under Script."
    )


class NodeNotFound(HelplineError):
    """There is no such node in this script."""

    code = "scripts.node_not_found"
    status = 404
    message = "This prompt is not in this version of the script. Choose one from the list."


class NodeNeeded(HelplineError):
    """A node cannot go while something leads to it; `ways` are `scripts.tree.Way`."""

    code = "scripts.node_needed"
    status = 409
    message = (
        "Something still leads to this prompt, so it stays. Change what leads here first, then remove it."
    )

    def __init__(self, ways: Sequence[Any]) -> None:
        super().__init__(ways=[way.node or way.words for way in ways])
        self.ways = tuple(ways)


class NoDraft(HelplineError):
    """Nobody has begun a draft."""

    code = "scripts.no_draft"
    status = 404
    message = "There is no draft. Begin one first."


class DraftMoved(HelplineError):
    """Somebody changed the draft since this page was opened: nothing was saved."""

    code = "scripts.draft_moved"
    status = 409
    message = (
        "Somebody has changed the draft since you opened this page. Nothing of yours is saved yet: look "
        "at theirs below, then save yours again."
    )


class PublishingRefused(HelplineError):
    """A draft or an older version may not be published as it is; the message says why."""

    code = "scripts.publishing_refused"
    status = 409


class SecondPersonNeeded(PublishingRefused):
    """Whoever proposes or edits cannot approve, and one person signs one kind of sign-off."""

    code = "scripts.second_person_needed"


class PromptsUnsigned(PublishingRefused):
    """Prompts lack a sign-off, and this is a service; `nodes` are their ids."""

    code = "scripts.prompts_unsigned"

    def __init__(self, nodes: Sequence[str]) -> None:
        many = "1 prompt is" if len(nodes) == 1 else f"{len(nodes)} prompts are"
        super().__init__(f"{many} not signed off by both kinds of reviewer.", nodes=list(nodes))
        self.nodes = tuple(nodes)
